// How long does a durable write take, and how many go through? The floor is the same PostgreSQL asked by its plain client
// to insert one row in one statement: alone for the latency, by 16 connections for the throughput. The server adds who
// may, the judgement by the model, revision, chain and audit, in one transaction; concurrent writes share their commit.
//
// Sketch: a raw commit takes 0.36 ms; ours two statements more and HTTP: 0.6 ms, 1.6 times. 16 connections make 12,000
// commits/s; 64 writers in groups of some 30 have one commit for a group: 10,000 writes/s.

import { type Installation, makeStore, type Node, openInstallation } from './harness/installation.ts'
import { LoadClient } from './harness/load.ts'
import type { LoadFigures } from './harness/load-client.ts'
import { medianOf, WrongAnswer } from './harness/measure.ts'
import { SERVER_CORE } from './harness/programs.ts'
import { Raw } from './harness/raw.ts'
import type { Run } from './harness/run.ts'

const DSL = `model
  schema 1.1

type user

type doc
  relations
    define viewer: [user]
`
const FOR_MS = 1_000
const WRITERS = 64
const RAW_CONNECTIONS = 16
/** More than can be written in one round. */
const ASKS_ALONE = 10_000
const ASKS_TOGETHER = 60_000

export async function write(run: Run): Promise<void> {
  run.report.heading('write  single tuples, durable when they are answered')
  const client = new LoadClient()
  const raw = new Raw()
  const installation = await openInstallation()
  try {
    await raw.open(installation.connection)
    await measure(run, client, raw, installation)
  } finally {
    await Promise.all([client.stop(), raw.stop()])
    await installation.close()
  }
}

async function measure(run: Run, client: LoadClient, raw: Raw, installation: Installation): Promise<void> {
  const { report, rounds } = run
  const node = await installation.start({ core: SERVER_CORE })
  const store = await makeStore(node, { name: 'write', dsl: DSL })
  const alone: LoadFigures[] = []
  const together: LoadFigures[] = []
  const rawAlone: number[] = []
  const rawTogether: number[] = []
  let written = 0
  for (let round = -1; round < rounds; round++) {
    const one = await writes(client, node, store, `alone${round}`, 1, ASKS_ALONE)
    const many = await writes(client, node, store, `together${round}`, WRITERS, ASKS_TOGETHER)
    const rawOne = await raw.commits(1, FOR_MS)
    const rawMany = await raw.commits(RAW_CONNECTIONS, FOR_MS)
    written += one.count + many.count
    if (round < 0) continue
    alone.push(one)
    together.push(many)
    rawAlone.push(rawOne.p50Ms)
    rawTogether.push(rawMany.perSecond)
  }
  await verify(client, node, store, written)
  const add = (metric: string, value: number, unit: string, floor: number | null) =>
    report.add({ workload: 'write', metric, value, unit, floor, checked: written })
  add('one writer, p50', medianOf(alone.map(({ p50Ms }) => p50Ms)), 'ms', medianOf(rawAlone))
  add('one writer, p99', medianOf(alone.map(({ p99Ms }) => p99Ms)), 'ms', null)
  const perSecond = medianOf(together.map(({ count, tookMs }) => (count / tookMs) * 1000))
  add(`${WRITERS} writers`, perSecond, 'writes/s', medianOf(rawTogether))
  add(`${WRITERS} writers, p99`, medianOf(together.map(({ p99Ms }) => p99Ms)), 'ms', null)
}

async function writes(
  client: LoadClient,
  node: Node,
  store: string,
  name: string,
  connections: number,
  asks: number,
): Promise<LoadFigures> {
  const path = `/v1/stores/${store}/tuples`
  const deck = Array.from({ length: asks }, (_, at) => {
    const added = [{ object: `doc:${name}-${at}`, relation: 'viewer', subject: 'user:someone' }]
    return { path, body: JSON.stringify({ added }), yeses: 0 }
  })
  await client.deck(name, node, deck)
  const figures = await client.load(name, connections, FOR_MS)
  if (figures.count > asks) throw new Error(`${figures.count} writes in a round of ${asks}: make it larger`)
  return figures
}

/** What was answered is there, and nothing else. */
async function verify(client: LoadClient, node: Node, store: string, written: number): Promise<void> {
  const { lastLine } = await client.stream({ target: node, method: 'GET', path: `/v1/stores/${store}/tuples/export` })
  const { end } = JSON.parse(lastLine) as { readonly end?: { readonly tuples: number } }
  if (end?.tuples !== written) throw new WrongAnswer(`${written} writes were answered, the store ends with ${lastLine}`)
}
