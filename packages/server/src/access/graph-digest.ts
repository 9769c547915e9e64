// What a graph holds at its newest revision, as one short text: equal on every node and thread that holds the same
// tuples, in whatever order they came. Taken in slices, of a view that later changes do not disturb.

import { createHash } from 'node:crypto'
import type { Graph, JsonValue, Tuple } from '@lockness/authz'
import { AppError } from '../errors.ts'

export interface GraphDigest {
  readonly revision: number
  readonly tuples: number
  /** The sum of the hashes of all tuples. */
  readonly digest: string
}

const TUPLES_PER_SLICE = 500

export async function digestOf(graph: Graph, revision = graph.revision): Promise<GraphDigest> {
  // Newer changes do not show in a view of a revision, and a merge leaves a view that was handed out as it is.
  const view = graph.view(revision)
  if (!view) throw new AppError('expired', `revision ${revision} is no longer held in memory`)
  let tuples = 0
  let sum = 0n
  for (const tuple of view.tuples()) {
    sum += hashOf(tuple)
    if (++tuples % TUPLES_PER_SLICE === 0) await new Promise(setImmediate)
  }
  return { revision, tuples, digest: BigInt.asUintN(128, sum).toString(16).padStart(32, '0') }
}

/** The same of tuples in the database. */
export async function digestOfTuples(revision: number, pages: AsyncIterable<readonly Tuple[]>): Promise<GraphDigest> {
  const seen = { tuples: 0, sum: 0n }
  for await (const page of pages) {
    for (const tuple of page) seen.sum += hashOf(tuple)
    seen.tuples += page.length
  }
  return { revision, tuples: seen.tuples, digest: BigInt.asUintN(128, seen.sum).toString(16).padStart(32, '0') }
}

function hashOf({ object, relation, subject, condition, expiresAt }: Tuple): bigint {
  const text = JSON.stringify([
    object,
    relation,
    subject,
    condition?.name ?? null,
    condition?.context === undefined ? null : ordered(condition.context),
    expiresAt ?? null,
  ])
  return createHash('sha256').update(text).digest().readBigUInt64LE(0)
}

/** Lists instead of objects: the order in which keys were written says nothing. */
function ordered(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return {
    of: Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, ordered(each)]),
  }
}
