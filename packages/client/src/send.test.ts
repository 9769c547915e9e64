// How a call is sent: again where that is safe, within its time, as long as somebody wants it. Through the front.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deaf, json, problem, type Script, script, silent } from '../test/scripted-fetch.ts'
import { createClient, LocknessError } from './client.ts'

const STORE = 's1'
const ok = json({ id: STORE, name: 'music', items: [] })
const written = json({ revision: 2, token: 't2', isReplay: false })
const tuple = { object: 'doc:1', relation: 'viewer', subject: 'user:anne' }
const lost = new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) })

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function clientOf({ fetch }: Script, timeoutMs?: number) {
  return createClient({ url: 'http://lockness.test/', key: 'lk_secret-key', fetch, timeoutMs })
}

/** What it becomes once all timers that it waits for have run. */
async function outcome<T>(work: Promise<T>): Promise<T | LocknessError> {
  const settled = work.catch((error: unknown) => error as LocknessError)
  await vi.runAllTimersAsync()
  return settled
}

describe('tries again', () => {
  const read = (server: Script) => clientOf(server).store.read({ store: STORE })
  const write = (server: Script) => clientOf(server).tuple.write({ store: STORE, added: [tuple] })
  const create = (server: Script) => clientOf(server).store.freeze({ store: STORE })

  // biome-ignore format: a table is read by its columns
  const CASES = [
    ['a question whose connection was lost',              read,   lost,                                  true],
    ['a question that was refused as too much',           read,   problem(503, 'overloaded'),            true],
    ['a question that came too often',                    read,   problem(429, 'rate_limited'),          true],
    ['a question to a server that is away',               read,   new Response('<h1>', { status: 502 }), true],
    ['a question that is wrong',                          read,   problem(400, 'invalid_input'),         false],
    ['a question that failed',                            read,   problem(500, 'internal'),              false],
    ['a question that was answered with a page',          read,   new Response('<h1>', { status: 200 }), false],
    ['a write with a key whose connection was lost',      write,  lost,                                  true],
    ['a write with a key of which nothing is known',      write,  problem(503, 'outcome_unknown'),       true],
    ['a write without a key whose connection was lost',   create, lost,                                  false],
    ['a write without a key of which nothing is known',   create, problem(503, 'outcome_unknown'),       false],
    ['a write without a key behind a gateway',            create, new Response('', { status: 503 }),     false],
    ['a write without a key that was not begun',          create, problem(503, 'overloaded'),            true],
  ] as const

  it.each(CASES)('%s', async (_, call, first, isAgain) => {
    const server = script(first, call === write ? written : ok)
    const result = await outcome<unknown>(call(server))
    expect(server.asked).toHaveLength(isAgain ? 2 : 1)
    expect(result instanceof LocknessError).toBe(!isAgain)
  })

  it('a write with the same key', async () => {
    const server = script(lost, lost, written)
    await outcome(write(server))
    const keys = server.asked.map(({ body }) => JSON.parse(String(body)).idempotencyKey)
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(new Set(keys).size).toBe(1)
    await outcome(write(server))
    expect(JSON.parse(String(server.asked.at(-1)?.body)).idempotencyKey).not.toBe(keys[0])
  })

  it('not for ever', async () => {
    const server = script(lost)
    expect(await outcome(read(server))).toMatchObject({ code: 'unreachable', kind: 'network' })
    expect(server.asked).toHaveLength(5)
  })

  it('not before the server wants it', async () => {
    const server = script(problem(503, 'unavailable', { 'retry-after': '3' }), ok)
    const answer = read(server)
    await vi.advanceTimersByTimeAsync(2_990)
    expect(server.asked).toHaveLength(1)
    await vi.runAllTimersAsync()
    await answer
    expect(server.asked).toHaveLength(2)
  })

  it('not when there is no time for it: what was wrong is told at once', async () => {
    const server = script(problem(503, 'unavailable', { 'retry-after': '60' }))
    const failure = await read(server).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'unavailable', status: 503, retryAfterMs: 60_000 })
    expect(server.asked).toHaveLength(1)
  })

  it('an answer that broke off', async () => {
    const cut = () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) }))
    const server = script(() => json({}) && withType(cut()), ok)
    expect(await outcome(read(server))).toMatchObject({ id: STORE })
    expect(server.asked).toHaveLength(2)
  })
})

describe('time', () => {
  it('is over for a server that says nothing', async () => {
    for (const answer of [silent, deaf]) {
      const server = script(answer)
      const failure = await outcome(clientOf(server, 4_000).store.read({ store: STORE }))
      expect(failure).toMatchObject({ code: 'timeout', kind: 'timeout', detail: 'no answer within 4000 ms' })
      expect(server.asked[0]?.signal.aborted).toBe(true)
    }
  })

  it('is one for all tries, and the server is told what is left of it', async () => {
    const server = script(problem(503, 'overloaded', { 'retry-after': '1' }), silent)
    const failure = await outcome(clientOf(server).store.read({ store: STORE }, { timeoutMs: 2_500 }))
    expect(failure).toMatchObject({ kind: 'timeout' })
    const left = server.asked.map(({ headers }) => Number(headers['x-request-deadline-ms']))
    expect(left[0]).toBe(2_500)
    expect(left[1]).toBeLessThanOrEqual(1_500)
    expect(left[1]).toBeGreaterThan(1_000)
  })

  it('of more than a minute is a minute for the server', async () => {
    const server = script(ok)
    await clientOf(server, 300_000).store.read({ store: STORE })
    expect(server.asked[0]?.headers['x-request-deadline-ms']).toBe('60000')
  })

  it('leaves no timer behind', async () => {
    await clientOf(script(ok)).store.read({ store: STORE })
    await outcome(clientOf(script(problem(404, 'not_found'))).store.read({ store: STORE }))
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('cancelling', () => {
  it('sends nothing when it came before', async () => {
    const server = script(ok)
    const failure = clientOf(server).store.read({ store: STORE }, { signal: AbortSignal.abort('enough') })
    await expect(failure).rejects.toMatchObject({ code: 'cancelled', kind: 'cancelled', cause: 'enough' })
    expect(server.asked).toEqual([])
  })

  it('ends a call that waits for an answer, or for its next try', async () => {
    for (const answer of [silent, deaf, problem(503, 'overloaded', { 'retry-after': '5' })]) {
      const server = script(answer)
      const stop = new AbortController()
      const failure = clientOf(server).store.read({ store: STORE }, { signal: stop.signal })
      failure.catch(() => undefined)
      await vi.advanceTimersByTimeAsync(10)
      stop.abort()
      await expect(failure).rejects.toMatchObject({ kind: 'cancelled' })
      expect(server.asked).toHaveLength(1)
      expect(vi.getTimerCount()).toBe(0)
    }
  })

  it('leaves nothing on a signal that lives on', async () => {
    const stop = new AbortController()
    const [add, remove] = [vi.spyOn(stop.signal, 'addEventListener'), vi.spyOn(stop.signal, 'removeEventListener')]
    await clientOf(script(ok)).store.read({ store: STORE }, { signal: stop.signal })
    expect(remove.mock.calls).toHaveLength(add.mock.calls.length)
  })
})

function withType(response: Response): Response {
  response.headers.set('content-type', 'application/json')
  return response
}
