// The exact evaluator: it decides what cycles and errors come to. It explores every state (a node or an operator on
// an object) once, without a call stack, and then lets values flow from the leaves to the root, starting from nothing
// shown. What can be shown neither yes nor no is a cycle: a no, which also keeps a `but not` from saying yes. It does
// so twice: once with conditions that could not be judged showing nothing, once with them showing either; what is a
// yes only the second time is an error (docs/semantics.md).
//
// It costs a few times what `search.ts` costs, and each state once, so nothing explodes. `explain` reads its states.

import { Row } from '../graph/view.ts'
import type { Edge, Follow, Node, Operator } from '../plan/subject-plan.ts'
import { type Asking, FALSE, TRUE, type Trouble, UNSURE } from './asking.ts'
import { PairTable } from './pair-table.ts'

export const UNDEFINED = 0
export const YES = 1
export const NO = 2
export const ERROR = 3

const MAY_BE_YES = 1
const MAY_BE_NO = 2

export const UNION = 0
export const AND = 1
export const BUT_NOT = 2
/** A condition that could not be judged, or a node too deep to be looked at. */
export const LEAF = 3

/** Every state that the answer rests on. State 0 is the question. */
export interface States {
  readonly kinds: number[]
  readonly values: number[]
  /** What a state may come to, when a condition that could not be judged may be either. */
  readonly possible: number[]
  /** When a value was settled: a proof goes from later to earlier. */
  readonly ranks: number[]
  readonly objects: number[]
  /** The node or operator of a state; undefined for a condition and for an edge under one. */
  readonly places: (Node | Operator | undefined)[]
  readonly troubles: (Trouble | undefined)[]
  /** The subject itself is named here, not only everybody of its type. */
  readonly named: boolean[]
  /** −1 until the state is expanded. */
  readonly firstChild: number[]
  readonly childCount: number[]
  readonly children: number[]
}

export class Solver {
  readonly states: States = {
    kinds: [],
    values: [],
    possible: [],
    ranks: [],
    objects: [],
    places: [],
    troubles: [],
    named: [],
    firstChild: [],
    childCount: [],
    children: [],
  }
  private readonly table = new PairTable()
  private readonly row = new Row()
  private readonly asking: Asking
  private readonly subject: number
  private readonly nodeTag: number
  private readonly operatorTag: number
  /** Go on where the answer is known already, to learn what else there is. */
  private readonly thorough: boolean
  private readonly guards = new Map<number, readonly [number, number]>()
  private rank = 0
  /** States to be expanded: as deep as the walk is now, and one deeper. */
  private open: number[] = []
  private deeper: number[] = []

  constructor(asking: Asking, subject: number, nodeCount: number, operatorCount: number, thorough = false) {
    this.asking = asking
    this.subject = subject
    this.thorough = thorough
    this.nodeTag = this.table.takeTags(nodeCount)
    this.operatorTag = this.table.takeTags(operatorCount)
  }

  /** YES, NO, ERROR, or UNDEFINED for a cycle; undefined when a limit was hit. */
  solve(node: Node, object: number): number | undefined {
    this.stateOf(this.nodeTag, UNION, node, object, this.open)
    for (let depth = 0; this.open.length > 0; depth++) {
      if (depth > this.asking.limits.depthMax) this.leaveOpen()
      else if (!this.expandOpen()) return undefined
    }
    const { states } = this
    const parents = readParents(states)
    this.settle(parents)
    this.blame(parents)
    return states.values[0]
  }

  /** The state of a node or an operator on an object; -1 when the answer did not need it. */
  stateAt(place: Node | Operator, object: number): number {
    const tag = 'operands' in place ? this.operatorTag : this.nodeTag
    return this.table.get(tag + place.id, object, 0) - 1
  }

  /** What could not be judged and might make it a yes; on request also what might have, had it not been one anyway. */
  troubles(hidden = false): Trouble[] {
    const { kinds, values, possible, troubles } = this.states
    const found = new Set<Trouble>()
    const wanted = [new Set<number>(), new Set([0]), new Set<number>()]
    const open: [state: number, outcome: number][] = [[0, MAY_BE_YES]]
    for (const [state, outcome] of open) {
      const trouble = troubles[state]
      if (trouble) found.add(trouble)
      for (const [index, child] of childrenOf(this.states, state).entries()) {
        const turned = kinds[state] === BUT_NOT && index === 1
        const want = turned ? MAY_BE_YES + MAY_BE_NO - outcome : outcome
        const isCertain = values[child] === (want === MAY_BE_YES ? YES : NO)
        if ((possible[child]! & want) === 0 || (isCertain && !hidden) || wanted[want]!.has(child)) continue
        wanted[want]!.add(child)
        open.push([child, want])
      }
    }
    return [...found]
  }

  /** Whether the yes holds for the subject by name, and not only because everybody of its type is allowed. Thorough only. */
  isNamed(): boolean {
    return this.spreadsToRoot(this.states.named, (value) => value === YES, true)
  }

  /** Whether an error had a part in the answer, be it that another branch of a union says yes. Thorough only. */
  isDoubtful(): boolean {
    const isError = this.states.values.map((value) => value === ERROR)
    return this.spreadsToRoot(isError, (value) => value === YES || value === ERROR, false)
  }

  /** Carries marks from children to parents whose value lets them through. */
  private spreadsToRoot(start: readonly boolean[], lets: (value: number) => boolean, baseOnly: boolean): boolean {
    const { kinds, values } = this.states
    const marked = start.slice()
    for (let changed = true; changed; ) {
      changed = false
      for (let state = kinds.length - 1; state >= 0; state--) {
        if (marked[state] || !lets(values[state]!)) continue
        const children = childrenOf(this.states, state)
        const from = baseOnly && kinds[state] === BUT_NOT ? children.slice(0, 1) : children
        if (!from.some((child) => marked[child] && lets(values[child]!))) continue
        marked[state] = true
        changed = true
      }
    }
    return marked[0]!
  }

  /** Expands all states that are as deep as the first; what their edges lead to is one deeper, and then open. */
  private expandOpen(): boolean {
    const { states, asking, open } = this
    // `open` grows while it is walked.
    for (const state of open) {
      if (states.firstChild[state]! >= 0) continue
      states.firstChild[state] = states.children.length
      if (!asking.spend(1) || !this.expand(state)) return false
      states.childCount[state] = states.children.length - states.firstChild[state]!
    }
    this.open = this.deeper
    this.deeper = []
    return true
  }

  /** What is too deep may be a yes and may be a no: an error, unless the answer does not depend on it. */
  private leaveOpen(): void {
    const { depthMax } = this.asking.limits
    const failure = `the question needs more than \`depthMax\` = ${depthMax}`
    for (const state of this.open) {
      if (this.states.firstChild[state]! >= 0) continue
      this.states.kinds[state] = LEAF
      this.states.troubles[state] = { missing: [], failure, limit: 'depthMax' }
    }
    this.open = []
  }

  private expand(state: number): boolean {
    const { states } = this
    const place = states.places[state]
    const object = states.objects[state]!
    if (place === undefined) {
      states.children.push(...(this.guards.get(state) ?? []))
      return true
    }
    if ('operands' in place) {
      for (const operand of place.operands)
        states.children.push(this.stateOf(this.nodeTag, UNION, operand, object, this.open))
      return true
    }
    return this.expandNode(state, place, object)
  }

  private expandNode(state: number, node: Node, object: number): boolean {
    const { states } = this
    const isNamed = node.own.reflexive && object === this.subject
    if (isNamed || this.meet(node.own.direct, object, this.subject)) {
      states.values[state] = YES
      states.named[state] = true
      if (!this.thorough) return true
    }
    if (this.meet(node.own.everyone, object, 0)) {
      states.values[state] = YES
      if (!this.thorough) return true
    }
    for (const same of node.own.same) states.children.push(this.stateOf(this.nodeTag, UNION, same, object, this.open))
    for (const follow of node.own.follow) if (!this.expandFollow(follow, object)) return false
    for (const operator of node.own.operators) {
      const kind = operator.kind === 'and' ? AND : BUT_NOT
      states.children.push(this.stateOf(this.operatorTag, kind, operator, object, this.open))
    }
    return true
  }

  private meet(edges: readonly Edge[], object: number, subject: number): boolean {
    const { asking, states } = this
    for (const edge of edges) {
      const attribute = asking.view.attribute(edge.kind, object, subject)
      if (attribute < 0) continue
      const judged = asking.judge(edge, attribute)
      if (judged === TRUE) return true
      if (judged === UNSURE) states.children.push(this.newState(LEAF, undefined, object, asking.trouble))
    }
    return false
  }

  private expandFollow(follow: Follow, object: number): boolean {
    const { asking, states, row } = this
    asking.view.subjects(follow.kind, object, row)
    const { nodes, attributes, start, end } = row
    if (!asking.spend(end - start)) return false
    const guarded: [number, Trouble][] = []
    for (let i = start; i < end; i++) {
      const judged = asking.judge(follow, attributes === null ? 0 : attributes[i]!)
      if (judged === FALSE) continue
      if (judged === UNSURE) guarded.push([nodes[i]!, asking.trouble!])
      else states.children.push(this.stateOf(this.nodeTag, UNION, follow.target, nodes[i]!, this.deeper))
    }
    for (const [next, trouble] of guarded) states.children.push(this.guardedState(follow.target, next, trouble))
    return true
  }

  /** An edge whose condition could not be judged: the intersection of that error and of what the edge leads to. */
  private guardedState(target: Node, object: number, trouble: Trouble): number {
    const state = this.newState(AND, undefined, object, undefined)
    this.open.push(state)
    this.guards.set(state, [
      this.newState(LEAF, undefined, object, trouble),
      this.stateOf(this.nodeTag, UNION, target, object, this.deeper),
    ])
    return state
  }

  /** The state of a place, which is to be expanded with those of `open`, or sooner. */
  private stateOf(tag: number, kind: number, place: Node | Operator, object: number, open: number[]): number {
    const known = this.table.get(tag + place.id, object, 0)
    if (known > 0) {
      if (open === this.open && this.states.firstChild[known - 1]! < 0) open.push(known - 1)
      return known - 1
    }
    const state = this.newState(kind, place, object, undefined)
    this.table.set(tag + place.id, object, state + 1)
    open.push(state)
    return state
  }

  private newState(
    kind: number,
    place: Node | Operator | undefined,
    object: number,
    trouble: Trouble | undefined,
  ): number {
    const { states } = this
    const state = states.kinds.length
    states.kinds.push(kind)
    states.places.push(place)
    states.objects.push(object)
    states.troubles.push(trouble)
    states.values.push(UNDEFINED)
    states.possible.push(0)
    states.ranks.push(0)
    states.named.push(false)
    states.firstChild.push(-1)
    states.childCount.push(0)
    return state
  }

  /** Values that follow from values, until nothing more follows. */
  private settle(parents: Parents): void {
    const { kinds, values, childCount } = this.states
    const open = childCount.slice()
    const settled: number[] = []
    const give = (state: number, value: number) => {
      values[state] = value
      this.states.ranks[state] = ++this.rank
      settled.push(state)
    }
    for (let state = 0; state < kinds.length; state++) {
      if (values[state] === YES) give(state, YES)
      else if (kinds[state] === UNION && childCount[state] === 0) give(state, NO)
    }
    for (const state of settled) {
      const value = values[state]!
      for (let i = parents.first[state]!; i < parents.first[state + 1]!; i++) {
        const parent = parents.list[i]!
        if (values[parent] !== UNDEFINED) continue
        const result = this.combine(parent, value, open)
        if (result !== UNDEFINED) give(parent, result)
      }
    }
  }

  private combine(parent: number, value: number, open: number[]): number {
    const { kinds } = this.states
    if (kinds[parent] === UNION) {
      if (value === YES) return YES
      open[parent]!--
      return open[parent] === 0 ? NO : UNDEFINED
    }
    if (kinds[parent] === AND) {
      if (value === NO) return NO
      open[parent]!--
      return open[parent] === 0 ? YES : UNDEFINED
    }
    const [base, subtract] = childrenOf(this.states, parent).map((child) => this.states.values[child])
    if (base === NO || subtract === YES) return NO
    return base === YES && subtract === NO ? YES : UNDEFINED
  }

  /** Of what is undefined, what may be a yes if the conditions that could not be judged went one way or the other. */
  private blame(parents: Parents): void {
    const { kinds, values, possible, childCount } = this.states
    const notYes = childCount.slice()
    const notNo = childCount.slice()
    const open: [state: number, outcome: number][] = []
    const give = (state: number, outcome: number) => {
      if ((possible[state]! & outcome) !== 0) return
      possible[state]! |= outcome
      open.push([state, outcome])
    }
    for (let state = 0; state < kinds.length; state++) {
      if (values[state] === YES || kinds[state] === LEAF) give(state, MAY_BE_YES)
      if (values[state] === NO || kinds[state] === LEAF) give(state, MAY_BE_NO)
    }
    for (const [state, outcome] of open) {
      for (let i = parents.first[state]!; i < parents.first[state + 1]!; i++) {
        const parent = parents.list[i]!
        if (values[parent] !== UNDEFINED) continue
        const rest = outcome === MAY_BE_YES ? notYes : notNo
        rest[parent]!--
        if (kinds[parent] === BUT_NOT) {
          const [base, subtract] = childrenOf(this.states, parent).map((child) => possible[child]!)
          if ((base! & MAY_BE_YES) !== 0 && (subtract! & MAY_BE_NO) !== 0) give(parent, MAY_BE_YES)
          if ((base! & MAY_BE_NO) !== 0 || (subtract! & MAY_BE_YES) !== 0) give(parent, MAY_BE_NO)
        } else if (rest[parent] === 0 || (kinds[parent] === UNION) === (outcome === MAY_BE_YES)) give(parent, outcome)
      }
    }
    for (let state = 0; state < kinds.length; state++) {
      if (values[state] === UNDEFINED && (possible[state]! & MAY_BE_YES) !== 0) values[state] = ERROR
    }
  }
}

export function childrenOf({ children, firstChild, childCount }: States, state: number): number[] {
  const first = firstChild[state]!
  return children.slice(first, first + childCount[state]!)
}

interface Parents {
  readonly first: Uint32Array
  readonly list: Uint32Array
}

function readParents({ kinds, children, firstChild, childCount }: States): Parents {
  const first = new Uint32Array(kinds.length + 1)
  for (const child of children) first[child + 1]!++
  for (let state = 0; state < kinds.length; state++) first[state + 1]! += first[state]!
  const next = first.slice()
  const list = new Uint32Array(children.length)
  for (let state = 0; state < kinds.length; state++) {
    for (let i = 0; i < childCount[state]!; i++) list[next[children[firstChild[state]! + i]!]!++] = state
  }
  return { first, list }
}
