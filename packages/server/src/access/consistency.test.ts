// At which revision a question is answered, on a node that has fallen behind, or holds what was lost.

import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { type Appender, createAppender, type Revision } from '../store/append.ts'
import type { Database } from '../store/database.ts'
import { adoptHistory } from '../store/epoch.ts'
import { formatToken } from '../store/token.ts'
import { type Consistency, revisionFor } from './consistency.ts'
import { DatabaseFeed } from './database-feed.ts'
import { Replicas } from './replicas.ts'

let cluster: TestCluster
let appender: Appender
const tokenKey = randomBytes(32)
const deadline = { remainingMs: () => 5_000 }

beforeAll(async () => {
  cluster = await startCluster()
  appender = createAppender({ database: cluster.database, newId: randomUUID, now: Date.now })
}, 60_000)
afterAll(() => cluster.stop())

/** A node whose clock and database a test may stop; it hears of nothing by itself. */
function startNode() {
  const silence = Promise.withResolvers<never>()
  silence.promise.catch(() => undefined)
  const endSilence = () => silence.reject(new Error('cut'))
  const state = { nowMs: 1_000, brokenAtMs: 0, isGone: false, isSilent: false, endSilence }
  const nowMs = () => state.nowMs
  const database: Database = {
    ...cluster.database,
    query(sql, values, options) {
      if (state.isSilent) return silence.promise
      return state.isGone ? Promise.reject(new Error('gone')) : cluster.database.query(sql, values, options)
    },
  }
  const report = () => undefined
  const feed = new DatabaseFeed({ database, modelVersions: async () => [], nowMs, report, sweepMs: 3_600_000 })
  const replicas = new Replicas({ feed, modelBody: async () => undefined, nowMs, report })
  const ask = async (storeId: string, consistency: Consistency) =>
    revisionFor(
      { database, tokenKey, nowMs, brokenAtMs: () => state.brokenAtMs },
      storeId,
      await replicas.open(storeId),
      consistency,
      deadline,
    )
  return { state, replicas, ask }
}

function add(storeId: string, id: number | string): Promise<Revision> {
  const tuple = { object: `doc:${id}`, relation: 'viewer', subject: 'user:a' }
  const changes = [{ op: 'put' as const, tuple }]
  return appender.append(storeId, { changes, actor: 'user:t', action: 'tuple.write', source: 'test' })
}

const atLeast = (revision: Revision): Consistency => ({ mode: 'at_least', token: formatToken(revision, tokenKey) })

async function loseAfter(storeId: string, revision: number): Promise<void> {
  const sql = (text: string) => cluster.database.query(text, [storeId, revision])
  await sql(
    `update lockness.store_head set rev = $2, chain = (select chain from lockness.store_log where store_id = $1 and rev = $2)
     where store_id = $1`,
  )
  for (const table of ['store_log', 'audit'])
    await sql(`delete from lockness.${table} where store_id = $1 and rev > $2`)
  await sql('delete from lockness.tuple where store_id = $1 and since > $2')
}

it('waits for the revision of a token, and `full` for the newest', async () => {
  const storeId = await cluster.makeStore()
  await add(storeId, 1)
  const { ask, replicas } = startNode()
  expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(1)
  const second = await add(storeId, 2)
  expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(1)
  expect(await ask(storeId, atLeast(second))).toBe(2)
  await add(storeId, 3)
  expect(await ask(storeId, { mode: 'full' })).toBe(3)
  expect(await ask(storeId, { ...atLeast(second), mode: 'exact' } as Consistency)).toBe(2)
  await replicas.close()
})

it('does not take a revision of lost history for the one that has its number now', async () => {
  for (const adopted of [false, true]) {
    const storeId = await cluster.makeStore()
    await add(storeId, 1)
    await add(storeId, 2)
    const { ask, replicas } = startNode()
    expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(2)
    const lost = await add(storeId, 'lost')
    await add(storeId, 'lost too')
    expect(await ask(storeId, { mode: 'full' })).toBe(4)
    // The database fails over to a replica that was behind; the node has not looked since.
    await loseAfter(storeId, 2)
    if (adopted) await adoptHistory(cluster.database, 'failover')
    const found = await add(storeId, 'found')
    expect(await ask(storeId, atLeast(found))).toBe(3)
    const { graph } = (await replicas.open(storeId)).snapshot()!
    expect([...graph.view()!.tuples()].map(({ object }) => object).sort()).toEqual(['doc:1', 'doc:2', 'doc:found'])
    await expect(ask(storeId, atLeast(lost))).rejects.toMatchObject({ code: 'lost_history' })
    await replicas.close()
  }
})

it('answers no token of lost history from memory, before it has looked at what took the place of the database', async () => {
  for (const isNoticed of [true, false]) {
    const storeId = await cluster.makeStore()
    const kept = await add(storeId, 1)
    const lost = await add(storeId, 'lost')
    const { state, ask, replicas } = startNode()
    expect(await ask(storeId, atLeast(lost))).toBe(2)
    await loseAfter(storeId, 1)
    // Of a connection that broke it is told; a machine that vanishes is noticed by nobody.
    if (isNoticed) state.brokenAtMs = state.nowMs
    else state.nowMs += 2_001
    expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(2)
    await expect(ask(storeId, atLeast(lost))).rejects.toMatchObject({ code: 'lost_history' })
    state.nowMs += 1
    expect(await ask(storeId, atLeast(kept))).toBe(1)
    expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(1)
    await replicas.close()
  }
})

it('answers a token that it holds while the database is away, up to the bound of staleness, and is not held up by one that hangs', async () => {
  for (const how of ['isGone', 'isSilent'] as const) {
    const storeId = await cluster.makeStore()
    const first = await add(storeId, 1)
    const { state, ask, replicas } = startNode()
    expect(await ask(storeId, atLeast(first))).toBe(1)
    state.brokenAtMs = state.nowMs
    state[how] = true
    expect(await ask(storeId, atLeast(first))).toBe(1)
    expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(1)
    state.nowMs += 5_001
    await expect(ask(storeId, atLeast(first))).rejects.toMatchObject({ code: 'unavailable' })
    state.endSilence()
    await replicas.close()
  }
})

it('answers no token of lost history once the database that took the place can be asked', async () => {
  const storeId = await cluster.makeStore()
  await add(storeId, 1)
  const lost = await add(storeId, 'lost')
  const { state, ask, replicas } = startNode()
  expect(await ask(storeId, atLeast(lost))).toBe(2)
  state.brokenAtMs = state.nowMs
  state.isGone = true
  expect(await ask(storeId, atLeast(lost))).toBe(2)
  await loseAfter(storeId, 1)
  state.isGone = false
  state.nowMs += 101
  await expect(ask(storeId, atLeast(lost))).rejects.toMatchObject({ code: 'lost_history' })
  await replicas.close()
})

it('holds a graph to the history of a token that is older than what it knows of the log', async () => {
  const storeId = await cluster.makeStore()
  await add(storeId, 1)
  await add(storeId, 'lost')
  await add(storeId, 'lost too')
  const { ask, replicas } = startNode()
  expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(3)
  await loseAfter(storeId, 1)
  const found = await add(storeId, 'found')
  expect(await ask(storeId, atLeast(found))).toBe(2)
  const { graph } = (await replicas.open(storeId)).snapshot()!
  expect([...graph.view()!.tuples()].map(({ object }) => object).sort()).toEqual(['doc:1', 'doc:found'])
  await replicas.close()
})

it('asks the database once when what it knows is too old, and answers no more when that is gone or silent', async () => {
  const storeId = await cluster.makeStore()
  const first = await add(storeId, 1)
  const { state, ask, replicas } = startNode()
  expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(1)
  await add(storeId, 2)
  state.nowMs += 5_001
  expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(2)
  state.isGone = true
  state.nowMs += 5_000
  expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(2)
  const third = atLeast(await add(storeId, 3))
  await expect(ask(storeId, third)).rejects.toThrow('gone')
  state.nowMs += 1
  const stale = { code: 'unavailable', detail: { reason: 'stale', ageMs: 5_001 } }
  await expect(ask(storeId, { mode: 'minimize_latency' })).rejects.toMatchObject(stale)
  await expect(ask(storeId, atLeast(first))).rejects.toMatchObject(stale)
  state.isGone = false
  expect(await ask(storeId, { mode: 'minimize_latency' })).toBe(3)
  state.isSilent = true
  state.nowMs += 5_001
  await expect(ask(storeId, { mode: 'minimize_latency' })).rejects.toMatchObject(stale)
  state.endSilence()
  await replicas.close()
})
