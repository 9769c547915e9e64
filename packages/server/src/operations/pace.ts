// How many requests there were in the last minute and how long they took, by action: what a person who looks at a server
// wants to see at once, without a collector of metrics. It is told of every request, so it only counts: one logarithm and
// two additions. Bounds lie an eighth of a doubling apart, so what is said is right to a tenth.

export interface PaceOfAction {
  readonly action: string
  readonly count: number
  /** Answered with a status of 500 or more. */
  readonly failed: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p99Ms: number
}

/** What one thread has counted: it can be sent to another one. */
export interface PaceCounts {
  readonly seconds: number
  readonly actions: readonly (readonly [action: string, failed: number, counts: Uint32Array])[]
}

const SLOT_MS = 5_000
const SLOTS = 12
const BOUNDS_PER_DOUBLING = 8
/** Up to the first bound nothing is told apart: a microsecond. */
const FIRST_MS = 0.001
/** Up to 134 seconds. */
const BOUNDS = 27 * BOUNDS_PER_DOUBLING

interface Slot {
  readonly counts: Uint32Array
  failed: number
}

export class Pace {
  private readonly nowMs: () => number
  /** By action; of each the slots in a ring. */
  private readonly actions = new Map<string, readonly Slot[]>()
  private readonly timer: NodeJS.Timeout
  private slot = 0
  private slotsUsed = 1
  private slotBeganMs: number

  constructor(nowMs: () => number) {
    this.nowMs = nowMs
    this.slotBeganMs = nowMs()
    this.timer = setInterval(() => this.turn(), SLOT_MS)
    this.timer.unref()
  }

  observe(action: string, status: number, tookMs: number): void {
    const slot = (this.actions.get(action) ?? this.begin(action))[this.slot]!
    slot.counts[boundOf(tookMs)]!++
    if (status >= 500) slot.failed++
  }

  counts(): PaceCounts {
    const seconds = ((this.slotsUsed - 1) * SLOT_MS + this.nowMs() - this.slotBeganMs) / 1_000
    const actions = [...this.actions].map(([action, slots]) => {
      const counts = new Uint32Array(BOUNDS)
      for (const slot of slots) for (let at = 0; at < BOUNDS; at++) counts[at]! += slot.counts[at]!
      return [action, slots.reduce((sum, { failed }) => sum + failed, 0), counts] as const
    })
    return { seconds, actions }
  }

  /** The oldest slot is the next one. */
  turn(): void {
    this.slot = (this.slot + 1) % SLOTS
    this.slotsUsed = Math.min(SLOTS, this.slotsUsed + 1)
    this.slotBeganMs = this.nowMs()
    for (const slots of this.actions.values()) {
      const slot = slots[this.slot]!
      slot.counts.fill(0)
      slot.failed = 0
    }
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private begin(action: string): readonly Slot[] {
    const slots = Array.from({ length: SLOTS }, () => ({ counts: new Uint32Array(BOUNDS), failed: 0 }))
    this.actions.set(action, slots)
    return slots
  }
}

/** Of all threads together, what there was most of first; actions that nobody asked for are left out. */
export function paceOf(threads: readonly PaceCounts[]): { seconds: number; operations: PaceOfAction[] } {
  const all = new Map<string, { failed: number; readonly counts: Uint32Array }>()
  for (const [action, failed, counts] of threads.flatMap(({ actions }) => actions)) {
    const known = all.get(action)
    if (!known) all.set(action, { failed, counts: counts.slice() })
    else {
      known.failed += failed
      for (let at = 0; at < BOUNDS; at++) known.counts[at]! += counts[at]!
    }
  }
  const operations = [...all].map(([action, { failed, counts }]) => {
    const count = counts.reduce((sum, each) => sum + each, 0)
    const shareMs = (share: number) => msOf(counts, count * share)
    return { action, count, failed, p50Ms: shareMs(0.5), p90Ms: shareMs(0.9), p99Ms: shareMs(0.99) }
  })
  return {
    seconds: Math.max(0, ...threads.map(({ seconds }) => seconds)),
    operations: operations.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count),
  }
}

function boundOf(ms: number): number {
  if (!(ms > FIRST_MS)) return 0
  return Math.min(BOUNDS - 1, Math.ceil(Math.log2(ms / FIRST_MS) * BOUNDS_PER_DOUBLING))
}

/** The bound under which so many of them are, to three digits. */
function msOf(counts: Uint32Array, wanted: number): number {
  let sum = 0
  const at = counts.findIndex((count) => (sum += count) >= wanted)
  return Number((FIRST_MS * 2 ** (at / BOUNDS_PER_DOUBLING)).toPrecision(3))
}
