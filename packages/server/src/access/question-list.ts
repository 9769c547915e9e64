// Lists as callers read them: a page in the order of the names, which is the same on every node and after every
// restart, or all of it as lines of JSON. The engine works in slices and gives lines; between two slices other
// questions are answered, so that a list of a million does not hold up a check.

import type { StreamEnd } from '@lockness/authz'
import type { Asked, Deadline } from '../action.ts'
import { AppError } from '../errors.ts'
import { failure } from './question-error.ts'
import type { ComputedAt } from './situation.ts'

/** Milliseconds of work before others have their turn. */
const SLICE_MS = 1

type Lines = Generator<Uint8Array, StreamEnd>

export interface Pacing {
  readonly nowMs: () => number
  readonly deadline: Deadline
}

/** The names after one, sorted: as many as wanted, and whether there are more. */
export async function readPage(
  lines: Lines,
  { after, pageSize }: { readonly after: string | undefined; readonly pageSize: number },
  pacing: Pacing,
): Promise<{ readonly items: readonly string[]; readonly isMore: boolean }> {
  const smallest = new Smallest(after === undefined ? '' : JSON.stringify(after), pageSize + 1)
  const turn = new Turn(pacing)
  const decoder = new TextDecoder()
  let step = lines.next()
  for (; !step.done; step = lines.next()) {
    if (step.value.length > 0) for (const line of decoder.decode(step.value).split('\n')) smallest.offer(line)
    if (turn.isOver()) await turn.pass()
  }
  if (!step.value.ok) throw failure(step.value.error)
  const found = smallest.sorted()
  const items = found.slice(0, pageSize).map((line) => JSON.parse(line) as string)
  return { items, isMore: found.length > pageSize }
}

/**
 * A line for each name, and a last one that says how it ended: without it the list is not whole. Whoever reads slowly is
 * asked before each piece whether they still may.
 */
export async function* streamLines(
  lines: Lines,
  computedAt: ComputedAt,
  pacing: Pacing,
  requireAllowed: Asked['requireAllowed'],
): AsyncGenerator<string | Uint8Array> {
  const turn = new Turn({ ...pacing, deadline: { remainingMs: () => 1 } })
  let step = lines.next()
  for (; !step.done; step = lines.next()) {
    if (step.value.length > 0) {
      const waiting = requireAllowed?.()
      if (waiting !== undefined) await waiting
      yield step.value
    }
    if (turn.isOver()) await turn.pass()
  }
  await requireAllowed?.()
  // The engine says nothing before it knows that there is no error, so that this is the first thing to come out.
  if (!step.value.ok) throw failure(step.value.error)
  yield `${JSON.stringify({ end: { count: step.value.value.count, ...computedAt } })}\n`
}

/** The smallest lines after one, in room for twice as many. */
class Smallest {
  private kept: string[] = []
  private readonly after: string
  private readonly count: number
  private last: string | undefined

  constructor(after: string, count: number) {
    this.after = after
    this.count = count
  }

  offer(line: string): void {
    if (line <= this.after || (this.last !== undefined && line > this.last)) return
    this.kept.push(line)
    if (this.kept.length >= 2 * this.count) this.cut()
  }

  sorted(): readonly string[] {
    this.cut()
    return this.kept
  }

  private cut(): void {
    this.kept.sort()
    if (this.kept.length < this.count) return
    this.kept.length = this.count
    this.last = this.kept[this.count - 1]
  }
}

/** How long it has been ours, and giving it to others. */
export class Turn {
  private readonly pacing: Pacing
  private beganMs: number

  constructor(pacing: Pacing) {
    this.pacing = pacing
    this.beganMs = pacing.nowMs()
  }

  isOver(): boolean {
    return this.pacing.nowMs() - this.beganMs > SLICE_MS
  }

  async pass(): Promise<void> {
    if (this.pacing.deadline.remainingMs() <= 0) {
      throw new AppError('limit_exceeded', 'the deadline has passed', { detail: { limit: 'deadlineMs' } })
    }
    await new Promise(setImmediate)
    this.beganMs = this.pacing.nowMs()
  }
}
