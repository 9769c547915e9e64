// F26: a node is ended in the middle of a load. Everything that it took it answers, and nobody is cut off: a request fails
// only when no connection is taken any more, and then it goes to the other node.

import type { Fault, Run } from './cell.ts'
import { judge } from './judge.ts'
import { startNode } from './nodes.ts'
import { pause } from './postgres.ts'
import { drawQuestion, makeWorld, type World, writeSomething } from './world.ts'

const CLIENTS = 12
const LOADED_MS = 400

export const DRAIN: Fault = {
  name: 'F26',
  says: 'a node is ended under load',
  async run(run) {
    const world = await makeWorld(2)
    try {
      const end = performance.now() + run.seconds * 1_000
      for (let round = 0; round === 0 || (!run.isShort && performance.now() < end); round++)
        await endOne(world, run, round % 2)
      await judge({ name: 'F26', ...world }, run.tally)
    } finally {
      await world.close()
    }
  },
}

async function endOne(world: World, { chance, tally, note }: Run, which: number): Promise<void> {
  const seat = world.seats[which]!
  let isEnding = false
  let answered = 0
  const failed: string[] = []
  const load = Array.from({ length: CLIENTS }, async (_, index) => {
    const client = world.client()
    const own = chance.fork()
    // The first half stays with the one that ends for as long as it is taken in there.
    for (let turn = index < CLIENTS / 2 ? which : which + 1; !isEnding; ) {
      const { url } = world.seats[turn % 2]!.node
      const { status, code } = await (own.happens(0.3)
        ? writeSomething(client, url, own)
        : client.ask(url, drawQuestion(own)))
      if (status === 200) answered++
      else if (code === 'ECONNREFUSED') turn++
      else failed.push(`${status} ${code}`)
    }
  })
  await pause(LOADED_MS)
  const code = await seat.node.end()
  await pause(LOADED_MS)
  isEnding = true
  await Promise.all(load)
  tally.expect(code === 0, 'F26 it ends as it was asked to', () => `with ${code}: ${seat.node.said()}`)
  tally.expect(
    failed.length === 0,
    'F26 no request fails',
    () => `${failed.length} of ${answered}: ${failed.slice(0, 5)}`,
  )
  note('ends', 1)
  note('answered', answered)
  note('failed', failed.length)
  seat.node = await startNode({ port: seat.proxy.port })
}
