// The questions that took longest in the last minutes, so that whoever runs a server sees which of them to look at. Each
// minute keeps its slowest few, in room that never grows; a question that is faster than those costs two looks at the
// clock. What it cost the engine is counted by the engine's own looks at the clock, one for so many steps.

import type { StreamEnd } from '@lockness/authz'
import type { Asked, Question } from '../action.ts'
import { type Piece, Streamed } from '../http/stream.ts'

/** What was asked, as far as it may be told to whoever may not read the store. */
export interface SlowQuestion {
  /** When it was answered, by the wall. */
  readonly atMs: number
  readonly action: string
  readonly store: string
  /** Absent for many checks of different ones. */
  readonly type?: string
  readonly relation?: string
  readonly tookMs: number
  /** Of the engine: at least so many. */
  readonly stepsMin: number
  /** Of a question that asks for many. */
  readonly checks?: number
  /** The store's own names in it. */
  readonly about: { readonly subject?: string; readonly object?: string }
  readonly hasFailed: boolean
}

export interface SlowOptions {
  readonly nowMs: () => number
  readonly now: () => Date
}

/** The input of any question about a store: which of these it has depends on what it asks. */
export interface Questioned {
  readonly store: string
  readonly subject?: string
  readonly relation?: string
  readonly object?: string
  readonly type?: string
  readonly checks?: readonly { readonly relation: string; readonly object: string }[]
}

interface Minute {
  readonly number: number
  /** The slowest first. */
  readonly slowest: SlowQuestion[]
}

export const SLOW_MINUTES = 5
const PER_MINUTE_MAX = 20
const MINUTE_MS = 60_000
/** Of the engine between two of its looks at the clock. */
const STEPS_PER_LOOK = 8_192

export class SlowQuestions {
  private readonly options: SlowOptions
  private minutes: Minute[] = []
  /** Until when this minute lasts, and what is no slower than its slowest few. */
  private minuteEndsMs = Number.NEGATIVE_INFINITY
  private fastMs = -1

  constructor(options: SlowOptions) {
    this.options = options
  }

  /** The same question, and what it costs is noted. `of` reads its input where that has other words than our own. */
  measure<I extends Pick<Questioned, 'store'>, O>(
    question: Question<I, O>,
    of: (input: I) => Questioned = asItIs,
  ): Question<I, O> {
    return { ...question, answer: (asked, input) => this.answer(question, asked, input, of) }
  }

  /** Those of the last minutes, the slowest first. */
  list(): SlowQuestion[] {
    const oldest = this.minuteNow() - SLOW_MINUTES
    const kept = this.minutes.filter(({ number }) => number > oldest)
    return slowestOf(kept.flatMap(({ slowest }) => slowest))
  }

  private answer<I, O>(question: Question<I, O>, asked: Asked, input: I, of: (input: I) => Questioned): O | Promise<O> {
    const { nowMs } = this.options
    const cost = new Cost(nowMs)
    asked.clock = cost.look
    let answer: O | Promise<O> | undefined
    try {
      answer = question.answer(asked, input)
      if (!(answer instanceof Promise)) return answer
    } finally {
      // Nearly every question ends here, and is not among the slowest.
      const endMs = nowMs()
      const isSlow = endMs - cost.beganMs > this.fastMs || endMs > this.minuteEndsMs
      if (isSlow && !(answer instanceof Promise)) this.note(question.name, cost, answer === undefined, () => of(input))
    }
    const done = (hasFailed: boolean) => this.note(question.name, cost, hasFailed, () => of(input))
    return answer.then(
      (output) => {
        if (output instanceof Streamed) return new Streamed(output.media, noting(output.pieces, cost, done)) as O
        if (isLines(output)) return notingLines(output, cost, done) as O
        done(false)
        return output
      },
      (error) => {
        done(true)
        throw error
      },
    )
  }

  private note(action: string, cost: Cost, hasFailed: boolean, read: () => Questioned): void {
    const tookMs = cost.tookMs()
    const { slowest } = this.minute()
    if (slowest.length === PER_MINUTE_MAX && tookMs <= this.fastMs) return
    const { store, ...rest } = read()
    const atMs = this.options.now().getTime()
    const stepsMin = cost.stepsMin(rest.checks?.length ?? 1)
    const slow = { atMs, action, store, ...partsOf(rest), tookMs, stepsMin, hasFailed }
    const place = slowest.findIndex((each) => each.tookMs < tookMs)
    slowest.splice(place < 0 ? slowest.length : place, 0, slow)
    if (slowest.length > PER_MINUTE_MAX) slowest.pop()
    this.fastMs = slowest[PER_MINUTE_MAX - 1]?.tookMs ?? -1
  }

  private minute(): Minute {
    const number = this.minuteNow()
    const newest = this.minutes.at(-1)
    if (newest?.number === number) return newest
    const begun = { number, slowest: [] }
    this.minuteEndsMs = (number + 1) * MINUTE_MS
    this.fastMs = -1
    this.minutes = [...this.minutes.slice(1 - SLOW_MINUTES), begun]
    return begun
  }

  private minuteNow(): number {
    return Math.floor(this.options.nowMs() / MINUTE_MS)
  }
}

export function slowestOf(all: readonly SlowQuestion[]): SlowQuestion[] {
  return [...all].sort((a, b) => b.tookMs - a.tookMs).slice(0, SLOW_MINUTES * PER_MINUTE_MAX)
}

/** What one question costs, while it is answered. */
class Cost {
  private readonly nowMs: () => number
  readonly beganMs: number
  private looks = 0
  private waitedMs = 0

  constructor(nowMs: () => number) {
    this.nowMs = nowMs
    this.beganMs = nowMs()
  }

  /** The engine's clock. */
  readonly look = (): number => {
    this.looks++
    return this.nowMs()
  }

  /** A piece is handed over; what is returned is called when the next one is wanted: that while is its reader's. */
  handOver(): () => void {
    const fromMs = this.nowMs()
    return () => {
      this.waitedMs += this.nowMs() - fromMs
    }
  }

  tookMs(): number {
    return this.nowMs() - this.beganMs - this.waitedMs
  }

  /** The engine looks once when it begins with a question. */
  stepsMin(questions: number): number {
    return Math.max(0, this.looks - questions) * STEPS_PER_LOOK
  }
}

type Done = (hasFailed: boolean) => void

async function* noting(pieces: Streamed['pieces'], cost: Cost, done: Done): AsyncGenerator<Piece> {
  let hasFailed = true
  try {
    for await (const piece of pieces) {
      const takenBack = cost.handOver()
      yield piece
      takenBack()
    }
    hasFailed = false
  } finally {
    done(hasFailed)
  }
}

type Lines = AsyncGenerator<Uint8Array, StreamEnd>

/** What a foreign wire is given to read by itself. */
function isLines(output: unknown): output is Lines {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}

async function* notingLines(lines: Lines, cost: Cost, done: Done): Lines {
  let end: StreamEnd | undefined
  try {
    for (let step = await lines.next(); ; step = await lines.next()) {
      if (step.done) return (end = step.value)
      const takenBack = cost.handOver()
      yield step.value
      takenBack()
    }
  } finally {
    done(end?.ok !== true)
  }
}

function asItIs(input: object): Questioned {
  return input as Questioned
}

/** Of many checks their type and their relation, where all have the same. */
function partsOf({ subject, relation, object, type, checks }: Omit<Questioned, 'store'>): Parts {
  const asked = checks ?? [{ relation, object }]
  const types = new Set(asked.map((each) => typeOf(each.object) ?? type))
  const relations = new Set(asked.map((each) => each.relation))
  const [oneType] = types.size === 1 ? types : []
  const [oneRelation] = relations.size === 1 ? relations : []
  return {
    ...(oneType !== undefined && { type: oneType }),
    ...(oneRelation !== undefined && { relation: oneRelation }),
    ...(checks && { checks: checks.length }),
    about: { ...(subject !== undefined && { subject }), ...(object !== undefined && { object }) },
  }
}

type Parts = Pick<SlowQuestion, 'type' | 'relation' | 'checks' | 'about'>

function typeOf(object: string | undefined): string | undefined {
  return object?.slice(0, object.indexOf(':'))
}
