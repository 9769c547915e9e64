// What has to be known of a database before a server is started on it.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseFacts } from './safety.ts'
import type { Settings } from './settings.ts'

export async function readDatabaseFacts(place: Settings['place']): Promise<DatabaseFacts> {
  if ('folder' in place) return factsOfFolder(place.folder)
  const { openDatabase } = await import('@lockness/server')
  // A connection that breaks fails the query that waits for it.
  const database = openDatabase({ connection: { url: place.databaseUrl }, connectionsMax: 1, report: () => undefined })
  try {
    const [row] = await database.query<DatabaseFacts & Record<string, unknown>>(
      `select current_setting('fsync') = 'on' as fsync,
         current_setting('full_page_writes') = 'on' as "fullPageWrites",
         current_setting('synchronous_commit') as "synchronousCommit",
         to_regclass('lockness.installation') is null as "isNew"`,
    )
    if (!row) throw new Error('a select without a from has a row')
    return row
  } finally {
    await database.close()
  }
}

/** The settings of the embedded database are the server's own. */
function factsOfFolder(folder: string): DatabaseFacts {
  const isNew = !existsSync(join(folder, 'postgres', 'PG_VERSION'))
  return { fsync: true, fullPageWrites: true, synchronousCommit: 'on', isNew }
}
