// What does a server reach over HTTP? One thread on a core of its own, the client on another, W1 as its data: single
// checks and batches by both wires, complete lists, and threads. With `--target URL` the same questions go to any server
// that speaks OpenFGA's API, so that others can be compared: see serve-target.ts.

import type { Expected } from './harness/asking.ts'
import { type Installation, loadStore, openInstallation } from './harness/installation.ts'
import { LoadClient } from './harness/load.ts'
import { canPin, SERVER_CORE } from './harness/programs.ts'
import type { Run } from './harness/run.ts'
import { CreatorOracle } from './oracle/creator-oracle.ts'
import { BATCH, type CheckDecks, serveChecks } from './serve-checks.ts'
import { serveLists } from './serve-lists.ts'
import { serveTarget } from './serve-target.ts'
import { serveThreads } from './serve-threads.ts'
import { asText } from './w1-creator-platform.ts'
import { type CreatorWorld, makeCreatorWorld } from './workload/creator.ts'
import { CreatorQuestions, PAGE_TRACKS } from './workload/creator-questions.ts'
import { tuplesIn } from './workload/world.ts'

const QUESTIONS = 10_000
const BATCHES = 200

export async function serve(run: Run): Promise<void> {
  const world = makeCreatorWorld(run)
  run.report.heading(`serve  W1 over HTTP, ${tuplesIn(world).toLocaleString('en-US')} tuples, seed ${run.seed}`)
  if (!canPin()) run.report.say('server and client share their cores: what they take from each other is in the figures')
  const decks = makeDecks(world, run.seed)
  const client = new LoadClient()
  try {
    if (run.target) return await serveTarget(run, client, run.target, world, decks)
    const installation = await openInstallation()
    try {
      await serveOurs(run, client, installation, world, decks)
    } finally {
      await installation.close()
    }
  } finally {
    await client.stop()
  }
}

async function serveOurs(
  run: Run,
  client: LoadClient,
  installation: Installation,
  world: CreatorWorld,
  decks: CheckDecks,
): Promise<void> {
  const flags = run.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${run.profile}`]
  const node = await installation.start({ core: SERVER_CORE, flags })
  const { store } = await loadStore(node, world)
  await serveChecks(run, client, node, store, decks)
  await node.stop()
  await serveThreads(run, client, installation, store, decks.hot)
  await serveLists(run, client, installation)
}

function makeDecks(world: CreatorWorld, seed: number): CheckDecks {
  const questions = new CreatorQuestions(world, new CreatorOracle(world), seed + 1)
  const hot = questions.hot(QUESTIONS).map((each) => asText(world, each))
  const pages = questions.pages(BATCHES).filter((page) => page.length === PAGE_TRACKS)
  const onePerson = pages.map((page) => page.map((each) => asText(world, each)))
  const mixed = batchesOf(questions.hot(BATCHES * BATCH).map((each) => asText(world, each)))
  return { hot, mixed, onePerson }
}

function batchesOf(asked: readonly Expected[]): Expected[][] {
  return Array.from({ length: asked.length / BATCH }, (_, at) => asked.slice(at * BATCH, (at + 1) * BATCH))
}
