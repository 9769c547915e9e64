// The store by its front door, with the operator's database and with the embedded one.

import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type StoreOptions } from '../src/store/store.ts'
import { startCluster, type TestCluster } from './cluster.ts'
import { write } from './writes.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster()
}, 60_000)
afterAll(() => cluster.stop())

const open = (place: StoreOptions['place']) =>
  openStore({ place, now: Date.now, newId: randomUUID, randomBytes, report: () => undefined })

it("is the same installation for two nodes on the operator's database, and one writes what the other's store has", async () => {
  const { host, user } = cluster.embedded.connection
  await cluster.database.query('create database operators')
  const databaseUrl = `postgresql://${user}@/operators?host=${encodeURIComponent(host)}`
  const [one, two] = await Promise.all([open({ databaseUrl }), open({ databaseUrl })])
  expect(one.installation).toEqual(two.installation)
  expect(one.embedded).toBeUndefined()
  await one.database.query(`insert into lockness.store (id, name) values ('s', 's')`)
  await one.database.query(`insert into lockness.store_head (store_id, epoch, chain) values ('s', 1, $1)`, [
    randomBytes(32),
  ])
  const hints: string[] = []
  const listening = await one.database.listen('lockness', (storeId) => hints.push(storeId))
  expect(await two.appender.append('s', write(['+doc:1#viewer@user:a']))).toMatchObject({ revision: 1 })
  // With the name of who sent it, so that the sender need not listen to itself.
  await expect.poll(() => hints).toEqual([expect.stringMatching(/^s [0-9a-f-]{36}$/)])
  await listening.close()
  await Promise.all([one.close(), two.close()])
})

it('in a folder that is in use joins its database', async () => {
  const joined = await open({ folder: cluster.folder })
  expect(joined.embedded?.role()).toBe('joined')
  expect(await joined.database.query('select 1 as one')).toEqual([{ one: 1 }])
  await joined.close()
})
