// The short way answers as the ordinary one does, whatever it is sent. A content type that is written a little differently
// is what sends the same request the other way.

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Actor, type App, change, performParsed, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { createListener, type Listener } from './listener.ts'
import { type ForeignWire, hotRoute, route } from './route.ts'

const store = z.string().max(20)
const check = question({
  name: 'access.check',
  input: z.strictObject({
    store,
    subject: z.string().min(1).max(64),
    depth: z.int().min(0).default(3),
    at: z.iso.datetime().optional(),
  }),
  permit: ({ store: name }) => ({ relation: 'can_ask', object: `store:${name}` }),
  store: ({ store: name }) => name,
  answer({ actor, requestId }, { store: name, subject, depth }) {
    if (subject === 'bug') throw new TypeError('password is hunter2')
    if (subject === 'away') throw new AppError('unavailable', 'away', { detail: { retryAfterMs: 2_500 } })
    return { store: name, subject, depth, by: actor.subject, isNamed: requestId.length > 0 }
  },
})

const write = change({
  name: 'tuple.write',
  input: z.strictObject({
    store,
    subject: z.string().min(1).max(64),
    depth: z.int().default(3),
    idempotencyKey: z.string().max(8).optional(),
    reason: z.string().max(8).optional(),
  }),
  permit: ({ store: name }) => ({ relation: 'can_write', object: `store:${name}` }),
  store: ({ store: name }) => name,
  prepare(_, input) {
    if (input.subject === 'bug') throw new TypeError('password is hunter2')
    if (input.subject === 'away') throw new AppError('unavailable', 'away', { detail: { retryAfterMs: 2_500 } })
    if (input.subject === 'there') throw new AppError('conflict', 'it is there already')
    return { store: input.store, write: { changes: [], source: JSON.stringify(input) } }
  },
  answer: (_, input, draft) => ({ asked: input, written: draft.write.source }),
})

const wire: ForeignWire = {
  name: 'foreign',
  routes: [
    {
      method: 'POST',
      path: '/stores/:store/check',
      actions: [check],
      handle: async (call) => ask(call),
      answer: (call) => ask(call),
    },
    {
      method: 'POST',
      path: '/stores/:store/write',
      actions: [write],
      handle: async (call) => put(call),
      answer: (call) => put(call),
    },
  ],
  owns: (path) => path.startsWith('/stores/'),
  fail: (error, requestId) => ({
    status: error instanceof AppError ? 418 : 500,
    body: { said: error instanceof Error ? error.name : '', isNamed: requestId.length > 0 },
  }),
  headers: () => ({ 'x-foreign': 'yes' }),
  anyContentType: true,
}
type Call = Parameters<NonNullable<ForeignWire['routes'][0]['answer']>>[0]
const ask = ({ app: of, caller, params, body }: Call) =>
  performParsed(of, caller, check, {
    store: params.store ?? '',
    subject: String((body as { subject: string }).subject),
    depth: 1,
  })

const put = ({ app: of, caller, params, body }: Call) =>
  performParsed(of, caller, write, {
    store: params.store ?? '',
    subject: String((body as { subject: string }).subject),
    depth: 1,
  })

const ACTORS = new Map<string, Actor>([
  ['anne', { kind: 'service', subject: 'api_key:anne' }],
  ['narrow', { kind: 'service', subject: 'api_key:n', scope: { actions: ['store.read'] } }],
  ['elsewhere', { kind: 'service', subject: 'api_key:e', scope: { stores: ['other'] } }],
])
const app: App = {
  transaction: () => Promise.reject(new Error('nothing is committed here')),
  append: async () => ({}) as Awaited<ReturnType<App['append']>>,
  isAllowed: (_, __, object) => object !== 'store:closed',
  now: () => new Date(0),
  id: () => 'made',
}

let listener: Listener
let port: number
const observed: string[] = []
let lag = 0
beforeAll(async () => {
  listener = await createListener({
    app,
    routes: [
      hotRoute('POST', '/v1/stores/:store/check', check),
      route('POST', '/v1/stores/:store/tuples', write, { isShort: true, bodyBytesMax: 12_000 }),
    ],
    wires: [wire],
    // `soon` is known only after a moment, as when a key is read from the database.
    authenticate: (bearer) => (bearer === 'soon' ? Promise.resolve(ACTORS.get('anne')) : ACTORS.get(bearer)),
    clock: () => performance.now(),
    bounds: { bodyBytesMax: 10_000, lingerMs: 0, requestTimeoutMs: 200 },
    lagMs: () => lag,
    observe: (action, status) => observed.push(`${action} ${status}`),
  })
  port = Number(new URL(await listener.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(() => listener.drain())

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

function send(path: string, type: string, headers: Record<string, string>, body: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    const sent = httpRequest(
      { port, path, method: 'POST', headers: { 'content-type': type, ...length, ...headers } },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() }),
        )
      },
    )
    sent.on('error', reject).end(body)
  })
}

const key = (name: string) => ({ authorization: `Bearer ${name}` })
const anne = key('anne')
const REQUESTS: readonly (readonly [string, string, Record<string, string>, string | Buffer])[] = [
  ['what is right', 'mine', anne, '{"subject":"user:a"}'],
  ['a key that is known later', 'mine', key('soon'), '{"subject":"user:a"}'],
  ['a name of its own', 'mine', { ...anne, 'x-request-id': 'call-7' }, '{"subject":"user:a"}'],
  ['nobody', 'mine', {}, '{"subject":"user:a"}'],
  ['an unknown key', 'mine', key('eve'), '{"subject":"user:a"}'],
  ['no key at all', 'mine', { authorization: 'Basic x' }, '{"subject":"user:a"}'],
  ['a key for something else', 'mine', key('narrow'), '{"subject":"user:a"}'],
  ['a key for elsewhere', 'mine', key('elsewhere'), '{"subject":"user:a"}'],
  ['what is not allowed', 'closed', anne, '{"subject":"user:a"}'],
  ['a bad deadline', 'mine', { ...anne, 'x-request-deadline-ms': '0' }, '{"subject":"user:a"}'],
  ['too much', 'mine', anne, `{"subject":"${'a'.repeat(20_000)}"}`],
  ['a long text', 'mine', anne, `{"subject":"${'a'.repeat(65)}"}`],
  ['a missing field', 'mine', anne, '{}'],
  ['a field too many', 'mine', anne, '{"subject":"a","store":"other"}'],
  ['a wrong type', 'mine', anne, '{"subject":7}'],
  ['no text of a time', 'mine', anne, '{"subject":"a","at":"soon"}'],
  ['a list', 'mine', anne, '[1]'],
  ['nothing', 'mine', anne, ''],
  ['no JSON', 'mine', anne, '{"subject":'],
  ['no UTF-8', 'mine', anne, Buffer.from([0x7b, 0xff, 0x7d])],
  ['a prototype', 'mine', anne, '{"subject":"a","__proto__":{"depth":0}}'],
  ['half a surrogate', 'mine', anne, '{"subject":"\\ud800"}'],
  ['what is deep', 'mine', anne, '['.repeat(70) + ']'.repeat(70)],
  ['an encoded path', 'm%69ne', anne, '{"subject":"user:a"}'],
  ['a path that is none', 'a%zz', anne, '{"subject":"user:a"}'],
  ['a long path', 'm'.repeat(600), anne, '{"subject":"user:a"}'],
  ['what is a bug of ours', 'mine', anne, '{"subject":"bug"}'],
  ['what is away', 'mine', anne, '{"subject":"away"}'],
  ['what is there', 'mine', anne, '{"subject":"there"}'],
  ['what is more than others take', 'mine', anne, `{"subject":"a"${' '.repeat(11_000)}}`],
  ['a key to do it once', 'mine', { ...anne, 'idempotency-key': 'once' }, '{"subject":"user:a","reason":"why"}'],
  ['a key that is too long', 'mine', { ...anne, 'idempotency-key': 'once and only' }, '{"subject":"user:a"}'],
  ['a key to do it once, twice', 'mine', { ...anne, 'idempotency-key': 'a' }, '{"subject":"a","idempotencyKey":"b"}'],
  ['null', 'mine', anne, 'null'],
  ['a text', 'mine', anne, '"a"'],
]

const plain = ({ status, headers, body }: Answer) => {
  // Whether the connection is kept is the library's own wisdom, and right both ways.
  const { date: _, 'x-request-id': __, connection: ___, 'keep-alive': ____, ...rest } = headers
  return { status, headers: rest, body: body.replace(/"requestId":"[^"]*"/, '') }
}

test.each(REQUESTS)('%s is answered alike', async (_, name, headers, body) => {
  const ways = [
    `/v1/stores/${name}/check`,
    `/v1/stores/${name}/tuples`,
    `/stores/${name}/check`,
    `/stores/${name}/write`,
  ]
  for (const path of ways) {
    observed.length = 0
    const short = await send(path, 'application/json', headers, body)
    const ordinary = await send(path, 'application/json; charset=UTF-8', headers, body)
    expect(plain(short)).toEqual(plain(ordinary))
    expect(short.headers['x-request-id']).toBe(ordinary.headers['x-request-id'])
    if (headers['x-request-id']) expect(short.headers['x-request-id']).toBe(headers['x-request-id'])
    expect(observed[0]).toBe(observed[1])
  }
})

test('what is too much for the server is refused alike, and is no answer of the action', async () => {
  observed.length = 0
  lag = 5_000
  try {
    const short = await send('/v1/stores/mine/check', 'application/json', anne, '{"subject":"user:a"}')
    const ordinary = await send(
      '/v1/stores/mine/check',
      'application/json; charset=UTF-8',
      anne,
      '{"subject":"user:a"}',
    )
    expect(short.status).toBe(503)
    expect(plain(short)).toEqual(plain(ordinary))
    expect(observed).toEqual([])
  } finally {
    lag = 0
  }
})

test('a write has its key from the header, and keeps browsers out as any other', async () => {
  const headers = { ...anne, 'idempotency-key': 'once' }
  const {
    status,
    body,
    headers: told,
  } = await send('/v1/stores/mine/tuples', 'application/json', headers, '{"subject":"a"}')
  expect(status).toBe(200)
  expect(JSON.parse(body).asked).toEqual({ store: 'mine', subject: 'a', depth: 3, idempotencyKey: 'once' })
  expect(told['x-frame-options']).toBe('DENY')
})

test('what was worked on is worked on no longer', () => {
  expect(listener.overload.inFlight).toBe(0)
})

test('too much to do is said alike', async () => {
  listener.overload.inFlight = 100_000
  const short = await send('/v1/stores/a/check', 'application/json', anne, '{"subject":"a"}')
  const ordinary = await send('/v1/stores/a/check', 'application/json; charset=UTF-8', anne, '{"subject":"a"}')
  listener.overload.inFlight = 0
  expect(short.status).toBe(503)
  expect(plain(short)).toEqual(plain(ordinary))
})

test('many on one connection are answered in their order, and a body that does not come is given up', async () => {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (part) => (text += part))
  const head = (body: string, length: number) =>
    `POST /v1/stores/mine/check HTTP/1.1\r\nhost: a\r\nauthorization: Bearer anne\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`
  const one = (subject: string) => head(`{"subject":"${subject}"}`, 15)
  socket.write(one('a') + one('b') + one('c'))
  await expect.poll(() => [...text.matchAll(/"subject":"(\w)"/g)].map((match) => match[1])).toEqual(['a', 'b', 'c'])
  text = ''
  socket.write(head('{"su', 15))
  await expect.poll(() => text).toMatch(/^HTTP\/1.1 408 /)
  expect(listener.overload.inFlight).toBe(0)
})

test('a body that comes in pieces is one', async () => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let text = ''
  socket.setEncoding('utf8').on('data', (part) => (text += part))
  const head =
    'POST /v1/stores/mine/check HTTP/1.1\r\nhost: a\r\nauthorization: Bearer anne\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n'
  for (const piece of [head, '{"sub', 'ject"', ':"abc', '"}']) {
    socket.write(piece)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await expect.poll(() => text).toContain('"subject":"abc"')
  socket.destroy()
})
