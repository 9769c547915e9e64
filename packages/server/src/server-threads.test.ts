// A server of several threads, by the server's front door: one server to whoever looks at it, and it agrees with another
// node. Every request here comes by a connection of its own, which the kernel gives to any of the threads.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../test/cluster.ts'
import { type Server, startServer } from './server.ts'

const KEY = 'a-root-key-for-tests-only'
const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
const REQUESTS = 8
let cluster: TestCluster
let one: Server
let two: Server

beforeAll(async () => {
  cluster = await startCluster()
  const { host, user } = cluster.embedded.connection
  const { database } = cluster.connection as { database: string }
  const databaseUrl = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
  const report = (message: string) => void cluster.reports.push(message)
  const start = () =>
    startServer({ place: { databaseUrl }, host: '127.0.0.1', port: 0, threads: 2, rootKey: KEY, report })
  one = await start()
  two = await start()
}, 120_000)
afterAll(async () => {
  await Promise.all([one?.close(), two?.close()])
  await cluster.stop()
}, 120_000)

/** Tries again what a busy machine had no time for, and nothing else. */
async function ask({ url }: Server, path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', connection: 'close' }
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  for (;;) {
    const response = await fetch(`${url}${path}`, { headers, ...sent })
    const text = await response.text()
    if (response.status !== 503 || !text.includes('too much to do')) return { status: response.status, text }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

it('is one server, and agrees with another node', async () => {
  const made = await ask(one, '/v1/stores', { name: 'docs' })
  const store = `/v1/stores/${JSON.parse(made.text).id}`
  expect(await ask(one, `${store}/models`, { text: MODEL })).toMatchObject({ status: 201 })
  const ann = { subject: 'user:ann', relation: 'viewer', object: 'doc:1' }
  const written = await ask(one, `${store}/tuples`, { added: [ann] })
  const consistency = { mode: 'at_least', token: JSON.parse(written.text).token }
  for (let i = 0; i < REQUESTS; i++) {
    const { text } = await ask(two, `${store}/check`, { ...ann, consistency })
    expect(JSON.parse(text)).toMatchObject({ allowed: true })
  }
  const nodes = new Set<string>()
  const counts = new Set<string | undefined>()
  for (let i = 0; i < REQUESTS; i++) {
    const system = JSON.parse((await ask(two, '/v1/system')).text)
    expect(system).toMatchObject({ threads: 2 })
    nodes.add(system.node)
    const { text } = await ask(two, '/metrics')
    counts.add(/^lockness_request_duration_seconds_count\{.*access\.check",status="200"\} (\d+)$/m.exec(text)?.[1])
    expect(text.match(/^lockness_process_resident_memory_bytes /gm)).toHaveLength(1)
  }
  expect([...nodes]).toHaveLength(1)
  expect([...counts]).toEqual([`${REQUESTS}`])
}, 120_000)
