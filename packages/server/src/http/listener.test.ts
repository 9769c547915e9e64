import { Agent, request as httpRequest } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type Actor, type App, command, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { createListener, type Listener, type ListenerOptions } from './listener.ts'
import { withReference } from './reference.ts'
import { hotRoute, type Route, route } from './route.ts'

const store = z.string().max(20)
const permit = ({ store: name }: { store: string }) => ({ relation: 'can_use', object: `store:${name}` })
const written: unknown[] = []
const check = question({
  name: 'store.check',
  input: z.strictObject({ store, subject: z.string().min(1).max(64), depth: z.int().min(0).default(3) }),
  permit,
  store: ({ store: name }) => name,
  answer: ({ actor }, { subject, depth }) => ({ subject, depth, by: actor.subject }),
})
const list = question({
  name: 'store.list',
  input: z.strictObject({ store, limit: z.coerce.number().int().max(10).default(5) }),
  load: 'list',
  permit,
  answer: (_, { limit }) => ({ limit }),
})
const create = command({
  name: 'store.create',
  summary: 'Makes a <store>',
  input: z.strictObject({ name: z.string().max(20) }),
  output: z.object({ id: z.string() }),
  permit: () => ({ relation: 'can_create', object: 'system:lockness' }),
  async run({ id }, input) {
    written.push(input)
    return { id: id() }
  },
})
const remove = command({
  name: 'store.delete',
  input: z.strictObject({ store }),
  permit,
  run: async () => 'never sent',
})
const fail = question({
  name: 'store.fail',
  input: z.strictObject({ how: z.string() }),
  permit: () => ({ anyone: 'a test' }),
  answer(_, { how }) {
    if (how === 'bug') throw new TypeError('password is hunter2')
    throw new AppError('unavailable', 'the database is away', {
      detail: { retryAfterMs: 2500 },
      cause: new Error('10.0.0.7'),
    })
  },
})
let release = () => {}
const wait = question({
  name: 'store.wait',
  input: z.strictObject({}),
  permit: () => ({ anyone: 'a test' }),
  answer: () => new Promise<object>((resolve) => (release = () => resolve({ waited: true }))),
})

// biome-ignore format: a table is read by its columns
const ROUTES: readonly Route[] = [
  hotRoute('POST',   '/v1/stores/:store/check', check),
  route('GET',       '/v1/stores/:store/list',  list),
  route('POST',      '/v1/stores',              create, { status: 201 }),
  route('DELETE',    '/v1/stores/:store',       remove, { status: 204 }),
  route('POST',      '/v1/fail',                fail),
  route('GET',       '/v1/wait',                wait),
]

const ACTORS: Record<string, Actor> = {
  anne: { kind: 'account', subject: 'user:anne' },
  narrow: { kind: 'service', subject: 'service_account:n', scope: { actions: ['store.check'], stores: ['mine'] } },
}

let listener: Listener | undefined
afterEach(async () => {
  release()
  await listener?.fastify.close()
  listener = undefined
})

async function open(options: Partial<ListenerOptions> = {}): Promise<Listener> {
  let serial = 0
  const app: App = {
    transaction: (work) => work({ query: async () => [], record: async () => {} }),
    append: async () => {
      throw new Error('nothing is appended here')
    },
    isAllowed: (_, __, object) => object !== 'store:closed',
    now: () => new Date(0),
    id: () => `id-${++serial}`,
  }
  listener = await createListener({
    app,
    authenticate: (bearer) => (bearer === 'late' ? Promise.resolve(ACTORS.anne) : ACTORS[bearer]),
    routes: withReference(ROUTES, '1.0'),
    clock: () => performance.now(),
    ...options,
  })
  return listener
}

type Ask = {
  method?: 'GET' | 'POST' | 'DELETE' | 'PUT'
  url?: string
  headers?: Record<string, string>
  payload?: string | object | Buffer
}
async function ask({ method = 'POST', url = '/v1/stores', headers = {}, payload }: Ask) {
  listener ??= await open()
  const answer = await listener.fastify.inject({
    method,
    url,
    headers: {
      authorization: 'Bearer anne',
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  })
  const body =
    answer.body === '' ? undefined : answer.headers['content-type']?.includes('json') ? answer.json() : answer.body
  return { status: answer.statusCode, headers: answer.headers, body }
}

test('a command answers with its status, a question with 200, a deletion with nothing', async () => {
  expect(await ask({ payload: { name: 'n' } })).toMatchObject({
    status: 201,
    body: { id: expect.stringMatching(/^id-/) },
  })
  const checked = await ask({ url: '/v1/stores/s/check', payload: { subject: 'user:bob' } })
  expect(checked).toMatchObject({ status: 200, body: { subject: 'user:bob', depth: 3, by: 'user:anne' } })
  expect(await ask({ method: 'GET', url: '/v1/stores/s/list?limit=7' })).toMatchObject({
    status: 200,
    body: { limit: 7 },
  })
  expect(await ask({ method: 'DELETE', url: '/v1/stores/s' })).toMatchObject({ status: 204, body: undefined })
})

test.each([
  ['no key', { headers: { authorization: '' } }, 401],
  ['a key that is none', { headers: { authorization: 'Bearer bob' } }, 401],
  ['a key of an inherited name', { headers: { authorization: 'Bearer constructor' } }, 401],
  ['another scheme', { headers: { authorization: 'Basic anne' } }, 401],
  ['two words', { headers: { authorization: 'Bearer anne, Bearer bob' } }, 401],
  ['an answer that comes late', { headers: { authorization: 'Bearer late' } }, 201],
  ['a header that says who somebody is', { headers: { authorization: '', 'x-forwarded-user': 'anne' } }, 401],
])('who is asking: %s', async (_, given: Ask, status) => {
  const authenticate = (bearer: string) =>
    bearer === 'late' ? Promise.resolve(ACTORS.anne) : Object.hasOwn(ACTORS, bearer) ? ACTORS[bearer] : undefined
  await open({ authenticate })
  const answer = await ask({ payload: { name: 'n' }, ...given })
  expect(answer.status).toBe(status)
  if (status === 401) expect(answer.headers['www-authenticate']).toContain('Bearer')
})

test('a key for one action in one store does nothing else, and is refused before the body is read', async () => {
  const headers = { authorization: 'Bearer narrow' }
  expect((await ask({ headers, url: '/v1/stores/mine/check', payload: { subject: 'u' } })).status).toBe(200)
  expect((await ask({ headers, url: '/v1/stores/other/check', payload: { subject: 'u' } })).status).toBe(403)
  expect((await ask({ url: '/v1/stores/closed/check', payload: { subject: 'u' } })).body.code).toBe('forbidden')
  const before = written.length
  expect((await ask({ headers, payload: '{' })).status).toBe(403)
  expect(written.length).toBe(before)
})
const deep = (depth: number) => `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`
test.each([
  ['no JSON', '{', 400, 'malformed_json'],
  ['nothing', '', 400, 'invalid_input'],
  ['an array', '[]', 400, 'invalid_input'],
  ['a text', '"a"', 400, 'invalid_input'],
  ['null', 'null', 400, 'invalid_input'],
  ['wrong types', '{"name":1}', 400, 'invalid_input'],
  ['a missing field', '{}', 400, 'invalid_input'],
  ['an extra field', '{"name":"n","more":1}', 400, 'invalid_input'],
  ['64 deep, which is read', deep(63), 400, 'invalid_input'],
  ['65 deep', deep(64), 400, 'malformed_json'],
  ['brackets in a text, which are none', `{"name":"${'['.repeat(15)}\\"["}`, 201, undefined],
  ['a million deep', deep(100_000), 400, 'malformed_json'],
  ['__proto__', '{"name":"n","__proto__":{"admin":true}}', 400, 'malformed_json'],
  ['__proto__ in disguise', '{"name":"n","\\u005f_proto__":{"admin":true}}', 400, 'malformed_json'],
  ['constructor.prototype', '{"name":"n","constructor":{"prototype":{}}}', 400, 'malformed_json'],
  ['the word constructor', '{"name":"constructor"}', 201, undefined],
  ['half a surrogate', '{"name":"\\ud800"}', 400, 'malformed_json'],
  ['a NUL', '{"name":"\\u0000"}', 400, 'malformed_json'],
  ['other escapes', '{"name":"\\u00e9"}', 201, undefined],
  ['bytes that are no text', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, 'malformed_json'],
  ['more than is taken', `{"name":"${'n'.repeat(1_100_000)}"}`, 413, 'body_too_large'],
])('a body with %s', async (_, payload, status, code) => {
  const answer = await ask({ payload })
  expect([answer.status, answer.body.code]).toEqual([status, code])
  if (code) expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
})

test.each([
  ['a missing field', {}],
  ['a text for a number', { subject: 'u', depth: '3' }],
  ['a number below its bound', { subject: 'u', depth: -1 }],
  ['an extra field', { subject: 'u', more: 1 }],
  ['the path again', { subject: 'u', store: 'other' }],
  ['an array', []],
] as [string, object][])('a hot route refuses %s by its compiled schema', async (_, payload: object) => {
  const { status, body } = await ask({ url: '/v1/stores/s/check', payload })
  expect([status, body.code]).toEqual([400, 'invalid_input'])
  expect(body.info.issues.length).toBeGreaterThan(0)
})

test('a value comes by the path or by the body, not by both', async () => {
  const { status, body } = await ask({ method: 'GET', url: '/v1/stores/s/list?store=other' })
  expect([status, body.detail]).toEqual([400, '`store` is in the path or a header, and must not be given again'])
})

test('another type of body is not read', async () => {
  const { status, body } = await ask({
    payload: 'name=n',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect([status, body.code]).toEqual([415, 'unsupported_media_type'])
})

test('paths and methods that are not on the tables', async () => {
  expect(await ask({ method: 'GET', url: '/v1/nowhere' })).toMatchObject({
    status: 404,
    body: { code: 'route_not_found' },
  })
  const other = await ask({ method: 'PUT', url: '/v1/stores/s' })
  expect([other.status, other.headers.allow]).toEqual([405, 'DELETE'])
  expect((await ask({ method: 'GET', url: '/v1/%zz' })).status).toBe(400)
  expect((await ask({ method: 'GET', url: `/v1/stores/${'s'.repeat(600)}/list` })).status).toBe(404)
})

test('what is ours to know stays here', async () => {
  const { logger, logged } = loggerInMemory()
  await open({ logger })
  const bug = await ask({ url: '/v1/fail', payload: { how: 'bug' }, headers: { 'x-request-id': 'call-7' } })
  expect(JSON.stringify([bug.body, bug.headers])).not.toMatch(/hunter2|TypeError|stack/)
  expect([bug.status, bug.body.code, bug.body.requestId]).toEqual([500, 'internal', 'call-7'])
  expect(logged).toMatchObject([{ requestId: 'call-7', err: { message: 'password is hunter2' } }])
  const away = await ask({ url: '/v1/fail', payload: { how: 'away' } })
  expect([away.status, away.headers['retry-after']]).toEqual([503, '3'])
  expect(JSON.stringify(away.body)).not.toContain('10.0.0.7')
})

test('a refusal for too much to do is counted as one, and neither logged nor taken for a failure', async () => {
  const { logger, logged } = loggerInMemory()
  const observed: string[] = []
  await open({ logger, lagMs: () => 5_000, observe: (action, status) => observed.push(`${action} ${status}`) })
  const list = await ask({ method: 'GET', url: '/v1/stores/s/list' })
  const check = await ask({ url: '/v1/stores/s/check', payload: { subject: 'u' } })
  expect([list.status, check.status]).toEqual([503, 503])
  expect(listener!.overload.refused).toMatchObject({ list: 1, check: 1 })
  expect([logged, observed]).toEqual([[], []])
})

function loggerInMemory() {
  const logged: unknown[] = []
  const logger = { error: (entry: unknown) => logged.push(entry), child: () => logger } as unknown as NonNullable<
    ListenerOptions['logger']
  >
  Object.assign(logger, { info() {}, warn() {}, debug() {}, trace() {}, fatal() {}, level: 'error' })
  return { logger, logged }
}

test.each([
  ['call-7', 'call-7'],
  ['a b', 'a b'],
  [' ', 'id-1'],
  ['x'.repeat(129), 'id-1'],
  ['tab\there', 'id-1'],
])('a request called `%s`', async (given, shown) => {
  const { headers } = await ask({ method: 'GET', url: '/v1/stores/s/list', headers: { 'x-request-id': given } })
  expect(headers['x-request-id']).toBe(shown)
})

test.each([
  ['1000', 200],
  ['60000', 200],
  ['0', 400],
  ['60001', 400],
  ['-1', 400],
  ['1e3', 400],
  ['soon', 400],
  ['999999999999', 400],
])('a deadline of `%s`', async (given, status) => {
  const answer = await ask({ method: 'GET', url: '/v1/stores/s/list', headers: { 'x-request-deadline-ms': given } })
  expect(answer.status).toBe(status)
})

test('work is not begun after the deadline', async () => {
  let now = 0
  await open({ clock: () => (now += 10) })
  const { status, body } = await ask({
    method: 'GET',
    url: '/v1/stores/s/list',
    headers: { 'x-request-deadline-ms': '5' },
  })
  expect([status, body.code, body.info]).toEqual([422, 'limit_exceeded', { limit: 'deadlineMs' }])
})

test('lists are given up before changes, and changes before checks', async () => {
  let lag = 0
  await open({ lagMs: () => lag })
  const statuses = async () => [
    (await ask({ method: 'GET', url: '/v1/stores/s/list' })).status,
    (await ask({ payload: { name: 'n' } })).status,
    (await ask({ url: '/v1/stores/s/check', payload: { subject: 'u' } })).status,
  ]
  expect(await statuses()).toEqual([200, 201, 200])
  lag = 300
  expect(await statuses()).toEqual([503, 201, 200])
  lag = 600
  expect(await statuses()).toEqual([503, 503, 200])
  lag = 1100
  expect(await statuses()).toEqual([503, 503, 503])
  const { headers, body } = await ask({ method: 'GET', url: '/v1/stores/s/list' })
  expect([headers['retry-after'], body.code]).toEqual(['1', 'overloaded'])
  lag = 0
  expect(await statuses()).toEqual([200, 201, 200])
  expect(listener!.overload.inFlight).toBe(0)
})

test('every answer tells browsers to keep out', async () => {
  const checked = await ask({ url: '/v1/stores/s/check', payload: { subject: 'u' } })
  expect(checked.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  const other = await ask({ method: 'GET', url: '/v1/nowhere' })
  expect(other.headers['content-security-policy']).toContain("default-src 'none'")
  expect(Object.keys(other.headers)).not.toContain('access-control-allow-origin')
})

test('the document has every row, and the page loads nothing', async () => {
  const headers = { authorization: '' }
  await open()
  delete (headers as Record<string, string>).authorization
  const answer = await listener!.fastify.inject({ method: 'GET', url: '/v1/openapi.json' })
  expect(answer.statusCode).toBe(200)
  const { paths, openapi } = answer.json()
  expect(openapi).toBe('3.1.0')
  const served = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  const rows = ROUTES.map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(served.sort()).toEqual([...rows, 'get /v1/openapi.json', 'get /v1/reference'].sort())
  expect(paths['/v1/stores/{store}/check'].post).toMatchObject({
    operationId: 'store.check',
    requestBody: { content: { 'application/json': { schema: { required: ['subject'] } } } },
  })
  expect(paths['/v1/stores/{store}/list'].get.parameters.map(({ name }: { name: string }) => name)).toEqual([
    'store',
    'limit',
    'X-Request-Deadline-Ms',
  ])
  const page = await listener!.fastify.inject({ method: 'GET', url: '/v1/reference' })
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.body).toContain('Makes a &#60;store&#62;')
  expect(page.body).not.toMatch(/<script|https?:|src=|@import|url\(/)
})

test('draining answers all that was sent, also while the door is closing', async () => {
  const { fastify, drain } = await open({ bounds: { lingerMs: 150 } })
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 })
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const get = (path: string) =>
    new Promise<{ status: number; close: boolean }>((resolve, reject) => {
      const sent = httpRequest(url + path, { agent, headers: { authorization: 'Bearer anne' } }, (answer) => {
        answer
          .resume()
          .on('end', () => resolve({ status: answer.statusCode!, close: answer.headers.connection === 'close' }))
      })
      sent.on('error', reject).end()
    })
  const slow = get('/v1/wait')
  await get('/v1/stores/s/list')
  const done = drain()
  const during: { status: number; close: boolean }[] = []
  while (during.at(-1)?.close !== true) during.push(await get('/v1/stores/s/list'))
  expect(new Set(during.map(({ status }) => status))).toEqual(new Set([200]))
  expect(during.length).toBeGreaterThan(1)
  setTimeout(() => release(), 250)
  expect((await slow).status).toBe(200)
  await done
  await expect(get('/v1/stores/s/list')).rejects.toThrow('ECONNREFUSED')
  agent.destroy()
})
