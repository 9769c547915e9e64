// The second half of the definition: the equations solved for one subject, by sweeping over all of them until nothing
// more can be shown.
//
// At first nothing is shown. A sweep adds what follows: that an expression is a yes, or that it is a no. What can never
// be shown to be either is a cycle. The sweeps are done twice. Strictly, where a condition that could not be judged
// shows nothing: what is a yes then is a yes for certain. And generously, where it may be a yes and may be a no: what
// may be a yes then, and is not one for certain, is an error. Everything else is a no. So a cycle is a no, and since it
// is never shown to be one, a `but not` with a cycle on its right is a no too.

import { parseSubject } from '@lockness/authz'
import type { Trouble } from './condition.ts'
import type { Equations, Expression } from './equations.ts'

interface Shown {
  readonly yes: boolean
  readonly no: boolean
}

const NOTHING: Shown = { yes: false, no: false }
const EITHER: Shown = { yes: true, no: true }

export class Solution {
  private readonly equations: Equations
  private readonly subject: string
  private readonly certain: ReadonlyMap<string, Shown>
  private readonly possible: ReadonlyMap<string, Shown>
  private readonly named: ReadonlySet<string>
  private readonly doubtful: ReadonlySet<string>

  constructor(equations: Equations, subject: string) {
    this.equations = equations
    this.subject = subject
    this.certain = this.sweep(NOTHING)
    this.possible = this.sweep(EITHER)
    this.named = this.sweepMarks((expression, marked) => this.isNamedBy(expression, marked))
    this.doubtful = this.sweepMarks((expression, marked) => this.isDoubted(expression, marked))
  }

  /** The verdict on `type:id#relation`. */
  verdict(name: string): 'yes' | 'no' | 'error' {
    if (this.certain.get(name)!.yes) return 'yes'
    return this.possible.get(name)!.yes ? 'error' : 'no'
  }

  /** What any expression comes to, told apart as a proof tells it. */
  valueOf(expression: Expression): 'yes' | 'no' | 'error' | 'cycle' {
    const { yes, no } = this.show(expression, this.certain, NOTHING)
    if (yes || no) return yes ? 'yes' : 'no'
    return this.show(expression, this.possible, EITHER).yes ? 'error' : 'cycle'
  }

  /** Whether the yes of `type:id#relation` comes to the subject by name, and not only by a wildcard. */
  isNamed(name: string): boolean {
    return this.named.has(name)
  }

  /** Whether an error had a part in the verdict, be it that another operand of a union says yes. */
  isDoubtful(name: string): boolean {
    return this.doubtful.has(name)
  }

  /** What could not be judged and might make it a yes; on request also what might have, had it not been one anyway. */
  troubles(name: string, hidden = false): ReadonlySet<Trouble> {
    const troubles = new Set<Trouble>()
    const seen = new Set<string>()
    const collect = (expression: Expression, outcome: keyof Shown): void => {
      if (!this.mayBecome(expression, outcome, hidden)) return
      if (expression.kind === 'condition' && typeof expression.judgement === 'object')
        troubles.add(expression.judgement)
      if (expression.kind === 'relation' && !seen.has(`${outcome} ${expression.name}`)) {
        seen.add(`${outcome} ${expression.name}`)
        collect(this.equations.get(expression.name)!, outcome)
      }
      if (expression.kind === 'exclusion') {
        collect(expression.base, outcome)
        collect(expression.subtract, outcome === 'yes' ? 'no' : 'yes')
      } else for (const operand of operandsOf(expression)) collect(operand, outcome)
    }
    collect({ kind: 'relation', name }, 'yes')
    return troubles
  }

  private sweep(unjudged: Shown): ReadonlyMap<string, Shown> {
    const shown = new Map([...this.equations.keys()].map((name) => [name, NOTHING]))
    for (let changed = true; changed; ) {
      changed = false
      for (const [name, expression] of this.equations) {
        const { yes, no } = this.show(expression, shown, unjudged)
        const known = shown.get(name)!
        if (yes === known.yes && no === known.no) continue
        shown.set(name, { yes, no })
        changed = true
      }
    }
    return shown
  }

  private show(expression: Expression, shown: ReadonlyMap<string, Shown>, unjudged: Shown): Shown {
    const show = (operand: Expression) => this.show(operand, shown, unjudged)
    switch (expression.kind) {
      case 'relation':
        return shown.get(expression.name)!
      case 'subject':
        return certainly(isMeant(expression.written, this.subject))
      case 'condition':
        return typeof expression.judgement === 'object' ? unjudged : certainly(expression.judgement)
      case 'union': {
        const operands = expression.operands.map(show)
        return { yes: operands.some(({ yes }) => yes), no: operands.every(({ no }) => no) }
      }
      case 'intersection': {
        const operands = expression.operands.map(show)
        return { yes: operands.every(({ yes }) => yes), no: operands.some(({ no }) => no) }
      }
      case 'exclusion': {
        const [base, subtract] = [show(expression.base), show(expression.subtract)]
        return { yes: base.yes && subtract.no, no: base.no || subtract.yes }
      }
    }
  }

  private isCertain(expression: Expression): boolean {
    return this.show(expression, this.certain, NOTHING).yes
  }

  /** Whether what could not be judged may make it this, which it is not for certain. */
  private mayBecome(expression: Expression, outcome: keyof Shown, hidden: boolean): boolean {
    const isCertain = this.show(expression, this.certain, NOTHING)[outcome]
    return this.show(expression, this.possible, EITHER)[outcome] && (hidden || !isCertain)
  }

  /** Marks that follow from what is shown and from marks, until nothing more follows. */
  private sweepMarks(isMarked: (expression: Expression, marked: ReadonlySet<string>) => boolean): ReadonlySet<string> {
    const marked = new Set<string>()
    for (let size = -1; size < marked.size; ) {
      size = marked.size
      for (const [name, expression] of this.equations) if (isMarked(expression, marked)) marked.add(name)
    }
    return marked
  }

  private isNamedBy(expression: Expression, marked: ReadonlySet<string>): boolean {
    if (!this.isCertain(expression)) return false
    if (expression.kind === 'relation') return marked.has(expression.name)
    if (expression.kind === 'subject') return expression.written === this.subject
    if (expression.kind === 'exclusion') return this.isNamedBy(expression.base, marked)
    return operandsOf(expression).some((operand) => this.isNamedBy(operand, marked))
  }

  private isDoubted(expression: Expression, marked: ReadonlySet<string>): boolean {
    if (!this.show(expression, this.possible, EITHER).yes) return false
    if (!this.isCertain(expression)) return true
    if (expression.kind === 'relation') return marked.has(expression.name)
    return operandsOf(expression).some((operand) => this.isDoubted(operand, marked))
  }
}

function certainly(yes: boolean): Shown {
  return { yes, no: !yes }
}

/** A wildcard means every whole object of its type, and whoever asks as the wildcard itself. */
function isMeant(written: string, subject: string): boolean {
  if (written === subject) return true
  const [pattern, asker] = [parseSubject(written)!, parseSubject(subject)!]
  return pattern.id === '*' && pattern.type === asker.type && asker.relation === ''
}

function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'exclusion') return [expression.base, expression.subtract]
  return expression.kind === 'union' || expression.kind === 'intersection' ? expression.operands : []
}
