// The use of tuples and relations as it is stored: a day and a number, added to.

import type { Database } from '../store/database.ts'
import { filterConditions, type TupleFilter } from '../store/history.ts'
import type { TupleKey } from '../store/write.ts'
import type { RelationUse, Tally, TupleUse } from './usage.ts'

export interface StoredTupleUse extends TupleKey {
  readonly lastUsed: string | null
  readonly uses: number
}

export interface StoredRelationUse {
  readonly type: string
  readonly relation: string
  readonly lastUsed: string
  readonly uses: number
}

const BATCH_ROWS = 2_000
const KEPT_DAYS = 400

/** Rows are locked in the order of their keys, so that two nodes do not wait for each other in a circle. */
export async function addUsage(database: Pick<Database, 'query'>, { tuples, relations }: Tally): Promise<void> {
  for (const batch of batchesOf(sortedBy(tuples, ({ tuple }) => [tuple.object, tuple.relation, tuple.subject]))) {
    await database.query(
      `insert into lockness.tuple_usage as u (store_id, object, relation, subject, last_day, uses)
         select n.store_id, n.object, n.relation, n.subject, (to_timestamp(n.ms / 1000.0) at time zone 'utc')::date, n.uses
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
           n (store_id, object, relation, subject, ms, uses)
         where exists (select from lockness.store s where s.id = n.store_id)
       on conflict (store_id, object, relation, subject) do update
         set last_day = greatest(u.last_day, excluded.last_day), uses = u.uses + excluded.uses`,
      [
        batch.map(({ storeId }) => storeId),
        batch.map(({ tuple }) => tuple.object),
        batch.map(({ tuple }) => tuple.relation),
        batch.map(({ tuple }) => tuple.subject),
        batch.map(({ lastMs }) => Math.floor(lastMs)),
        batch.map(({ uses }) => uses),
      ],
    )
  }
  for (const batch of batchesOf(sortedBy(relations, ({ type, relation }) => [type, relation]))) {
    await database.query(
      `insert into lockness.relation_usage as u (store_id, type, relation, last_day, uses)
         select n.store_id, n.type, n.relation, (to_timestamp(n.ms / 1000.0) at time zone 'utc')::date, n.uses
         from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) n (store_id, type, relation, ms, uses)
         where exists (select from lockness.store s where s.id = n.store_id)
       on conflict (store_id, type, relation) do update
         set last_day = greatest(u.last_day, excluded.last_day), uses = u.uses + excluded.uses`,
      [
        batch.map(({ storeId }) => storeId),
        batch.map(({ type }) => type),
        batch.map(({ relation }) => relation),
        batch.map(({ lastMs }) => Math.floor(lastMs)),
        batch.map(({ uses }) => uses),
      ],
    )
  }
}

/** Forgets what was used last more than a year ago, a few rows at a time. */
export async function forgetUsage(database: Pick<Database, 'query'>): Promise<void> {
  await database.query(
    `delete from lockness.tuple_usage where ctid = any (array(
       select ctid from lockness.tuple_usage where last_day < (now() at time zone 'utc')::date - $1::int limit $2))`,
    [KEPT_DAYS, BATCH_ROWS],
  )
}

/** The tuples that are there, with their use, in the order of their keys. `unusedSince`: only those not used from that day on. */
export async function selectTupleUsage(
  database: Pick<Database, 'query'>,
  storeId: string,
  {
    filter,
    unusedSince,
    after,
    limit,
  }: {
    readonly filter: TupleFilter
    readonly unusedSince: string | undefined
    readonly after: TupleKey | undefined
    readonly limit: number
  },
): Promise<StoredTupleUse[]> {
  const values: unknown[] = [storeId, limit]
  const conditions = filterConditions(filter, values)
  if (after) {
    const place = [after.object, after.relation, after.subject].map((each) => `$${values.push(each)}`)
    conditions.push(`(object, relation, subject) > (${place.join(', ')})`)
  }
  if (unusedSince !== undefined) conditions.push(`(last_day is null or last_day < $${values.push(unusedSince)}::date)`)
  return database.query<StoredTupleUse & Record<string, unknown>>(
    `select object, relation, subject, to_char(last_day, 'YYYY-MM-DD') as "lastUsed", coalesce(uses, 0) as uses
     from lockness.tuple t left join lockness.tuple_usage u using (store_id, object, relation, subject)
     where ${['store_id = $1', 't.until is null', ...conditions].join(' and ')}
     order by object, relation, subject limit $2`,
    values,
  )
}

export function selectRelationUsage(database: Pick<Database, 'query'>, storeId: string): Promise<StoredRelationUse[]> {
  return database.query<StoredRelationUse & Record<string, unknown>>(
    `select type, relation, to_char(last_day, 'YYYY-MM-DD') as "lastUsed", uses
     from lockness.relation_usage where store_id = $1 order by type, relation`,
    [storeId],
  )
}

function sortedBy<T extends TupleUse | RelationUse>(uses: readonly T[], parts: (use: T) => readonly string[]): T[] {
  const keyed = uses.map((use) => ({ use, key: JSON.stringify([use.storeId, ...parts(use)]) }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ use }) => use)
}

function* batchesOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += BATCH_ROWS) yield all.slice(from, from + BATCH_ROWS)
}
