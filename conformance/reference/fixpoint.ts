// The second half of the definition: the equations solved for one subject, by sweeping over all of them until nothing
// changes any more.
//
// At first everything is a cycle: nothing is known. A sweep replaces what follows from what is known. Conditions that
// could not be judged stay unknown in the first round of sweeps, so that yes and no rest on facts alone; in the second
// round they are errors and spread over what is still unknown. What no round touches is a cycle: it is a no, and the
// right side of a `but not` that is a cycle keeps the whole from being a yes.

import { parseSubject } from '@lockness/authz'
import type { Trouble } from './condition.ts'
import type { Equations, Expression } from './equations.ts'

export type Value = 'yes' | 'no' | 'cycle' | 'error'

/** In a union the first of these that occurs is the value, in an intersection likewise. */
const UNION: readonly Value[] = ['yes', 'error', 'cycle', 'no']
const INTERSECTION: readonly Value[] = ['no', 'cycle', 'error', 'yes']
const NEGATION: Readonly<Record<Value, Value>> = { yes: 'no', no: 'yes', cycle: 'cycle', error: 'error' }

export class Solution {
  private readonly equations: Equations
  private readonly subject: string
  private readonly values = new Map<string, Value>()
  private readonly named: ReadonlySet<string>
  private readonly doubtful: ReadonlySet<string>
  private unjudged: Value = 'cycle'

  constructor(equations: Equations, subject: string) {
    this.equations = equations
    this.subject = subject
    this.sweep()
    this.unjudged = 'error'
    this.sweep()
    this.named = this.sweepMarks((expression, marked) => this.isNamedBy(expression, marked))
    this.doubtful = this.sweepMarks((expression, marked) => this.isDoubted(expression, marked))
  }

  /** The value of `type:id#relation` for the subject. */
  value(name: string): Value {
    const value = this.values.get(name)
    if (value === undefined) throw new Error(`\`${name}\` has no equation`)
    return value
  }

  /** Whether the yes of `type:id#relation` comes to the subject by name, and not only by a wildcard. */
  isNamed(name: string): boolean {
    return this.named.has(name)
  }

  /** Whether an error had a part in the value, be it that another operand of a union says yes. */
  isDoubtful(name: string): boolean {
    return this.doubtful.has(name)
  }

  /** What could not be judged on the way to an error; on request also what a yes beside it hides. */
  troubles(name: string, hidden = false): ReadonlySet<Trouble> {
    const troubles = new Set<Trouble>()
    const seen = new Set<string>()
    const collect = (expression: Expression): void => {
      const value = this.evaluate(expression)
      if (value !== 'error' && !(hidden && value === 'yes')) return
      if (expression.kind === 'condition' && value === 'error') troubles.add(expression.judgement as Trouble)
      if (expression.kind === 'relation' && !seen.has(expression.name)) {
        seen.add(expression.name)
        collect(this.equations.get(expression.name)!)
      }
      for (const operand of operandsOf(expression)) collect(operand)
    }
    collect({ kind: 'relation', name })
    return troubles
  }

  private sweep(): void {
    for (let changed = true; changed; ) {
      changed = false
      for (const [name, expression] of this.equations) {
        const value = this.evaluate(expression)
        if (value === this.values.get(name)) continue
        this.values.set(name, value)
        changed = true
      }
    }
  }

  private evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case 'relation':
        return this.values.get(expression.name) ?? 'cycle'
      case 'subject':
        return isMeant(expression.written, this.subject) ? 'yes' : 'no'
      case 'condition':
        return typeof expression.judgement === 'object' ? this.unjudged : expression.judgement ? 'yes' : 'no'
      case 'union':
        return firstOf(
          UNION,
          expression.operands.map((operand) => this.evaluate(operand)),
          'no',
        )
      case 'intersection':
        return firstOf(
          INTERSECTION,
          expression.operands.map((operand) => this.evaluate(operand)),
          'yes',
        )
      case 'exclusion':
        return firstOf(
          INTERSECTION,
          [this.evaluate(expression.base), NEGATION[this.evaluate(expression.subtract)]],
          'yes',
        )
    }
  }

  /** Marks that follow from values and from marks, until nothing more follows. */
  private sweepMarks(isMarked: (expression: Expression, marked: ReadonlySet<string>) => boolean): ReadonlySet<string> {
    const marked = new Set<string>()
    for (let size = -1; size < marked.size; ) {
      size = marked.size
      for (const [name, expression] of this.equations) if (isMarked(expression, marked)) marked.add(name)
    }
    return marked
  }

  private isNamedBy(expression: Expression, marked: ReadonlySet<string>): boolean {
    if (this.evaluate(expression) !== 'yes') return false
    if (expression.kind === 'relation') return marked.has(expression.name)
    if (expression.kind === 'subject') return expression.written === this.subject
    if (expression.kind === 'exclusion') return this.isNamedBy(expression.base, marked)
    return operandsOf(expression).some((operand) => this.isNamedBy(operand, marked))
  }

  private isDoubted(expression: Expression, marked: ReadonlySet<string>): boolean {
    const value = this.evaluate(expression)
    if (value === 'no' || value === 'cycle') return false
    if (expression.kind === 'relation') return marked.has(expression.name)
    if (expression.kind === 'condition') return value === 'error'
    return operandsOf(expression).some((operand) => this.isDoubted(operand, marked))
  }
}

/** A wildcard means every whole object of its type, and whoever asks as the wildcard itself. */
function isMeant(written: string, subject: string): boolean {
  if (written === subject) return true
  const [pattern, asker] = [parseSubject(written)!, parseSubject(subject)!]
  return pattern.id === '*' && pattern.type === asker.type && asker.relation === ''
}

function firstOf(order: readonly Value[], values: readonly Value[], none: Value): Value {
  return order.find((value) => values.includes(value)) ?? none
}

function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'exclusion') return [expression.base, expression.subtract]
  return expression.kind === 'union' || expression.kind === 'intersection' ? expression.operands : []
}
