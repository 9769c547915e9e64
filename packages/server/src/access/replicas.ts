// The graphs that this thread holds: one for each store that was asked about, until nobody has asked for a while or all
// of them together take too much room. What is let go is loaded again when somebody asks.

import { totalmem } from 'node:os'
import { AppError } from '../errors.ts'
import type { LogRow } from '../store/log.ts'
import type { Images } from './images.ts'
import { Replica, type ReplicaOptions } from './replica.ts'
import type { Shadow, ShadowCounts } from './shadow.ts'

export interface ReplicasOptions extends Omit<ReplicaOptions, 'storeId'> {
  readonly shadow?: Shadow
  /** Held for so long after the last question. */
  readonly idleMsMax?: number
  /** Of all graphs together. What is in use is kept even so. */
  readonly bytesMax?: number
  /** Where graphs are written from time to time, when they are let go, and at the end. */
  readonly images?: Pick<Images, 'save'>
  readonly imageEveryMs?: number
}

export interface Held {
  readonly storeId: string
  readonly epoch: number
  readonly revision: number
  readonly chain: Buffer
  /** When all of it was last seen to be what the database has, by the clock that only goes forward. */
  readonly confirmedAtMs: number
}

interface Kept {
  readonly replica: Replica
  usedAtMs: number
}

const IDLE_MS_MAX = 15 * 60_000
/** Of the memory of the machine, or of what the container may have. */
const BYTES_SHARE_MAX = 0.6
/** Longer than any question goes on. */
const IN_USE_MS = 60_000
const SWEEP_MS = 10_000
const IMAGE_EVERY_MS = 10 * 60_000

export class Replicas {
  private readonly byStore = new Map<string, Kept>()
  private readonly options: ReplicasOptions
  private readonly timers: readonly NodeJS.Timeout[]
  private saving: Promise<void> = Promise.resolve()
  private isClosed = false

  constructor(options: ReplicasOptions) {
    this.options = options
    this.timers = [
      setInterval(() => this.letGo(), SWEEP_MS),
      setInterval(() => void this.saveImages(), options.imageEveryMs ?? IMAGE_EVERY_MS),
    ]
    for (const timer of this.timers) timer.unref()
  }

  /** The store's replica when it is loaded; undefined: open it. */
  loaded(storeId: string): Replica | undefined {
    const kept = this.byStore.get(storeId)
    return kept?.replica.isLoaded ? kept.replica : undefined
  }

  /** Loaded. A store that is not there leaves nothing behind. */
  async open(storeId: string): Promise<Replica> {
    const known = this.loaded(storeId)
    if (known) return known
    const replica = this.keep(storeId)
    try {
      await replica.ready()
      return replica
    } catch (error) {
      if (this.byStore.get(storeId)?.replica === replica && isMissing(error)) this.byStore.delete(storeId)
      throw error
    }
  }

  hint(storeId: string, rows?: readonly LogRow[]): void {
    this.byStore.get(storeId)?.replica.hint(rows)
  }

  /** What this thread holds now, for those who look after it. */
  held(): Held[] {
    return [...this.byStore].flatMap(([storeId, { replica }]) => {
      const confirmedAtMs = replica.confirmedAtMs()
      const position = replica.snapshot()?.position
      return confirmedAtMs === undefined || !position ? [] : [{ storeId, ...position, confirmedAtMs }]
    })
  }

  /** What became of the answers that were looked at again. */
  shadowed(): ShadowCounts {
    return this.options.shadow?.counts() ?? { compared: 0, different: 0, skipped: 0 }
  }

  /** Lets go of what nobody has asked about for long, and, when there is too much, of what was asked about longest ago. */
  letGo(): void {
    const { nowMs, idleMsMax = IDLE_MS_MAX, bytesMax = memoryBytes() * BYTES_SHARE_MAX } = this.options
    for (const kept of this.byStore.values()) if (kept.replica.takeUse()) kept.usedAtMs = nowMs()
    const byAge = [...this.byStore].sort(([, a], [, b]) => a.usedAtMs - b.usedAtMs)
    let bytes = byAge.reduce((sum, [, { replica }]) => sum + replica.bytes, 0)
    for (const [storeId, { replica, usedAtMs }] of byAge) {
      const idleMs = nowMs() - usedAtMs
      if (idleMs <= idleMsMax && (bytes <= bytesMax || idleMs <= Math.min(IN_USE_MS, idleMsMax))) continue
      bytes -= replica.bytes
      this.byStore.delete(storeId)
      this.end(storeId, replica).catch((error) => this.options.report(`a graph was not let go: ${String(error)}`))
    }
  }

  /** One after the other; what has not changed since is not written again. */
  saveImages(): Promise<void> {
    this.saving = this.saving.then(async () => {
      for (const [storeId, { replica }] of [...this.byStore]) await this.saveImage(storeId, replica)
    })
    return this.saving
  }

  async close(): Promise<void> {
    this.isClosed = true
    for (const timer of this.timers) clearInterval(timer)
    this.options.shadow?.stop()
    await this.saveImages()
    await Promise.all([...this.byStore.values()].map(({ replica }) => replica.close()))
  }

  private async end(storeId: string, replica: Replica): Promise<void> {
    await this.saveImage(storeId, replica)
    await replica.close()
  }

  private async saveImage(storeId: string, replica: Replica): Promise<void> {
    const { images, report } = this.options
    const snapshot = replica.snapshot()
    if (!images || !snapshot) return
    await images.save(storeId, snapshot).catch((error) => report(`an image was not written: ${String(error)}`))
  }

  private keep(storeId: string): Replica {
    if (this.isClosed) throw new AppError('unavailable', 'the server is ending')
    const known = this.byStore.get(storeId)
    if (known) return known.replica
    const replica = new Replica({ ...this.options, storeId })
    this.byStore.set(storeId, { replica, usedAtMs: this.options.nowMs() })
    return replica
  }
}

/** A limit that is not there is told as 0, or as more than any machine has. */
function memoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

function isMissing(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found'
}
