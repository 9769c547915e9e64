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

/** Only the tuples that have all of these. */
export interface TupleFilter {
  readonly objectType?: string
  /** `type:id` */
  readonly object?: string
  readonly relation?: string
  /** `type:id`, `type:*` or `type:id#relation` */
  readonly subject?: string
}

/** What else can be asked of a tuple, without an index of its own. */
export interface TupleTraits {
  readonly subjectType?: string
  /** The name of its condition. */
  readonly condition?: string
  /** It ends before this instant. */
  readonly expiresBeforeMs?: number
}

export interface TuplePage {
  readonly after?: TupleKey
  readonly limit: number
  readonly filter?: TupleFilter
  readonly traits?: TupleTraits
  /** Those that have expired by then are not there. Absent: they are. */
  readonly atMs?: number
}

/**
 * The tuples at a revision in the order of their keys, from the one after `after` on. What lasts and what was closed since
 * are two indexes, read side by side.
 */
export async function tuplesAt(
  database: Reader,
  storeId: string,
  revision: number,
  { after, limit, filter = {}, traits = {}, atMs }: TuplePage,
): Promise<Tuple[]> {
  const values: unknown[] = [storeId, revision]
  const conditions = [
    ...filterConditions(filter, values),
    ...traitConditions(traits, values),
    ...afterConditions(filter, after, values),
  ]
  if (atMs !== undefined) conditions.push(`(expires_at_ms is null or expires_at_ms > $${values.push(atMs)})`)
  const select = (lasting: string) =>
    `(select object, relation, subject, condition, context, expires_at_ms as "expiresAtMs" from lockness.tuple
      where ${['store_id = $1', 'since <= $2', lasting, ...conditions].join(' and ')}
      order by object, relation, subject limit ${limit})`
  const rows = await database.query<TupleRow>(
    `${select('until is null')} union all ${select('until > $2')} order by object, relation, subject limit ${limit}`,
    values,
  )
  return rows.map(readTuple)
}

/** What the filter says in SQL; its values are put behind those that are there. */
export function filterConditions({ objectType, object, relation, subject }: TupleFilter, values: unknown[]): string[] {
  const conditions: string[] = []
  // Everything from `type:` up to the character after the colon: a range of the index.
  if (objectType !== undefined)
    conditions.push(`object >= $${values.push(`${objectType}:`)} and object < $${values.push(`${objectType};`)}`)
  if (object !== undefined) conditions.push(`object = $${values.push(object)}`)
  if (relation !== undefined) conditions.push(`relation = $${values.push(relation)}`)
  if (subject !== undefined) conditions.push(`subject = $${values.push(subject)}`)
  return conditions
}

function traitConditions({ subjectType, condition, expiresBeforeMs }: TupleTraits, values: unknown[]): string[] {
  const conditions: string[] = []
  if (subjectType !== undefined)
    conditions.push(`subject >= $${values.push(`${subjectType}:`)} and subject < $${values.push(`${subjectType};`)}`)
  if (condition !== undefined) conditions.push(`condition = $${values.push(condition)}`)
  if (expiresBeforeMs !== undefined) conditions.push(`expires_at_ms < $${values.push(expiresBeforeMs)}`)
  return conditions
}

/** In the columns that the filter leaves open, so that the index of the subject can begin there too. */
export function afterConditions(
  { object, subject }: TupleFilter,
  after: TupleKey | undefined,
  values: unknown[],
): string[] {
  if (!after) return []
  if (object === undefined && subject !== undefined)
    return [`(object, relation) > ($${values.push(after.object)}, $${values.push(after.relation)})`]
  const { object: o, relation, subject: s } = after
  return [`(object, relation, subject) > ($${values.push(o)}, $${values.push(relation)}, $${values.push(s)})`]
}

/** The periods of one tuple, from the first that began after a revision on. */
export async function tupleHistory(
  database: Reader,
  storeId: string,
  { object, relation, subject }: TupleKey,
  { after = 0, limit = 1_000 }: { readonly after?: number; readonly limit?: number } = {},
): Promise<TuplePeriod[]> {
  const rows = await database.query<PeriodRow>(
    `select t.object, t.relation, t.subject, t.condition, t.context, t.expires_at_ms as "expiresAtMs",
       t.since, t.until, t.source, t.actor, t.reason,
       floor(extract(epoch from b.at) * 1000)::bigint as "begunAtMs",
       floor(extract(epoch from e.at) * 1000)::bigint as "endedAtMs", e.actor as "endedBy", e.reason as "endReason"
     from (
       select * from lockness.tuple where store_id = $1 and object = $2 and relation = $3 and subject = $4 and until is null
       union all
       select * from lockness.tuple where store_id = $1 and object = $2 and relation = $3 and subject = $4 and until is not null) t
     join lockness.audit b on b.store_id = t.store_id and b.rev = t.since
     left join lockness.audit e on e.store_id = t.store_id and e.rev = t.until
     where t.since > $5 order by t.since limit $6`,
    [storeId, object, relation, subject, after, limit],
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

export interface TupleRow extends Row {
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

export function readTuple({ object, relation, subject, condition, context, expiresAtMs }: TupleRow): Tuple {
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
