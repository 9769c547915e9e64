// The way from a listener to the console, between a caller and a stand-in of the console on a socket of its own.

import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createReverseProxy, type ProxyBounds } from './reverse-proxy.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface World {
  readonly port: number
  readonly socketPath: string
  readonly proxy: ReturnType<typeof createReverseProxy>
}

async function begin(
  handler: Handler | undefined,
  bounds: Partial<ProxyBounds> = {},
  publicOrigin?: string,
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'lockness-proxy-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  const socketPath = join(folder, 'console')
  if (handler) await listen(createServer(handler), socketPath)
  const proxy = createReverseProxy({ socketPath, bounds, publicOrigin })
  closing.push(() => proxy.close())
  const front = createServer((asked, answer) => proxy.pass(asked, answer))
  await listen(front, 0)
  return { port: (front.address() as AddressInfo).port, socketPath, proxy }
}

async function listen(server: Server, where: string | number): Promise<void> {
  await new Promise<void>((resolve) => {
    if (typeof where === 'string') server.listen(where, resolve)
    else server.listen(where, '127.0.0.1', resolve)
  })
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  )
}

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
  readonly agent?: Agent
}

interface Answered {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

function ask(
  { port }: World,
  { method = 'GET', path = '/', headers = {}, body, agent }: Asked = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, method, path, headers, ...(agent && { agent }) }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }))
      answer.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

const echo: Handler = (asked, answer) => {
  let text = ''
  asked.on('data', (chunk) => {
    text += chunk
  })
  asked.on('end', () => {
    const { method, url, headers } = asked
    answer.setHeader('set-cookie', ['a=1', 'b=2'])
    answer.writeHead(201, { 'content-type': 'application/json', 'x-own': 'yes', connection: 'x-hop', 'x-hop': 'no' })
    answer.end(JSON.stringify({ method, url, headers, text }))
  })
}

test('what is asked arrives as it was, and so does the answer', async () => {
  const world = await begin(echo)
  const headers = { cookie: 'a=b', connection: 'x-private', 'x-private': 'no', te: 'trailers', 'x-kept': 'yes' }
  const answer = await ask(world, { method: 'POST', path: '/a%2Fb?c=%20#', headers, body: 'the body' })
  expect(answer.status).toBe(201)
  expect(answer.headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'x-own': 'yes' })
  expect(answer.headers['x-hop']).toBeUndefined()
  const seen = JSON.parse(answer.text)
  expect(seen).toMatchObject({ method: 'POST', url: '/a%2Fb?c=%20#', text: 'the body' })
  expect(seen.headers).toMatchObject({ cookie: 'a=b', 'x-kept': 'yes', host: `localhost:${world.port}` })
  expect(seen.headers).toMatchObject({ 'x-forwarded-host': `localhost:${world.port}`, 'x-forwarded-proto': 'http' })
  expect(seen.headers['x-forwarded-for']).toMatch(/127\.0\.0\.1$/)
  for (const name of ['x-private', 'te']) expect(seen.headers[name]).toBeUndefined()
})

test('a proxy before it is believed for what it adds, and the public address is https', async () => {
  const world = await begin(echo, {}, 'https://iam.example')
  const before = { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'other', 'x-forwarded-proto': 'https' }
  const { headers } = JSON.parse((await ask(world, { headers: before })).text)
  expect(headers).toMatchObject({ 'x-forwarded-host': 'other', 'x-forwarded-proto': 'https' })
  expect(headers['x-forwarded-for']).toMatch(/^1\.2\.3\.4, /)
  const known = JSON.parse((await ask(world, { headers: { host: 'iam.example' } })).text)
  expect(known.headers).toMatchObject({ 'x-forwarded-proto': 'https', host: 'iam.example' })
})

test('a stream comes as it is made, and its end is heard on the other side', async () => {
  const gone = Promise.withResolvers<void>()
  const world = await begin((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' })
    answer.write('data: 1\n\n')
    answer.on('close', () => gone.resolve())
  })
  const first = Promise.withResolvers<string>()
  const asked = request({ port: world.port }, (answer) => answer.once('data', (chunk) => first.resolve(String(chunk))))
  asked.on('error', () => undefined)
  asked.end()
  expect(await first.promise).toBe('data: 1\n\n')
  asked.destroy()
  await gone.promise
})

test('an answer that is cut is cut, and not an end', async () => {
  const world = await begin((_, answer) => {
    answer.writeHead(200, { 'content-length': '100' })
    answer.write('half')
    setImmediate(() => answer.destroy())
  })
  await expect(ask(world)).rejects.toThrow(/aborted|hang up/)
})

test('whoever reads slowly slows the writer down, and gets all of it', async () => {
  const piece = Buffer.alloc(1_048_576, 'x')
  let written = 0
  const world = await begin((_, answer) => {
    const more = () => {
      while (written < 64) {
        written++
        if (!answer.write(piece)) return void answer.once('drain', more)
      }
      answer.end()
    }
    more()
  })
  const bytes = await new Promise<number>((resolve, reject) => {
    request({ port: world.port }, (answer) => {
      let total = 0
      answer.pause()
      setTimeout(() => {
        // What does not fit into the buffers on the way is not written yet.
        expect(written).toBeLessThan(64)
        answer.on('data', (chunk: Buffer) => {
          total += chunk.length
        })
        answer.on('end', () => resolve(total))
        answer.resume()
      }, 300)
    })
      .on('error', reject)
      .end()
  })
  expect(bytes).toBe(64 * 1_048_576)
})

test('an upload is passed on as it comes, and slowly when it is read slowly', async () => {
  let seen = 0
  const world = await begin((asked, answer) => {
    asked.on('data', (chunk: Buffer) => {
      seen += chunk.length
    })
    asked.on('end', () => answer.end('done'))
  })
  const body = Buffer.alloc(20 * 1_048_576, 'x')
  expect(await ask(world, { method: 'POST', path: '/api/v1/x', body })).toMatchObject({ status: 200, text: 'done' })
  expect(seen).toBe(body.length)
})

test('an answer before the whole body has come leaves the connection good for the next request', async () => {
  let asked = 0
  const world = await begin((_, answer) => {
    asked++
    answer.writeHead(400).end('no')
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  closing.push(() => agent.destroy())
  const body = Buffer.alloc(8 * 1_048_576, 'x')
  expect(await ask(world, { method: 'POST', path: '/api/v1/x', body, agent })).toMatchObject({
    status: 400,
    text: 'no',
  })
  expect(await ask(world, { agent })).toMatchObject({ status: 400, text: 'no' })
  expect(asked).toBe(2)
})

test('a form has a bound, said before and counted on the way', async () => {
  const world = await begin(echo, { formBytesMax: 1_000 })
  const body = 'x'.repeat(2_000)
  expect(await ask(world, { method: 'POST', path: '/sign-in/enter', body })).toMatchObject({ status: 413 })
  const chunked = { 'transfer-encoding': 'chunked' }
  expect(await ask(world, { method: 'POST', path: '/sign-in/enter', headers: chunked, body })).toMatchObject({
    status: 413,
  })
  expect(await ask(world, { method: 'POST', path: '/api/v1/x', body })).toMatchObject({ status: 201 })
})

test('without a console there is a page for readers and a problem for programs, and nothing else in it', async () => {
  const world = await begin(undefined)
  const page = await ask(world, { headers: { accept: 'text/html' } })
  expect(page).toMatchObject({ status: 503, headers: { 'retry-after': '2', 'cache-control': 'no-store' } })
  expect(page.text).toContain('The console is being started')
  expect(page.text).not.toMatch(/<script|socket|ENOENT|lockness-proxy/)
  const problem = await ask(world, { path: '/api/v1/stores' })
  expect(problem.headers['content-type']).toBe('application/problem+json')
  expect(JSON.parse(problem.text)).toMatchObject({ status: 503, code: 'unavailable' })
})

test('a console that says nothing is not waited for for ever', async () => {
  const world = await begin(() => undefined, { answerMs: 50 })
  expect(await ask(world)).toMatchObject({ status: 503 })
})

test('a body that does not go on is not waited for for ever', async () => {
  const world = await begin(echo, { bodyIdleMs: 50 })
  const status = await new Promise((resolve, reject) => {
    const asked = request({ port: world.port, method: 'POST', headers: { 'content-length': '10' } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.on('error', reject)
    closing.push(() => asked.destroy())
    asked.write('half')
  })
  expect(status).toBe(503)
})

test('what comes back when too many are on their way', async () => {
  const begun = Promise.withResolvers<void>()
  const world = await begin(() => begun.resolve(), { inFlightMax: 1 })
  const first = request({ port: world.port })
  first.on('error', () => undefined)
  first.end()
  await begun.promise
  expect(await ask(world)).toMatchObject({ status: 503, text: expect.stringContaining('overloaded') })
  first.destroy()
})
