// The console's own door to the server: what comes to `/api/v1/…` goes on to the server's `/v1/…`, with the session's key
// instead of the session's cookie. Both bodies are streams and nothing of them is kept; what is sent on and what comes back
// are lists of headers that are allowed, so that neither a key nor a cookie can slip through by being forgotten.

import { OPERATIONS } from '@lockness/client'
import { earlyRefusal } from './early-refusal.ts'
import { environment } from './environment.ts'
import { isFromHere, isNotFromElsewhere } from './origin.ts'

export const CONSOLE_HEADER = 'x-lockness-console'

const SENT_ON = [
  'accept',
  'content-type',
  'content-length',
  'idempotency-key',
  'last-event-id',
  'traceparent',
  'x-consistency',
  'x-request-deadline-ms',
  'x-request-id',
]
const SENT_BACK = [
  'allow',
  'content-disposition',
  'content-length',
  'content-type',
  'etag',
  'retry-after',
  'x-request-id',
]

/** Patterns of paths by method: what is not an operation of the API is not passed on. */
const KNOWN = new Map<string, RegExp[]>()
for (const { method, path } of Object.values(OPERATIONS)) {
  if (!path.startsWith('/v1/')) continue
  const pattern = new RegExp(`^/api${path.replace(/:\w+/g, '[^/]+')}$`)
  KNOWN.set(method, [...(KNOWN.get(method) ?? []), pattern])
}

export function isOperation({ method, url }: Pick<Request, 'method' | 'url'>): boolean {
  const { pathname } = new URL(url)
  return KNOWN.get(method)?.some((pattern) => pattern.test(pathname)) ?? false
}

/** Why it is refused; undefined: it may pass. */
export function refusalOf({ method, headers }: Pick<Request, 'method' | 'headers'>): string | undefined {
  const { publicOrigin } = environment()
  if (method === 'GET' || method === 'HEAD') {
    return isNotFromElsewhere(headers, publicOrigin) ? undefined : 'it was asked for by another site'
  }
  if (!isFromHere(headers, publicOrigin)) return 'it was not sent by a page of this console'
  return headers.get(CONSOLE_HEADER) === '1' ? undefined : `the header \`${CONSOLE_HEADER}: 1\` is missing`
}

export async function passOn(request: Request, key: string): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const headers = picked(request.headers, SENT_ON)
  headers.set('authorization', `Bearer ${key}`)
  headers.set('accept-encoding', 'identity')
  const hasBody = request.body !== null && request.method !== 'GET' && request.method !== 'HEAD'
  const url = new URL(environment().serverUrl + pathname.slice('/api'.length) + search)
  const answer = await fetch(url, {
    method: request.method,
    headers,
    signal: request.signal,
    redirect: 'manual',
    cache: 'no-store',
    ...(hasBody && { body: request.body, duplex: 'half' }),
  } as RequestInit).catch(async (error: unknown) => {
    const refusal = hasBody && !request.signal.aborted && (await earlyRefusal(url, request.method, headers))
    if (!refusal) throw error
    return new Response(refusal.body, { status: refusal.status, headers: PROBLEM })
  })
  const back = picked(answer.headers, SENT_BACK)
  // A stream that waited to be compressed would not be one.
  back.set('cache-control', 'no-store, no-transform')
  back.set('x-content-type-options', 'nosniff')
  back.set('content-security-policy', "default-src 'none'; sandbox")
  return new Response(answer.body, { status: answer.status, headers: back })
}

export function problem(status: number, code: string, detail: string): Response {
  const body = { type: `urn:lockness:problem:${code}`, title: TITLES[status] ?? 'Refused', status, code, detail }
  return new Response(JSON.stringify(body), { status, headers: { ...PROBLEM, 'cache-control': 'no-store' } })
}

const PROBLEM = { 'content-type': 'application/problem+json' }
const TITLES: Readonly<Record<number, string>> = {
  401: 'Who is asking is not known',
  403: 'The one who asks may not do this',
  404: 'There is no such path',
  503: 'Nothing was done; trying again later may work',
}

function picked(from: Headers, names: readonly string[]): Headers {
  const kept = new Headers()
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) kept.set(name, value)
  }
  return kept
}
