// What is given up first when there is too much to do. A refused list can be asked again; a refused check stops
// somebody's page. So lists are refused at half of the capacity, changes at four fifths, checks at the end; and all of
// them by the same two signs: how many are being worked on, and how late the event loop is.

/** A probe is always answered: who asks whether the server lives must not be told that it is busy. */
export type Load = 'probe' | 'check' | 'change' | 'list'

export interface OverloadLimits {
  readonly inFlightMax: number
  /** The event loop's delay at which checks are refused. */
  readonly lagMsMax: number
}

export const DEFAULT_OVERLOAD: OverloadLimits = { inFlightMax: 1_000, lagMsMax: 1_000 }

// biome-ignore format: a table is read by its columns
const SHARES: Readonly<Record<Load, { inFlight: number; lag: number }>> = {
  list:   { inFlight: 0.5, lag: 0.2 },
  change: { inFlight: 0.8, lag: 0.5 },
  check:  { inFlight: 1,   lag: 1   },
  probe:  { inFlight: Number.POSITIVE_INFINITY, lag: Number.POSITIVE_INFINITY },
}

export class Overload {
  inFlight = 0
  readonly refused: Record<Load, number> = { probe: 0, check: 0, change: 0, list: 0 }
  private readonly limits: OverloadLimits
  private readonly lagMs: () => number

  constructor(limits: OverloadLimits, lagMs: () => number) {
    this.limits = limits
    this.lagMs = lagMs
  }

  /** True: it may begin, and `leave` must be called when it has ended. */
  enter(load: Load): boolean {
    const share = SHARES[load]
    if (this.inFlight >= this.limits.inFlightMax * share.inFlight || this.lagMs() > this.limits.lagMsMax * share.lag) {
      this.refused[load]++
      return false
    }
    this.inFlight++
    return true
  }

  leave(): void {
    this.inFlight--
  }
}
