// The short way of a write. A write that only adds tuples is plain: it is put to the database as columns, together with
// its body as the log will have it, and a whole group of them is done by one call of `lockness.append_plain`. What the
// database is told and tells back suffices to know the rows of the log without reading them, so the nodes' graphs on this
// side need not ask for them either. Whatever is not as it nearly always is goes the long way; see append.ts.

import type { Tuple } from '@lockness/authz'
import { assert } from '../errors.ts'
import { arrayText } from './array-text.ts'
import type { Database, Row } from './database.ts'
import { LOG_FORMAT, type LogRow, type Said } from './log.ts'
import { type EncodedTuple, encodeTuple, keyedHash, type Write } from './write.ts'

export interface PlainWrite {
  readonly commitId: string
  /** Undefined: it was not judged by any model; null: by there being none. */
  readonly judgedBy: string | null | undefined
  readonly key: string | undefined
  readonly hash: string | undefined
  /** The body of its revision after `{"at":…`. */
  readonly body: string
  readonly said: Said
  readonly tuples: readonly EncodedTuple[]
}

interface PlainRow extends Row {
  readonly status: string
  readonly epoch: number
  readonly beforeRevision: number
  readonly chains: Buffer
  readonly committedAtMs: number
}

const CHAIN_BYTES = 32

/** Of a well-formed write. Undefined: it needs the long way. */
export function asPlain(write: Write, commitId: string): PlainWrite | undefined {
  const { changes, preconditions, judgedBy, formsKept, idempotencyKey, actor, action, source, reason } = write
  const { model, modules, labels } = write
  if (preconditions?.length || formsKept || model || modules?.length || labels?.length) return undefined
  const added: Tuple[] = []
  for (const change of changes) {
    if (change.op !== 'add') return undefined
    added.push(shown(change.tuple))
  }
  const told = reason === undefined ? { actor, action, source } : { actor, action, source, reason }
  const body = `,${JSON.stringify({ ...told, removed: [], added }).slice(1)}`
  const said = { actor, action, source, reason, model: undefined, change: { removed: [], added } }
  const key = idempotencyKey
  const hash = key === undefined ? undefined : keyedHash(write)
  return { commitId, judgedBy, key, hash, body, said, tuples: added.map(encodeTuple) }
}

/** As a body has it: nothing else, in this order. */
function shown({ object, relation, subject, condition, expiresAt }: Tuple): Tuple {
  if (!condition && expiresAt === undefined) return { object, relation, subject }
  return { object, relation, subject, ...(condition && { condition }), ...(expiresAt !== undefined && { expiresAt }) }
}

/** Whether they can go together in one call. */
export function areAlike(one: PlainWrite | undefined, other: PlainWrite | undefined): boolean {
  return one === undefined ? other === undefined : other !== undefined && one.judgedBy === other.judgedBy
}

const APPEND = `select status, epoch, before_rev as "beforeRevision", chains, committed_at_ms as "committedAtMs"
  from lockness.append_plain($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`

/** The rows of the log, one for each write; undefined when nothing was done and the long way will tell why. */
export async function appendPlain(
  database: Pick<Database, 'query'>,
  storeId: string,
  writes: readonly PlainWrite[],
  deadlineMs: number,
): Promise<LogRow[] | undefined> {
  const judgedBy = writes[0]?.judgedBy
  const keyed = numbered(writes.map(({ key }) => (key === undefined ? 0 : 1)))
  const keys = writes.filter(({ key }) => key !== undefined)
  const tuples = writes.flatMap(({ tuples }) => tuples)
  const [row] = await database.query<PlainRow>(
    APPEND,
    [
      storeId,
      judgedBy !== undefined,
      judgedBy ?? null,
      arrayText(writes.map(({ commitId }) => commitId)),
      writes.map(({ body }) => body).join('\n'),
      arrayText(writes.map(({ said }) => said.actor)),
      arrayText(writes.map(({ said }) => said.action)),
      arrayText(writes.map(({ said }) => said.source)),
      arrayText(writes.map(({ said }) => said.reason)),
      arrayText(writes.map((write) => write.tuples.length)),
      arrayText(numbered(writes.map((write) => write.tuples.length))),
      arrayText(tuples.map(({ object }) => object)),
      arrayText(tuples.map(({ relation }) => relation)),
      arrayText(tuples.map(({ subject }) => subject)),
      arrayText(tuples.map(({ condition }) => condition)),
      arrayText(tuples.map(({ context }) => context)),
      arrayText(tuples.map(({ expiresAt }) => expiresAt)),
      arrayText(keyed),
      arrayText(keys.map(({ key }) => key)),
      arrayText(keys.map(({ hash }) => hash)),
    ],
    { deadlineMs, name: 'append_plain' },
  )
  if (row?.status !== 'done') return undefined
  assert(row.chains.length === writes.length * CHAIN_BYTES, 'each write has a hash')
  return writes.map((write, index) => rowOf(write, row, index))
}

/** The place of each, from 1, as often as is said there. */
function numbered(counts: readonly number[]): number[] {
  return counts.flatMap((count, index) => Array<number>(count).fill(index + 1))
}

function rowOf({ commitId, body, said, tuples }: PlainWrite, row: PlainRow, index: number): LogRow {
  const { epoch, beforeRevision, chains, committedAtMs } = row
  return {
    revision: beforeRevision + index + 1,
    epoch,
    chain: chains.subarray(index * CHAIN_BYTES, (index + 1) * CHAIN_BYTES),
    commitId,
    committedAtMs,
    format: LOG_FORMAT,
    body: `{"at":${committedAtMs}${body}`,
    // A context is an object of whoever wrote it: it is taken from the text, as everybody else takes it.
    ...(tuples.every(({ context }) => context === undefined) && { said }),
  }
}
