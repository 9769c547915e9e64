// F10: nodes are told by hints that something was written, and a hint carries no truth. Here they are lost, repeated, made
// up, and poured out by the thousand; only how soon something is seen may change by it.

import type { Fault, Run } from './cell.ts'
import { judge } from './judge.ts'
import { pause } from './postgres.ts'
import { drawQuestion, makeWorld, startLoad, type World, writeSomething } from './world.ts'

const FLOOD = 2_000

export const HINTS: Fault = {
  name: 'F10',
  says: 'hints are lost, repeated, forged and poured out',
  async run(run) {
    const world = await makeWorld(2)
    try {
      const load = startLoad(world, run.chance, { writers: 2, askers: 3 })
      const end = performance.now() + run.seconds * 1_000
      do {
        await lose(world, run)
        await forge(world, run)
      } while (!run.isShort && performance.now() < end)
      await load.stop()
      await judge({ name: 'F10', ...world }, run.tally)
    } finally {
      await world.close()
    }
  },
}

/** Every node hears nothing; who shows a token is served all the same. */
async function lose({ seats, client }: World, { chance, tally, note }: Run): Promise<void> {
  for (const { proxy } of seats) proxy.hidesHints = true
  const own = client()
  for (let i = 0; i < 10; i++) {
    await writeSomething(own, seats[i % 2]!.node.url, chance)
    const { status, code } = await own.ask(seats[(i + 1) % 2]!.node.url, drawQuestion(chance), 'at_least')
    tally.expect(status === 200, 'F10 I4 without hints too', () => `${status} ${code}`)
    note('asked without hints', 1)
  }
  await pause(300)
  for (const { proxy } of seats) proxy.hidesHints = false
}

async function forge({ postgres, store }: World, { chance, note }: Run): Promise<void> {
  const payloads = [
    store,
    'lockness',
    'no-such-store',
    '',
    '\u{1f702}',
    "'; drop table lockness.store_log; --",
    'x'.repeat(7_000),
  ]
  const wanted = Array.from({ length: FLOOD }, () => chance.pick(payloads))
  await postgres.query("select pg_notify('lockness', payload) from unnest($1::text[]) payload", [wanted])
  for (let i = 0; i < 50; i++) await postgres.query("select pg_notify('lockness', $1)", [store])
  note('forged hints', FLOOD + 50)
}
