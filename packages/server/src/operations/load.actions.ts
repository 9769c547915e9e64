// How the server is doing right now: how much is asked of it, how long that takes, and which questions took longest. All
// of it is in memory, of all threads of this node, and costs nobody who asks for an answer anything.

import { z } from 'zod'
import { type AccessParts, SLOW_MINUTES, type SlowQuestion, SYSTEM_OBJECT, slowestOf } from '../access/access.ts'
import { type Actor, isFor, question } from '../action.ts'
import { AppError } from '../errors.ts'
import type { ThreadLoad } from './metrics.ts'
import { paceOf } from './pace.ts'

export interface LoadParts {
  readonly authority: AccessParts['authority']
  /** Of all threads that answer in time. */
  readonly loads: () => Promise<readonly ThreadLoad[]>
}

const paceOutput = z.strictObject({
  action: z.string(),
  count: z.int(),
  perSecond: z.number(),
  failed: z.int().meta({ description: 'Answered with a status of 500 or more; not what was refused' }),
  p50Ms: z.number().meta({ description: 'Half of them took no longer' }),
  p90Ms: z.number(),
  p99Ms: z.number(),
})

const loadOutput = z.strictObject({
  seconds: z.number().meta({ description: 'How long was counted, up to now' }),
  threads: z.int().meta({ description: 'That told of themselves' }),
  perSecond: z.number().meta({ description: 'Requests of all kinds' }),
  inFlight: z.int().meta({ description: 'Requests that are being worked on' }),
  lagMs: z.number().meta({ description: 'How late the event loop of the busiest thread was' }),
  refused: z.record(z.string(), z.int()).meta({
    description: 'Requests that were given up since the start because there was too much to do, by their load',
  }),
  usesMissed: z.int().meta({ description: 'Yeses since the start that were not credited to their tuples' }),
  operations: z.array(paceOutput).meta({ description: 'What was asked for most comes first' }),
})

const slowOutput = z.strictObject({
  at: z.string(),
  action: z.string(),
  store: z.string(),
  type: z.string().optional().meta({ description: 'Of the object; absent for checks of different ones' }),
  relation: z.string().optional(),
  tookMs: z.number().meta({ description: 'Without the time that its reader took' }),
  stepsMin: z.int().meta({ description: 'Steps that the engine took, at least' }),
  checks: z.int().optional().meta({ description: 'How many checks it held' }),
  hasFailed: z.boolean().meta({ description: 'It came to an error, such as a bound' }),
  subject: z.string().optional().meta({ description: 'Only for who may read the store' }),
  object: z.string().optional().meta({ description: 'Only for who may read the store' }),
})

export function loadActions({ authority, loads }: LoadParts) {
  return {
    load: question({
      name: 'system.load',
      summary: 'How much was asked of this node in the last minute, and how long it took',
      input: z.strictObject({}),
      output: loadOutput,
      permit: () => ({ relation: 'can_read', object: SYSTEM_OBJECT }),
      load: 'probe',
      answer: async () => sumOf(await loads()),
    }),
    slowQuestions: question({
      name: 'system.slow_questions',
      summary: `The questions to this node that took longest in the last ${SLOW_MINUTES} minutes`,
      input: z.strictObject({}),
      output: z.strictObject({ minutes: z.int(), items: z.array(slowOutput) }),
      permit: () => ({ relation: 'can_manage', object: SYSTEM_OBJECT }),
      load: 'probe',
      async answer({ actor }) {
        const all = slowestOf((await loads()).flatMap(({ slow }) => slow))
        const stores = [...new Set(all.map(({ store }) => store))]
        const read = await Promise.all(stores.map((store) => mayRead(authority, actor, store)))
        const readable = new Set(stores.filter((_, at) => read[at]))
        return { minutes: SLOW_MINUTES, items: all.map((each) => show(each, readable.has(each.store))) }
      },
    }),
  }
}

function sumOf(threads: readonly ThreadLoad[]): z.infer<typeof loadOutput> {
  const { seconds, operations } = paceOf(threads.map(({ pace }) => pace))
  const rate = (count: number) => (seconds > 0 ? rounded(count / seconds) : 0)
  const refused: Record<string, number> = {}
  for (const [load, count] of threads.flatMap((each) => Object.entries(each.refused)))
    refused[load] = (refused[load] ?? 0) + count
  return {
    seconds: rounded(seconds),
    threads: threads.length,
    perSecond: rate(operations.reduce((sum, { count }) => sum + count, 0)),
    inFlight: threads.reduce((sum, { inFlight }) => sum + inFlight, 0),
    lagMs: rounded(Math.max(0, ...threads.map(({ lagMs }) => lagMs))),
    refused,
    usesMissed: threads.reduce((sum, { usesMissed }) => sum + usesMissed, 0),
    operations: operations.map(({ action, count, ...rest }) => ({ action, count, perSecond: rate(count), ...rest })),
  }
}

/** What a key may ask for here does not say that it may read what is in a store. */
async function mayRead(authority: AccessParts['authority'], actor: Actor, store: string): Promise<boolean> {
  if (!isFor(actor, 'tuple.read')) return false
  try {
    return await authority.isAllowed(actor, 'can_read', `store:${store}`)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false
    throw error
  }
}

function show({ atMs, tookMs, about, ...rest }: SlowQuestion, isReadable: boolean): z.infer<typeof slowOutput> {
  return { at: new Date(atMs).toISOString(), ...rest, tookMs: rounded(tookMs), ...(isReadable && about) }
}

function rounded(value: number): number {
  return Number(value.toFixed(3))
}
