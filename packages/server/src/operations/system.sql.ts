// What the database says of itself.

import { assert } from '../errors.ts'
import type { Database } from '../store/database.ts'

type Reader = Pick<Database, 'query'>

export interface DatabaseFacts {
  readonly version: string
  readonly fsync: string
  readonly fullPageWrites: string
  readonly synchronousCommit: string
  readonly synchronousStandbys: string
  readonly isReplica: boolean
  readonly clockMs: number
  readonly stores: number
  readonly epoch: number
  readonly epochReason: string
  /** Null: the log is kept for ever. */
  readonly logDays: number | null
}

export async function selectDatabaseFacts(database: Reader): Promise<DatabaseFacts | undefined> {
  const [row] = await database.query<DatabaseFacts & Record<string, unknown>>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('full_page_writes') as "fullPageWrites", current_setting('synchronous_commit') as "synchronousCommit",
       current_setting('synchronous_standby_names') as "synchronousStandbys", pg_is_in_recovery() as "isReplica",
       floor(extract(epoch from clock_timestamp()) * 1000)::bigint as "clockMs",
       (select count(*) from lockness.store_head where store_id <> 'lockness')::int as stores, e.epoch, e.reason as "epochReason",
       (select log_days from lockness.installation) as "logDays"
     from lockness.epoch e order by e.epoch desc limit 1`,
  )
  return row
}

export interface Troubles {
  readonly longestTransactionSeconds: number
  readonly invalidIndexes: readonly string[]
  readonly connections: number
  readonly connectionsMax: number
  readonly frozenStores: readonly string[]
}

export async function selectTroubles(database: Reader): Promise<Troubles> {
  const [row] = await database.query<Troubles & Record<string, unknown>>(
    `select coalesce((select max(extract(epoch from now() - xact_start)) from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()), 0)::int as "longestTransactionSeconds",
       array(select c.relname::text from pg_index i join pg_class c on c.oid = i.indexrelid
         join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'lockness' and not i.indisvalid) as "invalidIndexes",
       (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as connections,
       current_setting('max_connections')::int as "connectionsMax",
       array(select store_id from lockness.store_head where is_frozen order by 1 limit 20) as "frozenStores"`,
  )
  assert(row, 'a select without a from has a row')
  return row
}
