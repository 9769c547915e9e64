// F1: a node, a backend of the database, the database or the connection is lost at each step of a write. The client
// asks again with its key, and in the end the write is there exactly once, at the revision that the client was told.

import type { Fault, Run } from './cell.ts'
import { judge } from './judge.ts'
import { loseNodeAtEachStep } from './node-steps.ts'
import { pause, signal } from './postgres.ts'
import { STEPS, type Step } from './proxy.ts'
import { makeWorld, newKey, type World, writeUntilTold } from './world.ts'

const LOSSES = ['node', 'backend', 'database', 'connection'] as const
type Loss = (typeof LOSSES)[number]

/** Of a step before which nothing was sent, and after which all was done. */
const NOT_YET: readonly Step[] = ['before', 'half']
const DONE: readonly Step[] = ['answered', 'half answered', 'passed on']
const SHORT: readonly (readonly [Step, Loss])[] = [
  ['half', 'connection'],
  ['locked', 'backend'],
  ['answered', 'node'],
  ['half answered', 'connection'],
]
const LOCK_WAIT_MAX_MS = 5_000

export const WRITE_STEPS: Fault = {
  name: 'F1',
  says: 'a loss at each step of a write',
  async run(run) {
    const cells = run.isShort ? SHORT : STEPS.flatMap((step) => LOSSES.map((loss) => [step, loss] as const))
    const world = await makeWorld(1)
    try {
      const end = performance.now() + run.seconds * 1_000
      do for (const [step, loss] of cells) await lose(world, step, loss, run)
      while (!run.isShort && performance.now() < end)
      await judge({ name: 'F1', ...world }, run.tally)
    } finally {
      await world.close()
    }
    await loseNodeAtEachStep(run)
  },
}

async function lose(world: World, step: Step, loss: Loss, { chance, tally, note }: Run): Promise<void> {
  const name = `F1 ${step} × ${loss}`
  const client = world.client()
  const seat = world.seats[0]!
  const key = newKey()
  const isPlain = chance.happens(0.5)
  const change = { added: [{ object: `doc:${key}`, relation: 'viewer', subject: 'user:u1' }], isPlain }
  const release = step === 'locked' ? await holdLock(world) : undefined
  let died: Promise<void> | undefined
  const sprung = seat.proxy.arm({
    step,
    async spring({ backend, cut }) {
      if (step === 'locked') await waitForWaiter(world)
      if (loss === 'node') died = seat.node.kill()
      else if (loss === 'backend') signal(backend, 'SIGKILL')
      else if (loss === 'database') world.postgres.kill()
      else cut()
      release?.()
      // What was sent to a database that is dying must not arrive before it is dead.
      if (loss !== 'connection') await pause(20)
    },
  })
  const first = client.write(seat.node.url, key, change)
  await sprung
  await died
  if (loss === 'node') await world.restart(seat)
  await world.postgres.ready()
  const told = await first
  const final = told.status === 200 ? told : await writeUntilTold(client, () => seat.node.url, key, change)
  tally.expect(final.status === 200, `${name} is told in the end`, () => `${final.status} ${final.code}`)
  // A client that was told nothing asks again; one that was told asks again too, and is told the same.
  const again = await writeUntilTold(client, () => seat.node.url, key, change)
  tally.expect(
    again.revision === final.revision && again.isReplay,
    `${name} is told the same again`,
    () => `${again.revision} ${again.isReplay}, before ${final.revision}`,
  )
  if (loss === 'node') {
    if (NOT_YET.includes(step)) tally.expect(!final.isReplay, `${name} had not happened`, () => `at ${final.revision}`)
    if (DONE.includes(step))
      tally.expect(told.status === 200 || final.isReplay, `${name} had happened`, () => `at ${final.revision}`)
  }
  note('losses', 1)
  if (told.status !== 200) note('unknown to the client', 1)
}

/** Holds the head of the store as another writer would; gives the way to let go. */
async function holdLock({ postgres, store }: World): Promise<() => void> {
  const { promise: held, resolve: isHeld } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  void postgres
    .transaction(async (query) => {
      await query('select 1 from lockness.store_head where store_id = $1 for no key update', [store])
      isHeld()
      await released
    })
    // The database that is lost with it takes the lock along.
    .catch(() => isHeld())
  await held
  return release
}

async function waitForWaiter({ postgres }: World): Promise<void> {
  for (const end = performance.now() + LOCK_WAIT_MAX_MS; performance.now() < end; ) {
    const rows = await postgres.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'")
    if (rows.length > 0) return
    await pause(10)
  }
}
