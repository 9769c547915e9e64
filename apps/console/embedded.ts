// The console inside of the server's process: a thread of its own, so that rendering a page never holds up an answer. It
// listens on a socket that only this process uses, and asks the main thread for the one thing that it cannot do itself:
// a key for the code of a one-time link.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import next from 'next'
import type { Embedding } from '#session/environment.ts'

interface Given {
  /** Of the build. */
  readonly folder: string
  readonly socketPath: string
}

type FromMain =
  | { readonly tell: 'end' }
  | { readonly redeemed: number; readonly found: Awaited<ReturnType<Embedding['redeem']>> }

if (!parentPort) throw new Error('it runs in a thread of the server')
const port = parentPort
const { folder, socketPath } = workerData as Given

const waiting = new Map<number, (found: Awaited<ReturnType<Embedding['redeem']>>) => void>()
let asked = 0
const embedding: Embedding = {
  redeem: (code) =>
    new Promise((resolve) => {
      waiting.set(++asked, resolve)
      port.postMessage({ redeem: asked, code })
    }),
}
Object.assign(globalThis, { locknessEmbedding: embedding })

const { config } = JSON.parse(readFileSync(join(folder, 'required-server-files.json'), 'utf8'))
// Next takes this for its configuration, and does not look for a file.
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
const app = next({ dev: false, dir: import.meta.dirname, conf: config, quiet: true })
await app.prepare()
const handle = app.getRequestHandler()
const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    console.error(error)
    response.destroy()
  })
})
// The proxy before it keeps its connections longer than they are idle.
server.keepAliveTimeout = 60_000
server.requestTimeout = 0
server.listen(socketPath)
await once(server, 'listening')
port.postMessage({ tell: 'listening' })

port.on('message', (message: FromMain) => {
  if ('redeemed' in message) {
    waiting.get(message.redeemed)?.(message.found)
    waiting.delete(message.redeemed)
  } else server.close(() => process.exit(0))
})
