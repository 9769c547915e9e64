// Servers on a test's own database, and the few calls that tests of questions make of them over HTTP.

import { type Server, startServer } from '../src/server.ts'
import { startCluster, type TestCluster } from './cluster.ts'

export type { Server }

export const KEY = 'a-root-key-for-tests-only'

const TRIES_MAX = 100
const PAUSE_MS = 100

export interface Answer {
  readonly status: number
  /** Whatever the JSON says: each test knows by what it expects of which shape it is. */
  readonly body: ReturnType<typeof JSON.parse>
}

export interface Served {
  readonly cluster: TestCluster
  readonly servers: readonly Server[]
  /** One more node, which loads what it holds only now. */
  start(): Promise<Server>
  stop(): Promise<void>
}

export async function serve(count: number): Promise<Served> {
  const cluster = await startCluster()
  const { host, user } = cluster.embedded.connection
  const { database } = cluster.connection as { database: string }
  const databaseUrl = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
  const servers: Server[] = []
  const start = async () => {
    const report = (message: string) => cluster.reports.push(message)
    const server = await startServer({ place: { databaseUrl }, host: '127.0.0.1', port: 0, rootKey: KEY, report })
    servers.push(server)
    return server
  }
  for (let i = 0; i < count; i++) await start()
  const stop = async () => {
    await Promise.all(servers.map((server) => server.close()))
    await cluster.stop()
  }
  return { cluster, servers, start, stop }
}

/** Tries again what a busy machine had no time for, as any client does. */
export async function send(
  server: Server,
  path: string,
  { method = 'POST', body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(`${server.url}/v1/stores${path}`, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (response.status !== 503 || tries === TRIES_MAX) return response
    const { code } = (await response.clone().json()) as { code?: string }
    if (code !== 'overloaded') return response
    await response.body?.cancel()
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

export async function post(
  server: Server,
  path: string,
  body: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  const response = await send(server, path, { body, ...(headers && { headers }) })
  return { status: response.status, body: await response.json() }
}

/** `doc:1#viewer@user:ann` */
export function tuple(text: string): { object: string; relation: string; subject: string } {
  const [, object = '', relation = '', subject = ''] = /^(.+?:[^#]+)#([^@]+)@(.+)$/s.exec(text) ?? []
  return { object, relation, subject }
}

/** A store with a model and tuples; gives its id and what the last write answered. */
export async function makeStore(
  server: Server,
  model: string,
  tuples: readonly object[],
): Promise<{ readonly id: string; readonly model: string; readonly token: string; readonly revision: number }> {
  const made = await post(server, '', { name: 'for a test' })
  const id = String(made.body.id)
  const written = await post(server, `/${id}/models`, { text: model })
  if (written.status !== 201) throw new Error(JSON.stringify(written.body))
  const last = tuples.length === 0 ? written : await post(server, `/${id}/tuples`, { added: tuples })
  if (last.status >= 300) throw new Error(JSON.stringify(last.body))
  return { id, model: String(written.body.model), token: String(last.body.token), revision: Number(last.body.revision) }
}

/** As after a failover to a database that was behind. */
export async function loseLast({ cluster: { database } }: Served, id: string, revision: number): Promise<void> {
  await database.query('delete from lockness.store_log where store_id = $1 and rev >= $2', [id, revision])
  await database.query('delete from lockness.audit where store_id = $1 and rev >= $2', [id, revision])
  await database.query('delete from lockness.tuple where store_id = $1 and since >= $2', [id, revision])
  await database.query(
    `update lockness.store_head set rev = $2 - 1,
       chain = (select chain from lockness.store_log where store_id = $1 and rev = $2 - 1) where store_id = $1`,
    [id, revision],
  )
}
