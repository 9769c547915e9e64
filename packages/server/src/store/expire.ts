// What time ends. A tuple whose time has come is no longer seen by any question, but it is still in every graph; here it
// is taken out by a revision like any other, so that everybody who follows the log learns of it. Keys of writes end
// after a day.

import type { Appender, Revision } from './append.ts'
import type { Database } from './database.ts'
import type { TupleKey } from './write.ts'

const BATCH_TUPLES = 1_000

/** One revision of at most a thousand tuples; undefined when nothing has expired. Call again until it is. */
export async function collectExpired(
  database: Pick<Database, 'query'>,
  appender: Appender,
  storeId: string,
): Promise<Revision | undefined> {
  const expired = await selectExpired(database, storeId, BATCH_TUPLES)
  if (expired.length === 0) return undefined
  // Between the look and the lock a tuple may have been renewed; `expire` takes only what is still over.
  return appender.append(storeId, {
    changes: expired.map((tuple) => ({ op: 'expire', tuple })),
    actor: 'system',
    action: 'tuple.expire',
    source: 'expiry',
  })
}

/** Those that take writes: neither frozen nor deleted. */
export async function selectStoresWithExpired(database: Pick<Database, 'query'>): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select h.store_id as id from lockness.store_head h where not h.is_frozen and exists (select from lockness.tuple t
       where t.store_id = h.store_id and t.until is null and t.expires_at_ms <= floor(extract(epoch from clock_timestamp()) * 1000))`,
  )
  return rows.map(({ id }) => id)
}

/** How many keys of writes were forgotten. */
export async function forgetKeys(database: Pick<Database, 'query'>): Promise<number> {
  const rows = await database.query(
    `with old as (delete from lockness.idempotency where created_at < now() - interval '24 hours' returning 1),
       late as (delete from lockness.refused_commit where at < now() - interval '24 hours' returning 1),
       kept as (delete from lockness.kept_answer where created_at < now() - interval '24 hours' returning 1)
     select 1 from old union all select 1 from late union all select 1 from kept`,
  )
  return rows.length
}

async function selectExpired(database: Pick<Database, 'query'>, storeId: string, limit: number): Promise<TupleKey[]> {
  const rows = await database.query<Record<keyof TupleKey, string>>(
    `select object, relation, subject from lockness.tuple
     where store_id = $1 and until is null and expires_at_ms <= floor(extract(epoch from clock_timestamp()) * 1000)
     order by expires_at_ms limit $2`,
    [storeId, limit],
  )
  return rows
}
