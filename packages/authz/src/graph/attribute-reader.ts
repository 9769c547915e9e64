// The attributes of one view: the graph's, and above a boundary those of the facts that a question brings along.

import type { Condition } from '../condition.ts'
import type { JsonObject } from '../tuple.ts'
import type { Attributes } from './attributes.ts'

/** Attributes from here on are the question's own. */
export const OWN_ATTRIBUTES = 2 ** 30

export class AttributeReader {
  private readonly stored: Attributes
  private readonly own: Attributes

  constructor(stored: Attributes, own: Attributes = stored) {
    this.stored = stored
    this.own = own
  }

  /** Milliseconds since 1970; Infinity when it does not expire. */
  expiresAt(a: number): number {
    return a < OWN_ATTRIBUTES ? this.stored.expiresAt(a) : this.own.expiresAt(a - OWN_ATTRIBUTES)
  }

  /** The number of the condition's name; 0 when there is none. */
  condition(a: number): number {
    return a < OWN_ATTRIBUTES ? this.stored.condition(a) : this.own.condition(a - OWN_ATTRIBUTES)
  }

  conditionName(number: number): string {
    return this.stored.conditionName(number)
  }

  context(a: number): JsonObject | undefined {
    return a < OWN_ATTRIBUTES ? this.stored.context(a) : this.own.context(a - OWN_ATTRIBUTES)
  }

  load(a: number, condition: Condition, slots: unknown[]): void {
    if (a < OWN_ATTRIBUTES) this.stored.load(a, condition, slots)
    else this.own.load(a - OWN_ATTRIBUTES, condition, slots)
  }
}
