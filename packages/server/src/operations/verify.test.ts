// Backups that come back, and databases that do not say the truth any more.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { write } from '../../test/writes.ts'
import { createAppender } from '../store/append.ts'
import { backUp, restore } from '../store/backup.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { readMigrations } from '../store/migrate.ts'
import { examine } from './doctor.actions.ts'
import { verifyStore, verifyStores } from './verify.actions.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster()
}, 60_000)
afterAll(() => cluster.stop())

async function filled(): Promise<string> {
  const storeId = await cluster.makeStore()
  const appender = createAppender({ database: cluster.database, newId: () => crypto.randomUUID(), now: Date.now })
  await appender.append(storeId, write(['+doc:1#viewer@user:ann', '+doc:2#viewer@user:ann']))
  await appender.append(storeId, write(['-doc:1#viewer@user:ann']))
  await appender.append(storeId, write(['+doc:1#viewer@user:bob\t\\N"']))
  return storeId
}

it('finds nothing wrong with a database that nobody touched', async () => {
  const storeId = await filled()
  expect(await verifyStore(cluster.database, storeId)).toEqual({ storeId, revisions: 3, tuples: 2, faults: [] })
})

it.each([
  ['a changed body', 'chain', `update lockness.store_log set body = replace(body, 'doc:1', 'doc:9') where rev = 2`],
  ['a missing revision', 'gap', 'delete from lockness.store_log where rev = 2'],
  ['a log without its end', 'gap', 'delete from lockness.store_log where rev = 3'],
  ['a head of another history', 'head', `update lockness.store_head set chain = sha256('x')`],
  [
    'a tuple that nobody wrote',
    'tuples',
    `update lockness.tuple set subject = 'user:eve' where until is null and object = 'doc:2'`,
  ],
  ['a tuple brought back', 'tuples', 'update lockness.tuple set until = null where until = 2'],
  ['an audit record that is gone', 'audit', 'delete from lockness.audit where rev = 3'],
  ['a body that is no JSON', 'unreadable', `update lockness.store_log set body = 'x' where rev = 3`],
])('finds %s', async (_, kind, sql) => {
  const storeId = await filled()
  await cluster.database.query(`${sql}${sql.includes('where') ? ' and' : ' where'} store_id = $1`, [storeId])
  const { faults } = await verifyStore(cluster.database, storeId)
  expect(faults.map((fault) => fault.kind)).toContain(kind)
})

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

async function empty(): Promise<Database> {
  const name = `restored_${randomBytes(6).toString('hex')}`
  await cluster.database.query(`create database ${name}`)
  return openDatabase({ connection: { ...cluster.embedded.connection, database: name }, report: () => undefined })
}

async function* pieces(file: Buffer, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size)
}

it('brings all of a backup back, so that the log goes on from where it was', async () => {
  const clean = await startCluster()
  try {
    const storeId = await clean.makeStore()
    const appender = createAppender({ database: clean.database, newId: () => crypto.randomUUID(), now: Date.now })
    await appender.append(storeId, write(['+doc:1#viewer@user:ann']))
    const last = await appender.append(storeId, write(['+doc:2#viewer@user:b\t\\N']))
    const file = await collect(backUp(clean.database, () => new Date(0)))
    const target = await empty()
    const { header, rows } = await restore(target, await readMigrations(), pieces(file))
    expect(header.stores).toEqual([{ id: storeId, revision: 2, chain: last.chain.toString('hex') }])
    expect(rows.get('tuple')).toBe(2)
    const reports = []
    for await (const report of verifyStores(target)) reports.push(report)
    expect(reports).toEqual([{ storeId, revisions: 2, tuples: 2, faults: [] }])
    const next = createAppender({ database: target, newId: () => crypto.randomUUID(), now: Date.now })
    expect(await next.append(storeId, write(['+doc:3#viewer@user:c']))).toMatchObject({ revision: 3 })
    await expect(restore(target, await readMigrations(), pieces(file))).rejects.toThrow('restore into an empty one')
    await target.close()
  } finally {
    await clean.stop()
  }
})

it('takes no backup back of which a byte is another one, or that is not whole', async () => {
  const file = await collect(backUp(cluster.database, () => new Date(0)))
  const places = [0, 20, Math.floor(file.length / 2), file.length - 1]
  for (const at of places) {
    const flipped = Buffer.from(file)
    flipped[at] = flipped[at]! ^ 1
    const target = await empty()
    await expect(restore(target, await readMigrations(), pieces(flipped, 5_000)), `byte ${at}`).rejects.toThrow()
    expect(await target.query(`select 1 from pg_namespace where nspname = 'lockness'`)).toEqual([])
    await target.close()
  }
  const target = await empty()
  await expect(restore(target, await readMigrations(), pieces(file.subarray(0, -40), 5_000))).rejects.toThrow(
    'too early',
  )
  await target.close()
})

it('examines a database and says what to do', async () => {
  const findings = await examine({
    database: cluster.database,
    nowMs: () => Date.now() + 5_000,
    freeDiskBytes: 1,
    openFilesMax: 10_000,
  })
  const bad = findings.filter(({ severity }) => severity === 'failure').map(({ check }) => check)
  expect(bad).toEqual(['clock', 'disk'])
  expect(findings.filter(({ severity }) => severity !== 'ok').every(({ advice }) => advice)).toBe(true)
})
