// One embedded PostgreSQL for each test file, with a migrated database of its own: a file's modules are not shared with the
// next one, and half a second is cheaper than what one file leaves to another. It is stopped when the file's tests are
// over, also when one of them failed; the folder goes with it.

import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Connection, type Database, openDatabase } from '../src/store/database.ts'
import { type Embedded, openEmbedded } from '../src/store/embedded.ts'
import { migrate, readMigrations } from '../src/store/migrate.ts'
import { createStore } from '../src/store/stores.ts'

export interface TestCluster {
  readonly folder: string
  readonly embedded: Embedded
  readonly connection: Connection
  readonly database: Database
  /** What the database said to nobody in particular. */
  readonly reports: string[]
  makeStore(): Promise<string>
  stop(): Promise<void>
}

export async function startCluster(): Promise<TestCluster> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'lockness-test-'))
  await chmod(folder, 0o755)
  const reports: string[] = []
  const embedded = await openEmbedded({ folder, now: Date.now, report: (event) => reports.push(JSON.stringify(event)) })
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client(embedded.connection)
  await client.connect()
  await client.query(`create database ${client.escapeIdentifier(name)}`)
  await client.end()
  const connection = { ...embedded.connection, database: name }
  const database = openDatabase({ connection, connectionsMax: 20, report: (message) => reports.push(message) })
  await migrate(database, await readMigrations())
  return {
    folder,
    embedded,
    connection,
    database,
    reports,
    async makeStore() {
      const id = `store-${randomUUID()}`
      await createStore(database, { id, name: id }, randomBytes(32))
      return id
    },
    async stop() {
      await database.close()
      await embedded.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
