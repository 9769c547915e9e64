// The past of a store. Rows of tuples are never changed, only closed, so the tuples at a revision are a filter, and the
// same filter serves a page of a snapshot: no long transaction has to hold the database still, which would halve the
// rate of writes.

import type { JsonObject, Tuple } from '@lockness/authz'
import type { Database, Row } from './database.ts'
import type { TupleKey } from './write.ts'

/** One period during which a tuple was there, and who began and ended it. */
export interface TuplePeriod {
  readonly tuple: Tuple
  readonly since: number
  readonly until: number | undefined
  readonly source: string
  readonly actor: string
  readonly reason: string | undefined
  readonly begunAtMs: number
  readonly endedAtMs: number | undefined
  readonly endedBy: string | undefined
  readonly endReason: string | undefined
}

type Reader = Pick<Database, 'query'>

/** The last revision that had been committed by then; 0 when none had. */
export async function revisionAt(database: Reader, storeId: string, atMs: number): Promise<number> {
  const [row] = await database.query<{ revision: number | null }>(
    `select max(rev) as revision from lockness.store_log
     where store_id = $1 and committed_at < to_timestamp(($2::bigint + 1) / 1000.0)`,
    [storeId, atMs],
  )
  return row?.revision ?? 0
}

/** The model in force at a revision. */
export async function modelAt(
  database: Reader,
  storeId: string,
  revision: number,
): Promise<{ id: string; body: string } | undefined> {
  const [row] = await database.query<{ id: string; body: string }>(
    'select id, body from lockness.model where store_id = $1 and since <= $2 order by since desc limit 1',
    [storeId, revision],
  )
  return row
}

/** The tuples at a revision in the order of their keys, from the one after `after` on. Expired ones are among them. */
export async function tuplesAt(
  database: Reader,
  storeId: string,
  revision: number,
  page: { readonly after?: TupleKey; readonly limit: number },
): Promise<Tuple[]> {
  const { object = '', relation = '', subject = '' } = page.after ?? {}
  const rows = await database.query<TupleRow>(
    `select object, relation, subject, condition, context, expires_at_ms as "expiresAtMs"
     from lockness.tuple
     where store_id = $1 and (object, relation, subject) > ($3, $4, $5) and since <= $2 and (until is null or until > $2)
     order by object, relation, subject limit $6`,
    [storeId, revision, object, relation, subject, page.limit],
  )
  return rows.map(readTuple)
}

/** All periods of one tuple, the first one first. */
export async function tupleHistory(
  database: Reader,
  storeId: string,
  { object, relation, subject }: TupleKey,
): Promise<TuplePeriod[]> {
  const rows = await database.query<PeriodRow>(
    `select t.object, t.relation, t.subject, t.condition, t.context, t.expires_at_ms as "expiresAtMs",
       t.since, t.until, t.source, t.actor, t.reason,
       floor(extract(epoch from b.at) * 1000)::bigint as "begunAtMs",
       floor(extract(epoch from e.at) * 1000)::bigint as "endedAtMs", e.actor as "endedBy", e.reason as "endReason"
     from lockness.tuple t
     join lockness.audit b on b.store_id = t.store_id and b.rev = t.since
     left join lockness.audit e on e.store_id = t.store_id and e.rev = t.until
     where t.store_id = $1 and t.object = $2 and t.relation = $3 and t.subject = $4 order by t.since`,
    [storeId, object, relation, subject],
  )
  return rows.map((row) => ({
    tuple: readTuple(row),
    since: row.since,
    until: row.until ?? undefined,
    source: row.source,
    actor: row.actor,
    reason: row.reason ?? undefined,
    begunAtMs: row.begunAtMs,
    endedAtMs: row.endedAtMs ?? undefined,
    endedBy: row.endedBy ?? undefined,
    endReason: row.endReason ?? undefined,
  }))
}

interface TupleRow extends Row {
  readonly object: string
  readonly relation: string
  readonly subject: string
  readonly condition: string | null
  readonly context: string | null
  readonly expiresAtMs: number | null
}

interface PeriodRow extends TupleRow {
  readonly since: number
  readonly until: number | null
  readonly source: string
  readonly actor: string
  readonly reason: string | null
  readonly begunAtMs: number
  readonly endedAtMs: number | null
  readonly endedBy: string | null
  readonly endReason: string | null
}

function readTuple({ object, relation, subject, condition, context, expiresAtMs }: TupleRow): Tuple {
  // The context was written by encodeTuple, from an object.
  const parsed: JsonObject | undefined = context === null ? undefined : JSON.parse(context)
  return {
    object,
    relation,
    subject,
    ...(condition !== null && { condition: { name: condition, ...(parsed && { context: parsed }) } }),
    ...(expiresAtMs !== null && { expiresAt: expiresAtMs }),
  }
}
