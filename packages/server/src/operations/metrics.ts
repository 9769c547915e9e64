// What the server counts, for Prometheus. Labels are names of actions, loads and states, which are few and known; never
// a store, a key or anything that a caller has chosen, so that no tenant shows in another one's numbers and no caller can
// make the numbers grow.

import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { Durations } from './durations.ts'

export interface MetricsSource {
  /** Of the threads that answer: it tells of the process, the others only of themselves. */
  readonly isFirst: boolean
  /** What all threads have counted, as JSON. Absent: this is the only one. */
  readonly gather?: () => Promise<readonly object[]>
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
  /** For counters that another part keeps. */
  readonly registry: Registry
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
  gauge('lockness_event_loop_lag_seconds', 'How late the last timer was', 'max', () => source.lagMs() / 1000)
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
    name: 'lockness_shadow_answers_total',
    help: 'Answers that were asked for again of the exact solver; one that is different is an alert',
    labelNames: ['result'] as const,
    registers,
    collect() {
      this.reset()
      for (const [result, count] of Object.entries(source.shadowed())) this.inc({ result }, count)
    },
  })
  return {
    registry,
    observe: (action, status, tookMs) => requests.observe(action, status, tookMs),
    async text() {
      if (!source.gather) return registry.metrics()
      return AggregatorRegistry.aggregate([...(await source.gather())]).metrics()
    },
  }
}
