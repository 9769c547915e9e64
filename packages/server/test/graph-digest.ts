// What a graph and a database hold, made comparable.

import type { Graph, Tuple } from '@lockness/authz'
import { AppError } from '../src/errors.ts'
import { TupleSum } from '../src/store/tuple-sum.ts'

export interface GraphDigest {
  readonly revision: number
  readonly tuples: number
  readonly digest: string
}

export async function digestOf(graph: Graph, revision = graph.revision): Promise<GraphDigest> {
  // Newer changes do not show in a view of a revision, and a merge leaves a view that was handed out as it is.
  const view = graph.view(revision)
  if (!view) throw new AppError('expired', `revision ${revision} is no longer held in memory`)
  return digestOfTuples(revision, [[...view.tuples()]])
}

export async function digestOfTuples(
  revision: number,
  pages: AsyncIterable<readonly Tuple[]> | Iterable<readonly Tuple[]>,
): Promise<GraphDigest> {
  const sum = new TupleSum()
  let tuples = 0
  for await (const page of pages) {
    for (const tuple of page) sum.add(tuple)
    tuples += page.length
  }
  return { revision, tuples, digest: sum.text() }
}
