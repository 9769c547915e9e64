// The figures of the last minutes, as the charts draw them: a ring that never grows, kept for as long as the page of the
// browser lives, so that whoever comes back to the room finds the lines where they were.

import type { SystemLoadOutput } from '@lockness/client'

export interface Sample {
  readonly atMs: number
  readonly perSecond: number
  readonly inFlight: number
  readonly lagMs: number
  /** Of checks; null while nobody asks any. */
  readonly p50Ms: number | null
  readonly p90Ms: number | null
  readonly p99Ms: number | null
}

/** Ten minutes, one each two seconds. */
export const SAMPLES_MAX = 300
/** What comes after such a pause is not joined to what was before it. */
const GAP_MS = 15_000
const CHECK = 'access.check'

export function sampleOf(load: SystemLoadOutput, atMs: number): Sample {
  const check = load.operations.find(({ action }) => action === CHECK)
  const { p50Ms = null, p90Ms = null, p99Ms = null } = check ?? {}
  return { atMs, perSecond: load.perSecond, inFlight: load.inFlight, lagMs: load.lagMs, p50Ms, p90Ms, p99Ms }
}

export class Samples {
  private readonly ring: Sample[] = []
  private next = 0

  /** One that is not newer than what is there is there already. */
  add(sample: Sample): void {
    if (sample.atMs <= (this.all().at(-1)?.atMs ?? 0)) return
    if (this.ring.length < SAMPLES_MAX) this.ring.push(sample)
    else this.ring[this.next] = sample
    this.next = (this.next + 1) % SAMPLES_MAX
  }

  /** The oldest first. */
  all(): readonly Sample[] {
    return this.ring.length < SAMPLES_MAX
      ? [...this.ring]
      : [...this.ring.slice(this.next), ...this.ring.slice(0, this.next)]
  }
}

export interface Lines {
  readonly times: readonly number[]
  readonly values: (of: Exclude<keyof Sample, 'atMs'>) => (number | null)[]
}

/** Where nobody looked for a while, a line is interrupted. */
export function linesOf(samples: readonly Sample[]): Lines {
  const rows: (Sample | { readonly atMs: number })[] = samples.flatMap((sample, at) => {
    const before = samples[at - 1]
    const isGap = before !== undefined && sample.atMs - before.atMs > GAP_MS
    return isGap ? [{ atMs: before.atMs + 1 }, sample] : [sample]
  })
  return {
    times: rows.map(({ atMs }) => atMs),
    values: (of) => rows.map((row) => ('perSecond' in row ? row[of] : null)),
  }
}
