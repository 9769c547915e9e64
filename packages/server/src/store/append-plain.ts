// The short way of a write. A write that only adds tuples is plain: it is put to the database as columns, together with
// its body as the log will have it, and a whole group of them is done by one call of `lockness.append_plain`. What the
// database is told and tells back suffices to know the rows of the log without reading them, so the nodes' graphs on this
// side need not ask for them either. Whatever is not as it nearly always is goes the long way; see append.ts.

import type { Database, Row } from './database.ts'
import { LOG_FORMAT, type LogRow } from './log.ts'
import { type EncodedTuple, type EncodedWrite, encodeTuple, type Write } from './write.ts'

export interface PlainWrite {
  readonly commitId: string
  /** Undefined: it was not judged by any model; null: by there being none. */
  readonly judgedBy: string | null | undefined
  readonly actor: string
  readonly action: string
  readonly source: string
  readonly reason: string | undefined
  readonly key: string | undefined
  readonly hash: string | undefined
  /** The body of its revision after `{"at":…`. */
  readonly body: string
  readonly tuples: readonly EncodedTuple[]
}

interface PlainRow extends Row {
  readonly status: string
  readonly epoch: number
  readonly beforeRevision: number
  readonly chains: readonly Buffer[]
  readonly committedAtMs: number
}

/** Undefined: it needs the long way. */
export function asPlain(write: Write, encoded: EncodedWrite): PlainWrite | undefined {
  const { changes, preconditions, judgedBy, formsKept, actor, action, source, reason } = write
  const { model, modules, labels } = write
  if (preconditions?.length || formsKept || model || modules?.length || labels?.length) return undefined
  const added = changes.flatMap((change) => (change.op === 'add' ? [change.tuple] : []))
  if (added.length < changes.length) return undefined
  const tuples = added.map(encodeTuple)
  const told = { actor, action, source, ...(reason !== undefined && { reason }) }
  const shown = added.map(({ object, relation, subject, condition, expiresAt }) => ({
    object,
    relation,
    subject,
    ...(condition && { condition }),
    ...(expiresAt !== undefined && { expiresAt }),
  }))
  const body = `,${JSON.stringify({ ...told, removed: [], added: shown }).slice(1)}`
  const { commitId, key, hash } = encoded
  return { commitId, judgedBy, actor, action, source, reason, key, hash, body, tuples }
}

/** Whether they can go together in one call. */
export function areAlike(one: PlainWrite | undefined, other: PlainWrite | undefined): boolean {
  return one === undefined ? other === undefined : other !== undefined && one.judgedBy === other.judgedBy
}

/** The rows of the log, one for each write; undefined when nothing was done and the long way will tell why. */
export async function appendPlain(
  database: Pick<Database, 'query'>,
  storeId: string,
  writes: readonly PlainWrite[],
  deadlineMs: number,
): Promise<LogRow[] | undefined> {
  const judgedBy = writes[0]?.judgedBy
  const tuples = writes.flatMap((write, index) => write.tuples.map((tuple) => ({ ...tuple, inWrite: index + 1 })))
  const keyed = writes.flatMap(({ key, hash }, index) => (key === undefined ? [] : [{ key, hash, inWrite: index + 1 }]))
  const [row] = await database.query<PlainRow>(
    `select status, epoch, before_rev as "beforeRevision", chains, committed_at_ms as "committedAtMs"
     from lockness.append_plain($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      storeId,
      judgedBy !== undefined,
      judgedBy ?? null,
      writes.map(({ commitId }) => commitId),
      writes.map(({ actor }) => actor),
      writes.map(({ action }) => action),
      writes.map(({ source }) => source),
      writes.map(({ reason }) => reason ?? null),
      writes.map(({ body }) => body),
      writes.map((write) => write.tuples.length),
      tuples.map(({ inWrite }) => inWrite),
      tuples.map(({ object }) => object),
      tuples.map(({ relation }) => relation),
      tuples.map(({ subject }) => subject),
      tuples.map(({ condition }) => condition ?? null),
      tuples.map(({ context }) => context ?? null),
      tuples.map(({ expiresAt }) => expiresAt ?? null),
      keyed.map(({ inWrite }) => inWrite),
      keyed.map(({ key }) => key),
      keyed.map(({ hash }) => hash),
    ],
    { deadlineMs },
  )
  return row?.status === 'done' ? writes.map((write, index) => rowOf(write, row, index)) : undefined
}

function rowOf({ commitId, body }: PlainWrite, row: PlainRow, index: number): LogRow {
  const { epoch, beforeRevision, chains, committedAtMs } = row
  return {
    revision: beforeRevision + index + 1,
    epoch,
    chain: chains[index]!,
    commitId,
    committedAtMs,
    format: LOG_FORMAT,
    body: `{"at":${committedAtMs}${body}`,
  }
}
