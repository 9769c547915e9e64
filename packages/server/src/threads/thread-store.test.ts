// Both ends of the talk between threads, on one thread and a real database: what the one knows the other is told.

import { randomUUID } from 'node:crypto'
import { MessageChannel } from 'node:worker_threads'
import type { Tuple } from '@lockness/authz'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { openReplicas, type Replicas } from '../access/access.ts'
import { createAppender } from '../store/append.ts'
import { ensureInstallation } from '../store/stores.ts'
import type { FromThread, ToThread } from './messages.ts'
import { ThreadDesk } from './thread-desk.ts'
import { openThreadStore } from './thread-store.ts'

let cluster: TestCluster
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  cluster = await startCluster()
}, 60_000)
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => cluster.stop())

/** One thread that reads the log, and one that answers. */
async function open() {
  const { database, connection } = cluster
  const installation = await ensureInstallation(database, { id: randomUUID(), tokenKey: Buffer.alloc(32, 1) })
  const told: string[] = []
  const committed = (storeId: string) => void told.push(storeId)
  const appender = createAppender({ database, newId: randomUUID, now: Date.now })
  const nowMs = () => performance.now()
  const reports: string[] = []
  const report = (message: string) => void reports.push(message)
  const own = { database, connection, installation }
  const reading = openReplicas({ store: own, nowMs, report, mergeAfterChanges: 10 })
  const { port1, port2 } = new MessageChannel()
  const desk = new ThreadDesk({
    port: port1,
    replicas: reading,
    store: { appender, committed },
    gather: async () => [],
  })
  port1.on('message', (message: FromThread) => desk.take(message))
  const store = openThreadStore({ connection, installation }, (message) => port2.postMessage(message))
  port2.on('message', (message: ToThread) => store.take(message))
  const answering = openReplicas({ store, nowMs, report, feed: store.feed })
  closing.push(async () => {
    await answering.close()
    await store.close()
    desk.stop()
    await reading.close()
    port1.close()
  })
  return { reading, answering, store, told, reports }
}

const viewer = (id: number | string): Tuple => ({ object: `doc:${id}`, relation: 'viewer', subject: `user:${id}` })
const add = (id: number | string) => ({
  changes: [{ op: 'add' as const, tuple: viewer(id) }],
  actor: 'user:t',
  action: 'tuple.write',
  source: 'test',
})

async function graphOf(replicas: Replicas, storeId: string) {
  const replica = await replicas.open(storeId)
  await replica.poll()
  const { graph, position, chains } = replica.snapshot()!
  const tuples = [...graph.view()!.tuples()].map(({ object }) => object).sort()
  return { tuples, position, oldest: graph.oldestRevision, chains: [...chains.keys()].sort() }
}

it('the answering thread has what the reading one has, its hashes, and its new bases', async () => {
  const storeId = await cluster.makeStore()
  const { reading, answering, store, reports } = await open()
  await store.appender.append(storeId, add('first'))
  expect((await graphOf(answering, storeId)).tuples).toEqual(['doc:first'])
  const before = (await answering.open(storeId)).snapshot()!.graph
  for (let i = 0; i < 25; i++) {
    const { revision, chain } = await store.appender.append(storeId, add(i))
    const replica = await answering.open(storeId)
    await replica.poll()
    expect(replica.chainAt(revision)?.equals(chain)).toBe(true)
  }
  await expect.poll(async () => (await graphOf(reading, storeId)).oldest).toBeGreaterThan(10)
  expect(await graphOf(answering, storeId)).toEqual(await graphOf(reading, storeId))
  expect((await answering.open(storeId)).snapshot()!.graph).not.toBe(before)
  expect(reports).toEqual([])
})

it('a write that is refused is refused with the same words, and a commit is told', async () => {
  const storeId = await cluster.makeStore()
  const { store, told } = await open()
  await store.appender.append(storeId, add(1))
  const conflict = { name: 'AppError', code: 'conflict', detail: { change: 0 } }
  await expect(store.appender.append(storeId, add(1))).rejects.toMatchObject(conflict)
  await expect(store.appender.append('nowhere', add(1))).rejects.toMatchObject({ code: 'not_found' })
  const heard: string[] = []
  store.onCommitted((id) => heard.push(id))
  store.committed(storeId)
  expect(heard).toEqual([storeId])
  await expect.poll(() => told).toEqual([storeId])
})

it('a graph of lost history is dropped by both, and both load the new one', async () => {
  const storeId = await cluster.makeStore()
  const { reading, answering, store, reports } = await open()
  await store.appender.append(storeId, add(1))
  await store.appender.append(storeId, add('lost'))
  expect((await graphOf(answering, storeId)).tuples).toEqual(['doc:1', 'doc:lost'])
  const sql = (text: string) => cluster.database.query(text, [storeId])
  await sql(
    `update lockness.store_head set rev = 1, chain = (select chain from lockness.store_log where store_id = $1 and rev = 1)
     where store_id = $1`,
  )
  for (const table of ['store_log', 'audit']) await sql(`delete from lockness.${table} where store_id = $1 and rev > 1`)
  await sql('delete from lockness.tuple where store_id = $1 and since > 1')
  await store.appender.append(storeId, add('found'))
  expect((await graphOf(answering, storeId)).tuples).toEqual(['doc:1', 'doc:found'])
  expect(await graphOf(answering, storeId)).toEqual(await graphOf(reading, storeId))
  expect(reports.filter((message) => message.includes('is dropped'))).toHaveLength(2)
})

it('a store that is not there is not found, and leaves nothing behind', async () => {
  const { answering, reading } = await open()
  await expect(answering.open('nowhere')).rejects.toMatchObject({ code: 'not_found' })
  expect([...answering.held(), ...reading.held()]).toEqual([])
})
