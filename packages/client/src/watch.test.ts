// A watch goes on where it was cut, and ends for the few reasons that there are.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bytesOf, problem, type Script, script, silent, streamed } from '../test/scripted-fetch.ts'
import { createClient, type WatchOptions } from './client.ts'

const EVENTS = 'text/event-stream'
const checkpoint = (revision: number) => ({ type: 'checkpoint', revision, token: `t${revision}` })
const sse = (event: { type: string; token?: string }) =>
  `event: ${event.type}\n${event.token ? `id: ${event.token}\n` : ''}data: ${JSON.stringify(event)}\n\n`

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function watchOf({ fetch }: Script, options: WatchOptions = {}, token?: string) {
  const client = createClient({ url: 'http://lockness.test', fetch })
  return client.store.watch({ store: 's1', objectType: 'doc', token }, options)
}

/** The next event, with all that has to be waited for before it. */
async function next(events: AsyncIterator<unknown>): Promise<unknown> {
  const step = events.next()
  step.catch(() => undefined)
  await vi.advanceTimersByTimeAsync(60_000)
  const { done, value } = await step
  return done ? 'over' : value
}

it('gives events wherever the bytes are cut, and passes over what it does not know', async () => {
  const text = bytesOf(
    `: hello\r\n\r\n${sse({ ...checkpoint(1), type: 'new' })}${sse(checkpoint(1)).replaceAll('\n', '\r\n')}`,
  )
  for (let at = 0; at <= text.length; at++) {
    const events = watchOf(script(streamed(EVENTS, [text.slice(0, at), text.slice(at)], 'open')))
    expect((await events.next()).value).toEqual(checkpoint(1))
  }
})

it.each(['close', 'cut', 'open'] as const)('goes on from the last token: %s', async (how) => {
  const half = sse(checkpoint(3)).slice(0, -1)
  const server = script(
    streamed(EVENTS, [sse(checkpoint(1)), sse(checkpoint(2)), half], how),
    new TypeError('fetch failed'),
    problem(503, 'overloaded'),
    silent,
    streamed(EVENTS, [sse(checkpoint(3))], 'open'),
  )
  const onInterrupted = vi.fn()
  const events = watchOf(server, { onInterrupted })
  expect([await next(events), await next(events)]).toEqual([checkpoint(1), checkpoint(2)])
  expect(await next(events)).toEqual(checkpoint(3))
  expect(server.asked[0]?.url).toBe('http://lockness.test/v1/stores/s1/watch?objectType=doc')
  expect(new Set(server.asked.slice(1).map(({ url }) => url))).toEqual(
    new Set(['http://lockness.test/v1/stores/s1/watch?objectType=doc&token=t2']),
  )
  expect(onInterrupted.mock.calls[0]?.[0]).toMatchObject({ kind: how === 'open' ? 'timeout' : 'network' })
})

it('goes on after an error that passes, and throws one that does not', async () => {
  const error = async (status: number, code: string) => ({ type: 'error', error: await problem(status, code).json() })
  const server = script(
    streamed(EVENTS, [sse(checkpoint(1)), sse(await error(503, 'unavailable'))]),
    streamed(EVENTS, [sse(checkpoint(2)), sse(await error(403, 'forbidden'))]),
  )
  const events = watchOf(server)
  expect([await next(events), await next(events)]).toEqual([checkpoint(1), checkpoint(2)])
  await expect(next(events)).rejects.toMatchObject({ code: 'forbidden', kind: 'server' })
  expect(server.asked).toHaveLength(2)
})

it('says when everything has to be read anew, and ends', async () => {
  const resync = { type: 'RESYNC_REQUIRED', reason: 'floor' }
  const events = watchOf(script(streamed(EVENTS, [sse(resync), sse(checkpoint(9))], 'open')))
  expect([await next(events), await next(events)]).toEqual([resync, 'over'])
})

it('says so too when the history that it has seen was lost meanwhile', async () => {
  const server = script(streamed(EVENTS, [sse(checkpoint(1))]), problem(409, 'lost_history'))
  const events = watchOf(server)
  await next(events)
  expect([await next(events), await next(events)]).toEqual([
    { type: 'RESYNC_REQUIRED', reason: 'lost_history' },
    'over',
  ])
})

it('that never began fails like any call', async () => {
  for (const token of [undefined, 't0']) {
    const server = script(new TypeError('fetch failed'))
    await expect(next(watchOf(server, {}, token))).rejects.toMatchObject({ code: 'unreachable' })
    expect(server.asked.length).toBeLessThan(6)
  }
  await expect(next(watchOf(script(problem(409, 'lost_history')), {}, 't0'))).rejects.toMatchObject({ status: 409 })
})

it.each(['reading', 'waiting to try again'])('ends by the signal while %s', async (when) => {
  const stop = new AbortController()
  const first = streamed(EVENTS, [sse(checkpoint(1))], when === 'reading' ? 'open' : 'cut')
  const events = watchOf(script(first, new TypeError('fetch failed')), { signal: stop.signal })
  await events.next()
  const step = events.next()
  step.catch(() => undefined)
  await vi.advanceTimersByTimeAsync(20)
  stop.abort()
  await expect(step).rejects.toMatchObject({ kind: 'cancelled' })
  expect(vi.getTimerCount()).toBe(0)
})

it('refuses an event that no server sends', async () => {
  const long = `data: "${'x'.repeat(10_000_000)}"\n\n`
  const many = Array.from({ length: 3_000 }, () => `data: ${'x'.repeat(5_000)}\n`)
  for (const [pieces, code] of [
    [[long], 'answer_too_large'],
    [many, 'answer_too_large'],
    [['data: 1\n\n'], 'bad_answer'],
    [['data: <h1>\n\n'], 'bad_answer'],
  ] as const) {
    await expect(next(watchOf(script(streamed(EVENTS, pieces, 'open'))))).rejects.toMatchObject({ code })
  }
})
