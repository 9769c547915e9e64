// Whether an explanation of anything but a yes is true and whole, by the reference. Every step says of its place what the
// reference says of the same expression. Beneath a relation that does not hold stands every branch of its rewrite: each
// tuple that could have led to the subject, each relation and operator named there, or a reason why it never can.
// Beneath an operator stands what stopped it: of an `and` an operand that is a no, of a `but not` a base that is a no or
// a subtrahend that is a yes.

import {
  type CheckQuestion,
  type Explanation,
  type Given,
  parseObject,
  parseSubject,
  type Tuple,
  tupleKey,
  type Userset,
} from '@lockness/authz'
import type { Case } from '../generate/world.ts'
import { type Facts, hasRelation, relationsOf, rewriteOf, tuplesOf } from '../reference/equations.ts'
import type { Solution } from '../reference/fixpoint.ts'
import { Reference } from '../reference/reference.ts'
import { openEngine } from '../subjects/configurations.ts'
import type { Parts } from '../subjects/parts.ts'

type Step = Explanation['steps'][number]

/** What is wrong with the explanations of a case; an empty text when nothing is, undefined when there were none. */
export function wrongProof({ world, asked }: Case, parts: Parts): { readonly wrong?: string; readonly proofs: number } {
  const engine = openEngine(parts, parts.authz.Graph.build(world.tuples), world)
  const reference = new Reference(world.model, world.tuples)
  let proofs = 0
  for (const { question, given } of asked) {
    if (question.ask !== 'check') continue
    const explained = engine.explain(question, given)
    if (!explained.ok || !explained.value.complete || explained.value.verdict.answer === 'yes') continue
    proofs++
    const known = [...world.tuples, ...(given.contextualTuples ?? [])]
    const proof = new Proof(explained.value.steps, question, known, reference, given)
    const wrong = proof.wrong()
    if (wrong)
      return { wrong: `${JSON.stringify(question)}: ${wrong} in ${JSON.stringify(explained.value.steps)}`, proofs }
  }
  return { proofs }
}

class Proof {
  private readonly steps: readonly Step[]
  private readonly question: CheckQuestion
  private readonly known: ReadonlyMap<string, Tuple>
  private readonly facts: Facts
  private readonly solution: Solution
  /** Steps that were looked at, with the rewrite they were looked at as: a proof may lead back to itself. */
  private readonly seen = new Map<Step, Map<Userset, string>>()

  constructor(
    steps: readonly Step[],
    question: CheckQuestion,
    known: readonly Tuple[],
    reference: Reference,
    given: Given,
  ) {
    this.steps = steps
    this.question = question
    this.known = new Map(known.map((tuple) => [tupleKey(tuple), tuple]))
    const { facts, solution } = reference.inside(question, given)
    this.facts = facts
    this.solution = solution
  }

  wrong(): string {
    const [root] = this.steps
    if (!root || root.object !== this.question.object || root.relation !== this.question.relation)
      return 'it is about something else'
    return this.wrongRelation(root)
  }

  private wrongRelation(step: Step): string {
    const { object, relation } = step
    const type = parseObject(object)!.type
    const found = relationsOf(this.facts.model, type).find(([name]) => name === relation)
    if (!found) return `\`${object}\` has no relation \`${relation}\``
    const value = this.solution.valueOf({ kind: 'relation', name: `${object}#${relation}` })
    return this.wrongValue(step, value) || this.wrongNode(step, relation, found[1])
  }

  /** What cannot reach the subject is a no to the engine, also where it would be a cycle. */
  private wrongValue(step: Step, value: string): string {
    const holds = step.result === value || (step.result === 'no' && value === 'cycle')
    return holds ? '' : `\`${step.object}#${step.relation}\` (${step.rule}) is told as ${step.result} and is ${value}`
  }

  private wrongNode(step: Step, relation: string, rewrite: Userset): string {
    const seen = this.seen.get(step) ?? new Map<Userset, string>()
    this.seen.set(step, seen)
    if (step.result === 'yes') return ''
    const known = seen.get(rewrite)
    if (known !== undefined) return known
    seen.set(rewrite, '')
    const wrong = this.wrongBranches(step, relation, rewrite)
    seen.set(rewrite, wrong)
    return wrong
  }

  private wrongBranches(step: Step, relation: string, rewrite: Userset): string {
    if (step === this.steps[0] && step.reason?.endsWith('the model has no path')) return ''
    const children = step.children.map((child) => this.steps[child]!)
    for (const child of children) {
      const wrong = this.wrongChild(step, child)
      if (wrong) return wrong
    }
    for (const branch of branchesOf(rewrite)) {
      const missing = this.missingBranch(step, children, relation, branch)
      if (missing) return missing
    }
    return ''
  }

  private wrongChild(step: Step, child: Step): string {
    if (child.object !== step.object) return `\`${child.object}\` is told beneath \`${step.object}\``
    if (child.result === 'yes') return `a yes stands beneath a ${step.result}`
    if (child.rule === 'relation') return this.wrongRelation(child)
    if (child.rule !== 'tuple') return ''
    const tuple = this.known.get(tupleKey(child.tuple!))
    if (!tuple) return `there is no tuple ${JSON.stringify(child.tuple)}`
    if (child.children.length === 0 && child.reason === undefined) return `${tupleKey(tuple)} is told without a reason`
    for (const next of child.children) {
      const wrong = this.wrongRelation(this.steps[next]!)
      if (wrong) return wrong
    }
    return ''
  }

  private missingBranch(step: Step, children: readonly Step[], relation: string, branch: Userset): string {
    const { object, reason = '' } = step
    if (branch.this) {
      const isTold = (tuple: Tuple) =>
        !this.mayLead(tuple.subject) ||
        isToldTuple(children, tuple) ||
        reason.includes(`\`${formOf(tuple.subject)}\` can never`)
      const untold = tuplesOf(this.facts, object, relation).find((tuple) => !isTold(tuple))
      return untold ? `${tupleKey(untold)} is not told` : ''
    }
    if (branch.computedUserset) {
      const name = branch.computedUserset.relation
      const isTold = children.some((child) => child.rule === 'relation' && child.relation === name)
      return isTold || reason.includes(`\`${name}\` can never`) ? '' : `\`${name}\` is not told`
    }
    if (branch.tupleToUserset) return this.missingParent(step, children, branch.tupleToUserset)
    return this.missingOperator(step, children, relation, branch)
  }

  /** Whether a tuple of a relation's own has anything to do with the subject: it names it, everybody like it, or a userset. */
  private mayLead(named: string): boolean {
    const [tuple, subject] = [parseSubject(named)!, parseSubject(this.question.subject)!]
    if (named === this.question.subject || tuple.relation !== '') return true
    return tuple.id === '*' && tuple.type === subject.type && subject.relation === ''
  }

  private missingParent(
    { object, reason = '' }: Step,
    children: readonly Step[],
    { tupleset, computedUserset }: NonNullable<Userset['tupleToUserset']>,
  ): string {
    const { relation } = computedUserset
    const text = `\`${relation} from ${tupleset.relation}\``
    const untold = tuplesOf(this.facts, object, tupleset.relation).find((tuple) => {
      const { type, id, relation: ofUserset } = parseSubject(tuple.subject)!
      if (id === '*' || ofUserset !== '' || !hasRelation(this.facts.model, type, relation)) return false
      if (reason.includes(`${text} can never`) || reason.includes(`${text} on a \`${type}\` can never`)) return false
      return !children.some(
        (child) =>
          child.rule === 'tuple' &&
          tupleKey(child.tuple!) === tupleKey(tuple) &&
          (child.children.length === 0 || child.children.some((next) => this.steps[next]!.relation === relation)),
      )
    })
    return untold ? `${text} through ${tupleKey(untold)} is not told` : ''
  }

  private missingOperator(step: Step, children: readonly Step[], relation: string, branch: Userset): string {
    const kind = branch.intersection ? 'and' : 'but not'
    if (step.reason?.includes(`an operand of its \`${kind}\` can never`)) return ''
    const operands = branch.intersection?.child ?? [branch.difference!.base, branch.difference!.subtract]
    const rule = branch.intersection ? 'all of' : 'but not'
    const problems = children
      .filter((child) => child.rule === rule || child.rule === 'operand')
      .map((child) =>
        child.rule === 'operand'
          ? this.wrongOperand(child, relation, operands[0]!)
          : this.wrongOperator(child, relation, branch, operands),
      )
    return problems.includes('') ? '' : (problems[0] ?? `an \`${kind}\` is not told`)
  }

  private wrongOperator(step: Step, relation: string, branch: Userset, operands: readonly Userset[]): string {
    const wrong = this.wrongValue(step, this.solution.valueOf(rewriteOf(this.facts, step.object, relation, branch)))
    if (wrong) return wrong
    const children = step.children.map((child) => this.steps[child]!)
    if (step.result !== 'no') {
      if (children.length !== operands.length) return `of ${operands.length} operands ${children.length} are told`
      return children.map((child, index) => this.wrongOperand(child, relation, operands[index]!)).find(Boolean) ?? ''
    }
    if (children.length === 0) return 'nothing is told that stopped an operator'
    for (const child of children) {
      const stops = operands.filter((_, index) => child.result === (branch.difference && index === 1 ? 'yes' : 'no'))
      const problems = stops.map((operand) => this.wrongOperand(child, relation, operand))
      if (!problems.includes('')) return problems[0] ?? `a ${child.result} does not stop \`${step.rule}\``
    }
    return ''
  }

  private wrongOperand(step: Step, relation: string, operand: Userset): string {
    const value = this.solution.valueOf(rewriteOf(this.facts, step.object, relation, operand))
    return this.wrongValue(step, value) || this.wrongNode(step, relation, operand)
  }
}

function isToldTuple(children: readonly Step[], tuple: Tuple): boolean {
  return children.some(
    (child) =>
      child.rule === 'tuple' &&
      tupleKey(child.tuple!) === tupleKey(tuple) &&
      (child.children.length > 0 || child.reason !== undefined),
  )
}

/** `group#member` of `group:eng#member`. */
function formOf(subject: string): string {
  const { type, relation } = parseSubject(subject)!
  return `${type}#${relation}`
}

/** The terms of a union, also of unions inside it. */
function branchesOf(rewrite: Userset): readonly Userset[] {
  return rewrite.union ? rewrite.union.child.flatMap(branchesOf) : [rewrite]
}
