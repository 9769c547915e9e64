// Turns settled states into the steps of an explanation. A step that holds is told by what proves it, which was
// settled before it; any other by all that was tried.

import type { Bound } from '../engine.ts'
import { Row } from '../graph/view.ts'
import type { PlanArrow, Restriction } from '../plan/plan.ts'
import type { Edge, Follow, Node, Operator } from '../plan/subject-plan.ts'
import type { CheckQuestion } from '../question.ts'
import type { Tuple } from '../tuple.ts'
import { type Asking, FALSE, TRUE, troubleError } from './asking.ts'
import { edgeTuple, subjectText, whyNot } from './edge-tuple.ts'
import { ERROR, NO, type Solver, YES } from './solve.ts'

export interface ExplainStep {
  /**
   * `relation`: a relation on an object holds if one of its children does. `tuple`: a tuple, and what it leads to.
   * `all of`, `but not`: the model's operators; the operands are children, in the model's order. `operand`: one of
   * them.
   */
  readonly rule: 'relation' | 'operand' | 'tuple' | 'all of' | 'but not'
  readonly object: string
  /** Empty for operators and operands. */
  readonly relation: string
  /** `cycle`: it would hold only if it held; counts as a no. */
  readonly result: 'yes' | 'no' | 'error' | 'cycle'
  readonly tuple?: Tuple
  /** What decided, where no child says it. */
  readonly reason?: string
  /** Numbers of steps. One that stands elsewhere too is told there. */
  readonly children: readonly number[]
}

export interface Asked {
  readonly question: CheckQuestion
  readonly subject: number
  readonly object: number
  readonly objectId: string
}

type Result = ExplainStep['result']

interface Draft {
  readonly rule: ExplainStep['rule']
  readonly object: string
  readonly relation: string
  readonly result: Result
  readonly tuple?: Tuple
  reason?: string
  readonly children: number[]
}

/** One way in which a node may hold; `make` tells it and returns the number of its step, or -1 when there is no room. */
interface Way {
  readonly result: Result
  readonly rank: number
  readonly make: () => number
}

export class Narrator {
  complete = true
  private readonly steps: Draft[] = []
  private readonly told = new Map<Node | Operator, Map<number, number>>()
  private readonly open: { readonly step: Draft; readonly place: Node | Operator; readonly object: number }[] = []
  private readonly row = new Row()
  private readonly bound: Bound
  private readonly asking: Asking
  private readonly solver: Solver
  private readonly asked: Asked
  private readonly stepsMax: number

  constructor(bound: Bound, asking: Asking, solver: Solver, asked: Asked, stepsMax: number) {
    this.bound = bound
    this.asking = asking
    this.solver = solver
    this.asked = asked
    this.stepsMax = stepsMax
  }

  tell(node: Node, object: number): readonly ExplainStep[] {
    this.place(node, object, node.type)
    // `open` grows while it is walked.
    for (const { step, place, object: on } of this.open) {
      if ('operands' in place) this.tellOperator(step, place, on)
      else this.tellNode(step, place, on)
    }
    return this.steps
  }

  private place(place: Node | Operator, object: number, type: number): number {
    let byObject = this.told.get(place)
    if (!byObject) this.told.set(place, (byObject = new Map()))
    const known = byObject.get(object)
    if (known !== undefined) return known
    const isOperator = 'operands' in place
    const relation = isOperator ? '' : place.source.relation
    const rule = isOperator ? (place.kind === 'and' ? 'all of' : 'but not') : relation === '' ? 'operand' : 'relation'
    const draft: Draft = {
      rule,
      object: this.objectText(type, object),
      relation,
      result: this.resultOf(place, object),
      children: [],
    }
    const step = this.add(draft)
    if (step < 0) return step
    byObject.set(object, step)
    this.open.push({ step: draft, place, object })
    return step
  }

  private add(draft: Draft): number {
    if (this.steps.length === this.stepsMax) {
      this.complete = false
      return -1
    }
    return this.steps.push(draft) - 1
  }

  private tellOperator(step: Draft, { operands }: Operator, object: number): void {
    // A no needs only the operand that made it one.
    const { states } = this.solver
    const deciding = (operand: Node, index: number) => {
      const value = states.values[this.solver.stateAt(operand, object)]
      return step.rule === 'but not' && index === 1 ? value === YES : value === NO
    }
    const decided = step.result === 'no' ? operands.filter(deciding) : []
    for (const operand of decided.length > 0 ? decided : operands)
      this.addChild(step, this.place(operand, object, operand.type))
  }

  private tellNode(step: Draft, node: Node, object: number): void {
    const unseen = this.solver.states.troubles[this.solver.stateAt(node, object)]
    if (unseen) {
      step.reason = troubleError([unseen]).message
      return
    }
    if (node.own.reflexive && object === this.asked.subject) {
      step.reason = 'a userset holds its own relation on its own object'
      return
    }
    const ways = this.waysOf(step.object, node, object)
    if (step.result === 'yes') {
      const proofs = ways.filter(({ result }) => result === 'yes').sort((a, b) => a.rank - b.rank)
      this.addChild(step, proofs[0]!.make())
      return
    }
    for (const way of ways) this.addChild(step, way.make())
    const empty = this.emptyBranches(node, object)
    if (empty.length > 0) step.reason = empty.join('; ')
  }

  /** What the model offers here that no tuple fills, or that can never lead to such a subject. */
  private emptyBranches(node: Node, object: number): string[] {
    const { view } = this.asking
    const { source } = node
    const { subject } = this.asked.question
    const never = `can never lead to a \`${subject.slice(0, subject.indexOf(':'))}\``
    const hasNone = (edge: Edge, to: number) => view.attribute(edge.kind, object, to) < 0
    const empty: string[] = []
    const [restriction] = source.restrictions
    if (
      restriction &&
      node.own.direct.every((edge) => hasNone(edge, this.asked.subject)) &&
      node.own.everyone.every((edge) => hasNone(edge, 0))
    ) {
      empty.push(`no tuple of \`${restriction.relation}\` names \`${subject}\``)
    }
    for (const each of source.restrictions) {
      if (each.subjectRelation === '' || each.subjectRelation === '*') continue
      const isFollowed = node.own.follow.some((follow) => follow.restriction === each)
      if (!isFollowed && this.hasTuples(source.type, each, object))
        empty.push(`\`${each.subjectType}#${each.subjectRelation}\` ${never}`)
    }
    for (const { tupleset, relation, parents } of source.arrows) {
      const text = `\`${relation} from ${tupleset}\``
      const followOf = (parent: PlanArrow['parents'][number]) =>
        node.own.follow.find(
          ({ restriction: on, target }) => on === parent.restriction && target.id === parent.target?.id,
        )
      const follows = parents.flatMap((parent) => followOf(parent) ?? [])
      if (follows.length === 0) {
        empty.push(`${text} ${never}`)
        continue
      }
      if (follows.every(({ kind }) => view.degree(kind, object) === 0)) empty.push(`nothing is its \`${tupleset}\``)
      for (const parent of parents) {
        if (!parent.target || followOf(parent) || !this.hasTuples(source.type, parent.restriction, object)) continue
        empty.push(`${text} on a \`${parent.restriction.subjectType}\` ${never}`)
      }
    }
    for (const { relation, id } of source.same) {
      if (!node.own.same.some((same) => same.id === id)) empty.push(`\`${relation}\` ${never}`)
    }
    for (const { kind, id, operands } of source.operators) {
      const isBound = node.own.operators.some((operator) => operator.id === id)
      const isBase = kind === 'but not' && node.own.same.some((same) => same.id === operands[0]!.id)
      if (!isBound && !isBase) empty.push(`an operand of its \`${kind}\` ${never}`)
    }
    return empty
  }

  /** Whether the object has tuples of a form that the plan does not follow. */
  private hasTuples(type: string, { relation, subjectType, subjectRelation }: Restriction, object: number): boolean {
    const kind = this.bound.graph.registry.findKind(type, relation, subjectType, subjectRelation)
    return kind >= 0 && this.asking.view.degree(kind, object) > 0
  }

  private addChild(step: Draft, child: number): void {
    if (child >= 0) step.children.push(child)
  }

  private waysOf(text: string, node: Node, object: number): Way[] {
    const ways: Way[] = []
    for (const edge of node.own.direct) this.addMeeting(ways, text, edge, object, this.asked.subject)
    for (const edge of node.own.everyone) this.addMeeting(ways, text, edge, object, 0)
    for (const follow of node.own.follow) this.addFollowing(ways, text, follow, object)
    for (const place of [...node.own.same, ...node.own.operators]) {
      ways.push({
        result: this.resultOf(place, object),
        rank: this.rankOf(place, object),
        make: () => this.place(place, object, node.type),
      })
    }
    return ways
  }

  private addMeeting(ways: Way[], text: string, edge: Edge, object: number, subject: number): void {
    const { view } = this.asking
    const attribute = view.attribute(edge.kind, object, subject)
    if (attribute < 0) return
    const isEverybody = edge.restriction.subjectRelation === '*'
    const name = isEverybody ? `${edge.restriction.subjectType}:*` : this.asked.question.subject
    const tuple = edgeTuple(view, edge, text, name, attribute)
    ways.push({ ...this.judged(edge, attribute), rank: 0, make: () => this.addTuple(text, tuple, edge, attribute, []) })
  }

  private addFollowing(ways: Way[], text: string, follow: Follow, object: number): void {
    const { view } = this.asking
    const { row } = this
    view.subjects(follow.kind, object, row)
    const { target } = follow
    for (let i = row.start; i < row.end && ways.length < this.stepsMax; i++) {
      const next = row.nodes[i]!
      const attribute = row.attributes === null ? 0 : row.attributes[i]!
      const { result } = this.judged(follow, attribute)
      const make = () => {
        const tuple = edgeTuple(view, follow, text, subjectText(view, follow, next, target.type), attribute)
        return this.addTuple(text, tuple, follow, attribute, result === 'no' ? [] : [[target, next]])
      }
      const beyond = this.resultOf(target, next)
      ways.push({ result: both(result, beyond), rank: this.rankOf(target, next), make })
    }
    if (row.end - row.start > this.stepsMax) this.complete = false
  }

  private addTuple(
    text: string,
    tuple: Tuple,
    edge: Edge,
    attribute: number,
    leads: readonly [Node, number][],
  ): number {
    const { result } = this.judged(edge, attribute)
    const beyond = leads.map(([node, object]) => this.resultOf(node, object))
    const draft: Draft = {
      rule: 'tuple',
      object: text,
      relation: tuple.relation,
      result: beyond.reduce(both, result),
      tuple,
      children: [],
    }
    if (result === 'no') draft.reason = whyNot(this.asking, edge, attribute)
    if (result === 'error') draft.reason = troubleError([this.asking.trouble!]).message
    const step = this.add(draft)
    if (step < 0) return step
    for (const [node, object] of leads) this.addChild(draft, this.place(node, object, node.type))
    return step
  }

  private judged(edge: Edge, attribute: number): { result: Result } {
    const judged = this.asking.judge(edge, attribute)
    return { result: judged === TRUE ? 'yes' : judged === FALSE ? 'no' : 'error' }
  }

  private resultOf(place: Node | Operator, object: number): Result {
    const value = this.solver.states.values[this.solver.stateAt(place, object)]
    if (value === YES) return 'yes'
    if (value === NO) return 'no'
    return value === ERROR ? 'error' : 'cycle'
  }

  private rankOf(place: Node | Operator, object: number): number {
    return this.solver.states.ranks[this.solver.stateAt(place, object)] ?? Number.POSITIVE_INFINITY
  }

  private objectText(type: number, object: number): string {
    const name = this.bound.graph.typeName(type)
    const { asked, asking } = this
    return `${name}:${object === asked.object && object >= asking.view.nodes(type) ? asked.objectId : asking.view.id(type, object)}`
  }
}

/** The intersection of two results. */
function both(a: Result, b: Result): Result {
  for (const result of ['no', 'cycle', 'error'] as const) if (a === result || b === result) return result
  return 'yes'
}
