// F13: somebody loses access, then something is put there that they must not see. Asked on another node with the token of
// the loss, they are refused; the other node is slow to hear of it, and without the token it lets them in. That arm has to
// fail: if it did not, this test would show nothing.

import type { Fault, Run } from './cell.ts'
import { judge } from './judge.ts'
import { makeWorld, newKey, type World } from './world.ts'

const ROUNDS_SHORT = 12
const DELAY_MS_MAX = 60

export const NEW_ENEMY: Fault = {
  name: 'F13',
  says: 'a new enemy, with and without the token',
  async run(run) {
    const world = await makeWorld(2)
    try {
      world.seats[1]!.proxy.hidesHints = true
      const end = performance.now() + run.seconds * 1_000
      let enemies = 0
      for (let round = 0; run.isShort ? round < ROUNDS_SHORT : performance.now() < end; round++) {
        if (await revoke(world, round, run)) enemies++
        run.note('rounds', 1)
      }
      run.note('let in without the token', enemies)
      run.tally.expect(enemies > 0, 'F13 the unprotected arm fails', () => 'nobody was let in without the token')
      await judge({ name: 'F13', ...world }, run.tally)
    } finally {
      await world.close()
    }
  },
}

/** Whether somebody was let in who had shown no token. */
async function revoke(world: World, round: number, { chance, tally }: Run): Promise<boolean> {
  const [near, far] = world.seats.map(({ node }) => node.url)
  const { proxy } = world.seats[1]!
  const client = world.client()
  const tuple = { object: `doc:n${round % 50}`, relation: 'viewer', subject: `user:u${chance.below(8)}` }
  const question = { ...tuple, relation: 'can_view' }
  proxy.delayMs = 0
  await client.write(near!, newKey(), { added: [tuple] })
  await client.ask(far!, question, 'at_least')
  proxy.delayMs = chance.below(DELAY_MS_MAX)
  const { status, code } = await client.write(near!, newKey(), { removed: [tuple] })
  tally.expect(status === 200, 'F13 the loss is acknowledged', () => `${status} ${code}`)
  const unprotected = await client.ask(far!, question)
  const told = await client.ask(far!, question, 'at_least')
  const isRefused = told.status !== 200 || !told.allowed
  tally.expect(isRefused, 'F13 C5 no new enemy', () => `let in at ${told.revision}, with the token of ${client.floor}`)
  return unprotected.status === 200 && unprotected.allowed
}
