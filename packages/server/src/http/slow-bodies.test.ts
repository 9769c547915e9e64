// Connections that somebody keeps: a body that never comes must not hold one, whatever has been answered before it, and
// neither must somebody who does not hang up.

import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { question } from '../action.ts'
import { AppError } from '../errors.ts'
import { createListener, type Listener } from './listener.ts'
import { hotRoute, route, uploadRoute } from './route.ts'

const permit = () => ({ anyone: 'a test' })
const bytes = z.custom<AsyncIterable<Uint8Array>>()
const echo = question({ name: 'word.echo', input: z.strictObject({ store: z.string() }), permit, answer: () => ({}) })
const keep = question({ name: 'word.keep', input: z.strictObject({}), permit, answer: () => ({}) })
const take = question({
  name: 'word.take',
  input: z.strictObject({ body: bytes }),
  permit,
  async answer(_, { body }) {
    for await (const _ of body) throw new AppError('invalid_input', 'the first bytes are wrong')
    return {}
  },
})

let listener: Listener | undefined
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await listener?.drain()
  listener = undefined
})

async function start(): Promise<void> {
  listener = await createListener({
    app: {
      transaction: () => Promise.reject(new Error('nothing is committed here')),
      append: () => Promise.reject(new Error('nothing is appended here')),
      isAllowed: () => false,
      now: () => new Date(0),
      id: () => 'id',
    },
    authenticate: (bearer) => (bearer === 'anne' ? { kind: 'account', subject: 'user:anne' } : undefined),
    routes: [hotRoute('POST', '/v1/:store/echo', echo), route('POST', '/keep', keep), uploadRoute('/take', take)],
    bounds: { requestTimeoutMs: 100, lingerMs: 0 },
    clock: () => performance.now(),
  })
  await listener.listen({ host: '127.0.0.1', port: 0 })
}

/** Sends a head and a part of its body, and hangs up by no means. */
async function hang(line: string, key: string): Promise<{ text(): string }> {
  const { port } = listener!.fastify.server.address() as AddressInfo
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  let text = ''
  socket.on('error', () => undefined)
  socket.setEncoding('utf8').on('data', (part) => (text += part))
  await once(socket, 'connect')
  const type = line.includes('/take') ? 'text/plain' : 'application/json'
  socket.write(`POST ${line} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key}\r\ncontent-type: ${type}\r\n`)
  socket.write('content-length: 100\r\n\r\n{')
  return { text: () => text }
}

const connections = () =>
  new Promise<number>((resolve) => listener!.fastify.server.getConnections((_, count) => resolve(count)))

// biome-ignore format: a table is read by its columns
const CASES: readonly (readonly [what: string, line: string, key: string, status: number])[] = [
  ['a body that is waited for',                      '/v1/a/echo', 'anne',  408],
  ['the same by the ordinary way',                   '/keep',      'anne',  408],
  ['one of a path that there is not',                '/nowhere',   'anne',  408],
  ['one of a path that is none',                     '/%zz',       'anne',  400],
  ['one of a path that is too long',  `/v1/${'a'.repeat(600)}/echo`, 'anne', 404],
  ['one with an expectation that nobody knows',      '/v1/a/echo', 'anne\r\nexpect: a-miracle', 417],
  ['one whose sender was refused already',           '/v1/a/echo', 'bob',   401],
  ['the same by the ordinary way, refused already',  '/keep',      'bob',   401],
  ['one of an upload that was refused',              '/take',      'bob',   401],
  ['one of an upload that was refused while it came', '/take',     'anne',  400],
]

test.each(CASES)('%s does not hold its connection', async (_, line, key, status) => {
  await start()
  const hung = await hang(line, key)
  await expect.poll(() => hung.text(), { timeout: 15_000 }).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  // Whoever has been answered goes on sending, so that the connection is not idle.
  sockets.at(-1)!.write('x')
  await expect.poll(connections, { timeout: 15_000 }).toBe(0)
  await expect.poll(() => listener!.overload.inFlight).toBe(0)
})

test('a body that came while the thread was held up is not late', async () => {
  await start()
  const hung = await hang('/v1/a/echo', 'anne')
  await expect.poll(() => listener!.overload.inFlight).toBe(1)
  // After this, timers are what comes next.
  setImmediate(() => {
    sockets.at(-1)!.write(`}${' '.repeat(98)}`)
    const untilMs = performance.now() + 300
    while (performance.now() < untilMs);
  })
  await expect.poll(() => hung.text()).toMatch(/^HTTP\/1.1 200 /)
})
