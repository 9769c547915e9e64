// What the engine needs of a condition. The language parses and type-checks the expression and compiles it to a
// closure over numbered slots (`compileConditions` in `@lockness/language`); the engine fills the slots, first from
// the tuple's own context, then from the question's, and calls it. So the engine knows nothing of expressions.

import type { JsonValue } from './tuple.ts'

/** The value given for a parameter does not have the parameter's type. */
export const INVALID: unique symbol = Symbol('invalid')

export interface Condition {
  readonly name: string
  /** Slot `i` holds the value of `parameters[i]`. */
  readonly parameters: readonly string[]
  /** The slot's value for a JSON value, or INVALID. */
  coerce(slot: number, value: JsonValue): unknown
  /** The slot's value for an instant, when the parameter is a timestamp; undefined when it is of another type. */
  coerceInstant(slot: number, epochMs: number): unknown
  /** All slots are filled and valid. A failure (division by zero, cost) is an error, never false. */
  evaluate(slots: readonly unknown[]): boolean | ConditionFailure
}

export interface ConditionFailure {
  readonly reason: string
  /** Set when the expression cost more than `conditionCostMax`. */
  readonly overCost?: true
}
