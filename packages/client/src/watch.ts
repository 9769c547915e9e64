// Watching a store for as long as the caller wants. A connection is cut sooner or later; the watch goes on from the token
// of the last event that was given, so that no revision is missed and none is given twice. It ends with RESYNC_REQUIRED,
// with what no new try can mend, or by the caller's signal.

import { bytesOf, linesOf } from './body-text.ts'
import { CallTime } from './call-time.ts'
import { type Connection, readHeaders } from './connection.ts'
import { isRecord, type LocknessError } from './error.ts'
import { eventsOf } from './event-stream.ts'
import type { OperationRow, WatchOptions } from './method.ts'
import { type Input, requestOf, requireMeaning } from './request.ts'
import { backoffMs, isWorthAgain } from './retry.ts'
import { failureOf, type Sending } from './send.ts'
import { errorOf, openStream, parseLine } from './stream.ts'

const EVENTS_MEDIA = 'text/event-stream'
/** A server that is there says something every 15 seconds. */
const SILENCE_MS_MAX = 45_000
/** A revision of ten thousand tuples with all their contexts is one event. */
const EVENT_CHARS_MAX = 9 * 1_048_576

/** What a watch tells; of another kind nothing is known here. */
const TYPES = ['change', 'expiration', 'checkpoint', 'RESYNC_REQUIRED']

export async function* watch(
  connection: Connection,
  row: OperationRow,
  input: Input,
  options: WatchOptions,
): AsyncGenerator<unknown> {
  requireMeaning(row, options)
  let token = input.token
  let hasBegun = false
  for (let tries = 0; ; ) {
    const time = new CallTime(options.timeoutMs ?? connection.timeoutMs, options.signal)
    try {
      const request = requestOf(row, { ...input, token }, EVENTS_MEDIA)
      const headers = { ...request.headers, ...readHeaders(options.headers) }
      // Once it has begun, the tries are counted here.
      const safety = hasBegun ? 'once' : 'repeatable'
      for await (const event of eventsFrom({ connection, request: { ...request, headers }, time, safety })) {
        tries = 0
        hasBegun = true
        token = event.token ?? token
        yield event
        if (event.type === 'RESYNC_REQUIRED') return
      }
    } catch (error) {
      const failure = failureOf(error, connection)
      if (!hasBegun) throw failure
      if (failure.code === 'lost_history') {
        yield { type: 'RESYNC_REQUIRED', reason: failure.code }
        return
      }
      if (!isPassing(failure)) throw failure
      options.onInterrupted?.(failure)
      await pause(backoffMs(++tries, failure.retryAfterMs), options.signal)
    } finally {
      time.end()
    }
  }
}

/** Ends like any answer that is cut: as an error, so that it is gone on with. */
async function* eventsFrom(sending: Sending): AsyncGenerator<{ readonly type: unknown; readonly token?: unknown }> {
  const { connection, time } = sending
  const response = await openStream(sending, EVENTS_MEDIA)
  const lines = linesOf(bytesOf(response, time, SILENCE_MS_MAX), EVENT_CHARS_MAX)
  for await (const text of eventsOf(lines, EVENT_CHARS_MAX)) {
    const event = parseLine(text, sending)
    if (!isRecord(event) || typeof event.type !== 'string') throw errorOf(event, sending)
    if (event.type === 'error') throw errorOf(event.error, sending)
    if (TYPES.includes(event.type)) yield { ...event, type: event.type }
    time.check()
  }
  throw failureOf(new Error('the stream has ended'), connection)
}

/** A server that is away, or too busy, is there again some time. */
function isPassing(failure: LocknessError): boolean {
  return failure.kind === 'timeout' || isWorthAgain(failure, 'repeatable')
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const time = new CallTime(Number.POSITIVE_INFINITY, signal)
  try {
    await time.wait(ms)
  } finally {
    time.end()
  }
}
