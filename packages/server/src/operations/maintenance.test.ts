// The operator's commands on an embedded installation, with files on disk.

import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { write } from '../../test/writes.ts'
import { createAppender } from '../store/append.ts'
import { openDatabase } from '../store/database.ts'
import { createStore } from '../store/stores.ts'
import { formatToken, parseToken, requireInHistory } from '../store/token.ts'
import { openMaintenance } from './maintenance.actions.ts'

let cluster: TestCluster
let url: string
beforeAll(async () => {
  cluster = await startCluster()
  const { host, user } = cluster.embedded.connection
  const { database } = cluster.connection as { database: string }
  url = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
}, 60_000)
afterAll(() => cluster.stop())

const open = (databaseUrl: string) =>
  openMaintenance({ place: { databaseUrl }, now: () => new Date(), report: () => undefined })

it('restores into an empty database, and what was written after the backup is told to be lost', async () => {
  const key = randomBytes(32)
  await createStore(cluster.database, { id: 's', name: 's' }, randomBytes(32))
  const appender = createAppender({ database: cluster.database, newId: randomUUID, now: Date.now })
  const kept = await appender.append('s', write(['+doc:1#viewer@user:ann']))
  const live = await open(url)
  const file = join(cluster.folder, 'one.backup')
  const made = await live.backup(file)
  expect(made.bytes).toBe((await readFile(file)).length)
  await expect(live.backup(file)).rejects.toThrow('is there already')
  const lost = await appender.append('s', write(['+doc:2#viewer@user:ann']))
  await live.close()

  await cluster.database.query('create database again')
  const target = await open(url.replace(/\/test_\w+/, '/again'))
  await expect(target.restore(join(cluster.folder, 'none'))).rejects.toThrow('there is no file')
  const bad = join(cluster.folder, 'bad.backup')
  await writeFile(bad, (await readFile(file)).subarray(0, -9))
  await expect(target.restore(bad)).rejects.toThrow('cannot be read')
  const restored = await target.restore(file)
  expect(restored.adopted).toEqual({ epoch: 2, stores: [{ storeId: 's', revision: 1 }] })
  await target.close()

  const again = openDatabase({
    connection: { ...cluster.embedded.connection, database: 'again' },
    report: () => undefined,
  })
  const judge = (revision: typeof kept) => requireInHistory(again, parseToken(formatToken(revision, key), 's', key))
  await expect(judge(kept)).resolves.toBeUndefined()
  await expect(judge(lost)).rejects.toMatchObject({ code: 'lost_history' })
  await again.close()
})

it('rehearses a restore without touching anything', async () => {
  const live = await open(url)
  const { isGood, stores } = await live.drill()
  expect([isGood, stores.length]).toEqual([true, 1])
  await cluster.database.query(`update lockness.tuple set subject = 'user:eve'`)
  expect((await live.drill()).isGood).toBe(false)
  await live.close()
}, 60_000)

it('examines an installation that runs', async () => {
  const live = await open(url)
  const findings = await live.doctor()
  expect(findings.find(({ check }) => check === 'schema')).toMatchObject({ severity: 'ok' })
  expect(findings.find(({ check }) => check === 'fsync')).toMatchObject({ severity: 'ok' })
  await live.close()
})
