// What one question carries through its evaluation: the view it reads, its instant and context, and what is left of
// its budget. Judging an edge (is it allowed by the model, has it expired, does its condition hold?) is here, so that
// every way of evaluating judges alike.

import { type Condition, INVALID } from '../condition.ts'
import type { View } from '../graph/view.ts'
import { DEFAULT_LIMITS, type Limits } from '../limits.ts'
import type { Edge } from '../plan/subject-plan.ts'
import type { JsonObject } from '../tuple.ts'
import type { QuestionError } from '../verdict.ts'

/** What an edge, or a search, comes to. UNSURE: an error or a cycle is in the way; `solve.ts` says what it comes to. */
export const FALSE = 0
export const TRUE = 1
export const UNSURE = 2
/** A limit was hit: `asking.limit` names it. */
export const STOP = 3

/** Why a condition could not be judged, or a place was not looked at. */
export interface Trouble {
  /** Parameters that nobody gave. */
  readonly missing: readonly string[]
  /** Set when the values are there and the computation failed. */
  readonly failure?: string
  /** Set when it is a bound that was hit. */
  readonly limit?: 'conditionCostMax' | 'depthMax'
}

/** Steps between two looks at the clock. */
const STEPS_PER_LOOK = 8192

const MISSING: unique symbol = Symbol('missing')

export class Asking {
  view!: View
  at = 0
  limits: Limits = DEFAULT_LIMITS
  limit: keyof Limits | undefined
  /** Set by `judge` when it returns UNSURE. */
  trouble: Trouble | undefined
  private context: JsonObject | undefined
  private clock: (() => number) | undefined
  private deadline = Number.POSITIVE_INFINITY
  private prepared: Map<Condition, Prepared> | undefined
  private steps = 0
  private look = 0

  /** Begins a question. One after the other may use the same object, so that a check allocates nothing. */
  begin(
    view: View,
    at: number,
    limits: Limits,
    context: JsonObject | undefined,
    clock: (() => number) | undefined,
  ): this {
    this.view = view
    this.at = at
    this.limits = limits
    this.context = context
    this.clock = clock
    if (clock) this.deadline = clock() + limits.deadlineMs
    this.prepared = undefined
    this.trouble = undefined
    this.renew()
    return this
  }

  /** A full budget again, for the next of many questions; the deadline stays. */
  renew(): void {
    this.steps = this.limits.stepsMax
    this.look = Math.max(0, this.steps - STEPS_PER_LOOK)
    this.limit = undefined
  }

  /** Takes steps from the budget; false when it is used up. */
  spend(steps: number): boolean {
    this.steps -= steps
    return this.steps >= this.look || this.lookUp()
  }

  stop(limit: keyof Limits): false {
    this.limit ??= limit
    return false
  }

  /** TRUE when the edge with this attribute counts, FALSE when it is as if it were not there, UNSURE with `trouble`. */
  judge(edge: Edge, attribute: number): number {
    if (attribute === 0) return edge.plain ? TRUE : FALSE
    const { attributes } = this.view
    if (attributes.expiresAt(attribute) <= this.at) return FALSE
    const name = attributes.condition(attribute)
    if (name === 0) return edge.plain ? TRUE : FALSE
    const condition = edge.conditions.get(attributes.conditionName(name))
    if (!condition) return FALSE
    return this.evaluate(condition, attribute)
  }

  private evaluate(condition: Condition, attribute: number): number {
    const { given, slots } = this.prepare(condition)
    for (let slot = 0; slot < given.length; slot++) slots[slot] = given[slot]
    this.view.attributes.load(attribute, condition, slots)
    for (let slot = 0; slot < given.length; slot++) {
      if (slots[slot] === MISSING || slots[slot] === INVALID) return this.reportTrouble(condition, slots)
    }
    const result = condition.evaluate(slots)
    if (result === true) return TRUE
    if (result === false) return FALSE
    const failure = `condition \`${condition.name}\`: ${result.reason}`
    this.trouble = result.overCost ? { missing: [], failure, limit: 'conditionCostMax' } : { missing: [], failure }
    return UNSURE
  }

  private prepare(condition: Condition): Prepared {
    this.prepared ??= new Map()
    let prepared = this.prepared.get(condition)
    if (!prepared) {
      const { context } = this
      const given = condition.parameters.map((name, slot) =>
        context && Object.hasOwn(context, name) ? condition.coerce(slot, context[name]!) : MISSING,
      )
      prepared = { given, slots: given.slice() }
      this.prepared.set(condition, prepared)
    }
    return prepared
  }

  private reportTrouble(condition: Condition, slots: readonly unknown[]): number {
    const missing = condition.parameters.filter((_, slot) => slots[slot] === MISSING)
    const invalid = condition.parameters.filter((_, slot) => slots[slot] === INVALID)
    const failure = `condition \`${condition.name}\`: wrong type of value for ${invalid.map((name) => `\`${name}\``).join(', ')}`
    this.trouble = invalid.length > 0 ? { missing, failure } : { missing }
    return UNSURE
  }

  private lookUp(): boolean {
    if (this.steps < 0) return this.stop('stepsMax')
    this.look = Math.max(0, this.steps - STEPS_PER_LOOK)
    if (this.clock && this.clock() > this.deadline) return this.stop('deadlineMs')
    return true
  }
}

interface Prepared {
  /** What the question gives, MISSING where it gives nothing. */
  readonly given: readonly unknown[]
  readonly slots: unknown[]
}

export function limitError(limit: keyof Limits, limits: Limits): QuestionError {
  return { code: 'limit_exceeded', limit, message: `the question needs more than \`${limit}\` = ${limits[limit]}` }
}

/** One error for all that stood in the way: what is missing goes before what failed. */
export function troubleError(troubles: readonly Trouble[]): QuestionError {
  const missing = [...new Set(troubles.flatMap((trouble) => trouble.missing))].sort()
  if (missing.length > 0) {
    const message = `context is missing for ${missing.map((name) => `\`${name}\``).join(', ')}`
    return { code: 'missing_context', message, missing }
  }
  const [first] = troubles
    .filter(({ failure }) => failure !== undefined)
    .sort((a, b) => (a.failure! < b.failure! ? -1 : 1))
  const message = first?.failure ?? 'a condition failed'
  return first?.limit ? { code: 'limit_exceeded', limit: first.limit, message } : { code: 'condition_failed', message }
}
