// What Node can do at best: a server that reads a body, parses it, and answers with a value that it was given, whatever
// was asked. `node harness/echo.ts bare|fastify ANSWERS`, where ANSWERS is JSON: an answer for each path. A path
// `/bytes/N` answers with N bytes in pieces of 64 KiB, which is what a list costs on its way through the socket.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'

const PIECE = Buffer.alloc(65_536, 'a line of a list\n')
const BYTES = '/bytes/'

const [kind, text = '{}'] = process.argv.slice(2)
const answers = new Map(Object.entries(JSON.parse(text) as Record<string, unknown>))

function bare(): Promise<string> {
  const server = createServer((request, response) => {
    const { url = '' } = request
    if (url.startsWith(BYTES)) return void sendBytes(response, Number(url.slice(BYTES.length)))
    readBody(request, (body) => {
      JSON.parse(body)
      const answer = JSON.stringify(answers.get(url))
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
        .end(answer)
    })
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

function readBody(request: IncomingMessage, then: (body: string) => void): void {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.once('end', () => then(body))
}

async function sendBytes(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  for (let left = bytes; left > 0; left -= PIECE.length) {
    const isTaken = response.write(left < PIECE.length ? PIECE.subarray(0, left) : PIECE)
    if (!isTaken) await new Promise((resolve) => response.once('drain', resolve))
  }
  response.end()
}

async function fastify(): Promise<string> {
  const server = Fastify()
  for (const [path, answer] of answers) server.post(path, async () => answer)
  return server.listen({ host: '127.0.0.1', port: 0 })
}

process.once('SIGTERM', () => process.exit(0))
const url = await (kind === 'bare' ? bare() : fastify())
console.log(JSON.stringify({ url, pid: process.pid }))
