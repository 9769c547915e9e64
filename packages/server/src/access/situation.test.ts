// The place of a question as it is found without a database: what is known is not waited for, and what is known no
// longer, because the graph moved on, was dropped, or has not been confirmed, is never answered from.

import { compileModel, createEngine, type Engine, Graph } from '@lockness/authz'
import { expect, it } from 'vitest'
import { type Asked, STRANGER } from '../action.ts'
import { PastGraphs } from './as-of.ts'
import { DatabaseClock } from './database-clock.ts'
import type { Replica } from './replica.ts'
import { type Place, Situations } from './situation.ts'

const compiled = compileModel(
  { schema_version: '1.1', type_definitions: [{ type: 'user' }, { type: 'doc' }] },
  new Map(),
)
const asked: Asked = {
  actor: STRANGER,
  now: new Date(1_000_000),
  purpose: 'enforce',
  deadline: { remainingMs: () => 60_000 },
  requestId: 'r',
}

function world() {
  let nowMs = 50
  let databaseMs = 2_000_000
  let isAway = false
  const state = {
    graph: Graph.build([], { revision: 1 }),
    confirmedAtMs: 50 as number | undefined,
    chain: Buffer.alloc(32, 1),
    model: 'm1',
  }
  let engine: Engine | undefined
  const replica = {
    ready: async () => undefined,
    poll: async () => undefined,
    position: () => ({ epoch: 1, revision: state.graph.revision, chain: state.chain }),
    confirmedAtMs: () => state.confirmedAtMs,
    chainAt: () => state.chain,
    holds: (revision: number) => revision === state.graph.revision,
    knownModel: () => (engine?.graph === state.graph ? { id: state.model, engine } : undefined),
    async modelAt() {
      engine = createEngine(state.graph, compiled)
      return { id: state.model, engine }
    },
  }
  const database = {
    async query<R>() {
      if (isAway) throw new Error('away')
      return [{ ms: databaseMs }] as R[]
    },
  }
  const reports: string[] = []
  const clock = new DatabaseClock({ database, nowMs: () => nowMs, report: (message) => reports.push(message) })
  const situations = new Situations({
    database: database as never,
    replicas: {
      open: async () => replica as unknown as Replica,
      loaded: () => (state.confirmedAtMs === undefined ? undefined : (replica as unknown as Replica)),
    },
    tokenKey: Buffer.alloc(32),
    brokenAtMs: () => Number.NEGATIVE_INFINITY,
    stalenessMsMax: 100,
    nowMs: () => nowMs,
    now: () => new Date(1_000_000 + nowMs - 50),
    clock,
    past: new PastGraphs({
      nowMs: () => nowMs,
      chainOf: async () => undefined,
      read: async () => (async function* () {})(),
    }),
    modelId: (_, wanted) => wanted,
    revisionAt: async () => 1,
    committedAt: async () => 1,
  })
  const place = (more: object = {}) =>
    situations.place({ ...asked, now: new Date(1_000_000 + nowMs - 50) }, { store: 's', ...more })
  const known = async (more: object = {}): Promise<Place | undefined> => {
    const placed = place(more)
    if (!(placed instanceof Promise)) return placed
    await placed
    return undefined
  }
  return {
    state,
    reports,
    place,
    known,
    pass: (ms: number) => (nowMs += ms),
    setDatabase: (ms: number) => (databaseMs = ms),
    setAway: (away: boolean) => (isAway = away),
  }
}

it('waits once, and then for nothing until the graph moves on', async () => {
  const { state, place, known } = world()
  expect(place()).toBeInstanceOf(Promise)
  await place()
  const placed = await known()
  expect(placed?.computedAt).toMatchObject({ revision: 1, model: 'm1', token: expect.any(String) })
  expect(placed?.given).toMatchObject({ revision: 1, at: 2_000_000, limits: { deadlineMs: 1_000 } })
  expect(await known({ consistency: { mode: 'minimize_latency' } })).toBeDefined()
  for (const more of [{ at: { revision: 1 } }, { consistency: { mode: 'full' } }])
    expect(place(more)).toBeInstanceOf(Promise)
  state.graph.apply({ removed: [], added: [{ object: 'doc:1', relation: 'r', subject: 'user:a' }] })
  state.model = 'm2'
  state.chain = Buffer.alloc(32, 2)
  const moved = await known()
  expect(moved?.computedAt.token).not.toBe(placed?.computedAt.token)
  expect(moved?.computedAt).toMatchObject({ revision: 2, model: 'm2' })
})

it('notices another graph of the same revision, and one that was dropped', async () => {
  const { state, known, place } = world()
  await place()
  state.graph = Graph.build([], { revision: 1 })
  state.chain = Buffer.alloc(32, 2)
  expect(await known()).toBeUndefined()
  expect((await known())?.engine.graph).toBe(state.graph)
  state.confirmedAtMs = undefined
  await expect(place()).rejects.toMatchObject({ code: 'unavailable' })
})

it('does not answer from what was last confirmed too long ago', async () => {
  const { state, known, place, pass } = world()
  await place()
  pass(100)
  expect(await known()).toBeDefined()
  pass(1)
  await expect(place()).rejects.toMatchObject({ code: 'unavailable', detail: { reason: 'stale' } })
  state.confirmedAtMs = 151
  expect(await known()).toBeDefined()
})

it('judges expiry by the database, never earlier than it and never going back', async () => {
  const { state, known, place, pass, setDatabase, setAway, reports } = world()
  await place()
  const atMs = async () => (await known())?.given.at
  expect(await atMs()).toBe(2_000_000)
  pass(50)
  expect(await atMs()).toBeGreaterThanOrEqual(2_000_050)
  expect(await atMs()).toBeLessThan(2_000_052)
  setDatabase(1_000)
  pass(10_001)
  state.confirmedAtMs = 10_101
  expect(await atMs()).toBeGreaterThanOrEqual(2_010_051)
  await new Promise(setImmediate)
  const before = await atMs()
  pass(1)
  state.confirmedAtMs = 10_102
  expect(await atMs()).toBe(before)
  setAway(true)
  pass(20_000)
  state.confirmedAtMs = 30_102
  expect(await atMs()).toBe(before)
  await new Promise(setImmediate)
  expect(reports).toEqual([expect.stringContaining('away')])
})

it('asks the database again after the machine was asleep', async () => {
  const database = { query: async <R>() => [{ ms: 5_000 }] as R[] }
  const clock = new DatabaseClock({ database, nowMs: () => 0, report: () => undefined })
  expect(clock.instant(0)).toBeUndefined()
  expect(await clock.ask(() => new Date(0))).toBe(5_000)
  expect(clock.instant(1_999)).toBe(5_000)
  expect(clock.instant(60_000)).toBeUndefined()
  expect(await clock.ask(() => new Date(60_000))).toBe(5_000)
  expect(clock.instant(60_000)).toBe(5_000)
})
