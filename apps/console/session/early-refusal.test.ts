import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { earlyRefusal } from './early-refusal.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  return new Promise((resolve) => server?.close(resolve))
})

async function ask(listener: RequestListener, headers: Record<string, string>) {
  const made = createServer(listener)
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(made.address() as AddressInfo).port}/v1/x`)
  return earlyRefusal(url, 'POST', new Headers(headers))
}

test('what is refused by its length is told, without a byte of it being sent', async () => {
  const refuse: RequestListener = (_, response) => response.writeHead(413, { connection: 'close' }).end('{"a":1}')
  expect(await ask(refuse, { 'content-length': '2000000' })).toEqual({ status: 413, body: '{"a":1}' })
})

test('a server that waits for the body has not refused it', async () => {
  expect(await ask(() => undefined, { 'content-length': '2000000' })).toBeUndefined()
})

test('a server that hangs up has not refused it', async () => {
  expect(await ask((request) => request.socket.destroy(), { 'content-length': '2000000' })).toBeUndefined()
})

test('a body of unknown length is refused by nobody before it has come', async () => {
  expect(await ask((_, response) => response.writeHead(413).end(), {})).toBeUndefined()
})
