// What access is used for something. A check that says yes, and that was asked to be enforced, is remembered and no
// more; its proof is found later, a few at a time, in a small share of this thread's time, and the tuples on it are
// credited. So a check costs what it costs. What does not fit into that share is counted as missed, never waited for.

import { type CheckQuestion, type Explanation, type Tuple, tupleKey } from '@lockness/authz'
import type { Place } from './situation.ts'

export interface UsageOptions {
  /** Adds to what is there. */
  readonly write: (tally: Tally) => Promise<void>
  readonly nowMs: () => number
  readonly report: (message: string) => void
  readonly flushMs?: number
}

/** What was used, since the last time that it was written. */
export interface Tally {
  readonly tuples: readonly TupleUse[]
  readonly relations: readonly RelationUse[]
}

export interface Use {
  readonly storeId: string
  uses: number
  /** The instant of the last one. */
  lastMs: number
}

export interface TupleUse extends Use {
  readonly tuple: Pick<Tuple, 'object' | 'relation' | 'subject'>
}

export interface RelationUse extends Use {
  readonly type: string
  readonly relation: string
}

interface Seen {
  readonly place: Place
  readonly questions: readonly CheckQuestion[]
}

interface Waiting {
  readonly place: Place
  readonly question: CheckQuestion
  uses: number
}

/** 0.2 of every 5.2 ms: the thread's share for this, in pieces that no check notices. */
const WORK_MS = 0.2
const PAUSE_MS = 5
/** A proof that took longer than the share is followed by a longer pause. */
const PAUSE_PER_WORK = PAUSE_MS / WORK_MS
const SEEN_MAX = 50_000
const WAITING_MAX = 20_000
const TALLY_MAX = 100_000
const FLUSH_MS = 5_000
/** A proof that takes more is too dear for this. */
const STEPS_MAX = 5_000

export class Usage {
  /** Yeses whose proofs were not found, since this began. */
  missed = 0
  private readonly options: UsageOptions
  private seen: Seen[] = []
  private seenCount = 0
  private readonly waiting = new Map<string, Waiting>()
  private tuples = new Map<string, TupleUse>()
  private relations = new Map<string, RelationUse>()
  private working: NodeJS.Timeout | undefined
  private flushing: NodeJS.Timeout | undefined
  private written = Promise.resolve()

  constructor(options: UsageOptions) {
    this.options = options
  }

  /** Of questions that were answered with yes there. */
  credit(place: Place, questions: readonly CheckQuestion[]): void {
    if (!place.isPresent || questions.length === 0) return
    if (this.seenCount + questions.length > SEEN_MAX) {
      this.missed += questions.length
      return
    }
    this.seen.push({ place, questions })
    this.seenCount += questions.length
    this.working ??= setTimeout(() => this.work(), PAUSE_MS).unref()
  }

  /** Everything that was credited before is written when it resolves. */
  async flush(): Promise<void> {
    clearTimeout(this.working)
    this.working = undefined
    for (;;) if (!this.workOnce()) break
    this.writeTally()
    await this.written
  }

  async close(): Promise<void> {
    await this.flush()
    clearTimeout(this.flushing)
  }

  private work(): void {
    const { nowMs } = this.options
    const beganMs = nowMs()
    let tookMs = 0
    let isMore = true
    while (isMore && tookMs < WORK_MS) {
      isMore = this.workOnce()
      tookMs = nowMs() - beganMs
    }
    const pauseMs = Math.max(PAUSE_MS, tookMs * PAUSE_PER_WORK)
    this.working = isMore ? setTimeout(() => this.work(), pauseMs).unref() : undefined
  }

  /** The next small piece; false when there is none. */
  private workOnce(): boolean {
    const seen = this.seen.pop()
    if (seen) {
      this.seenCount -= seen.questions.length
      for (const question of seen.questions) this.wait(seen.place, question)
      return true
    }
    for (const [key, next] of this.waiting) {
      this.waiting.delete(key)
      try {
        this.prove(next)
      } catch (error) {
        // Nobody waits for this, and nobody who asks may suffer from it.
        this.missed += next.uses
        this.options.report(`a proof was not found: ${String(error)}`)
      }
      return true
    }
    return false
  }

  /** Who asks the same again at the same time is answered by the same proof. */
  private wait(place: Place, { subject, relation, object }: CheckQuestion): void {
    const { contextualTuples, context } = place.given
    const besides = contextualTuples || context ? JSON.stringify([contextualTuples, context]) : ''
    const key = JSON.stringify([place.storeId, place.computedAt.model, subject, relation, object, besides])
    const known = this.waiting.get(key)
    if (known) known.uses++
    else if (this.waiting.size < WAITING_MAX) {
      this.waiting.set(key, { place, question: { subject, relation, object }, uses: 1 })
    } else this.missed++
  }

  private prove({ place, question, uses }: Waiting): void {
    const { engine, given } = place
    const limits = { ...given.limits, stepsMax: STEPS_MAX }
    const explained = engine.explain(question, { ...given, limits })
    if (!explained.ok || explained.value.verdict.answer !== 'yes') {
      this.missed += uses
      return
    }
    const own = new Set(given.contextualTuples?.map(tupleKey))
    for (const step of proofOf(explained.value)) {
      if (step.rule === 'tuple' && step.tuple && !own.has(tupleKey(step.tuple))) {
        const { object, relation, subject } = step.tuple
        this.add(this.tuples, `${place.storeId}\n${tupleKey(step.tuple)}`, uses, given.at, {
          storeId: place.storeId,
          tuple: { object, relation, subject },
        })
      } else if (step.rule === 'relation') {
        const type = step.object.slice(0, step.object.indexOf(':'))
        const { relation } = step
        const key = `${place.storeId}\n${type}#${relation}`
        this.add(this.relations, key, uses, given.at, { storeId: place.storeId, type, relation })
      }
    }
    this.flushing ??= setTimeout(() => this.writeTally(), this.options.flushMs ?? FLUSH_MS).unref()
  }

  private add<T extends Use>(
    tally: Map<string, T>,
    key: string,
    uses: number,
    lastMs: number,
    of: Omit<T, 'uses' | 'lastMs'>,
  ): void {
    const known = tally.get(key)
    if (known) {
      known.uses += uses
      known.lastMs = Math.max(known.lastMs, lastMs)
    } else if (tally.size < TALLY_MAX) tally.set(key, { ...of, uses, lastMs } as T)
    else this.missed += uses
  }

  /** One after the other. What cannot be written is lost, and said to be. */
  private writeTally(): void {
    clearTimeout(this.flushing)
    this.flushing = undefined
    const tally = { tuples: [...this.tuples.values()], relations: [...this.relations.values()] }
    if (tally.tuples.length + tally.relations.length === 0) return
    this.tuples = new Map()
    this.relations = new Map()
    const { write, report } = this.options
    this.written = this.written
      .then(() => write(tally))
      .catch((error) => {
        this.missed += tally.relations.length
        report(`the use of ${tally.tuples.length} tuples was not written: ${String(error)}`)
      })
  }
}

/** The steps that a yes rests on: nothing that was only tried. */
function proofOf({ steps }: Explanation): Explanation['steps'] {
  const found = new Set([0])
  for (const number of found)
    for (const child of steps[number]!.children) if (steps[child]!.result === 'yes') found.add(child)
  return [...found].map((number) => steps[number]!)
}
