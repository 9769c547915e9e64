// The front door of the operations area: what tells how the server is, and what it does for itself.

import { type Access, SYSTEM_STORE } from '../access/access.ts'
import type { Store } from '../store/store.ts'
import { type Condition, healthActions, whyNotReady } from './health.actions.ts'
import { startJobs } from './jobs.ts'
import { createMetrics, type Metrics, type MetricsSource } from './metrics.ts'
import { systemActions } from './system.actions.ts'

export interface OperationsOptions extends Pick<MetricsSource, 'lagMs' | 'inFlight' | 'refused' | 'gather'> {
  readonly store: Pick<Store, 'database' | 'appender'>
  readonly isEmbedded: boolean
  readonly access: Pick<Access, 'parts'>
  readonly version: string
  readonly threads: number
  /** Which of them this is, from 0. */
  readonly threadNumber: number
  /** Names the whole server. */
  readonly node: string
  readonly startedAt: Date
  readonly isDraining: () => boolean
  readonly report: (message: string) => void
}

export interface Operations {
  readonly health: ReturnType<typeof healthActions>
  readonly system: ReturnType<typeof systemActions>
  readonly metrics: Metrics
  close(): Promise<void>
}

export function openOperations(options: OperationsOptions): Operations {
  const { store, access, isDraining, report, version, threads, node, startedAt, gather } = options
  const { replicas, nowMs, stalenessMsMax } = access.parts
  const stalenessOf = (confirmedAtMs: number) => Math.max(0, Math.round(nowMs() - confirmedAtMs))
  const condition = (): Condition => {
    const held = replicas.held().find(({ storeId }) => storeId === SYSTEM_STORE)
    return { isDraining: isDraining(), stalenessMs: held && stalenessOf(held.confirmedAtMs), stalenessMsMax }
  }
  const metrics = createMetrics({
    lagMs: options.lagMs,
    inFlight: options.inFlight,
    refused: options.refused,
    isFirst: options.threadNumber === 0,
    ...(gather && { gather }),
    stores: () => replicas.held().length,
    shadowed: () => replicas.shadowed(),
    stalenessMs: () => Math.max(0, ...replicas.held().map(({ confirmedAtMs }) => stalenessOf(confirmedAtMs))),
    isReady: () => whyNotReady(condition()) === undefined,
  })
  const about = {
    version,
    threads,
    node,
    startedAt,
    held: () =>
      replicas.held().map(({ storeId, epoch, revision, confirmedAtMs, chain }) => ({
        storeId,
        epoch,
        revision,
        // The same on two nodes: the same history.
        chain: chain.toString('hex'),
        stalenessMs: stalenessOf(confirmedAtMs),
      })),
  }
  const health = healthActions(condition)
  const system = systemActions({
    database: store.database,
    isEmbedded: options.isEmbedded,
    about,
    metrics,
    condition,
  })
  const jobs = startJobs({ database: store.database, appender: store.appender, report })
  return {
    health,
    system,
    metrics,
    close: () => jobs.stop(),
  }
}
