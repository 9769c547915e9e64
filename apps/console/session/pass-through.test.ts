// What goes on to the server and what comes back, seen by a server that only writes down what it was sent.

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

let server: Server
let seen: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: string }
let passThrough: typeof import('./pass-through.ts')

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      seen = { method: request.method, url: request.url, headers: request.headers, body }
      const headers = { 'set-cookie': 'a=b', 'x-request-id': 'r1', server: 'x', authorization: 'Bearer k' }
      response.writeHead(201, { ...headers, 'content-type': 'application/json' }).end('{"done":true}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('LOCKNESS_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  vi.stubEnv('LOCKNESS_CONSOLE_SECRET', 'a secret of at least thirty-two characters')
  passThrough = await import('./pass-through.ts')
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const ORIGIN = 'http://console.test'

function asked(method: string, path: string, headers: Record<string, string> = {}, body?: string): Request {
  const all = new Headers({ host: 'console.test', ...headers })
  const request = new Request(ORIGIN + path, { method, ...(body !== undefined && { body }) })
  // A browser's own headers cannot be set on a request, which is the point of them.
  return Object.defineProperty(request, 'headers', { value: all })
}

test('the key instead of the cookie, and nothing that is not on the list', async () => {
  const headers = { cookie: 'lockness-session=x', authorization: 'Bearer mine', 'x-forwarded-for': '1.2.3.4' }
  const more = { 'content-type': 'application/json', 'idempotency-key': 'once', 'x-lockness-console': '1' }
  const path = '/api/v1/stores/a%2Fb/tuples?type=%C3%BC&x=1'
  const answer = await passThrough.passOn(asked('POST', path, { ...headers, ...more }, '{"added":[]}'), 'lk_key')
  expect(seen.method).toBe('POST')
  expect(seen.url).toBe('/v1/stores/a%2Fb/tuples?type=%C3%BC&x=1')
  expect(seen.body).toBe('{"added":[]}')
  expect(seen.headers).toMatchObject({ authorization: 'Bearer lk_key', 'idempotency-key': 'once' })
  for (const name of ['cookie', 'x-forwarded-for', 'x-lockness-console', 'origin'])
    expect(seen.headers[name]).toBeUndefined()
  expect(answer.status).toBe(201)
  expect(await answer.json()).toEqual({ done: true })
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-request-id': 'r1',
    'cache-control': expect.stringContaining('no-store'),
  })
  for (const name of ['set-cookie', 'authorization', 'server']) expect(answer.headers.get(name)).toBeNull()
})

// biome-ignore format: a table is read by its columns
test.for<[string, string, boolean]>([
  ['GET',    '/api/v1/stores',                        true],
  ['POST',   '/api/v1/stores/a/check',                true],
  ['DELETE', '/api/v1/keys/01',                       true],
  ['GET',    '/api/v1/stores/a%2F..%2Fb',             true],
  ['GET',    '/api/v1/stores/a/check',                false],
  ['GET',    '/api/v1/../metrics',                    false],
  ['GET',    '/api/v1/%2e%2e/metrics',                false],
  ['GET',    '/api/v1/stores/',                       false],
  ['GET',    '/api/v1/stores/a/b/c',                  false],
  ['GET',    '/api/v1',                               false],
  ['GET',    '/api/v1//stores',                       false],
  ['GET',    '/api/metrics',                          false],
  ['HEAD',   '/api/v1/stores',                        false],
])('%s %s is an operation: %s', ([method, path, is]) => {
  expect(passThrough.isOperation({ method, url: ORIGIN + path })).toBe(is)
})

// biome-ignore format: a table is read by its columns
test.for<[string, Record<string, string>, string | undefined]>([
  ['GET',  {},                                                                                undefined],
  ['GET',  { 'sec-fetch-site': 'cross-site' },                                                'another site'],
  ['POST', { 'x-lockness-console': '1' },                                                     'not sent by a page'],
  ['POST', { 'x-lockness-console': '1', origin: 'http://evil.test' },                         'not sent by a page'],
  ['POST', { 'x-lockness-console': '1', 'sec-fetch-site': 'cross-site', origin: ORIGIN },     'not sent by a page'],
  ['POST', { origin: ORIGIN },                                                                'is missing'],
  ['POST', { origin: ORIGIN, 'x-lockness-console': '0' },                                     'is missing'],
  ['POST', { origin: ORIGIN, 'x-lockness-console': '1' },                                     undefined],
  ['PUT',  { 'sec-fetch-site': 'same-origin', 'x-lockness-console': '1' },                    undefined],
])('%s with %j: %s', ([method, headers, why]) => {
  const refusal = passThrough.refusalOf({ method, headers: new Headers({ host: 'console.test', ...headers }) })
  if (why === undefined) expect(refusal).toBeUndefined()
  else expect(refusal).toContain(why)
})

test('a caller who goes away ends what was asked', async () => {
  const ending = new AbortController()
  const request = Object.defineProperty(asked('GET', '/api/v1/stores'), 'signal', { value: ending.signal })
  ending.abort()
  await expect(passThrough.passOn(request, 'lk_key')).rejects.toThrow()
})
