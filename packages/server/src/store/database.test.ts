// The database when it is well, slow, silent, and killed; and the schema when several bring it up to date.

import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { createAppender } from './append.ts'
import { arrayText } from './array-text.ts'
import { type Connection, type Database, openDatabase } from './database.ts'
import { type Migration, migrate, migrationStatus, readMigrations } from './migrate.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster()
}, 60_000)
afterAll(() => cluster.stop())

/** A database with nothing in it, and a pool of its own. */
async function withFresh<T>(work: (database: Database, connection: Connection) => Promise<T>): Promise<T> {
  const name = `fresh_${randomUUID().replaceAll('-', '')}`
  await cluster.database.query(`create database ${name}`)
  const connection = { ...cluster.embedded.connection, database: name }
  const database = openDatabase({ connection, report: () => undefined })
  try {
    return await work(database, connection)
  } finally {
    await database.close()
  }
}

describe('a query', () => {
  it('gives int8 as a number, and refuses one that a number cannot hold', async () => {
    expect(await cluster.database.query('select 9007199254740991::int8 as n, count(*) as c')).toEqual([
      { n: Number.MAX_SAFE_INTEGER, c: 1 },
    ])
    await expect(cluster.database.query('select 9007199254740993::int8 as n')).rejects.toThrow('not a safe integer')
  })

  it('ends by its deadline although the database goes on, and the pool stays usable', async () => {
    const began = performance.now()
    await expect(cluster.database.query('select pg_sleep(3)', [], { deadlineMs: 150 })).rejects.toMatchObject({
      code: 'unavailable',
      detail: { wasSent: true },
    })
    expect(performance.now() - began).toBeLessThan(1_500)
    expect(await cluster.database.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  it('ends by its deadline when the server takes the connection and is silent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lockness-'))
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(join(folder, '.s.PGSQL.5432'), resolve))
    const database = openDatabase({ connection: { host: folder, user: 'u', database: 'd' }, report: () => undefined })
    const began = performance.now()
    await expect(database.query('select 1', [], { deadlineMs: 200 })).rejects.toMatchObject({
      code: 'unavailable',
      detail: { wasSent: false },
    })
    expect(performance.now() - began).toBeLessThan(1_500)
    silent.close()
    await rm(folder, { recursive: true })
  })

  it('keeps a named statement only where the connection is its own', async () => {
    for (const isDirect of [true, false]) {
      const database = openDatabase({
        connection: cluster.connection,
        connectionsMax: 1,
        isDirect,
        report: () => undefined,
      })
      for (const value of [1, 2])
        expect(await database.query('select $1::int as value', [value], { name: 'one' })).toEqual([{ value }])
      const kept = await database.query(`select name from pg_prepared_statements`)
      expect(kept).toEqual(isDirect ? [{ name: 'one' }] : [])
      await database.close()
    }
  })

  it('reads an array from its text', async () => {
    const texts = ['', 'a', ' ', ',', '{}', '"', '\\', '\\"', 'NULL', 'a\nb', "it's", '𝄞', null, undefined]
    const numbers = [0, -1, 9e15, null]
    expect(
      await cluster.database.query('select $1::text[] as texts, $2::bigint[] as numbers, $3::text[] as none', [
        arrayText(texts),
        arrayText(numbers),
        arrayText([]),
      ]),
    ).toEqual([
      { texts: texts.map((text) => text ?? null), numbers: numbers.map((n) => n?.toString() ?? null), none: [] },
    ])
  })

  it('says unavailable when there is nobody, and passes on what is wrong with the SQL', async () => {
    const database = openDatabase({
      connection: { host: join(tmpdir(), 'nowhere'), user: 'u', database: 'd' },
      report: () => undefined,
    })
    await expect(database.query('select 1')).rejects.toMatchObject({ code: 'unavailable', detail: { wasSent: false } })
    await expect(cluster.database.query('selec 1')).rejects.toMatchObject({ code: '42601' })
  })

  it('waits for a lock only so long', async () => {
    const storeId = await cluster.makeStore()
    const appender = createAppender({ database: cluster.database, newId: randomUUID, now: Date.now })
    await cluster.database.transaction(async (tx) => {
      await tx.query('select 1 from lockness.store_head where store_id = $1 for update', [storeId])
      const began = performance.now()
      await expect(
        appender.append(storeId, { changes: [], actor: 'a', action: 'a', source: 'a' }),
      ).rejects.toMatchObject({ code: 'unavailable', detail: { sqlState: '55P03' } })
      expect(performance.now() - began).toBeLessThan(4_000)
    })
  })
})

describe('migrations', () => {
  it('are carried out once by several starters, and their state is told', async () => {
    await withFresh(async (database) => {
      const migrations = (await readMigrations()).slice(0, 2)
      expect((await migrationStatus(database, migrations)).pending.map(({ number }) => number)).toEqual([1, 2])
      // Each connection has by now looked for the table in vain, and may remember that while it waits for the lock.
      await Promise.all(['one', 'two', 'three'].map(() => migrationStatus(database, migrations)))
      const done = await Promise.all([
        migrate(database, migrations),
        migrate(database, migrations),
        migrate(database, migrations),
      ])
      expect(done.flat().sort()).toEqual([1, 2])
      expect(await migrationStatus(database, migrations)).toMatchObject({
        applied: [
          { number: 1, name: 'log' },
          { number: 2, name: 'append' },
        ],
        pending: [],
      })
    })
  })

  it('that fail leave nothing of themselves, and go on where they were', async () => {
    await withFresh(async (database) => {
      const [first, second] = await readMigrations()
      if (!first || !second) throw new Error('there are two')
      const broken: Migration = { ...second, sql: `create table lockness.half (n int); select 1 / 0` }
      await expect(migrate(database, [first, broken])).rejects.toMatchObject({ code: '22012' })
      expect(await database.query(`select to_regclass('lockness.half')::text as half`)).toEqual([{ half: null }])
      expect(await migrate(database, [first, second])).toEqual([2])
    })
  })

  it('of a newer version, or changed since, are refused', async () => {
    await withFresh(async (database) => {
      const migrations = await readMigrations()
      await migrate(database, migrations)
      await expect(migrate(database, migrations.slice(0, 1))).rejects.toMatchObject({
        code: 'misconfigured',
        message: expect.stringContaining('does not know'),
      })
      const changed = migrations.map((each) => ({ ...each, sql: `${each.sql} ` }))
      await expect(migrate(database, changed)).rejects.toMatchObject({
        code: 'misconfigured',
        message: expect.stringContaining('is not the one'),
      })
    })
  })

  it('document every table', async () => {
    const undocumented = await cluster.database.query(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'lockness' and c.relkind = 'r' and obj_description(c.oid) is null and c.relname <> 'migration'`,
    )
    expect(undocumented).toEqual([])
  })
})

const KILLS = 3
const WRITERS = 6

it('kill -9 of the postmaster under load loses nothing that was acknowledged, and does nothing twice', async () => {
  const storeId = await cluster.makeStore()
  const appenders = Array.from({ length: 2 }, () =>
    createAppender({ database: cluster.database, newId: randomUUID, now: Date.now }),
  )
  const acknowledged = new Map<number, string>()
  const refused = new Set<string>()
  let isDone = false
  const writing = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let i = 0; !isDone; i++) {
      const object = `doc:${writer}-${i}`
      const change = { op: 'add' as const, tuple: { object, relation: 'viewer', subject: 'user:a' } }
      try {
        const { revision } = await appenders[writer % 2]!.append(storeId, {
          changes: [change],
          actor: 'a',
          action: 'a',
          source: 'a',
        })
        expect(acknowledged.has(revision)).toBe(false)
        acknowledged.set(revision, object)
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined
        expect(['unavailable', 'outcome_unknown']).toContain(code)
        if (code === 'unavailable') refused.add(object)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  })
  const pidFile = join(cluster.folder, 'postgres', 'postmaster.pid')
  const postmaster = async () => Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0])
  const waitForWrites = async () => {
    const before = acknowledged.size
    await expect.poll(() => acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(before + 30)
  }
  let killed = 0
  for (let kill = 0; kill < KILLS; kill++) {
    await waitForWrites()
    // What the one before had still answered may have been enough of writes: its successor is waited for.
    await expect.poll(postmaster, { timeout: 30_000 }).not.toBeOneOf([0, killed])
    killed = await postmaster()
    process.kill(killed, 'SIGKILL')
  }
  await waitForWrites()
  isDone = true
  await Promise.all(writing)
  const log = await cluster.database.query<{ rev: number; object: string }>(
    `select rev, body::jsonb -> 'added' -> 0 ->> 'object' as object from lockness.store_log where store_id = $1 order by rev`,
    [storeId],
  )
  expect(log.map(({ rev }) => rev)).toEqual(log.map((_, index) => index + 1))
  const stored = new Map(log.map(({ rev, object }) => [rev, object]))
  expect([...acknowledged].filter(([revision, object]) => stored.get(revision) !== object)).toEqual([])
  expect(log.filter(({ object }) => refused.has(object))).toEqual([])
  expect(new Set(log.map(({ object }) => object)).size).toBe(log.length)
  const [head] = await cluster.database.query<{ rev: number }>(
    'select rev from lockness.store_head where store_id = $1',
    [storeId],
  )
  expect(head?.rev).toBe(log.length)
}, 120_000)
