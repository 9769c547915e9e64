// F2, F3, F4: the database is killed, or restarted, or a node is killed, again and again, while clients write and ask on two
// nodes. What was acknowledged is there, every answer is the reference's, and the others go on.

import type { Fault, Run } from './cell.ts'
import { send } from './client.ts'
import { judge } from './judge.ts'
import { pause } from './postgres.ts'
import { drawQuestion, drawTuple, makeWorld, newKey, startLoad, type World } from './world.ts'

const BACK_MAX_MS = 30_000
const GRACE_MS = 1_000
const SHORT_ROUNDS = 1

export const DATABASE_KILLED: Fault = {
  name: 'F2',
  says: 'the database is killed under load',
  run: (run) => underLoad('F2', run, async ({ postgres }) => postgres.kill()),
}

export const DATABASE_RESTARTED: Fault = {
  name: 'F3',
  says: 'the database is restarted, and all its connections are ended, under load',
  run: (run) =>
    underLoad('F3', run, async ({ postgres }) => {
      if (run.chance.happens(0.5)) postgres.restart()
      else
        await postgres
          .query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
          .catch(() => undefined)
    }),
}

export const NODE_KILLED: Fault = {
  name: 'F4',
  says: 'a node is killed under load, and another one goes on',
  run: (run) =>
    underLoad('F4', run, async (world) => {
      const [first, second] = world.seats
      const dying = first!.node.kill()
      const beside = await send(second!.node.url, 'GET', '/readyz')
      run.tally.expect(beside.status === 200, 'F4 the other node is ready', () => `${beside.status} ${beside.why}`)
      await dying
      let isBack = false
      const restarted = world.restart(first!).finally(() => (isBack = true))
      await Promise.all([restarted, goOn(world, run, () => isBack)])
    }),
}

/** Who tries the other node when one does not answer is always answered, from a second after it on. */
async function goOn(world: World, { chance, tally }: Run, isBack: () => boolean): Promise<void> {
  const client = world.client()
  const tryBoth = async (what: string, call: (url: string) => Promise<{ status: number; code: string }>) => {
    const told: string[] = []
    for (const { node } of world.seats) {
      const { status, code } = await call(node.url)
      told.push(`${status} ${code}`)
      if (status === 200) break
    }
    tally.expect(told.at(-1)!.startsWith('200'), `F4 0 failed after 1 s: ${what}`, () => told.join(', '))
  }
  await pause(GRACE_MS)
  do {
    await tryBoth('questions', (url) => client.ask(url, drawQuestion(chance)))
    const key = newKey()
    await tryBoth('writes', (url) => client.write(url, key, { added: [drawTuple(chance)] }))
    await pause(20)
  } while (!isBack())
}

async function underLoad(name: string, run: Run, strike: (world: World) => Promise<void>): Promise<void> {
  const { chance, tally, isShort, seconds, note } = run
  const world = await makeWorld(2)
  try {
    const load = startLoad(world, chance, { writers: 3, askers: 4 })
    const end = performance.now() + seconds * 1_000
    for (let round = 0; isShort ? round < SHORT_ROUNDS : round === 0 || performance.now() < end; round++) {
      await pause(500 + chance.below(700))
      await strike(world)
      note('strikes', 1)
      await world.postgres.ready()
      const tookMs = await untilBack(world)
      tally.expect(tookMs < BACK_MAX_MS, `${name} I16 all nodes are back`, () => `after ${Math.round(tookMs)} ms`)
      for (const { node } of world.seats)
        tally.expect(node.isAlive(), `${name} nobody ends for it`, () => node.said().slice(-1_800))
    }
    await load.stop()
    await judge({ name, ...world }, tally)
    for (const { writes, asks } of world.clients) {
      note('acknowledged', writes.filter(({ status }) => status === 200).length)
      note('unknown', writes.filter(({ status, code }) => status === 0 || code === 'outcome_unknown').length)
      note('answers', asks.filter(({ status }) => status === 200).length)
      note('refusals', asks.filter(({ status }) => status !== 200).length)
    }
  } finally {
    await world.close()
  }
}

/** Until each node has answered with what the database says now. */
async function untilBack(world: World): Promise<number> {
  const startedMs = performance.now()
  const client = world.client()
  for (const seat of world.seats) {
    while (performance.now() - startedMs < BACK_MAX_MS) {
      const { status } = await client.ask(
        seat.node.url,
        { object: 'doc:d0', relation: 'can_view', subject: 'user:u0' },
        'full',
      )
      if (status === 200) break
      await pause(50)
    }
  }
  return performance.now() - startedMs
}
