// How soon does a node answer that has just been started, and what does it take? The graph of a store comes to life with
// the first question about it: from its image, where there is one, else from the database. The floors: the image's file
// read into memory, and all tuples out of the database by COPY and built into a graph, by a process that does nothing
// else. What a node takes is what the system says of the whole process once it answers.
//
// Sketch for 1 M from the image: 60 MB are read in 30 ms, and the checksum runs as fast again: 2 floors. For 10 M from the
// database: COPY gives 2 M rows/s, building 1.9 M/s beside it: 1.5 floors of the two one after the other.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Expected } from './harness/asking.ts'
import { type Installation, loadStore, type Node, openInstallation } from './harness/installation.ts'
import { LoadClient } from './harness/load.ts'
import { medianOf, WrongAnswer } from './harness/measure.ts'
import { residentBytesOf, SERVER_CORE } from './harness/programs.ts'
import { Raw } from './harness/raw.ts'
import type { Run } from './harness/run.ts'
import { readShared } from './harness/shared-file.ts'
import { CreatorOracle } from './oracle/creator-oracle.ts'
import { asText } from './w1-creator-platform.ts'
import { makeCreatorWorld } from './workload/creator.ts'
import { CreatorQuestions } from './workload/creator-questions.ts'
import { NATIVE, verifyChecks } from './workload/wire.ts'

const ROUNDS_MAX = 3
const QUESTIONS = 1_000
/** A smaller graph has no image: it is built as quickly. */
const IMAGE_SCALE_MIN = 0.003
const SETTLE_MS = 2_000

interface Held {
  readonly store: string
  readonly tuples: number
  readonly asked: readonly Expected[]
}

export async function start(run: Run): Promise<void> {
  run.report.heading('start  from nothing in memory to the first answer')
  const client = new LoadClient()
  const raw = new Raw()
  const installation = await openInstallation()
  try {
    await raw.open(installation.connection)
    const loader = await installation.start({})
    const small = await hold(loader, Math.max(IMAGE_SCALE_MIN, run.scale / 10), run.seed)
    const large = await hold(loader, run.scale, run.seed)
    // An image is made of what is in memory.
    await firstAnswer(client, loader, small)
    await loader.stop()
    await fromImage(run, client, installation, small)
    await fromDatabase(run, client, raw, installation, large)
  } finally {
    await Promise.all([client.stop(), raw.stop()])
    await installation.close()
  }
}

/** What it makes on the way is garbage when it returns. */
async function hold(node: Node, scale: number, seed: number): Promise<Held> {
  const world = makeCreatorWorld({ scale, seed })
  const questions = new CreatorQuestions(world, new CreatorOracle(world), seed + 1)
  const asked = questions.hot(QUESTIONS).map((each) => asText(world, each))
  const { store, tuples } = await loadStore(node, world)
  return { store, tuples, asked }
}

/** Milliseconds to the first answer about the store; then all the others are compared. */
async function firstAnswer(client: LoadClient, node: Node, { store, asked }: Held): Promise<number> {
  const asks = asked.map((each) => NATIVE.check(store, each))
  await client.deck('first', node, asks.slice(0, 1))
  const startedMs = performance.now()
  const [body = ''] = await client.once('first')
  const tookMs = performance.now() - startedMs
  verifyChecks(asked.slice(0, 1), [body])
  await client.deck('all', node, asks)
  verifyChecks(asked, await client.once('all'))
  return tookMs
}

async function fromImage(
  { report, rounds }: Run,
  client: LoadClient,
  installation: Installation,
  held: Held,
): Promise<void> {
  const name = createHash('sha256').update(held.store).digest('hex')
  const file = join(installation.folder, 'images', `${name}.graph`)
  const reads: number[] = []
  const firsts: number[] = []
  const readies: number[] = []
  const again = Math.min(rounds, ROUNDS_MAX)
  for (let round = 0; round < again; round++) {
    let startedMs = performance.now()
    if (readShared(file).length === 0) throw new WrongAnswer('the image is empty')
    reads.push(performance.now() - startedMs)
    startedMs = performance.now()
    const node = await installation.start({ core: SERVER_CORE })
    readies.push(performance.now() - startedMs)
    firsts.push(await firstAnswer(client, node, held))
    await node.stop()
  }
  const checked = again * QUESTIONS
  report.say(`the image holds ${held.tuples.toLocaleString('en-US')} tuples`)
  const metric = 'first answer from an image'
  report.add({ workload: 'start', metric, value: medianOf(firsts), unit: 'ms', floor: medianOf(reads), checked })
  const ready = { workload: 'start', metric: 'process, from nothing to ready', value: medianOf(readies), unit: 'ms' }
  report.add({ ...ready, floor: null, checked })
}

async function fromDatabase(
  { report, rounds }: Run,
  client: LoadClient,
  raw: Raw,
  installation: Installation,
  held: Held,
): Promise<void> {
  const floors: number[] = []
  const firsts: number[] = []
  const resident: number[] = []
  const again = Math.min(rounds, ROUNDS_MAX)
  for (let round = 0; round < again; round++) {
    await installation.removeImages()
    const { tuples, tookMs } = await raw.build(held.store)
    if (tuples !== held.tuples) throw new WrongAnswer(`${held.tuples} tuples were imported, ${tuples} came out`)
    floors.push(tookMs)
    const node = await installation.start({ core: SERVER_CORE })
    firsts.push(await firstAnswer(client, node, held))
    await pause(SETTLE_MS)
    const bytes = residentBytesOf(node.pid)
    if (bytes !== undefined) resident.push(bytes)
    await node.stop()
  }
  const checked = again * QUESTIONS
  report.say(`the database holds ${held.tuples.toLocaleString('en-US')} tuples`)
  const add = (metric: string, value: number, unit: string, floor: number | null) =>
    report.add({ workload: 'start', metric, value, unit, floor, checked })
  add('first answer from the database', medianOf(firsts), 'ms', medianOf(floors))
  if (resident.length > 0) add('whole node', medianOf(resident) / held.tuples, 'B/tuple', null)
}
