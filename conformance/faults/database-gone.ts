// F7: the database is silent, or cannot be reached, for longer than the bound. Until the bound questions are answered;
// after it none is, and each is told so; when the database is there again, everything is as new as it was.

import type { Fault, Run } from './cell.ts'
import type { Asked } from './client.ts'
import { judge } from './judge.ts'
import { pause } from './postgres.ts'
import { drawQuestion, makeWorld, newKey, type World, writeSomething, writeUntilTold } from './world.ts'

const BOUND_MS = 2_000
const LONGER_MS = 1_500
/** Of two clocks in two processes. */
const CLOCKS_MS = 50
const NOWHERE = '/nowhere/at/all'

export const DATABASE_GONE: Fault = {
  name: 'F7',
  says: 'the database is gone for longer than the bound',
  async run(run) {
    const world = await makeWorld(2, { stalenessMsMax: BOUND_MS })
    try {
      const end = performance.now() + run.seconds * 1_000
      do {
        await lose(world, run, 'silent')
        if (!run.isShort) await lose(world, run, 'unreachable')
      } while (!run.isShort && performance.now() < end)
      await judge({ name: 'F7', ...world }, run.tally)
    } finally {
      world.postgres.thaw()
      await world.close()
    }
  },
}

async function lose(world: World, run: Run, how: 'silent' | 'unreachable'): Promise<void> {
  const { chance, tally, note } = run
  const { postgres, seats } = world
  const client = world.client()
  for (const { node } of seats) {
    await writeSomething(client, node.url, chance)
    await client.ask(node.url, drawQuestion(chance), 'full')
  }
  // Both hold the revision of the token.
  for (const { node } of seats) await client.ask(node.url, drawQuestion(chance), 'at_least')
  if (how === 'silent') postgres.freeze()
  else for (const { proxy } of seats) proxy.lead(NOWHERE)
  const goneMs = performance.now()
  const asks: Asked[] = []
  while (performance.now() < goneMs + BOUND_MS + LONGER_MS) {
    for (const { node } of seats) {
      asks.push(await client.ask(node.url, drawQuestion(chance)))
      asks.push(await client.ask(node.url, drawQuestion(chance), 'at_least'))
    }
    await pause(20)
  }
  const lost = writeSomething(world.client(), seats[0]!.node.url, chance)
  if (how === 'silent') postgres.thaw()
  else for (const { proxy } of seats) proxy.lead(postgres.socket)
  await lost
  const late = asks.filter(({ sentMs }) => sentMs > goneMs + BOUND_MS + CLOCKS_MS)
  const early = asks.filter(({ sentMs, status }) => sentMs <= goneMs + BOUND_MS && status === 200)
  for (const mode of ['minimize_latency', 'at_least'])
    tally.expect(
      early.some((ask) => ask.mode === mode),
      `F7 ${how}: questions go on, ${mode}`,
      () => `none of ${asks.length} was answered`,
    )
  tally.expect(late.length > 0, `F7 ${how}: it was gone for long enough`, () => `${asks.length} questions`)
  for (const { status, code, sentMs } of late) {
    const isTold = status === 503 && code === 'unavailable'
    tally.expect(
      isTold,
      `F7 ${how}: I8 nothing is answered after the bound`,
      () => `${status} ${code} after ${Math.round(sentMs - goneMs)} ms`,
    )
  }
  note('answers within the bound', early.length)
  note('refusals after it', late.length)
  for (const { node } of seats) {
    const back = await writeUntilTold(client, () => node.url, newKey(), {})
    tally.expect(
      back.status === 200 || back.status === 400,
      `F7 ${how}: it is back`,
      () => `${back.status} ${back.code}`,
    )
    while ((await client.ask(node.url, drawQuestion(chance), 'full')).status !== 200) await pause(50)
  }
}
