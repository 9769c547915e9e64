// Signing in with a key, before a server that answers what it is told to.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { signInByKey } from './identify.ts'

const SELF = {
  id: '01KEY',
  name: 'the ads team',
  isRoot: false,
  roles: [],
  isEverywhere: false,
  stores: [],
  isCut: false,
}

let server: Server
let answer: { readonly status: number; readonly body: object }
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    const type = answer.status === 200 ? 'application/json' : 'application/problem+json'
    response.writeHead(answer.status, { 'content-type': type }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('LOCKNESS_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv('LOCKNESS_CONSOLE_SECRET', 'a secret of a test that is long enough')
})
afterEach(() => asked.splice(0))
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
})

const refused = (info: object) => ({
  status: 401,
  body: { code: 'unauthenticated', status: 401, title: 'x', detail: 'x', requestId: 'r', info },
})

test('a key is called by its name, also one that may do nothing else, and its session ends with it', async () => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  answer = { status: 200, body: { ...SELF, createdAt: expiresAt, expiresAt } }
  expect(await signInByKey(' lk_01KEY_secret ')).toEqual({
    key: 'lk_01KEY_secret',
    who: { id: '01KEY', name: 'the ads team' },
    endsAt: new Date(expiresAt),
    isOwnKey: false,
  })
  expect(asked).toEqual(['GET /v1/self Bearer lk_01KEY_secret'])
})

test.each([
  ['UnknownKey', refused({})],
  ['RevokedKey', refused({ credentials: 'revoked' })],
  ['ExpiredKey', refused({ credentials: 'expired' })],
])('%s: a key that is none makes no session', async (error, given) => {
  answer = given
  expect(await signInByKey('lk_01KEY_secret')).toBe(error)
})

test('what is no key is not shown to the server', async () => {
  expect(await signInByKey('  ')).toBe('NoKey')
  expect(await signInByKey('two words')).toBe('UnknownKey')
  expect(asked).toEqual([])
})
