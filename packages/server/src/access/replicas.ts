// The graphs that this thread holds: one for each store that was asked about, until nobody has asked for a while or all
// of them together take too much room. What is let go is loaded again when somebody asks.

import { AppError } from '../errors.ts'
import { Replica, type ReplicaOptions } from './replica.ts'

export interface ReplicasOptions extends Omit<ReplicaOptions, 'storeId'> {
  /** Held for so long after the last question. */
  readonly idleMsMax?: number
  /** Of all graphs together. What is in use is kept even so. */
  readonly bytesMax?: number
}

export interface Held {
  readonly storeId: string
  readonly epoch: number
  readonly revision: number
  /** When all of it was last seen to be what the database has, by the clock that only goes forward. */
  readonly confirmedAtMs: number
}

interface Kept {
  readonly replica: Replica
  usedAtMs: number
}

const IDLE_MS_MAX = 15 * 60_000
const BYTES_MAX = 4 * 1024 ** 3
/** Longer than any question goes on. */
const IN_USE_MS = 60_000
const SWEEP_MS = 10_000

export class Replicas {
  private readonly byStore = new Map<string, Kept>()
  private readonly options: ReplicasOptions
  private readonly sweep: NodeJS.Timeout
  private isClosed = false

  constructor(options: ReplicasOptions) {
    this.options = options
    this.sweep = setInterval(() => this.letGo(), SWEEP_MS)
    this.sweep.unref()
  }

  /** The store's replica when it is loaded; undefined: open it. */
  loaded(storeId: string): Replica | undefined {
    const kept = this.byStore.get(storeId)
    if (!kept?.replica.isLoaded) return undefined
    kept.usedAtMs = this.options.nowMs()
    return kept.replica
  }

  /** Loaded. A store that is not there leaves nothing behind. */
  async open(storeId: string): Promise<Replica> {
    const known = this.loaded(storeId)
    if (known) return known
    const { replica } = this.keep(storeId)
    try {
      await replica.ready()
      return replica
    } catch (error) {
      if (this.byStore.get(storeId)?.replica === replica && isMissing(error)) this.byStore.delete(storeId)
      throw error
    }
  }

  hint(storeId: string): void {
    this.byStore.get(storeId)?.replica.hint()
  }

  /** What this thread holds now, for those who look after it. */
  held(): Held[] {
    return [...this.byStore].flatMap(([storeId, { replica }]) => {
      const confirmedAtMs = replica.confirmedAtMs()
      return confirmedAtMs === undefined ? [] : [{ storeId, ...replica.position(), confirmedAtMs }]
    })
  }

  /** Lets go of what nobody has asked about for long, and, when there is too much, of what was asked about longest ago. */
  letGo(): void {
    const { nowMs, idleMsMax = IDLE_MS_MAX, bytesMax = BYTES_MAX } = this.options
    const byAge = [...this.byStore].sort(([, a], [, b]) => a.usedAtMs - b.usedAtMs)
    let bytes = byAge.reduce((sum, [, { replica }]) => sum + replica.bytes, 0)
    for (const [storeId, { replica, usedAtMs }] of byAge) {
      const idleMs = nowMs() - usedAtMs
      if (idleMs <= idleMsMax && (bytes <= bytesMax || idleMs <= Math.min(IN_USE_MS, idleMsMax))) continue
      bytes -= replica.bytes
      this.byStore.delete(storeId)
      replica.close().catch((error) => this.options.report(`a graph was not let go: ${String(error)}`))
    }
  }

  async close(): Promise<void> {
    this.isClosed = true
    clearInterval(this.sweep)
    await Promise.all([...this.byStore.values()].map(({ replica }) => replica.close()))
  }

  private keep(storeId: string): Kept {
    if (this.isClosed) throw new AppError('unavailable', 'the server is ending')
    const known = this.byStore.get(storeId)
    if (known) {
      known.usedAtMs = this.options.nowMs()
      return known
    }
    const kept = { replica: new Replica({ ...this.options, storeId }), usedAtMs: this.options.nowMs() }
    this.byStore.set(storeId, kept)
    return kept
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found'
}
