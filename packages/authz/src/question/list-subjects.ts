// Who has a relation on an object. One walk from the object gathers every subject that is named on the way, also
// where it is taken away; where the walk met nothing but unions and settled edges that is the answer, otherwise each
// is checked.
//
// Everybody (`user:*`) is a subject too. Beside it, a concrete subject is listed only if it is named: whoever is
// allowed just because everybody is, is not a finding.

import { Row } from '../graph/view.ts'
import type { Edge, Follow, Node, SubjectPlan } from '../plan/subject-plan.ts'
import type { QuestionError } from '../verdict.ts'
import { type Asking, FALSE, limitError, STOP, troubleError, UNSURE } from './asking.ts'
import { Bits } from './bits.ts'
import { decide, type PlanSize } from './list-objects.ts'
import type { Listed } from './listing.ts'
import { PairTable } from './pair-table.ts'
import { Search } from './search.ts'
import { Solver, YES } from './solve.ts'

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
): Generator<undefined, Listed | { readonly error: QuestionError }> {
  const bits = new Bits(asking.view.nodes(plan.subjectType))
  const walk = new Walk(asking, bits, size)
  const settled = node ? yield* walk.from(node, object) : FALSE
  if (settled === STOP) return { error: limitError(asking.limit!, asking.limits) }
  const isDoubted = settled === UNSURE
  const members: Members = { asking, size, object, isDoubted }
  const everybody = unlisted ? decideOne(members, unlisted.node, unlisted.number, false) : false
  if (typeof everybody !== 'boolean') return { error: everybody }
  if (node && (isDoubted || !node.pure)) {
    const error = yield* keepChecked(members, node, bits, everybody)
    if (error) return { error }
  }
  if (bits.count() > asking.limits.resultsMax) return { error: limitError('resultsMax', asking.limits) }
  return { bits, first: everybody }
}

interface Members {
  readonly asking: Asking
  readonly size: PlanSize
  readonly object: number
  /**
   * The walk met a condition that could not be judged. A list is read off the object's side, where such a condition
   * counts also beside a yes: who else would be listed is not known.
   */
  readonly isDoubted: boolean
}

function* keepChecked(
  members: Members,
  node: Node,
  bits: Bits,
  everybody: boolean,
): Generator<undefined, QuestionError | undefined> {
  const candidates = new Uint32Array(bits.count())
  bits.take(0, candidates)
  for (let i = 0; i < candidates.length; i++) {
    const verdict = decideOne(members, node, candidates[i]!, everybody)
    if (typeof verdict !== 'boolean') return verdict
    if (!verdict) bits.delete(candidates[i]!)
    if (i % 64 === 63) yield undefined
  }
  return undefined
}

const searches = new WeakMap<Asking, Search>()

/** Whether the subject is to be listed; where everybody is, only when it is named too. */
function decideOne(members: Members, node: Node, subject: number, everybody: boolean): boolean | QuestionError {
  const { asking, size, object, isDoubted } = members
  if (everybody || isDoubted) return decideThoroughly(members, node, subject, everybody)
  let search = searches.get(asking)
  if (!search) {
    search = new Search()
    searches.set(asking, search)
  }
  search.begin(asking, subject, size.nodes, size.operators)
  return decide(search, asking, size, node, object, subject)
}

function decideThoroughly(
  { asking, size, object }: Members,
  node: Node,
  subject: number,
  everybody: boolean,
): boolean | QuestionError {
  const solver = new Solver(asking, subject, size.nodes, size.operators, true)
  const value = solver.solve(node, object)
  if (value === undefined) return limitError(asking.limit!, asking.limits)
  if (solver.isDoubtful()) return troubleError(solver.troubles(true))
  return value === YES && (!everybody || solver.isNamed())
}

/** A subject that is put in costs 1: with these, about a third of a millisecond. */
const WORK_PER_SLICE = 16_384
const JUDGED_WORK = 16
const ENTER_WORK = 32

/** Gathers the subjects named below a node, through operators too. */
class Walk {
  private readonly asking: Asking
  private readonly found: Bits
  private readonly visited = new PairTable()
  private readonly tag: number
  private readonly row = new Row()
  private readonly open: [Node, number, number][] = []
  private result: number = FALSE
  /** Since the last yield. */
  private work = 0

  constructor(asking: Asking, found: Bits, size: PlanSize) {
    this.asking = asking
    this.found = found
    this.tag = this.visited.takeTags(size.nodes)
  }

  /** FALSE when every edge could be judged, else UNSURE or STOP. */
  *from(start: Node, object: number): Generator<undefined, number> {
    this.visit(start, object, 0)
    for (let next = this.open.pop(); next && this.result !== STOP; next = this.open.pop()) yield* this.enter(...next)
    return this.result
  }

  private *enter(node: Node, object: number, depth: number): Generator<undefined, void> {
    const { asking } = this
    if (!asking.spend(1) || (depth > asking.limits.depthMax && !asking.stop('depthMax'))) this.result = STOP
    this.work += ENTER_WORK
    if (this.work > WORK_PER_SLICE) yield this.rest()
    // An object that the graph has never seen has no bit; it is the unlisted subject.
    if (node.own.reflexive) this.found.add(object)
    for (const edge of node.own.direct) yield* this.read(edge, object, depth)
    for (const edge of node.own.everyone) this.meetEverybody(edge, object)
    for (const same of node.own.same) this.visit(same, object, depth + 1)
    for (const follow of node.own.follow) yield* this.read(follow, object, depth, follow)
    for (const { operands } of node.own.operators) for (const operand of operands) this.visit(operand, object, depth)
  }

  private *read(edge: Edge, object: number, depth: number, follow?: Follow): Generator<undefined, void> {
    const { asking, row } = this
    if (asking.view.edges(edge.kind) === 0) return
    asking.view.subjects(edge.kind, object, row)
    const { nodes, attributes, start, end } = row
    if (!asking.spend(end - start)) this.result = STOP
    for (let i = start; i < end; i++) {
      this.work += attributes === null ? 1 : JUDGED_WORK
      if (this.work > WORK_PER_SLICE) yield this.rest()
      const judged = asking.judge(edge, attributes === null ? 0 : attributes[i]!)
      if (judged === FALSE) continue
      if (judged === UNSURE && this.result === FALSE) this.result = UNSURE
      if (follow) this.visit(follow.target, nodes[i]!, depth + 1)
      else this.found.add(nodes[i]!)
    }
  }

  private meetEverybody(edge: Edge, object: number): void {
    const attribute = this.asking.view.attribute(edge.kind, object, 0)
    if (attribute < 0 || this.asking.judge(edge, attribute) !== UNSURE) return
    if (this.result === FALSE) this.result = UNSURE
  }

  private rest(): undefined {
    this.work = 0
  }

  private visit(node: Node, object: number, depth: number): void {
    if (this.visited.add(this.tag + node.id, object)) this.open.push([node, object, depth])
  }
}
