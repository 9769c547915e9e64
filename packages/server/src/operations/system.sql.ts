// What the database says of itself.

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
}

export async function selectDatabaseFacts(database: Reader): Promise<DatabaseFacts | undefined> {
  const [row] = await database.query<DatabaseFacts & Record<string, unknown>>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('full_page_writes') as "fullPageWrites", current_setting('synchronous_commit') as "synchronousCommit",
       current_setting('synchronous_standby_names') as "synchronousStandbys", pg_is_in_recovery() as "isReplica",
       floor(extract(epoch from clock_timestamp()) * 1000)::bigint as "clockMs",
       (select count(*) from lockness.store)::int as stores, e.epoch, e.reason as "epochReason"
     from lockness.epoch e order by e.epoch desc limit 1`,
  )
  return row
}
