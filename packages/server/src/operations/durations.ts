// How long requests took, as a Prometheus histogram by action and status. It is told of every request, so it only counts:
// three additions in arrays that are found by the action's name. Labels and text are made when somebody reads it.

import type { Metric, Registry } from 'prom-client'

interface Tally {
  readonly action: string
  readonly status: number
  /** By the bound that a request stayed under; the last one is for those that stayed under none. */
  readonly counts: Float64Array
  sumMs: number
}

interface Value {
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
  readonly metricName: string
}

const BOUNDS_MS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]

export class Durations {
  private readonly name: string
  private readonly help: string
  private readonly tallies = new Map<string, Map<number, Tally>>()

  constructor(name: string, help: string) {
    this.name = name
    this.help = help
  }

  observe(action: string, status: number, tookMs: number): void {
    const tally = this.tallies.get(action)?.get(status) ?? this.begin(action, status)
    let bound = 0
    while (bound < BOUNDS_MS.length && tookMs > BOUNDS_MS[bound]!) bound++
    tally.counts[bound]!++
    tally.sumMs += tookMs
  }

  /** A registry takes whatever has a name and tells its values. */
  register(registry: Registry): void {
    const { name, help } = this
    const get = async () => ({ name, help, type: 'histogram', values: this.values(), aggregator: 'sum' })
    registry.registerMetric({ name, help, get, reset: () => this.tallies.clear() } as unknown as Metric<string>)
  }

  private begin(action: string, status: number): Tally {
    let byStatus = this.tallies.get(action)
    if (!byStatus) this.tallies.set(action, (byStatus = new Map()))
    const tally = { action, status, counts: new Float64Array(BOUNDS_MS.length + 1), sumMs: 0 }
    byStatus.set(status, tally)
    return tally
  }

  private values(): Value[] {
    return [...this.tallies.values()].flatMap((byStatus) =>
      [...byStatus.values()].flatMap((each) => this.valuesOf(each)),
    )
  }

  private valuesOf({ action, status, counts, sumMs }: Tally): Value[] {
    const labels = { action, status: `${status}` }
    let count = 0
    const buckets = Array.from(counts, (more, at) => {
      count += more
      const ms = BOUNDS_MS[at]
      const le = ms === undefined ? '+Inf' : ms / 1000
      return { labels: { le, ...labels }, value: count, metricName: `${this.name}_bucket` }
    })
    const sum = { labels, value: sumMs / 1000, metricName: `${this.name}_sum` }
    return [...buckets, sum, { labels, value: count, metricName: `${this.name}_count` }]
  }
}
