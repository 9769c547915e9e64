// A real server over a real database, asked over sockets, for tests of wires.

import type { Reply, Send } from '../src/apis/test/inject.ts'
import { ORIGIN } from '../src/apis/test/record-store.ts'
import { type Server, startServer } from '../src/server.ts'
import { startCluster, type TestCluster } from './cluster.ts'

export const KEY = 'a-root-key-for-tests-only'

export interface RealServer {
  readonly cluster: TestCluster
  readonly url: string
  readonly send: Send
  /** A key that may nothing on the stores that tests make. */
  readonly nobody: string
  /** One more node on the same database. */
  start(): Promise<{ readonly url: string; readonly send: Send }>
  stop(): Promise<void>
}

export async function startReal(): Promise<RealServer> {
  const cluster = await startCluster()
  const { host, user } = cluster.embedded.connection
  const { database } = cluster.connection as { database: string }
  const databaseUrl = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
  const servers: Server[] = []
  const start = async () => {
    const report = (message: string) => cluster.reports.push(message)
    const place = { databaseUrl }
    const server = await startServer({ place, host: '127.0.0.1', port: 0, rootKey: KEY, report, publicOrigin: ORIGIN })
    servers.push(server)
    return { url: server.url, send: sendTo(server.url) }
  }
  const first = await start()
  const stop = async () => {
    await Promise.all(servers.map((server) => server.close()))
    await cluster.stop()
  }
  const elsewhere = (await first.send('POST', '/stores', { name: 'elsewhere' })).body.id
  const made = await first.send('POST', '/v1/keys', { name: 'nobody', stores: [elsewhere] })
  return { cluster, ...first, nobody: made.body.secret, start, stop }
}

function sendTo(url: string): Send {
  return async (method, path, body, headers = {}): Promise<Reply> => {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetchPatiently(url + path, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    })
    const text = await response.text()
    const isJson = String(response.headers.get('content-type')).includes('json') && !text.includes('}\n')
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text,
      body: isJson && text ? JSON.parse(text) : undefined,
    }
  }
}

/** Tries again when it is told to, as every client of these wires does: the machine of a test may be busy. */
async function fetchPatiently(url: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(url, init)
    const seconds = response.headers.get('retry-after')
    if (seconds === null || response.status < 429) return response
    await response.arrayBuffer()
    await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000))
  }
}
