// A server that says what a test wants it to say, one answer for each request, and keeps what it was asked.

import type { Fetch } from '../src/client.ts'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly signal: AbortSignal
}

type Answer = Response | Error | ((asked: Asked) => Response | Promise<Response>)

export interface Script {
  readonly fetch: Fetch
  readonly asked: Asked[]
}

/** The last answer is given for ever. */
export function script(...answers: Answer[]): Script {
  const asked: Asked[] = []
  return {
    asked,
    async fetch(url, { method = 'GET', headers, body, signal }) {
      const request = { method, url, headers: headers as Record<string, string>, body, signal: signal! }
      asked.push(request)
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!
      if (answer instanceof Error) throw answer
      return typeof answer === 'function' ? answer(request) : answer.clone()
    },
  }
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  })
}

export function problem(status: number, code: string, headers: Record<string, string> = {}, info?: object): Response {
  const body = { type: `urn:lockness:problem:${code}`, title: 'a title', status, code, detail: `it is ${code}` }
  return json({ ...body, requestId: 'r-1', ...(info && { info }) }, { status, headers })
}

/** `end`: closed, cut like a lost connection, or left open. */
export function streamed(
  media: string,
  pieces: readonly (string | Uint8Array)[],
  end: 'close' | 'cut' | 'open' = 'close',
): (asked: Asked) => Response {
  return ({ signal }) => {
    const rest = [...pieces]
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        signal.addEventListener('abort', () => controller.error(signal.reason))
      },
      pull(controller) {
        const piece = rest.shift()
        if (piece !== undefined) return controller.enqueue(typeof piece === 'string' ? bytesOf(piece) : piece)
        if (end === 'close') controller.close()
        if (end === 'cut') controller.error(new TypeError('terminated'))
        return end === 'open' ? new Promise<void>(() => undefined) : undefined
      },
    })
    return new Response(body, { headers: { 'content-type': media } })
  }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Never answers; ends only when it is aborted. */
export function silent({ signal }: Asked): Promise<Response> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

/** Does not even care for that. */
export function deaf(): Promise<Response> {
  return new Promise(() => undefined)
}
