// What this node is and knows, for those who run it.

import { z } from 'zod'
import { question } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { durabilityOf } from './durability.ts'
import type { Condition } from './health.actions.ts'
import { whyNotReady } from './health.actions.ts'
import type { Metrics } from './metrics.ts'
import { selectDatabaseFacts } from './system.sql.ts'

export interface Node {
  readonly version: string
  readonly node: string
  readonly startedAt: Date
  readonly threads: number
  readonly held: () => readonly {
    storeId: string
    epoch: number
    revision: number
    chain: string
    stalenessMs: number
  }[]
}

export interface SystemParts {
  readonly database: Pick<Database, 'query'>
  readonly isEmbedded: boolean
  readonly about: Node
  readonly metrics: Metrics
  readonly condition: () => Condition
}

/** Longer than this nobody waits to be told that the database does not answer. */
const DATABASE_MS_MAX = 1_000

const output = z.strictObject({
  version: z.string(),
  node: z.string(),
  startedAt: z.string(),
  threads: z.int(),
  ready: z.union([z.literal(true), z.string()]).meta({ description: 'True, or why it is not' }),
  stalenessMs: z.number().optional().meta({ description: 'How old what is known may be; absent until it is loaded' }),
  stalenessMsMax: z.number().meta({ description: 'From then on questions are refused' }),
  database: z.strictObject({
    reachable: z.boolean(),
    embedded: z.boolean(),
    version: z.string().optional(),
    stores: z.int().optional(),
  }),
  durability: z
    .enum(['D1', 'D2', 'D3'])
    .optional()
    .meta({ description: 'What a write that was acknowledged survives' }),
  epoch: z.int().optional(),
  epochReason: z.string().optional(),
  logDays: z.int().nullable().optional().meta({ description: 'For how many days the log is kept; null: for ever' }),
  clockSkewMs: z.number().optional().meta({ description: "This node's clock against the database's" }),
  stores: z
    .array(
      z.strictObject({
        storeId: z.string(),
        epoch: z.int(),
        revision: z.int(),
        chain: z.string().meta({ description: 'The hash of all revisions up to this one' }),
        stalenessMs: z.number(),
      }),
    )
    .meta({ description: 'Whose graphs are in memory here' }),
})

export function systemActions({ database, isEmbedded, about, metrics, condition }: SystemParts) {
  const may = () => ({ relation: 'can_read', object: 'system:lockness' })
  return {
    read: question({
      name: 'system.read',
      summary: 'What this node is, what it holds, how new that is, and what the database promises',
      input: z.strictObject({}),
      output,
      permit: may,
      load: 'probe',
      async answer() {
        const facts = await within(selectDatabaseFacts(database))
        const { stalenessMs, stalenessMsMax } = condition()
        return {
          version: about.version,
          node: about.node,
          startedAt: about.startedAt.toISOString(),
          threads: about.threads,
          ready: whyNotReady(condition())?.code ?? true,
          stalenessMs,
          stalenessMsMax,
          database: facts
            ? { reachable: true, embedded: isEmbedded, version: facts.version, stores: facts.stores }
            : { reachable: false, embedded: isEmbedded },
          ...(facts && {
            durability: durabilityOf(facts),
            epoch: facts.epoch,
            epochReason: facts.epochReason,
            logDays: facts.logDays,
            clockSkewMs: Date.now() - facts.clockMs,
          }),
          stores: about.held(),
        }
      },
    }),
    metrics: question({
      name: 'system.metrics',
      summary: 'Counters in the text format of Prometheus',
      input: z.strictObject({}),
      permit: may,
      load: 'probe',
      answer: () => metrics.text(),
    }),
  }
}

async function within<T>(work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), DATABASE_MS_MAX)
  try {
    return await Promise.race([work, promise])
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return undefined
    throw error
  } finally {
    clearTimeout(timer)
  }
}
