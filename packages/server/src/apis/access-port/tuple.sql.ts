// Tuples as OpenFGA tells them: each with the time at which it was written, and every change of the log in its order.

import type { JsonObject, Tuple } from '@lockness/authz'
import type { Database, Row } from '../../store/database.ts'
import { filterConditions } from '../../store/history.ts'
import type { TupleKey } from '../../store/write.ts'
import type { StoredTuple, TupleChange, TupleFilter } from '../openfga/openfga.port.ts'

type Reader = Pick<Database, 'query'>

/** What is there now, in the order of the keys. An expired tuple is not there. */
export async function selectStored(
  database: Reader,
  storeId: string,
  filter: TupleFilter | undefined,
  { after, limit }: { readonly after?: TupleKey; readonly limit: number },
): Promise<StoredTuple[]> {
  const values: unknown[] = [storeId, limit]
  const conditions = filter ? filterConditions(plainFilter(filter), values) : []
  if (after) {
    const { object, relation, subject } = after
    const places = [object, relation, subject].map((value) => `$${values.push(value)}`)
    conditions.push(`(object, relation, subject) > (${places.join(', ')})`)
  }
  const rows = await database.query<StoredRow>(
    `select t.object, t.relation, t.subject, t.condition, t.context,
       floor(extract(epoch from a.at) * 1000)::bigint as "atMs"
     from (
       select * from lockness.tuple
       where ${['store_id = $1', 'until is null', NOT_EXPIRED, ...conditions].join(' and ')}
       order by object, relation, subject limit $2) t
     join lockness.audit a on a.store_id = t.store_id and a.rev = t.since
     order by t.object, t.relation, t.subject`,
    values,
  )
  return rows.map((row) => ({ tuple: readTuple(row), at: new Date(row.atMs) }))
}

/** Those of the keys that are there now. */
export async function selectThere(database: Reader, storeId: string, keys: readonly TupleKey[]): Promise<Tuple[]> {
  const rows = await database.query<TupleRow & { readonly expiresAtMs: number | null }>(
    `select t.object, t.relation, t.subject, t.condition, t.context, t.expires_at_ms as "expiresAtMs"
     from jsonb_to_recordset($2::jsonb) k (object text, relation text, subject text)
     join lockness.tuple t on t.object = k.object and t.relation = k.relation and t.subject = k.subject
     where t.store_id = $1 and t.until is null and ${NOT_EXPIRED}`,
    [storeId, JSON.stringify(keys.map(({ object, relation, subject }) => ({ object, relation, subject })))],
  )
  return rows.map((row) => ({ ...readTuple(row), ...(row.expiresAtMs !== null && { expiresAt: row.expiresAtMs }) }))
}

const NOT_EXPIRED = '(expires_at_ms is null or expires_at_ms > floor(extract(epoch from clock_timestamp()) * 1000))'

/** A place in the log: a revision, and how many of its changes have been told. */
export interface LogPlace {
  readonly revision: number
  readonly told: number
}

export interface ChangesAsked {
  readonly from: LogPlace
  /** The first revision that is not looked at. */
  readonly before: number
  readonly limit: number
  readonly type?: string
}

/** What was removed in a revision comes before what was added. */
export async function selectChanges(
  database: Reader,
  storeId: string,
  { from, before, limit, type }: ChangesAsked,
): Promise<(TupleChange & { readonly place: LogPlace })[]> {
  const rows = await database.query<ChangeRow>(
    `select l.rev as revision, c.n as told, c.is_added as "isAdded", c.tuple,
       floor(extract(epoch from l.committed_at) * 1000)::bigint as "atMs"
     from lockness.store_log l,
       lateral (select l.body::jsonb as body offset 0) b,
       lateral (
         select r.n, false as is_added, r.value as tuple
           from jsonb_array_elements(b.body -> 'removed') with ordinality r (value, n)
         union all
         select a.n + jsonb_array_length(b.body -> 'removed'), true, a.value
           from jsonb_array_elements(b.body -> 'added') with ordinality a (value, n)) c
     where l.store_id = $1 and l.rev >= $2 and l.rev < $4 and (l.rev > $2 or c.n > $3)
       and ($6::text is null or starts_with(c.tuple ->> 'object', $6))
     order by l.rev, c.n limit $5`,
    [storeId, from.revision, from.told, before, limit, type === undefined ? null : `${type}:`],
  )
  return rows.map(({ revision, told, isAdded, tuple, atMs }) => ({
    tuple,
    operation: isAdded ? 'write' : 'delete',
    at: new Date(atMs),
    place: { revision, told },
  }))
}

/** `type:` stands for all of the type. */
function plainFilter({ object, relation, subject }: TupleFilter) {
  const what = object.endsWith(':') ? { objectType: object.slice(0, -1) } : { object }
  return { ...what, ...(relation !== undefined && { relation }), ...(subject !== undefined && { subject }) }
}

interface TupleRow extends Row {
  readonly object: string
  readonly relation: string
  readonly subject: string
  readonly condition: string | null
  readonly context: string | null
}

interface StoredRow extends TupleRow {
  readonly atMs: number
}

interface ChangeRow extends Row {
  readonly revision: number
  readonly told: number
  readonly isAdded: boolean
  readonly tuple: Tuple
  readonly atMs: number
}

function readTuple({ object, relation, subject, condition, context }: TupleRow): Tuple {
  // The context was written from an object.
  const parsed: JsonObject | undefined = context === null ? undefined : JSON.parse(context)
  const told = condition === null ? {} : { condition: { name: condition, ...(parsed && { context: parsed }) } }
  return { object, relation, subject, ...told }
}
