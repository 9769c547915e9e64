// The same questions to a server of somebody else: anything that speaks OpenFGA's HTTP API. It is given the model and the
// tuples by that API, asked the same decks by the same client, and must give the same answers. The floor is the bare
// `node:http` of this machine, which says something only when the server runs here too.

import { setTimeout as pause } from 'node:timers/promises'
import { parseModel } from '@lockness/language'
import type { Target } from './harness/connection.ts'
import { compete, type LoadClient } from './harness/load.ts'
import type { Run } from './harness/run.ts'
import { BATCH, type CheckDecks } from './serve-checks.ts'
import type { CreatorWorld } from './workload/creator.ts'
import { OPENFGA, verifyBatches, verifyChecks } from './workload/wire.ts'
import { tuplesOf } from './workload/world.ts'

/** OpenFGA's own bound. */
const TUPLES_PER_WRITE = 100
const WRITES_AT_ONCE = 8
const CONNECTIONS = 8
const BATCH_CONNECTIONS = 16
const FOR_MS = 2_000
const BUSY = 429

export async function serveTarget(
  { report, rounds }: Run,
  client: LoadClient,
  target: Target,
  world: CreatorWorld,
  { hot, mixed, onePerson }: CheckDecks,
): Promise<void> {
  const store = await load(target, world)
  const decks = [
    ['check', hot.map((each) => OPENFGA.check(store, each)), 1, CONNECTIONS],
    [`batch of ${BATCH}, many people`, mixed.map((each) => OPENFGA.batch(store, each)), BATCH, BATCH_CONNECTIONS],
    [`batch of ${BATCH}, one person`, onePerson.map((each) => OPENFGA.batch(store, each)), BATCH, BATCH_CONNECTIONS],
  ] as const
  for (const [name, asks, each, connections] of decks) {
    await client.deck('verified', target, asks)
    const bodies = await client.once('verified')
    const batches = name.endsWith('one person') ? onePerson : mixed
    const checked = each === 1 ? verifyChecks(hot, bodies) : verifyBatches(OPENFGA, batches, bodies)
    const standings = await compete(client, [{ name, target, pid: 0, asks }], { rounds, connections, forMs: FOR_MS })
    const standing = standings.get(name)!
    const add = (metric: string, value: number, unit: string) =>
      report.add({ workload: 'target', metric, value, unit, floor: null, checked: checked + standing.checked })
    add(name, standing.perSecond * each, 'checks/s')
    add(`${name}, p50`, standing.p50Ms, 'ms')
    add(`${name}, p99`, standing.p99Ms, 'ms')
  }
}

async function load(target: Target, world: CreatorWorld): Promise<string> {
  const { model, diagnostics } = parseModel(world.dsl)
  if (diagnostics[0]) throw new Error(`the model of a workload is wrong: ${diagnostics[0].message}`)
  const { id } = (await post(target, '/stores', { name: world.name })) as { readonly id: string }
  await post(target, `/stores/${id}/authorization-models`, model)
  const open = new Set<Promise<unknown>>()
  const write = async (keys: readonly object[]) => {
    if (open.size >= WRITES_AT_ONCE) await Promise.race(open)
    const writing = post(target, `/stores/${id}/write`, { writes: { tuple_keys: keys } }).finally(() =>
      open.delete(writing),
    )
    open.add(writing)
  }
  let keys: object[] = []
  for (const { object, relation, subject } of tuplesOf(world)) {
    keys.push({ user: subject, relation, object })
    if (keys.length < TUPLES_PER_WRITE) continue
    await write(keys)
    keys = []
  }
  if (keys.length > 0) await write(keys)
  await Promise.all(open)
  return id
}

/** A server that says that it has too much to do is asked again. */
async function post({ url, key }: Target, path: string, body: unknown): Promise<unknown> {
  for (;;) {
    const headers = { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) }
    const response = await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await response.text()
    if (response.ok) return JSON.parse(text)
    if (response.status !== BUSY) throw new Error(`${path}: ${response.status} ${text}`)
    await pause(1_000)
  }
}
