// A console for tests: a thread that answers what it was asked, can be made to fail, and redeems codes, as the real one does.

import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { env } from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'

const { folder, socketPath } = workerData as { readonly folder: string; readonly socketPath: string }
const waiting = new Map<number, (found: unknown) => void>()
let asked = 0

// A build that cannot be run.
if (existsSync(`${folder}/broken`)) throw new Error('it is broken')

parentPort?.on(
  'message',
  (message: { readonly redeemed?: number; readonly found?: unknown; readonly tell?: string }) => {
    if (message.redeemed === undefined) server.close(() => process.exit(0))
    else waiting.get(message.redeemed)?.(message.found)
  },
)

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://console.invalid')
  if (pathname === '/fail') return setImmediate(() => fail())
  if (pathname === '/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
    setTimeout(() => response.end('data: 2\n\n'), Number(searchParams.get('ms')))
    return
  }
  if (pathname === '/redeem') {
    waiting.set(++asked, (found) => response.end(JSON.stringify(found ?? null)))
    return parentPort?.postMessage({ redeem: asked, code: searchParams.get('code') })
  }
  response.end(JSON.stringify({ pathname, env }))
})
server.listen(socketPath, () => parentPort?.postMessage({ tell: 'listening' }))

function fail(): never {
  throw new Error('a page has failed so badly that nothing caught it')
}
