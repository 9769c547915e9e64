// What a subject can reach: all objects of a type on which it has a relation, in the graph's order. The list equals
// what checking every object would give, and it is an error when one of those checks is an error, because a list
// that leaves out what it could not decide is a wrong list.

import type { Node, SubjectPlan } from '../plan/subject-plan.ts'
import type { QuestionError } from '../verdict.ts'
import { type Asking, FALSE, limitError, STOP, TRUE, troubleError } from './asking.ts'
import { Bits } from './bits.ts'
import type { Listed } from './listing.ts'
import { ObjectSets } from './object-sets.ts'
import { Search } from './search.ts'
import { ERROR, Solver, YES } from './solve.ts'

/** Checks in one slice of a list that has to check its members. */
const CHECKS_PER_SLICE = 256

/** The sizes that a search needs to know of its plan. */
export interface PlanSize {
  readonly nodes: number
  readonly operators: number
}

/** Works in slices; `subject` is the node asked about. */
export function* listObjects(
  asking: Asking,
  plan: SubjectPlan,
  size: PlanSize,
  node: Node | undefined,
  subject: number,
): Generator<undefined, Listed | { readonly error: QuestionError }> {
  if (!node || plan.nodes[node.id] === undefined) return { bits: new Bits(0), first: false }
  const sets = new ObjectSets(asking, subject)
  const found = yield* sets.exact(node, true)
  if (found === TRUE) return withinLimit(asking, sets.of(node))
  if (found === STOP) return { error: limitError(asking.limit!, asking.limits) }
  const superset = yield* sets.superset(node)
  if (superset === STOP) return { error: limitError(asking.limit!, asking.limits) }
  return yield* keepChecked(asking, size, node, subject, sets.of(node))
}

function* keepChecked(
  asking: Asking,
  size: PlanSize,
  node: Node,
  subject: number,
  candidates: Bits,
): Generator<undefined, Listed | { readonly error: QuestionError }> {
  const search = new Search()
  search.begin(asking, subject, size.nodes, size.operators, candidates.count())
  const some = new Uint32Array(CHECKS_PER_SLICE)
  for (let from = 0; ; yield undefined) {
    const taken = candidates.take(from, some)
    for (let i = 0; i < taken; i++) {
      const object = some[i]!
      const verdict = decide(search, asking, size, node, object, subject)
      if (typeof verdict !== 'boolean') return { error: verdict }
      if (!verdict) candidates.delete(object)
    }
    if (taken < some.length) return withinLimit(asking, candidates)
    from = some[taken - 1]! + 1
  }
}

/** The search's answer, or the exact evaluator's where the search is not sure. */
export function decide(
  search: Search,
  asking: Asking,
  size: PlanSize,
  node: Node,
  object: number,
  subject: number,
): boolean | QuestionError {
  const found = search.ask(node, object)
  if (found === TRUE) return true
  if (found === FALSE) return false
  if (found === STOP) return limitError(asking.limit!, asking.limits)
  const solver = new Solver(asking, subject, size.nodes, size.operators)
  const value = solver.solve(node, object)
  if (value === undefined) return limitError(asking.limit!, asking.limits)
  return value === ERROR ? troubleError(solver.troubles()) : value === YES
}

function withinLimit(asking: Asking, bits: Bits): Listed | { readonly error: QuestionError } {
  const { limits } = asking
  const isOver = bits.capacity > limits.resultsMax && bits.count() > limits.resultsMax
  return isOver ? { error: limitError('resultsMax', limits) } : { bits, first: false }
}
