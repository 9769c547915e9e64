// F9: the database fails over to a replica that had not yet received the last commits. Revisions get the same numbers
// again, with something else in them. A token of what was lost is never taken for satisfied, on any node; what was before
// it goes on. A check of numbers alone is asked the same, and is deceived: that is what the fingerprints are for.

import { execFileSync } from 'node:child_process'
import type { Tally } from '../tally.ts'
import type { Fault, Run } from './cell.ts'
import type { Asked, Client, Written } from './client.ts'
import { judge, judgeAnswers, readLog } from './judge.ts'
import { makeFolder, pause, startPostgres } from './postgres.ts'
import { drawQuestion, makeWorld, newKey, type World, writeSomething, writeUntilTold } from './world.ts'

const LOST = 8
const SETTLE_MAX_MS = 30_000

export const LOST_HISTORY: Fault = {
  name: 'F9',
  says: 'a failover to a replica that lost commits',
  async run(run) {
    const end = performance.now() + run.seconds * 1_000
    for (let round = 0; round === 0 || (!run.isShort && performance.now() < end); round++)
      await failOver(run, round % 2 === 1)
  },
}

async function failOver(run: Run, isAdopted: boolean): Promise<void> {
  const { chance, tally, note } = run
  const world = await makeWorld(2)
  const { folder: copy, remove } = await makeFolder()
  try {
    const before = world.client()
    for (let i = 0; i < LOST; i++) await writeSomething(before, urlOf(world, i), chance)
    await copyAtRest(world, copy)
    const lost = await writeLost(world, run)
    const lostLog = await readLog(world.postgres, world.store)
    judgeAnswers({ name: 'F9 before', model: world.model, clients: world.clients }, lostLog, tally)
    for (const client of world.clients) client.asks.length = 0

    world.postgres.kill()
    await world.postgres.stop()
    world.lead(await startPostgres(copy))
    await askForLost(world, lost, tally, 'at once')
    if (isAdopted) await world.postgres.maintenance.adopt('a failover')
    await settle(world, tally)
    await askForLost(world, lost, tally, 'before new writes')
    const after = world.client()
    for (let i = 0; i < 2 * LOST; i++) {
      await writeUntilTold(after, () => urlOf(world, i), newKey(), {
        added: [{ object: `doc:new${i}`, relation: 'viewer', subject: 'user:u1' }],
      })
      await after.ask(urlOf(world, i + 1), drawQuestion(chance), 'at_least')
    }
    const told = await askForLost(world, lost, tally, 'after new writes')
    for (const { status, code } of told)
      tally.expect(code === 'lost_history', 'F9 I10 it is told in the end that it is lost', () => `${status} ${code}`)
    await askForOld(world, before, tally)
    note('deceived by numbers alone', await deceived(world, lost, tally))
    note('lost tokens refused', told.length)
    await judgeNew(world, lost, after, tally)
  } finally {
    await world.close()
    remove()
  }
}

/** Stopped, copied, started again: the copy knows nothing of what comes now. */
async function copyAtRest(world: World, copy: string): Promise<void> {
  const { folder } = world.postgres
  await world.postgres.stop()
  execFileSync('cp', ['-a', `${folder}/.`, copy])
  world.lead(await startPostgres(folder))
}

async function writeLost(world: World, { chance }: Run): Promise<Written[]> {
  const client = world.client()
  const lost: Written[] = []
  for (let i = 0; i < LOST; i++) {
    const change = { added: [{ object: `doc:lost${i}`, relation: 'viewer', subject: 'user:u1' }] }
    lost.push(await writeUntilTold(client, () => urlOf(world, i), newKey(), change))
    // Both nodes hold what will be lost.
    await client.ask(urlOf(world, i + 1), drawQuestion(chance), 'at_least')
  }
  return lost
}

/** On each node, with each token of what is lost. */
async function askForLost(world: World, lost: readonly Written[], tally: Tally, when: string): Promise<Asked[]> {
  const client = world.client()
  const asks: Asked[] = []
  for (const { token, revision } of lost) {
    for (const { node } of world.seats) {
      const question = { object: 'doc:lost0', relation: 'can_view', subject: 'user:u1' }
      asks.push(await client.ask(node.url, question, 'at_least', token, revision))
    }
  }
  for (const { status, revision } of asks)
    tally.expect(status !== 200, `F9 I10 no answer to a lost token, ${when}`, () => `200 at ${revision}`)
  client.asks.length = 0
  return asks
}

/** Until both nodes have looked at the database that is there now. */
async function settle(world: World, tally: Tally): Promise<void> {
  const startedMs = performance.now()
  const client = world.client()
  for (const { node } of world.seats) {
    const ask = () => client.ask(node.url, { object: 'doc:d0', relation: 'can_view', subject: 'user:u0' }, 'full')
    while ((await ask()).status !== 200 && performance.now() - startedMs < SETTLE_MAX_MS) await pause(50)
  }
  const tookMs = performance.now() - startedMs
  tally.expect(tookMs < SETTLE_MAX_MS, 'F9 I16 the nodes are back', () => `after ${Math.round(tookMs)} ms`)
  client.asks.length = 0
}

async function askForOld(world: World, before: Client, tally: Tally): Promise<void> {
  const client = world.client()
  for (const { token, revision } of before.writes) {
    for (const { node } of world.seats) {
      const question = { object: 'doc:d0', relation: 'can_view', subject: 'user:u0' }
      const { status, code } = await client.ask(node.url, question, 'at_least', token, revision)
      tally.expect(status === 200, 'F9 a token of before goes on', () => `${status} ${code}`)
    }
  }
}

/** What a reader would do who compared revisions as numbers: it would take these answers. */
async function deceived(world: World, lost: readonly Written[], tally: Tally): Promise<number> {
  const client = world.client()
  let count = 0
  for (const [i, { revision }] of lost.entries()) {
    const question = { object: `doc:lost${i}`, relation: 'can_view', subject: 'user:u1' }
    const answer = await client.ask(urlOf(world, i), question)
    if (answer.status === 200 && answer.revision >= revision && !answer.allowed) count++
  }
  tally.expect(count > 0, 'F9 the unprotected arm fails', () => 'numbers alone would have been enough')
  return count
}

/** The new history, and those who have known no other. */
async function judgeNew(world: World, lost: readonly Written[], after: Client, tally: Tally): Promise<void> {
  const log = await readLog(world.postgres, world.store)
  const isThere = log.some(({ reason }) => lost.some(({ key }) => key === reason))
  tally.expect(!isThere, 'F9 the commits were lost', () => 'the copy has them')
  const clients = world.clients.filter((client) => client === after || client.writes.length === 0)
  await judge({ name: 'F9 after', ...world, clients }, tally)
}

function urlOf({ seats }: World, turn: number): string {
  return seats[turn % seats.length]!.node.url
}
