// Calls of the whole API with any key, for tests of who may what.

import { openMaintenance, type Server, type ServerOptions, startServer } from '../src/server.ts'
import type { TestCluster } from './cluster.ts'
import { type Answer, KEY } from './served.ts'

export { openMaintenance, type ServerOptions }

export interface Call {
  readonly key?: string | undefined
  readonly body?: unknown
}

/** `call(one, 'POST /v1/keys', { body })`; with the root key unless another is given. Told to come later, it does. */
export async function call(server: Server, row: string, given: Call = {}): Promise<Answer> {
  for (;;) {
    const answer = await callOnce(server, row, given)
    if (answer.body?.code !== 'overloaded') return answer
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function callOnce(server: Server, row: string, { key = KEY, body }: Call): Promise<Answer> {
  const [method = 'GET', path = ''] = row.split(' ')
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(key !== '' && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** Throws unless it was made. It manages what it reaches, unless something else is wished for. */
export async function makeKey(server: Server, wish: object = {}, by?: string): Promise<{ id: string; secret: string }> {
  const made = await call(server, 'POST /v1/keys', {
    key: by,
    body: { name: 'for a test', ...('modules' in wish ? {} : { roles: ['manager'] }), ...wish },
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}

/** A node on a database of the cluster. */
export function serveOn(cluster: TestCluster, database: string, more: Partial<ServerOptions> = {}): Promise<Server> {
  const { host, user } = cluster.embedded.connection
  const databaseUrl = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
  const report = (message: string) => cluster.reports.push(message)
  return startServer({ place: { databaseUrl }, host: '127.0.0.1', port: 0, report, ...more })
}
