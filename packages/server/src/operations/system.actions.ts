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

export function systemActions({ database, isEmbedded, about, metrics, condition }: SystemParts) {
  const may = () => ({ relation: 'can_read', object: 'system:lockness' })
  return {
    read: question({
      name: 'system.read',
      summary: 'What this node is, what it holds, how new that is, and what the database promises',
      input: z.strictObject({}),
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
