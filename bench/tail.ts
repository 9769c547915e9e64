// How soon is a write seen elsewhere? A client writes on one node and asks another one, showing the token of its write;
// the other node must have read the log up to there before it may answer. The floor is the least that PostgreSQL needs
// for such a thing: a NOTIFY from one connection to another, which then fetches one row.
//
// Sketch: NOTIFY and fetch take 0.5 ms. A node that is shown a token from its future reads the log at once, one query, and
// applies it: 0.3 ms, and 0.15 ms of HTTP: at most twice the floor. On the node that wrote there is nothing to wait for.

import { type Installation, makeStore, openInstallation } from './harness/installation.ts'
import { medianOf, WrongAnswer } from './harness/measure.ts'
import { CLIENT_CORE, SERVER_CORE, startWorker, type Worker } from './harness/programs.ts'
import { Raw } from './harness/raw.ts'
import type { NotifyFigures } from './harness/raw-database.ts'
import type { Run } from './harness/run.ts'
import type { TailFigures, TailJob } from './harness/tail-client.ts'

const DSL = `model
  schema 1.1

type user

type doc
  relations
    define viewer: [user]
`
const TURNS = 200

export async function tail(run: Run): Promise<void> {
  run.report.heading('tail  what was written on one node is asked for on another')
  const client = startWorker<TailJob, TailFigures>('tail-client.ts', { core: CLIENT_CORE })
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

async function measure(
  { report, rounds }: Run,
  client: Worker<TailJob, TailFigures>,
  raw: Raw,
  installation: Installation,
): Promise<void> {
  const writer = await installation.start({ core: SERVER_CORE })
  const other = await installation.start({ core: CLIENT_CORE })
  const store = await makeStore(writer, { name: 'tail', dsl: DSL })
  const here: TailFigures[] = []
  const there: TailFigures[] = []
  const floors: NotifyFigures[] = []
  let checked = 0
  for (let round = -1; round < rounds; round++) {
    const job = { writer, store, turns: TURNS }
    const elsewhere = await asked(client, { ...job, asker: other, name: `there${round}` })
    const same = await asked(client, { ...job, asker: writer, name: `here${round}` })
    const floor = await raw.notify(TURNS)
    checked += elsewhere.answers + same.answers
    if (round < 0) continue
    there.push(elsewhere)
    here.push(same)
    floors.push(floor)
  }
  const floorMs = medianOf(floors.map(({ p50Ms }) => p50Ms))
  const add = (metric: string, value: number, floor: number | null) =>
    report.add({ workload: 'tail', metric, value, unit: 'ms', floor, checked })
  const median = (figures: readonly TailFigures[], of: (each: TailFigures) => number) => medianOf(figures.map(of))
  add(
    'read-your-write on another node, p50',
    median(there, ({ p50Ms }) => p50Ms),
    floorMs,
  )
  add(
    'read-your-write on another node, p99',
    median(there, ({ p99Ms }) => p99Ms),
    medianOf(floors.map(({ p99Ms }) => p99Ms)),
  )
  add(
    'read-your-write on the same node, p50',
    median(here, ({ p50Ms }) => p50Ms),
    floorMs,
  )
  add(
    'write and read it on another node, p50',
    median(there, ({ withWriteP50Ms }) => withWriteP50Ms),
    null,
  )
}

async function asked(client: Worker<TailJob, TailFigures>, job: TailJob): Promise<TailFigures> {
  try {
    return await client.ask(job)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw message.includes('wrong answer') ? new WrongAnswer(message) : error
  }
}
