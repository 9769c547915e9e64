// The front door of the operations area: what tells how the server is, and what it does for itself.

import { type Access, SYSTEM_STORE } from '../access/access.ts'
import type { Store } from '../store/store.ts'
import { type Condition, healthActions, whyNotReady } from './health.actions.ts'
import { startHeartbeat } from './heartbeat.actions.ts'
import { startJobs } from './jobs.ts'
import { loadActions } from './load.actions.ts'
import { createMetrics, type Metrics, type MetricsSource } from './metrics.ts'
import { nodeActions } from './node.actions.ts'
import { Pace } from './pace.ts'
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
  readonly load: ReturnType<typeof loadActions>
  readonly node: ReturnType<typeof nodeActions>
  readonly metrics: Metrics
  close(): Promise<void>
}

export function openOperations(options: OperationsOptions): Operations {
  const { store, access, isDraining, report, version, threads, threadNumber, node, startedAt, gather } = options
  const { replicas, nowMs, stalenessMsMax, authority, slow, usage } = access.parts
  const { database, appender } = store
  const pace = new Pace(nowMs)
  const stalenessOf = (confirmedAtMs: number) => Math.max(0, Math.round(nowMs() - confirmedAtMs))
  const condition = (): Condition => {
    const held = replicas.held().find(({ storeId }) => storeId === SYSTEM_STORE)
    return { isDraining: isDraining(), stalenessMs: held && stalenessOf(held.confirmedAtMs), stalenessMsMax }
  }
  const metrics = createMetrics({
    lagMs: options.lagMs,
    inFlight: options.inFlight,
    refused: options.refused,
    isFirst: threadNumber === 0,
    pace,
    slow: () => slow.list(),
    usesMissed: () => usage.missed,
    ...(gather && { gather }),
    stores: () => replicas.held().length,
    shadowed: () => replicas.shadowed(),
    stalenessMs: () => Math.max(0, ...replicas.held().map(({ confirmedAtMs }) => stalenessOf(confirmedAtMs))),
    isReady: () => whyNotReady(condition()) === undefined,
  })
  const held = () =>
    replicas.held().map(({ storeId, epoch, revision, confirmedAtMs, chain }) => ({
      storeId,
      epoch,
      revision,
      // The same on two nodes: the same history.
      chain: chain.toString('hex'),
      stalenessMs: stalenessOf(confirmedAtMs),
    }))
  const about = { version, threads, node, startedAt, held }
  const system = systemActions({ database, isEmbedded: options.isEmbedded, about, metrics, condition })
  const jobs = startJobs({ database, appender, report })
  const heartbeat = startHeartbeat({
    database,
    node: { id: node, thread: threadNumber, version, threads, startedAt },
    held,
    notReady: () => whyNotReady(condition())?.code,
    report,
  })
  return {
    health: healthActions(condition),
    system,
    load: loadActions({ authority, loads: metrics.loads }),
    node: nodeActions({ database, node }),
    metrics,
    async close() {
      pace.stop()
      await heartbeat.stop()
      await jobs.stop()
    },
  }
}
