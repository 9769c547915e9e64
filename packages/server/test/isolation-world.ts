// Two stores of two parties, and every kind of key that somebody might show who must not get what they ask for.

import { ROLES, type Role, SYSTEM_ROLES } from '../src/access/key.ts'
import { ORIGIN } from '../src/apis/test/record-store.ts'
import { type Server, startServer } from '../src/server.ts'
import { newUlid } from '../src/ulid.ts'
import { ask, type Question, type Reply } from './ask.ts'
import { startCluster, type TestCluster } from './cluster.ts'
import { MODEL, type Operation, type Place, pathOf } from './operations.ts'
import { KEY } from './served.ts'

export const STORE_ROLES = ROLES.filter((role) => !SYSTEM_ROLES.includes(role))

/** A word that is in the other party's store only. */
export const CANARY = 'canary7391'

const EXPIRES_IN_MS = 1_500

export interface World {
  readonly url: string
  readonly home: Place
  readonly other: Place
  /** What no store is called. */
  readonly nowhere: Place
  readonly keys: {
    readonly expired: string
    readonly revoked: string
    /** For an action that does not exist. */
    readonly narrowed: string
    /** All roles in the other store, none here. */
    readonly elsewhere: string
    /** All roles here, none in the other store. */
    readonly home: string
  }
  /** By role: one that has only it, and one that has all but it and `manager`; in the home store, and in the system. */
  readonly only: Grid
  readonly allBut: Grid
}

type Grid = Readonly<Record<'store' | 'system', ReadonlyMap<Role, string>>>

export interface Isolated {
  readonly cluster: TestCluster
  readonly server: Server
  readonly databaseUrl: string
  stop(): Promise<void>
}

export async function startIsolated(): Promise<Isolated> {
  const cluster = await startCluster()
  const { host, user } = cluster.embedded.connection
  const { database } = cluster.connection as { database: string }
  const databaseUrl = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
  const report = (message: string) => cluster.reports.push(message)
  const where = { host: '127.0.0.1', port: 0, rootKey: KEY, publicOrigin: ORIGIN }
  const server = await startServer({ place: { databaseUrl }, report, ...where })
  const stop = async () => {
    await server.close()
    await cluster.stop()
  }
  return { cluster, server, databaseUrl, stop }
}

export async function makeWorld({ server: { url }, cluster }: Isolated): Promise<World> {
  const home = await makePlace(url, 'home', 'doc:home')
  const other = await makePlace(url, CANARY, `doc:${CANARY}`)
  const key = async (wish: object) =>
    (await must(url, 'POST', '/v1/keys', { name: 'for a test', roles: ['manager'], ...wish })) as Made
  const expired = await key({ expiresAt: new Date(Date.now() + EXPIRES_IN_MS).toISOString() })
  const revoked = await key({})
  await must(url, 'DELETE', `/v1/keys/${revoked.id}`)
  const keys = {
    expired: expired.secret,
    revoked: revoked.secret,
    narrowed: (await key({ actions: ['nothing.whatever'] })).secret,
    elsewhere: (await key({ roles: STORE_ROLES, stores: [other.store] })).secret,
    home: (await key({ roles: STORE_ROLES, stores: [home.store] })).secret,
  }
  const gridOf = async (rolesFor: (role: Role, all: readonly Role[]) => readonly Role[]): Promise<Grid> => {
    const store = STORE_ROLES.map(async (role) => {
      const made = await key({ roles: rolesFor(role, STORE_ROLES), stores: [home.store] })
      return [role, made.secret] as const
    })
    const system = ROLES.map(async (role) => [role, (await key({ roles: rolesFor(role, ROLES) })).secret] as const)
    return { store: new Map(await Promise.all(store)), system: new Map(await Promise.all(system)) }
  }
  const only = await gridOf((role) => [role])
  const allBut = await gridOf((role, all) => all.filter((each) => each !== role && each !== 'manager'))
  const nowhere = { ...other, store: newUlid() }
  // When it has been taken out of the log too, nothing is written any more that nobody asked for.
  while ((await countExpiring(cluster)) > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  return { url, home, other, nowhere, keys, only, allBut }
}

async function countExpiring({ database }: TestCluster): Promise<number> {
  const rows = await database.query('select 1 from lockness.tuple where until is null and expires_at_ms is not null')
  return rows.length
}

interface Made {
  readonly id: string
  readonly secret: string
}

/** A store with two versions of its model and three tuples, so that each of its lists has more than one page. */
export async function makePlace(url: string, name: string, object: string): Promise<Place> {
  const store = ((await must(url, 'POST', '/v1/stores', { name })) as { id: string }).id
  await must(url, 'POST', `/v1/stores/${store}/models`, { text: MODEL })
  const { model } = (await must(url, 'POST', `/v1/stores/${store}/models`, { text: MODEL })) as { model: string }
  const added = ['anne', 'bob', 'carl'].map((id) => ({ object, relation: 'viewer', subject: `user:${id}` }))
  added.push({ object: `${object}-2`, relation: 'viewer', subject: 'user:anne' })
  await must(url, 'POST', `/v1/stores/${store}/tuples`, { added: added.slice(1) })
  const last = await must(url, 'POST', `/v1/stores/${store}/tuples`, { added: added.slice(0, 1) })
  const { id: key } = (await must(url, 'POST', '/v1/keys', { name: 'a victim', roles: ['key_manager'] })) as Made
  return { store, model, key, token: (last as { token: string }).token }
}

async function must(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const reply = await ask(url, { method, path, ...(body !== undefined && jsonOf(body)), headers: as(KEY, body) })
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`)
  return JSON.parse(reply.text)
}

function as(key: string, body?: unknown): Record<string, string> {
  return { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) }
}

function jsonOf(body: unknown): { body: string } {
  return { body: JSON.stringify(body) }
}

/** The operation's own request about a place, with these headers and whatever is put over its query and body. */
export function requestOf(
  operation: Operation,
  place: Place,
  headers: Question['headers'],
  over: { readonly query?: Record<string, string>; readonly body?: object } = {},
): Question {
  const { query, body, lines } = operation.request(place)
  const path = pathOf(operation, place, { ...query, ...over.query })
  const sent = over.body || body !== undefined ? JSON.stringify({ ...(body as object), ...over.body }) : lines
  const type = lines === undefined ? 'application/json' : 'application/x-ndjson'
  const typed = sent === undefined ? {} : { 'content-type': type }
  return { method: operation.method, path, headers: { ...typed, ...headers }, body: sent }
}

export function bearer(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` }
}

/** All that the database holds, but for who used what when: equal digests, nothing written. */
export async function digestOf({ database }: TestCluster): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'lockness' and table_name not like '%usage' and table_name <> 'node' order by 1`,
  )
  const parts = tables.map(
    ({ name }) => `select '${name}' as t, md5(coalesce(string_agg((to_jsonb(r) - 'last_used_at')::text, '|'
      order by (to_jsonb(r) - 'last_used_at')::text), '')) as h from lockness.${name} r`,
  )
  const rows = await database.query<{ t: string; h: string }>(parts.join(' union all '))
  return JSON.stringify(rows)
}

/** What an answer says, without what is different in every one. */
export function withoutIds({ status, text }: Reply, ...places: readonly Place[]): string {
  const bare = places.reduce((all, { store }) => all.replaceAll(store, '<store>'), text)
  return `${status} ${bare.replace(/"requestId":"[^"]*"/, '')}`
}
