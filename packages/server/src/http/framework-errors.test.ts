// What is no HTTP, on a real socket: there is no request yet that could be answered.

import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type App, question } from '../action.ts'
import { createListener, type Listener } from './listener.ts'
import { route } from './route.ts'

const wait = question({
  name: 'store.wait',
  input: z.strictObject({}),
  permit: () => ({ relation: 'can_ask', object: 'store:s' }),
  answer: () => ({}),
})
const app: App = {
  transaction: () => Promise.reject(new Error('nothing is committed here')),
  append: () => Promise.reject(new Error('nothing is appended here')),
  isAllowed: () => true,
  now: () => new Date(0),
  id: () => 'made',
}

let listener: Listener
let port: number
beforeAll(async () => {
  listener = await createListener({
    app,
    routes: [route('GET', '/v1/wait', wait)],
    authenticate: (bearer) => ({ kind: 'service', subject: `api_key:${bearer}` }),
    clock: () => performance.now(),
    bounds: { headerBytesMax: 2048, lingerMs: 0 },
  })
  port = Number(new URL(await listener.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(() => listener.drain())

test('what is no HTTP is answered in words, and the connection ends', async () => {
  expect(await send('hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400[\s\S]*"code":"malformed_request"/)
  expect(await send(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(4000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 431[\s\S]*headers_too_large/,
  )
  const twice = 'POST /v1/stores HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}'
  expect(await send(twice)).toMatch(/^HTTP\/1.1 400/)
  const keys =
    'GET /v1/wait HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer bob\r\nAuthorization: Bearer anne\r\nConnection: close\r\n\r\n'
  expect(await send(keys)).toMatch(/^HTTP\/1.1 401/)
})

/** Bytes to a real socket, and what comes back until it is closed. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let received = ''
    socket.on('data', (data) => (received += data))
    socket.on('close', () => resolve(received))
    socket.on('error', reject)
  })
}
