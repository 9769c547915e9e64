// How fast do a million tuples come in? The floor is the same PostgreSQL given the same tuples by its plain client, a
// thousand rows to a statement, into a table with the same key; COPY into it is shown beside. The server reads lines of
// JSON, judges each by the model, keeps history and audit, and makes a revision of each ten thousand.
//
// Sketch: raw inserts take 7.5 µs for a row. Reading a line, judging it and writing it into the body of its revision take
// 2 µs of the server, which runs beside the database; the larger row and the second index take half as long again:
// 80,000 tuples/s, 60 % of the floor.

import { type Installation, loadStore, type Node, openInstallation } from './harness/installation.ts'
import { LoadClient } from './harness/load.ts'
import { medianOf, WrongAnswer } from './harness/measure.ts'
import { SERVER_CORE } from './harness/programs.ts'
import { Raw } from './harness/raw.ts'
import type { BulkFigures } from './harness/raw-database.ts'
import { type Run, scaled } from './harness/run.ts'
import { type CreatorWorld, makeCreatorWorld } from './workload/creator.ts'
import { NATIVE, verifyChecks } from './workload/wire.ts'
import { tuplesOf } from './workload/world.ts'

const TUPLES = 1_000_000
const ROUNDS_MAX = 3
const ASKED = 1_000

export async function importTuples(run: Run): Promise<void> {
  const world = makeCreatorWorld(run)
  const tuples = scaled(TUPLES, run.scale)
  run.report.heading(`import  ${tuples.toLocaleString('en-US')} tuples of W1, seed ${run.seed}`)
  const client = new LoadClient()
  const raw = new Raw()
  const installation = await openInstallation()
  try {
    await raw.open(installation.connection)
    await measure(run, client, raw, installation, world, tuples)
  } finally {
    await Promise.all([client.stop(), raw.stop()])
    await installation.close()
  }
}

async function measure(
  { report, rounds, scale, seed }: Run,
  client: LoadClient,
  raw: Raw,
  installation: Installation,
  world: CreatorWorld,
  tuples: number,
): Promise<void> {
  const node = await installation.start({ core: SERVER_CORE })
  const ours: number[] = []
  const inserts: number[] = []
  const copies: number[] = []
  let checked = 0
  for (let round = 0; round < Math.min(rounds, ROUNDS_MAX); round++) {
    const amount = { scale, seed, tuples }
    inserts.push(rateOf(tuples, await raw.insert(amount)))
    copies.push(rateOf(tuples, await raw.copyIn(amount)))
    const loaded = await loadStore(node, world, tuples)
    ours.push(rateOf(tuples, loaded))
    checked += await verify(client, node, loaded.store, world, tuples)
  }
  const add = (metric: string, value: number, floor: number | null) =>
    report.add({ workload: 'import', metric, value, unit: 'tuples/s', floor, checked })
  add('import', medianOf(ours), medianOf(inserts))
  add('import, against raw COPY', medianOf(ours), medianOf(copies))
}

function rateOf(expected: number, { tuples, tookMs }: BulkFigures): number {
  if (tuples !== expected) throw new WrongAnswer(`${expected} tuples were written, ${tuples} are there`)
  return (tuples / tookMs) * 1000
}

/** The import has counted its rows; here some of all of them are asked for. */
async function verify(
  client: LoadClient,
  node: Node,
  store: string,
  world: CreatorWorld,
  tuples: number,
): Promise<number> {
  const step = Math.max(1, Math.floor(tuples / ASKED))
  const asked: { question: { object: string; relation: string; subject: string }; expected: boolean }[] = []
  let at = 0
  for (const { object, relation, subject } of tuplesOf(world)) {
    if (at >= tuples) break
    if (at++ % step === 0) asked.push({ question: { object, relation, subject }, expected: true })
  }
  await client.deck(
    'imported',
    node,
    asked.map((each) => NATIVE.check(store, each)),
  )
  return verifyChecks(asked, await client.once('imported'))
}
