// What the server counts, for Prometheus. Labels are names of actions, loads and states, which are few and known; never
// a store, a key or anything that a caller has chosen, so that no tenant shows in another one's numbers and no caller can
// make the numbers grow.

import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { SlowQuestion } from '../access/access.ts'
import { Durations } from './durations.ts'
import type { Pace, PaceCounts } from './pace.ts'

/** How one thread is doing. */
export interface ThreadLoad {
  readonly pace: PaceCounts
  readonly slow: readonly SlowQuestion[]
  readonly inFlight: number
  /** By load: given up because there was too much to do, since the thread began. */
  readonly refused: Readonly<Record<string, number>>
  readonly lagMs: number
  /** Yeses whose proofs were not found, since the thread began. */
  readonly usesMissed: number
}

/** All that one thread has counted: it can be sent to another one. */
export interface Counted {
  readonly metrics: object
  readonly load: ThreadLoad
}

export interface MetricsSource {
  /** Of the threads that answer: it tells of the process, the others only of themselves. */
  readonly isFirst: boolean
  /** What all threads have counted, each of them by `count`. Absent: this is the only one. */
  readonly gather?: () => Promise<readonly object[]>
  readonly pace: Pace
  readonly slow: () => readonly SlowQuestion[]
  readonly usesMissed: () => number
  readonly lagMs: () => number
  readonly inFlight: () => number
  /** By load. */
  readonly refused: () => Readonly<Record<string, number>>
  readonly stores: () => number
  /** Answers that were asked for again of the exact solver. */
  readonly shadowed: () => { readonly compared: number; readonly different: number; readonly skipped: number }
  /** Of the store that was confirmed the longest ago. */
  readonly stalenessMs: () => number
  readonly isReady: () => boolean
}

export interface Metrics {
  observe(action: string, status: number, tookMs: number): void
  /** In Prometheus' text format. */
  text(): Promise<string>
  /** How all threads are doing that answer in time. */
  loads(): Promise<readonly ThreadLoad[]>
  /** Of this thread. */
  count(): Promise<Counted>
}

export const METRICS_MEDIA = 'text/plain; version=0.0.4; charset=utf-8'

export function createMetrics(source: MetricsSource): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (source.isFirst) collectDefaultMetrics({ register: registry, prefix: 'lockness_' })
  const requests = new Durations(
    'lockness_request_duration_seconds',
    'How long requests took, from their header to the end of the answer',
  )
  requests.register(registry)
  const gauge = (name: string, help: string, aggregator: 'max' | 'min' | 'sum', read: () => number) =>
    new Gauge({
      aggregator,
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge(
    'lockness_event_loop_lag_seconds',
    'How late every timer of the last quarter of a second was, at least',
    'max',
    () => source.lagMs() / 1000,
  )
  gauge('lockness_requests_in_flight', 'Requests that are being worked on', 'sum', source.inFlight)
  gauge('lockness_stores_held', 'Stores whose graph is in memory', 'max', source.stores)
  gauge('lockness_staleness_seconds', 'Age of the oldest graph', 'max', () => source.stalenessMs() / 1000)
  gauge('lockness_ready', '1 when checks are answered', 'min', () => (source.isReady() ? 1 : 0))
  new Counter({
    name: 'lockness_requests_refused_total',
    help: 'Requests that were given up because there was too much to do',
    labelNames: ['load'] as const,
    registers,
    collect() {
      this.reset()
      for (const [load, count] of Object.entries(source.refused())) this.inc({ load }, count)
    },
  })
  new Counter({
    name: 'lockness_uses_missed_total',
    help: 'Yeses that were not credited to the tuples they rested on, because there was no time or room for it',
    registers,
    collect() {
      this.reset()
      this.inc(source.usesMissed())
    },
  })
  new Counter({
    name: 'lockness_shadow_answers_total',
    help: 'Answers that were asked for again of the exact solver; one that is different is an alert',
    labelNames: ['result'] as const,
    registers,
    collect() {
      this.reset()
      for (const [result, count] of Object.entries(source.shadowed())) this.inc({ result }, count)
    },
  })
  const { gather, pace, slow, inFlight, refused, lagMs, usesMissed } = source
  const load = (): ThreadLoad => ({
    pace: pace.counts(),
    slow: slow(),
    inFlight: inFlight(),
    refused: { ...refused() },
    lagMs: lagMs(),
    usesMissed: usesMissed(),
  })
  // What `count` has made in each thread.
  const gathered = gather as (() => Promise<readonly Counted[]>) | undefined
  return {
    observe(action, status, tookMs) {
      requests.observe(action, status, tookMs)
      pace.observe(action, status, tookMs)
    },
    async text() {
      if (!gathered) return registry.metrics()
      return AggregatorRegistry.aggregate((await gathered()).map(({ metrics }) => metrics)).metrics()
    },
    loads: async () => (gathered ? (await gathered()).map((each) => each.load) : [load()]),
    count: async () => ({ metrics: await registry.getMetricsAsJSON(), load: load() }),
  }
}
