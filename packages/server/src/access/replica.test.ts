// Replicas on a real database: loaded, carried on, merged, let go and dropped, always with what the database has.

import { randomUUID } from 'node:crypto'
import type { Tuple } from '@lockness/authz'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { digestOf, digestOfTuples } from '../../test/graph-digest.ts'
import { type Appender, createAppender } from '../store/append.ts'
import { readTuplesInBulk } from '../store/bulk-read.ts'
import type { Database } from '../store/database.ts'
import { openSnapshot } from '../store/export.ts'
import { DatabaseFeed, type DatabaseFeedOptions } from './database-feed.ts'
import { createGraphWork } from './graph-work.ts'
import { Replicas, type ReplicasOptions } from './replicas.ts'

let cluster: TestCluster
let appender: Appender
const opened: Replicas[] = []

beforeAll(async () => {
  cluster = await startCluster()
  appender = createAppender({ database: cluster.database, newId: randomUUID, now: Date.now })
}, 60_000)
afterEach(async () => {
  await Promise.all(opened.splice(0).map((replicas) => replicas.close()))
})
afterAll(() => cluster.stop())

const nowMs = () => performance.now()

function open(feed: Partial<DatabaseFeedOptions> = {}, more: Partial<ReplicasOptions> = {}) {
  const reports: string[] = []
  const report = (message: string) => void reports.push(message)
  const { database } = cluster
  const replicas = new Replicas({
    feed: new DatabaseFeed({
      database,
      modelVersions: async () => [],
      nowMs,
      report,
      sweepMs: 60_000,
      work: createGraphWork(cluster.connection),
      ...feed,
    }),
    modelBody: async () => undefined,
    nowMs,
    report,
    ...more,
  })
  opened.push(replicas)
  return { replicas, reports }
}

function write(storeId: string, op: 'put' | 'clear', ...tuples: Tuple[]) {
  const changes = tuples.map((tuple) => ({ op, tuple }))
  return appender.append(storeId, { changes, actor: 'user:t', action: 'tuple.write', source: 'test' })
}

function viewer(doc: number | string, user: number | string): Tuple {
  return { object: `doc:${doc}`, relation: 'viewer', subject: `user:${user}` }
}

async function digestInDatabase(storeId: string) {
  const { revision, tuples } = await openSnapshot(cluster.database, storeId)
  return digestOfTuples(revision, tuples)
}

async function restore(storeId: string, revision: number): Promise<void> {
  const sql = (text: string) => cluster.database.query(text, [storeId, revision])
  await sql(
    `update lockness.store_head set rev = $2, chain = (select chain from lockness.store_log where store_id = $1 and rev = $2)
     where store_id = $1`,
  )
  for (const table of ['store_log', 'audit'])
    await sql(`delete from lockness.${table} where store_id = $1 and rev > $2`)
  await sql('delete from lockness.tuple where store_id = $1 and since > $2')
}

describe('a replica', () => {
  it('holds what the database holds, whatever is in a tuple, also when another thread built it', async () => {
    const storeId = await cluster.makeStore()
    const context = { text: 'tab\t line\n back\\slash \\N', list: [1, { deep: null }], when: '2026-01-01T00:00:00Z' }
    const strange: Tuple[] = [
      { object: 'doc:\\N', relation: 'viewer', subject: 'user:\\N' },
      { object: 'doc:a\\tb', relation: 'viewer', subject: 'user:é\u{1f600}' },
      { object: 'doc:c', relation: 'viewer', subject: 'user:*', condition: { name: 'c', context } },
      { object: 'doc:c', relation: 'viewer', subject: 'group:__proto__#constructor', expiresAt: 4_102_444_800_000 },
      { object: 'doc:d', relation: 'viewer', subject: 'user:e', condition: { name: 'c' } },
    ]
    await write(storeId, 'put', ...strange)
    await write(storeId, 'put', viewer(1, 'gone'))
    await write(storeId, 'clear', viewer(1, 'gone'))
    const many = Array.from({ length: 25_000 }, (_, i) => viewer(i % 3_000, i))
    for (let from = 0; from < many.length; from += 5_000) await write(storeId, 'put', ...many.slice(from, from + 5_000))
    const expected = await digestInDatabase(storeId)
    expect(expected.tuples).toBe(25_005)
    let threads = 0
    const work = createGraphWork(cluster.connection)
    const build: typeof work.build = (...asked) => {
      threads++
      return work.build(...asked)
    }
    const replica = await open({ work: { build } }).replicas.open(storeId)
    expect(threads).toBe(1)
    expect(await digestOf(replica.snapshot()!.graph)).toEqual(expected)
    const past = readTuplesInBulk(cluster.database, storeId, 2)
    expect((await digestOfTuples(2, past)).tuples).toBe(6)
    await write(storeId, 'put', viewer('new', 'new'))
    await replica.poll()
    expect(await digestOf(replica.snapshot()!.graph)).toEqual(await digestInDatabase(storeId))
  })

  it('is merged while it is written to and asked, and loses nothing', async () => {
    const storeId = await cluster.makeStore()
    const { replicas, reports } = open({ mergeAfterChanges: 40, sweepMs: 20 })
    const replica = await replicas.open(storeId)
    const merges: number[] = []
    replica.subscribe({
      onStart: () => undefined,
      onRevisions: () => undefined,
      onConfirmed: () => undefined,
      onMerged: (graph) => void merges.push(graph.oldestRevision),
      onEnd: () => undefined,
    })
    for (let round = 0; round < 8; round++) {
      const written = Array.from({ length: 40 }, (_, i) =>
        write(storeId, i % 4 === 3 ? 'clear' : 'put', viewer(i % 7, (i * 5 + round) % 23), viewer(`r${round}`, i)),
      )
      await Promise.all(written)
      await replica.poll()
      const { graph } = replica.snapshot()!
      const asked = await digestOf(graph)
      expect(asked).toEqual(await digestInDatabase(storeId))
    }
    await expect.poll(() => merges.length).toBeGreaterThan(2)
    expect(merges).toEqual([...merges].sort((a, b) => a - b))
    expect(replica.position().revision).toBe(320)
    expect(reports).toEqual([])
  })

  it('survives a merge that fails, and tries it again after more changes', async () => {
    const storeId = await cluster.makeStore()
    const { replicas, reports } = open({ mergeAfterChanges: 5 })
    const replica = await replicas.open(storeId)
    const { graph } = replica.snapshot()!
    const mergeSteps = graph.mergeSteps.bind(graph)
    let failures = 0
    graph.mergeSteps = function* () {
      if (failures++ === 0) throw new RangeError('no memory is left')
      yield* mergeSteps()
    }
    for (let i = 0; i < 30; i++) {
      await write(storeId, 'put', viewer(i, i))
      await replica.poll()
    }
    expect(failures).toBeGreaterThan(1)
    await expect.poll(() => graph.oldestRevision).toBeGreaterThan(0)
    expect(reports).toEqual([expect.stringContaining('no memory is left')])
    expect(await digestOf(graph)).toEqual(await digestInDatabase(storeId))
  })

  it('answers `full` from the history that the database has, after that became another', async () => {
    const storeId = await cluster.makeStore()
    for (const i of [1, 2, 3]) await write(storeId, 'put', viewer(i, i))
    const { replicas, reports } = open()
    const replica = await replicas.open(storeId)
    const lost = replica.snapshot()!.graph
    await restore(storeId, 2)
    await write(storeId, 'put', viewer('other', 'other'))
    await Promise.all([replica.poll(), replica.poll(), replica.poll()])
    const { graph } = replica.snapshot()!
    expect(graph).not.toBe(lost)
    expect(replica.position().revision).toBe(3)
    expect(await digestOf(graph)).toEqual(await digestInDatabase(storeId))
    expect(reports).toEqual([expect.stringContaining('"diverged"')])
  })

  it('is not moved by hints that are forged, doubled or lost', async () => {
    const storeId = await cluster.makeStore()
    const { replicas, reports } = open()
    const replica = await replicas.open(storeId)
    replicas.hint('nowhere')
    for (let i = 0; i < 100; i++) replicas.hint(storeId)
    await write(storeId, 'put', viewer(1, 1))
    for (let i = 0; i < 100; i++) replicas.hint(storeId)
    await expect.poll(() => replica.position().revision).toBe(1)
    await write(storeId, 'put', viewer(2, 2))
    await replica.poll()
    expect(replica.position().revision).toBe(2)
    expect(reports).toEqual([])
  })

  it('that could not be loaded is not tried again at once, and later it is', async () => {
    const storeId = await cluster.makeStore()
    await write(storeId, 'put', viewer(1, 1))
    let nowIs = 1_000
    let asked = 0
    let isBroken = true
    const database: Database = {
      ...cluster.database,
      query(sql, values, options) {
        asked++
        return isBroken ? Promise.reject(new Error('broken')) : cluster.database.query(sql, values, options)
      },
    }
    const { replicas } = open({ database }, { nowMs: () => nowIs })
    for (let i = 0; i < 50; i++) await expect(replicas.open(storeId)).rejects.toThrow('broken')
    expect(asked).toBe(1)
    nowIs += 201
    for (let i = 0; i < 50; i++) await expect(replicas.open(storeId)).rejects.toThrow('broken')
    expect(asked).toBe(2)
    nowIs += 201
    await expect(replicas.open(storeId)).rejects.toThrow('broken')
    expect(asked).toBe(2)
    isBroken = false
    nowIs += 201
    expect((await replicas.open(storeId)).position().revision).toBe(1)
  })

  it('of a store that is not there leaves nothing behind', async () => {
    const { replicas } = open()
    await expect(replicas.open('nowhere')).rejects.toMatchObject({ code: 'not_found' })
    await cluster.database.query(
      `with made as (insert into lockness.store (id, name) values ('nowhere', 'n') returning id)
       insert into lockness.store_head (store_id, epoch, chain) select id, (select max(epoch) from lockness.epoch), sha256('') from made`,
    )
    expect((await replicas.open('nowhere')).position().revision).toBe(0)
  })
})

describe('replicas let go', () => {
  it('of what nobody asks about, and load it again for who does', async () => {
    const stores = [await cluster.makeStore(), await cluster.makeStore()]
    let nowIs = 0
    const { replicas } = open({}, { nowMs: () => nowIs, idleMsMax: 1_000 })
    const [first, second] = await Promise.all(stores.map((storeId) => replicas.open(storeId)))
    replicas.letGo()
    nowIs = 900
    first!.position()
    replicas.letGo()
    nowIs = 1_100
    replicas.letGo()
    expect(replicas.held().map(({ storeId }) => storeId)).toEqual([stores[0]])
    await expect.poll(() => second!.isLoaded).toBe(false)
    await expect(second!.ready()).rejects.toMatchObject({ code: 'unavailable' })
    await write(stores[1]!, 'put', viewer(1, 1))
    const again = await replicas.open(stores[1]!)
    expect(again).not.toBe(second)
    expect(again.position().revision).toBe(1)
  })

  it('of the one that was asked about longest ago, when all take too much', async () => {
    const stores = [await cluster.makeStore(), await cluster.makeStore(), await cluster.makeStore()]
    let nowIs = 0
    const { replicas } = open({}, { nowMs: () => nowIs, bytesMax: 1 })
    for (const storeId of stores) {
      await replicas.open(storeId)
      replicas.letGo()
      nowIs += 50_000
    }
    replicas.letGo()
    expect(replicas.held().map(({ storeId }) => storeId)).toEqual([stores[2]])
  })
})
