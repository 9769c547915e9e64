// Who has a relation on an object. One walk from the object gathers every subject that is named on the way, also
// where it is taken away; where the walk met nothing but unions and settled edges that is the answer, otherwise each
// is checked.
//
// Everybody (`user:*`) is a subject too. Beside it, a concrete subject is listed only if it is named: whoever is
// allowed just because everybody is, is not a finding.

import { Row } from '../graph/view.ts'
import type { Edge, Follow, Node, SubjectPlan } from '../plan/subject-plan.ts'
import type { QuestionError } from '../verdict.ts'
import { type Asking, FALSE, limitError, STOP, UNSURE } from './asking.ts'
import { Bits } from './bits.ts'
import { decide, type PlanSize } from './list-objects.ts'
import { PairTable } from './pair-table.ts'
import { Search } from './search.ts'
import { Solver } from './solve.ts'

export interface SubjectList {
  /** The unlisted subject is one. */
  readonly everybody: boolean
  readonly bits: Bits
  readonly error?: undefined
}

/** A subject that is asked about by itself, because no tuple need name it: everybody, for one. */
export interface UnlistedSubject {
  readonly node: Node
  readonly number: number
}

/** Works in slices. */
export function* listSubjects(
  asking: Asking,
  plan: SubjectPlan,
  size: PlanSize,
  node: Node | undefined,
  unlisted: UnlistedSubject | undefined,
  object: number,
): Generator<undefined, SubjectList | { readonly error: QuestionError }> {
  const everybody = unlisted ? decideOne(asking, size, unlisted.node, object, unlisted.number) : false
  if (typeof everybody !== 'boolean') return { error: everybody }
  const bits = new Bits(asking.view.nodes(plan.subjectType))
  if (!node) return { everybody, bits }
  const walk = new Walk(asking, bits, size)
  const settled = yield* walk.from(node, object)
  if (settled === STOP) return { error: limitError(asking.limit!, asking.limits) }
  if (settled === UNSURE || !node.pure) {
    const error = yield* keepChecked(asking, size, node, object, bits, everybody)
    if (error) return { error }
  }
  if (bits.count() > asking.limits.resultsMax) return { error: limitError('resultsMax', asking.limits) }
  return { everybody, bits }
}

function* keepChecked(
  asking: Asking,
  size: PlanSize,
  node: Node,
  object: number,
  bits: Bits,
  everybody: boolean,
): Generator<undefined, QuestionError | undefined> {
  const candidates = new Uint32Array(bits.count())
  bits.take(0, candidates)
  for (let i = 0; i < candidates.length; i++) {
    const subject = candidates[i]!
    const verdict = decideOne(asking, size, node, object, subject)
    if (typeof verdict !== 'boolean') return verdict
    if (!verdict) bits.delete(subject)
    else if (everybody) {
      const solver = new Solver(asking, subject, size.nodes, size.operators, true)
      if (solver.solve(node, object) === undefined) return limitError(asking.limit!, asking.limits)
      if (!solver.isNamed()) bits.delete(subject)
    }
    if (i % 64 === 63) yield undefined
  }
  return undefined
}

const searches = new WeakMap<Asking, Search>()

function decideOne(asking: Asking, size: PlanSize, node: Node, object: number, subject: number): boolean | QuestionError {
  let search = searches.get(asking)
  if (!search) {
    search = new Search()
    searches.set(asking, search)
  }
  search.begin(asking, subject, size.nodes, size.operators)
  return decide(search, asking, size, node, object, subject)
}

/** Gathers the subjects named below a node, through operators too. */
class Walk {
  private readonly asking: Asking
  private readonly found: Bits
  private readonly visited = new PairTable()
  private readonly tag: number
  private readonly row = new Row()
  private readonly open: [Node, number][] = []
  private result: number = FALSE

  constructor(asking: Asking, found: Bits, size: PlanSize) {
    this.asking = asking
    this.found = found
    this.tag = this.visited.takeTags(size.nodes)
  }

  /** FALSE when every edge could be judged, else UNSURE or STOP. */
  *from(start: Node, object: number): Generator<undefined, number> {
    this.visit(start, object)
    let steps = 0
    for (let next = this.open.pop(); next && this.result !== STOP; next = this.open.pop()) {
      this.enter(next[0], next[1])
      if (++steps % 512 === 0) yield undefined
    }
    return this.result
  }

  private enter(node: Node, object: number): void {
    if (!this.asking.spend(1)) this.result = STOP
    // An object that the graph has never seen has no bit; it is the unlisted subject.
    if (node.reflexive) this.found.add(object)
    for (const edge of node.direct) this.read(edge, object)
    for (const same of node.same) this.visit(same, object)
    for (const follow of node.follow) this.read(follow, object, follow)
    for (const { operands } of node.operators) for (const operand of operands) this.visit(operand, object)
  }

  private read(edge: Edge, object: number, follow?: Follow): void {
    const { asking, row } = this
    if (asking.view.edges(edge.kind) === 0) return
    asking.view.subjects(edge.kind, object, row)
    const { nodes, attributes, start, end } = row
    if (!asking.spend(end - start)) this.result = STOP
    for (let i = start; i < end; i++) {
      const judged = asking.judge(edge, attributes === null ? 0 : attributes[i]!)
      if (judged === FALSE) continue
      if (judged === UNSURE && this.result === FALSE) this.result = UNSURE
      if (follow) this.visit(follow.target, nodes[i]!)
      else this.found.add(nodes[i]!)
    }
  }

  private visit(node: Node, object: number): void {
    if (this.visited.add(this.tag + node.id, object)) this.open.push([node, object])
  }
}
