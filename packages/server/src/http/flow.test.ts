// Answers that go on and bodies that take their time, over real sockets.

import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type App, change, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { createListener, type HttpBounds, type Listener } from './listener.ts'
import { hotRoute, route, streamRoute, uploadRoute } from './route.ts'
import { Streamed } from './stream.ts'

const free = () => ({ anyone: 'a test' })
const ended: string[] = []

const count = question({
  name: 'number.count',
  input: z.strictObject({ to: z.coerce.number(), fail: z.string().optional() }),
  strangers: 'a test',
  permit: free,
  answer({ signal }, { to, fail }) {
    async function* pieces() {
      try {
        if (fail === 'first') throw new AppError('not_found', 'there is no such number')
        for (let n = 1; n <= to && !signal?.aborted; n++) {
          if (fail === 'later' && n === 3) throw new Error('the numbers are over')
          yield `${n}\n`
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      } finally {
        ended.push(signal?.aborted ? 'aborted' : 'done')
      }
    }
    return new Streamed('application/x-ndjson', pieces())
  },
})
const sum = question({
  name: 'number.sum',
  input: z.strictObject({ name: z.string(), body: z.custom<AsyncIterable<Uint8Array>>() }),
  strangers: 'a test',
  permit: free,
  async answer(_, { name, body }) {
    let bytes = 0
    for await (const chunk of body) bytes += chunk.length
    return { name, bytes }
  },
})
const both = question({
  name: 'number.list',
  input: z.strictObject({ accept: z.string(), of: z.string() }),
  strangers: 'a test',
  permit: free,
  answer: (_, { accept, of }) =>
    accept === 'application/json' ? { of, accept } : new Streamed(accept, [`${of}\n`, new Uint8Array([49, 10])]),
})
const keep = change({
  name: 'number.keep',
  input: z.strictObject({ n: z.int(), idempotencyKey: z.string().optional() }),
  strangers: 'a test',
  permit: free,
  prepare: (_, { n, idempotencyKey }) => ({
    store: `of ${n}`,
    write: { changes: [], source: idempotencyKey ?? 'none' },
  }),
  answer: ({ storeId, revision }) => ({ storeId, revision }),
})

const app: App = {
  transaction: () => Promise.reject(new Error('nothing is committed here')),
  append: async (_, { source, actor, action }) => ({
    storeId: [source, actor, action].join(' '),
    epoch: 1,
    revision: 1,
    chain: Buffer.alloc(32),
    committedAtMs: 0,
    isReplay: false,
  }),
  isAllowed: () => false,
  now: () => new Date(0),
  id: () => 'id',
}

let listener: Listener | undefined
afterEach(async () => {
  await listener?.drain()
  listener = undefined
  ended.length = 0
})

async function start(bounds: Partial<HttpBounds> = {}): Promise<string> {
  const accepts = ['application/json', 'application/x-ndjson']
  listener = await createListener({
    app,
    authenticate: () => undefined,
    routes: [
      streamRoute('GET', '/count', count),
      uploadRoute('/sum', sum),
      hotRoute('POST', '/list', both, { accepts }),
      route('POST', '/keep', keep, { bodyBytesMax: 100 }),
    ],
    bounds: { lingerMs: 0, ...bounds },
    clock: () => performance.now(),
  })
  return listener.listen({ host: '127.0.0.1', port: 0 })
}

test('a stream comes piece by piece, whole', async () => {
  const response = await fetch(`${await start()}/count?to=5`)
  expect(response.headers.get('content-type')).toBe('application/x-ndjson')
  expect(await response.text()).toBe('1\n2\n3\n4\n5\n')
  expect(ended).toEqual(['done'])
})

test('what fails before the first piece is a problem, and what fails later cuts the connection', async () => {
  const url = await start()
  const first = await fetch(`${url}/count?to=5&fail=first`)
  expect([first.status, ((await first.json()) as { code: string }).code]).toEqual([404, 'not_found'])
  const later = await fetch(`${url}/count?to=5&fail=later`)
  expect(later.status).toBe(200)
  await expect(later.text()).rejects.toThrow()
})

test('a stream ends when its reader is gone, and does not count as work while it is read', async () => {
  const url = await start()
  const controller = new AbortController()
  const response = await fetch(`${url}/count?to=100000`, { signal: controller.signal })
  expect(response.status).toBe(200)
  expect(listener?.overload.inFlight).toBe(0)
  controller.abort()
  await expect.poll(() => ended).toEqual(['aborted'])
})

test('a stream ends when the server does', async () => {
  const response = await fetch(`${await start()}/count?to=100000`)
  const text = response.text()
  await listener?.drain()
  expect(await text).toMatch(/^1\n/)
  expect(ended).toEqual(['aborted'])
})

test('a large body is read as it comes, whatever a body may have elsewhere', async () => {
  const url = await start()
  const answer = await fetch(`${url}/sum?name=big`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: new Uint8Array(3_000_000),
  })
  expect(await answer.json()).toEqual({ name: 'big', bytes: 3_000_000 })
  const json = await fetch(`${url}/sum?name=big`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(json.status).toBe(415)
})

test('an upload may take longer than a body, a body may not', async () => {
  const url = new URL(await start({ requestTimeoutMs: 100 }))
  const send = async (head: string): Promise<string> => {
    const socket = connect(Number(url.port), url.hostname)
    await once(socket, 'connect')
    socket.write(`${head}\r\nhost: a\r\ncontent-length: 4\r\nconnection: close\r\n\r\n12`)
    const rest = setTimeout(() => socket.write('34'), 400)
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk))
    await once(socket, 'close')
    clearTimeout(rest)
    return text
  }
  expect(await send('POST /sum?name=slow HTTP/1.1\r\ncontent-type: text/plain')).toContain('{"name":"slow","bytes":4}')
  expect(await send('POST /keep HTTP/1.1\r\ncontent-type: application/json')).toMatch(/^HTTP\/1.1 408 /)
})

test('an upload that sends nothing gives its place to others, and has its answer all the same', async () => {
  const url = new URL(await start())
  const socket = connect(Number(url.port), url.hostname)
  await once(socket, 'connect')
  const head = 'POST /sum?name=late HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain'
  socket.write(`${head}\r\ncontent-length: 4\r\nconnection: close\r\n\r\n12`)
  await expect.poll(() => listener?.overload.inFlight).toBe(1)
  await expect.poll(() => listener?.overload.inFlight, { timeout: 10_000 }).toBe(0)
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  socket.write('34')
  await once(socket, 'close')
  expect(text).toContain('{"name":"late","bytes":4}')
  expect(listener?.overload.inFlight).toBe(0)
})

test('the caller says in what it wants the answer', async () => {
  const url = await start()
  const ask = (accept: string, body: object = { of: 'a' }) =>
    fetch(`${url}/list`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    })
  expect(await (await ask('*/*')).json()).toEqual({ of: 'a', accept: 'application/json' })
  expect(await (await ask('text/html, application/x-ndjson;q=0.5')).text()).toBe('a\n1\n')
  expect((await ask('application/x-ndjson;q=0')).status).toBe(406)
  expect((await ask('*/*', { of: 'a', accept: 'application/x-ndjson' })).status).toBe(400)
})

test('a change is appended by the name of its action, with the key of the header', async () => {
  const url = await start()
  const send = (headers: Record<string, string>, body: object) =>
    fetch(`${url}/keep`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const kept = await send({ 'idempotency-key': 'k1' }, { n: 1 })
  expect(await kept.json()).toEqual({ storeId: 'k1 stranger:* number.keep', revision: 1 })
  expect((await send({ 'idempotency-key': 'k1' }, { n: 1, idempotencyKey: 'k2' })).status).toBe(400)
  expect((await send({}, { n: 1, idempotencyKey: 'k'.repeat(100) })).status).toBe(413)
})
