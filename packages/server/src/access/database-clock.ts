// The database's clock as this node knows it. Expiry is judged by that clock on every node, so that no two of them
// disagree for longer than an answer of the database takes; what is not known exactly is taken as later, because
// later is when a timed tuple is over. Between two readings this machine's steady clock carries it on.

import { AppError } from '../errors.ts'
import type { Database } from '../store/database.ts'

export interface DatabaseClockOptions {
  readonly database: Pick<Database, 'query'>
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  readonly report: (message: string) => void
}

interface Reading {
  /** What to add to the steady clock. */
  readonly offsetMs: number
  readonly steadyMs: number
  /** This machine's wall, by which a sleep is noticed: the steady clock stands still in it. */
  readonly wallMs: number
}

/** A reading that took longer says too little. */
const UNCERTAINTY_MS_MAX = 1_000
const RENEW_AFTER_MS = 10_000
const RETRY_AFTER_MS = 1_000
const JUMP_MS_MAX = 2_000
/** Steady clocks of machines differ by less than this. */
const DRIFT = 1 / 2_000

export class DatabaseClock {
  private readonly options: DatabaseClockOptions
  private reading: Reading | undefined
  private pending: Promise<void> | undefined
  private triedMs = Number.NEGATIVE_INFINITY
  private lastMs = 0

  constructor(options: DatabaseClockOptions) {
    this.options = options
  }

  /** Milliseconds since 1970, never going back; undefined when the database has to be asked first. */
  instant(wallMs: number): number | undefined {
    const { reading } = this
    if (!reading) return undefined
    const steadyMs = this.options.nowMs()
    const ageMs = steadyMs - reading.steadyMs
    if (Math.abs(wallMs - reading.wallMs - ageMs) > JUMP_MS_MAX) return undefined
    if (ageMs > RENEW_AFTER_MS && steadyMs - this.triedMs > RETRY_AFTER_MS) this.renew(wallMs)
    this.lastMs = Math.max(this.lastMs, Math.ceil(steadyMs + reading.offsetMs + ageMs * DRIFT))
    return this.lastMs
  }

  /** The same, after asking the database where that is needed. Throws `unavailable`. */
  async ask(now: () => Date): Promise<number> {
    const known = this.instant(now().getTime())
    if (known !== undefined) return known
    this.pending ??= this.read(now().getTime()).finally(() => {
      this.pending = undefined
    })
    await this.pending
    const read = this.instant(now().getTime())
    if (read !== undefined) return read
    throw new AppError('unavailable', "the clocks of this machine do not agree, so the database's time is not known")
  }

  private renew(wallMs: number): void {
    this.pending ??= this.read(wallMs)
      .catch((error) => this.options.report(`the database's clock was not read: ${String(error)}`))
      .finally(() => {
        this.pending = undefined
      })
  }

  private async read(wallMs: number): Promise<void> {
    const { database, nowMs } = this.options
    const began = nowMs()
    this.triedMs = began
    const [row] = await database.query<{ ms: number }>(
      'select ceil(extract(epoch from clock_timestamp()) * 1000)::bigint as ms',
      [],
      { deadlineMs: UNCERTAINTY_MS_MAX },
    )
    if (!row || nowMs() - began > UNCERTAINTY_MS_MAX) {
      throw new AppError('unavailable', `the database's clock was not read within ${UNCERTAINTY_MS_MAX} ms`)
    }
    // It was read after `began`, so that at `began` it showed no later than this.
    this.reading = { offsetMs: row.ms - began, steadyMs: began, wallMs }
  }
}
