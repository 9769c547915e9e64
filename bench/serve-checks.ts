// How close does a check over HTTP come to what Node can do at all? The floor is a bare `node:http` server that reads,
// parses and answers bodies of the same size, on the same core, asked by the same client in the same rounds; Fastify's
// is shown beside it, because it is the library that most would use.
//
// Sketch: bare node:http takes 20 µs for a request. A hot check adds: who asks, 1 µs; the schema, 1 µs; the question, 1 to
// 5 µs; the headers that keep an answer from being cached or guessed at, 1 µs: at least 70 % of the floor. A batch of 50
// adds 40 µs for reading and writing its text and 1 µs (one person) to 5 µs (many) for each question: 35 to 50 %.

import type { Expected } from './harness/asking.ts'
import type { Node } from './harness/installation.ts'
import { type Contender, compete, type LoadClient, type Standing } from './harness/load.ts'
import type { Ask } from './harness/load-client.ts'
import { SERVER_CORE, startProgram } from './harness/programs.ts'
import type { Run } from './harness/run.ts'
import { NATIVE, OPENFGA, verifyBatches, verifyChecks, type Wire, yeses } from './workload/wire.ts'

export interface CheckDecks {
  readonly hot: readonly Expected[]
  readonly mixed: readonly (readonly Expected[])[]
  readonly onePerson: readonly (readonly Expected[])[]
}

const CHECK_CONNECTIONS = 8
const BATCH_CONNECTIONS = 16
const FOR_MS = 1_000
/** Batches come after the single checks, which have passed most of the same code. */
const BATCH_WARM_REQUESTS = 20_000
export const BATCH = 50

export async function serveChecks(
  run: Run,
  client: LoadClient,
  node: Node,
  store: string,
  decks: CheckDecks,
): Promise<void> {
  const { hot, mixed, onePerson } = decks
  for (const wire of [NATIVE, OPENFGA]) {
    const asks = hot.map((each) => wire.check(store, each))
    await client.deck('verified', node, asks)
    const bodies = await client.once('verified')
    const checked = verifyChecks(hot, bodies)
    const subject = { asks, answer: JSON.parse(bodies[0]!) as unknown, yeses: yeses([hot[0]!]), checked }
    await against(run, client, node, `check, ${wire.name}`, subject, { connections: CHECK_CONNECTIONS, each: 1 })
  }
  for (const [name, batches] of [
    ['many people', mixed],
    ['one person', onePerson],
  ] as const) {
    for (const wire of [NATIVE, OPENFGA]) {
      const subject = await verifiedBatches(client, node, store, wire, batches)
      const options = { connections: BATCH_CONNECTIONS, each: BATCH, warmRequests: BATCH_WARM_REQUESTS }
      await against(run, client, node, `batch of ${BATCH}, ${name}, ${wire.name}`, subject, options)
    }
  }
}

interface Subject {
  readonly asks: readonly Ask[]
  /** One of its answers, for the floors to give. */
  readonly answer: unknown
  readonly yeses: number
  readonly checked: number
}

async function verifiedBatches(
  client: LoadClient,
  node: Node,
  store: string,
  wire: Wire,
  batches: readonly (readonly Expected[])[],
): Promise<Subject> {
  const asks = batches.map((batch) => wire.batch(store, batch))
  await client.deck('verified', node, asks)
  const bodies = await client.once('verified')
  const checked = verifyBatches(wire, batches, bodies)
  return { asks, answer: JSON.parse(bodies[0]!) as unknown, yeses: yeses(batches[0]!), checked }
}

async function against(
  run: Run,
  client: LoadClient,
  node: Node,
  name: string,
  { asks, answer, yeses: expected, checked }: Subject,
  { each, ...load }: { readonly connections: number; readonly each: number; readonly warmRequests?: number },
): Promise<void> {
  const echoAsks = asks.map((ask) => ({ ...ask, yeses: expected }))
  const answers = JSON.stringify(Object.fromEntries([[asks[0]!.path, answer]]))
  const echoes = await Promise.all(
    ['bare', 'fastify'].map((kind) => startProgram('echo.ts', [kind, answers], { core: SERVER_CORE })),
  )
  try {
    const [bare, fastify] = echoes.map((echo, at): Contender => {
      // The key is sent to them too, so that all are sent the same bytes.
      const target = { url: echo.url, key: node.key }
      return { name: at === 0 ? 'bare' : 'fastify', target, pid: echo.pid, asks: echoAsks }
    })
    const ours = { name: 'ours', target: node, pid: node.pid, asks }
    const standings = await compete(client, [bare!, fastify!, ours], { ...load, rounds: run.rounds, forMs: FOR_MS })
    tell(run, name, standings, each, checked)
  } finally {
    await Promise.all(echoes.map((echo) => echo.stop()))
  }
}

function tell(
  { report }: Run,
  name: string,
  standings: ReadonlyMap<string, Standing>,
  each: number,
  checked: number,
): void {
  const [bare, fastify, ours] = ['bare', 'fastify', 'ours'].map((who) => standings.get(who)!) as [
    Standing,
    Standing,
    Standing,
  ]
  const add = (metric: string, value: number, unit: string, floor: number | null) =>
    report.add({ workload: 'serve', metric: `${name}${metric}`, value, unit, floor, checked: checked + ours.checked })
  add('', ours.perSecond * each, 'checks/s', bare.perSecond * each)
  add(', p50', ours.p50Ms, 'ms', bare.p50Ms)
  add(', p99', ours.p99Ms, 'ms', bare.p99Ms)
  if (ours.cpuUs !== undefined && bare.cpuUs !== undefined && fastify.cpuUs !== undefined) {
    add(', on the processor', ours.cpuUs / each, 'µs/check', bare.cpuUs / each)
    add(', Fastify that only answers, on the processor', fastify.cpuUs / each, 'µs/check', bare.cpuUs / each)
  }
  report.say(`the client took ${(100 * bare.clientShare).toFixed(0)} % of its core for the floor`)
}
