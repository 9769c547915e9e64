// A watcher without a network: what it is told from memory, from the log when it is too far behind, and how it ends.

import { expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import type { LogEntry } from '../store/log.ts'
import type { Position } from '../store/tail.ts'
import type { FeedEvents } from './feed.ts'
import type { Replica } from './replica.ts'
import { type Watch, watchStore } from './watch.ts'
import { WatchFeeds } from './watch-feed.ts'

const chainOf = (revision: number) => Buffer.alloc(32, revision % 251)
const at = (revision: number): Position => ({ epoch: 1, revision, chain: chainOf(revision) })
const entry = (revision: number, tuples = 1): LogEntry => ({
  ...at(revision),
  committedAtMs: revision,
  actor: 'user:ann',
  action: 'tuple.write',
  source: 'api',
  reason: undefined,
  model: undefined,
  change: {
    removed: [],
    added: Array.from({ length: tuples }, (_, i) => ({ object: `doc:${i}`, relation: 'viewer', subject: 'user:a' })),
  },
})

function world(idleMs = 60_000) {
  const followers = new Set<FeedEvents>()
  const state = { position: at(1), opened: 0, isAllowed: true }
  const replica = {
    subscribe(events: FeedEvents) {
      events.onStart({ graph: undefined as never, position: state.position, versions: [], chains: new Map() })
      followers.add(events)
      state.opened++
      return () => followers.delete(events)
    },
  }
  const feeds = new WatchFeeds({ open: async () => replica as unknown as Replica })
  const queries: string[] = []
  const database = {
    async query(sql: string): Promise<never> {
      queries.push(sql)
      throw new AppError('unavailable', 'the database is away')
    },
  }
  const ending = new AbortController()
  const watch: Watch = {
    storeId: 's',
    from: at(1),
    filter: {},
    media: 'application/x-ndjson',
    requestId: 'r',
    async requireAllowed() {
      if (!state.isAllowed) throw new AppError('forbidden', 'no longer')
    },
    signal: ending.signal,
  }
  const options = {
    database: database as never,
    feeds,
    tokenKey: Buffer.alloc(32),
    nowMs: () => performance.now(),
    idleMs,
  }
  const start = (more: Partial<Watch> = {}) => watchStore(options, { ...watch, ...more })
  const happen = (...entries: LogEntry[]) => {
    state.position = entries.at(-1)!
    for (const follower of followers) follower.onRevisions(entries)
  }
  const end = () => {
    for (const follower of [...followers]) follower.onEnd('it was dropped')
    followers.clear()
  }
  return { start, happen, end, state, followers, queries, ending }
}

async function next(
  events: AsyncGenerator<string>,
): Promise<{ type: string; revision?: number; [key: string]: unknown }> {
  const { value, done } = await events.next()
  return done ? { type: 'ended' } : JSON.parse(value)
}

it('tells what comes, shares one subscription, and lets go of it with the last watcher', async () => {
  const { start, happen, state, followers } = world()
  const [a, b] = [start(), start()]
  expect([await next(a), await next(b)]).toMatchObject([
    { type: 'checkpoint', revision: 1 },
    { type: 'checkpoint', revision: 1 },
  ])
  const both = [next(a), next(b)]
  await new Promise(setImmediate)
  happen(entry(2), entry(3))
  expect(await Promise.all(both)).toMatchObject([{ type: 'change', revision: 2 }, { revision: 2 }])
  expect(await next(a)).toMatchObject({ type: 'change', revision: 3 })
  expect(state.opened).toBe(1)
  await a.return(undefined)
  expect(followers.size).toBe(1)
  await b.return(undefined)
  expect(followers.size).toBe(0)
})

it('gives a sign of life when nothing happens', async () => {
  const { start } = world(5)
  const watched = start()
  for (let i = 0; i < 3; i++) expect(await next(watched)).toMatchObject({ type: 'checkpoint', revision: 1 })
  await watched.return(undefined)
})

it('goes on from the same place when the graph was dropped and loaded again', async () => {
  const { start, happen, end, state } = world()
  const watched = start()
  await next(watched)
  const waiting = next(watched)
  await new Promise(setImmediate)
  end()
  await new Promise(setImmediate)
  happen(entry(2))
  expect(await waiting).toMatchObject({ type: 'change', revision: 2 })
  expect(state.opened).toBe(2)
  await watched.return(undefined)
})

it.each([
  ['too many revisions', Array.from({ length: 2_500 }, (_, i) => entry(i + 2))],
  ['too many tuples', [entry(2, 40_000), entry(3, 40_000)]],
])('holds no more than its bound: who is further behind reads the log (%s)', async (_, entries) => {
  const { start, happen, queries } = world()
  const [slow, keeping] = [start(), start()]
  await Promise.all([next(slow), next(keeping)])
  const kept = next(keeping)
  await new Promise(setImmediate)
  happen(...entries)
  expect(queries).toHaveLength(0)
  expect(await next(slow)).toMatchObject({ type: 'error', error: { code: 'unavailable' } })
  expect(queries.length).toBeGreaterThan(0)
  expect(await next(slow)).toMatchObject({ type: 'ended' })
  expect(await kept).toMatchObject({ type: 'error' })
})

it('reads the log when what is in memory is of another history', async () => {
  const { start, queries } = world()
  const watched = start({ from: { ...at(1), chain: chainOf(9) } })
  await next(watched)
  expect(await next(watched)).toMatchObject({ type: 'error' })
  expect(queries).toHaveLength(1)
})

it('ends when the watcher may no longer, before it is told anything more', async () => {
  const { start, happen, state } = world()
  const watched = start()
  await next(watched)
  state.isAllowed = false
  const told = next(watched)
  await new Promise(setImmediate)
  happen(entry(2))
  expect(await told).toMatchObject({ type: 'error', error: { code: 'forbidden' } })
  expect(await next(watched)).toMatchObject({ type: 'ended' })
})

it('ends when the server does', async () => {
  const { start, ending, followers } = world()
  const watched = start()
  await next(watched)
  const waiting = next(watched)
  await new Promise(setImmediate)
  ending.abort()
  expect(await waiting).toMatchObject({ type: 'ended' })
  expect(followers.size).toBe(0)
})
