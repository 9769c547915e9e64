// One call, sent as often as it is safe and as there is time for. The answer is given back when its head says that all is
// well; whatever else comes becomes an error that says so.

import { readText } from './body-text.ts'
import type { CallTime } from './call-time.ts'
import type { Connection } from './connection.ts'
import { isRecord, LocknessError, problemError } from './error.ts'
import type { Request } from './request.ts'
import { pauseBefore, retryAfterMs, type Safety } from './retry.ts'

/** The longest that a server works on one answer. */
const DEADLINE_MS_MAX = 60_000
const FAILURE_BYTES_MAX = 1_048_576

export interface Sending {
  readonly connection: Connection
  readonly request: Request
  readonly time: CallTime
  readonly safety: Safety
}

/** What is done with an answer belongs to the try: an answer that breaks off is asked for again. */
export async function send<T>(sending: Sending, read: (response: Response) => Promise<T>): Promise<T> {
  const requestId = randomName()
  for (let tries = 1; ; tries++) {
    try {
      return await read(await sendOnce(sending, requestId))
    } catch (error) {
      const failure = failureOf(error, sending.connection, requestId)
      const pauseMs = pauseBefore(tries, failure, sending.safety)
      // Who could not wait for the next try learns now what went wrong with this one.
      if (pauseMs === undefined || pauseMs >= sending.time.remainingMs()) throw failure
      await sending.time.wait(pauseMs)
    }
  }
}

/** Whatever went wrong on the way, as an error of ours. */
export function failureOf(error: unknown, { url, hide }: Connection, requestId?: string): LocknessError {
  if (error instanceof LocknessError) return error
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const said = inner instanceof Error ? inner.message || String(Reflect.get(inner, 'code') ?? inner.name) : 'cut off'
  return new LocknessError({
    code: 'unreachable',
    kind: 'network',
    detail: hide(`no answer from \`${url}\`: ${said}`),
    requestId,
    // What others throw may hold the request with its headers: only the words of it are kept.
    cause: Object.assign(new Error(hide(said)), {
      code: inner instanceof Error ? Reflect.get(inner, 'code') : undefined,
    }),
  })
}

/** 128 bits, for what must be nobody else's. */
export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function sendOnce({ connection, request, time }: Sending, requestId: string): Promise<Response> {
  time.check()
  const deadlineMs = Math.floor(Math.min(time.remainingMs(), DEADLINE_MS_MAX))
  const init = {
    method: request.method,
    headers: {
      'x-request-id': requestId,
      ...connection.headers,
      ...request.headers,
      'x-request-deadline-ms': String(Math.max(1, deadlineMs)),
    },
    signal: time.signal,
    // Whoever redirects is not the server, and gets no key.
    redirect: 'manual' as const,
    ...request.body?.(),
  }
  const response = await time.race(connection.fetch(connection.url + request.path, init))
  if (response.ok) return response
  throw await refusalOf(response, connection, time, requestId)
}

async function refusalOf(
  response: Response,
  { hide, url }: Connection,
  time: CallTime,
  requestId: string,
): Promise<LocknessError> {
  const { status } = response
  const waitMs = retryAfterMs(response.headers.get('retry-after'))
  const text = await readText(response, time, FAILURE_BYTES_MAX).catch((error: unknown) => {
    time.check()
    return error instanceof LocknessError ? '' : Promise.reject(error)
  })
  const problem = problemError(parseHidden(text, hide), waitMs)
  if (problem) return problem
  const isElsewhere = status === 0 || (status >= 300 && status < 400)
  const how = isElsewhere ? 'by sending elsewhere' : `with ${status} and no problem`
  const detail = `what answers at \`${url}\` is not Lockness: it answers ${how}`
  return new LocknessError({ code: 'bad_answer', kind: 'network', status, detail, requestId, retryAfterMs: waitMs })
}

/** JSON of somebody who may have been told the key and tells it back; undefined when it is none. */
export function parseHidden(text: string, hide: Connection['hide']): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? hide(value) : value))
  } catch {
    return undefined
  }
}

/** A value with fields; anything else is not what was asked for. */
export function parseAnswer(text: string, { url }: Connection, status?: number): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (isRecord(value)) return value
  const detail = `what answers at \`${url}\` is not Lockness: it answers with something that is not a JSON object`
  throw new LocknessError({ code: 'bad_answer', kind: 'network', status, detail })
}
