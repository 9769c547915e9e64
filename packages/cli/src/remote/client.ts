// The native API as the commands use it: one address, one key, questions with their answers, and streams of lines. What a
// server refuses is told in its own words, with the step to take.

import { EXIT, Failure } from '../terminal.ts'
import { type Connection, notLockness, problemFailure, unreachable } from './explain-problem.ts'

const TRIES_MAX = 5
const RETRY_MS = 500
/** The longest that a server works on one answer. */
const DEADLINE_MS_MAX = 60_000

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface Call {
  readonly query?: Query
  readonly body?: unknown
  readonly accept?: string
  /** Sent as it is, line by line. */
  readonly upload?: AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal
}

export class Client {
  private readonly connection: Connection

  constructor(connection: Connection) {
    this.connection = connection
  }

  /** `path` is below `/v1`, with its parts encoded: see `path`. */
  async ask<T>(method: Method, path: string, call: Call = {}): Promise<T> {
    const response = await this.sendAgain(method, path, call)
    const text = await response.text().catch((error) => {
      throw unreachable(this.connection, error)
    })
    if (response.status === 204 || text === '') return undefined as T
    return parse<T>(text, this.connection)
  }

  /** Each line as it arrives. A line `{"error": …}` is the end, and a failure. */
  async *lines<T>(method: Method, path: string, call: Call = {}): AsyncGenerator<T> {
    const response = await this.send(method, path, { accept: 'application/x-ndjson', ...call })
    try {
      for await (const text of linesOf(response.body ?? [])) {
        const line = parse<T | { readonly error: unknown }>(text, this.connection)
        if (isError(line)) throw problemFailure(this.connection, line.error)
        yield line as T
      }
    } catch (error) {
      if (error instanceof Failure || call.signal?.aborted) throw error
      throw unreachable(this.connection, error)
    }
  }

  /** What was refused because there was too much to do was not done, and soon there is less. */
  private async sendAgain(method: Method, path: string, call: Call): Promise<Response> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.send(method, path, call)
      } catch (error) {
        const isBusy = error instanceof Failure && ['overloaded', 'rate_limited'].includes(error.code)
        if (!isBusy || tries === TRIES_MAX) throw error
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS * tries))
      }
    }
  }

  private async send(method: Method, path: string, call: Call): Promise<Response> {
    const { query = {}, body, accept, upload, signal } = call
    const { url, key, timeoutMs } = this.connection
    const target = new URL(`${url.replace(/\/$/, '')}/v1${path}`)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) target.searchParams.set(name, String(value))
    }
    const given = new AbortController()
    const timer = setTimeout(() => given.abort(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs)
    try {
      const response = await fetch(target, {
        method,
        headers: {
          accept: accept ?? 'application/json',
          'user-agent': 'lockness-cli',
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(upload ? { 'content-type': 'application/x-ndjson' } : body !== undefined && JSON_BODY),
          ...(!upload && !accept && { 'x-request-deadline-ms': String(Math.min(timeoutMs, DEADLINE_MS_MAX)) }),
        },
        signal: AbortSignal.any([given.signal, ...(signal ? [signal] : [])]),
        // An answer that goes on arrives while its question is still being sent.
        ...(upload
          ? { body: ReadableStream.from(upload), duplex: 'half' }
          : body !== undefined && { body: JSON.stringify(body) }),
      } as RequestInit)
      if (response.ok) return response
      throw problemFailure(this.connection, await response.json().catch(() => undefined), response.status)
    } catch (error) {
      if (error instanceof Failure || signal?.aborted) throw error
      throw unreachable(this.connection, given.signal.aborted ? given.signal.reason : error)
    } finally {
      clearTimeout(timer)
    }
  }
}

const JSON_BODY = { 'content-type': 'application/json' }

/** `/stores/…/tuples` with each part as it must stand in an address. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.map((part, index) => part + (index < values.length ? encodeURIComponent(values[index]!) : '')).join('')
}

/** All pages of a list, item by item. */
export async function* pagesOf<T>(
  fetchPage: (cursor: string | undefined) => Promise<{ readonly items: readonly T[]; readonly cursor?: string }>,
): AsyncGenerator<T> {
  for (let cursor: string | undefined; ; ) {
    const page = await fetchPage(cursor)
    yield* page.items
    if (page.cursor === undefined) return
    cursor = page.cursor
  }
}

function parse<T>(text: string, { url }: Connection): T {
  try {
    return JSON.parse(text) as T
  } catch (error) {
    throw notLockness(url, EXIT.unavailable, error)
  }
}

function isError(line: unknown): line is { readonly error: unknown } {
  return typeof line === 'object' && line !== null && 'error' in line
}

async function* linesOf(body: AsyncIterable<Uint8Array> | readonly Uint8Array[]): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) if (line !== '') yield line
  }
  if (rest !== '') yield rest
}
