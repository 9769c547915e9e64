// What a fault happens to: a database, a proxy for each node, nodes, a store with a model and a few tuples, and a load of
// clients that write and ask. All of it is chosen by a seed; when what happens is up to the machine.

import type { AuthorizationModel } from '@lockness/authz'
import { parseModel } from '@lockness/language'
import type { Chance } from '../generate/chance.ts'
import { Client, type Key, send, type Written } from './client.ts'
import { type NodeOptions, type NodeProcess, startNode } from './nodes.ts'
import { makeFolder, type Postgres, pause, startPostgres } from './postgres.ts'
import { type DatabaseProxy, openProxy } from './proxy.ts'

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user, group#member]
type doc
  relations
    define viewer: [user, group#member]
    define blocked: [user]
    define can_view: viewer but not blocked
`
const USERS = 8
const GROUPS = 4
const DOCS = 6
const TRIES_MAX_MS = 90_000

/** A node and the way that it has to the database. */
export interface Seat {
  readonly proxy: DatabaseProxy
  node: NodeProcess
}

export interface World {
  readonly postgres: Postgres
  /** Another database takes its place, for all nodes at once. */
  lead(postgres: Postgres): void
  readonly model: AuthorizationModel
  readonly store: string
  readonly stalenessMsMax: number
  readonly seats: readonly Seat[]
  client(): Client
  readonly clients: readonly Client[]
  /** Another process at the same seat. */
  restart(seat: Seat, more?: Pick<NodeOptions, 'failpoint'>): Promise<void>
  close(): Promise<void>
}

export async function makeWorld(count: number, options: Omit<NodeOptions, 'port'> = {}): Promise<World> {
  const { folder, remove } = await makeFolder()
  let postgres = await startPostgres(folder)
  const seats: Seat[] = []
  for (let i = 0; i < count; i++) {
    const proxy = await openProxy(postgres.socket)
    seats.push({ proxy, node: await startNode({ port: proxy.port, ...options }) })
  }
  const url = seats[0]!.node.url
  const store = String((await must(url, 'POST', '/v1/stores', { name: 'faults' })).id)
  await must(url, 'POST', `/v1/stores/${store}/models`, { text: MODEL })
  const { model } = parseModel(MODEL)
  if (!model) throw new Error('the model of the faults is not one')
  const clients: Client[] = []
  return {
    get postgres() {
      return postgres
    },
    lead(other) {
      postgres = other
      for (const { proxy } of seats) proxy.lead(other.socket)
    },
    model,
    store,
    stalenessMsMax: options.stalenessMsMax ?? 5_000,
    seats,
    clients,
    client() {
      const made = new Client(store)
      clients.push(made)
      return made
    },
    async restart(seat, more) {
      await seat.node.kill()
      seat.node = await startNode({ port: seat.proxy.port, ...options, ...more })
    },
    async close() {
      await Promise.all(seats.map(({ node }) => node.kill()))
      await Promise.all(seats.map(({ proxy }) => proxy.close()))
      await postgres.stop()
      remove()
    },
  }
}

export async function must(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const { status, body: told, why } = await send(url, method, path, body)
  if (status < 200 || status >= 300) throw new Error(`${method} ${path}: ${status} ${why} ${JSON.stringify(told)}`)
  return told
}

export function drawTuple(chance: Chance): Key {
  const user = `user:u${chance.below(USERS)}`
  const group = `group:g${chance.below(GROUPS)}`
  const doc = `doc:d${chance.below(DOCS)}`
  return chance.pick([
    { object: doc, relation: 'viewer', subject: user },
    { object: doc, relation: 'viewer', subject: `${group}#member` },
    { object: doc, relation: 'blocked', subject: user },
    { object: group, relation: 'member', subject: user },
    { object: group, relation: 'member', subject: `group:g${chance.below(GROUPS)}#member` },
  ])
}

export function drawQuestion(chance: Chance): Key {
  return { object: `doc:d${chance.below(DOCS)}`, relation: 'can_view', subject: `user:u${chance.below(USERS)}` }
}

let written = 0

/** Adds or removes one tuple, under a key that no other write has. */
export function writeSomething(client: Client, url: string, chance: Chance, key = newKey()): Promise<Written> {
  const tuple = drawTuple(chance)
  return client.write(url, key, chance.happens(0.5) ? { added: [tuple] } : { removed: [tuple] })
}

export function newKey(): string {
  return `w${++written}`
}

/** The same write with the same key, until it is told what became of it. */
export async function writeUntilTold(
  client: Client,
  url: () => string,
  key: string,
  change: Parameters<Client['write']>[2],
): Promise<Written> {
  for (const end = performance.now() + TRIES_MAX_MS; ; ) {
    const told = await client.write(url(), key, change)
    const isOpen = told.status === 0 || told.status === 503
    if (!isOpen || performance.now() > end) return told
    await pause(100)
  }
}

export interface Load {
  /** Lets everybody finish what they do. */
  stop(): Promise<void>
}

/** Clients that go from one node to another whenever one does not answer. */
export function startLoad(
  world: World,
  chance: Chance,
  { writers, askers }: { writers: number; askers: number },
): Load {
  let isEnding = false
  const live = (turn: number) => world.seats[turn % world.seats.length]!.node.url
  const writing = async (client: Client, own: Chance, first: number) => {
    for (let turn = first; !isEnding; ) {
      const tuple = drawTuple(own)
      const change = own.happens(0.5) ? { added: [tuple] } : { removed: [tuple] }
      await writeUntilTold(client, () => live(turn++), newKey(), change)
      await pause(own.below(10))
    }
  }
  const asking = async (client: Client, source: Client, own: Chance, first: number) => {
    for (let turn = first; !isEnding; turn++) {
      const mode = own.pick(['minimize_latency', 'at_least', 'at_least', 'full'] as const)
      const { token, floor } = source
      await client.ask(live(turn), drawQuestion(own), token === '' ? 'minimize_latency' : mode, token, floor)
      await pause(own.below(5))
    }
  }
  const running: Promise<void>[] = []
  const sources = Array.from({ length: writers }, () => world.client())
  for (const [index, client] of sources.entries()) running.push(writing(client, chance.fork(), index))
  for (let i = 0; i < askers; i++) running.push(asking(world.client(), sources[i % writers]!, chance.fork(), i))
  return {
    async stop() {
      isEnding = true
      await Promise.all(running)
    },
  }
}
