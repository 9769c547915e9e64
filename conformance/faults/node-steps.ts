// F1, inside a node: it is killed at each step of a write that only the node itself knows of. The client asks again with
// its key, at the node that takes its place, and another node knows of the write by the log alone.

import type { Run } from './cell.ts'
import { POINTS, type Point } from './failpoint.ts'
import { judge } from './judge.ts'
import type { NodeProcess } from './nodes.ts'
import { pause } from './postgres.ts'
import { makeWorld, newKey, type World, writeUntilTold } from './world.ts'

const DONE: readonly Point[] = ['committed', 'hinted', 'answered']
/** A write that only adds goes another way than one that may replace. */
const WAYS = ['plain', 'long'] as const
const GONE_MAX_MS = 5_000
const SHORT: readonly Point[] = ['committed', 'hinted']

export async function loseNodeAtEachStep(run: Run): Promise<void> {
  const cells = run.isShort
    ? SHORT.map((point) => [point, 'plain'] as const)
    : POINTS.flatMap((point) => WAYS.map((way) => [point, way] as const))
  const world = await makeWorld(2)
  try {
    for (const [point, way] of cells) await loseAt(world, point, way, run)
    await judge({ name: 'F1', ...world }, run.tally)
  } finally {
    await world.close()
  }
}

async function loseAt(world: World, point: Point, way: (typeof WAYS)[number], { tally, note }: Run): Promise<void> {
  const name = `F1 ${point}, by the ${way} way`
  const [seat, beside] = world.seats as [World['seats'][0], World['seats'][0]]
  const key = newKey()
  await world.restart(seat, { failpoint: { point, key } })
  const client = world.client()
  const change = { added: [{ object: `doc:${key}`, relation: 'viewer', subject: 'user:u1' }], isPlain: way === 'plain' }
  const told = await client.write(seat.node.url, key, change)
  tally.expect(await isGone(seat.node), `${name}: the node is killed there`, () => `${told.status} ${told.code}`)
  if (point !== 'answered') tally.expect(told.status === 0, `${name}: nothing is told`, () => `${told.status}`)
  await world.restart(seat)
  const final = told.status === 200 ? told : await writeUntilTold(client, () => seat.node.url, key, change)
  tally.expect(final.status === 200, `${name}: it is told in the end`, () => `${final.status} ${final.code}`)
  const isDone = told.status === 200 || final.isReplay
  if (point === 'before it is sent') tally.expect(!isDone, `${name}: it had not happened`, () => `at ${final.revision}`)
  if (DONE.includes(point)) tally.expect(isDone, `${name}: it had happened`, () => `at ${final.revision}`)
  const again = await writeUntilTold(client, () => beside.node.url, key, change)
  const isSame = again.revision === final.revision && again.isReplay
  tally.expect(isSame, `${name}: the same is told elsewhere`, () => `${again.revision}, before ${final.revision}`)
  const question = { object: `doc:${key}`, relation: 'can_view', subject: 'user:u1' }
  const seen = await client.ask(beside.node.url, question, 'at_least', final.token, final.revision)
  tally.expect(seen.status === 200 && seen.allowed, `${name}: another node has it`, () => `${seen.status} ${seen.code}`)
  note('killed inside', 1)
}

/** That a process has ended is told a moment after its sockets are gone. */
async function isGone(node: NodeProcess): Promise<boolean> {
  for (const end = performance.now() + GONE_MAX_MS; node.isAlive() && performance.now() < end; ) await pause(10)
  return !node.isAlive()
}
