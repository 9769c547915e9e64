// A list, begun: the question is resolved, and what remains is work in slices, and how its results are written. Pages
// and streams differ only in what they do with that.

import type { Bound } from '../engine.ts'
import type { ListObjectsQuestion, ListSubjectsQuestion } from '../question.ts'
import type { Answer, QuestionError } from '../verdict.ts'
import type { Asking } from './asking.ts'
import type { Bits } from './bits.ts'
import { listObjects } from './list-objects.ts'
import { listSubjects, type UnlistedSubject } from './list-subjects.ts'
import {
  fail,
  formOf,
  objectNode,
  type Place,
  resolvePlace,
  resolveRelation,
  resolveSubject,
  subjectNode,
  UNKNOWN_OBJECT,
} from './resolve.ts'

export interface Listing {
  readonly asking: Asking
  /** Between two steps others may work. */
  readonly steps: Generator<undefined, Listed | { readonly error: QuestionError }>
  /** The type of the nodes listed, and what stands before and after each id. */
  readonly type: number
  readonly prefix: string
  readonly suffix: string
  /** What is listed first when `first` is true of the result: it has no node. */
  readonly firstItem: string
}

export interface Listed {
  readonly bits: Bits
  readonly first: boolean
  readonly error?: undefined
}

export function beginObjects(bound: Bound, asking: Asking, question: ListObjectsQuestion): Answer<Listing> {
  const { subject, relation, type } = question
  const node = resolveRelation(bound.model, type, relation)
  if (!node.ok) return node
  const resolved = resolveSubject(bound.model, subject)
  if (!resolved.ok) return resolved
  const plan = bound.planFor(resolved.value.type, formOf(resolved.value))
  const number = subjectNode(asking.view, plan.subjectType, resolved.value)
  const steps = listObjects(asking, plan, bound.size, plan.nodes[node.value.id], number)
  const typeNumber = bound.graph.registerType(type)
  return { ok: true, value: { asking, steps, type: typeNumber, prefix: `${type}:`, suffix: '', firstItem: '' } }
}

export function beginSubjects(bound: Bound, asking: Asking, question: ListSubjectsQuestion): Answer<Listing> {
  const { object, relation, filter } = question
  const place = resolvePlace(bound.model, object, relation)
  if (!place.ok) return place
  if (!bound.model.types.has(filter.type)) return fail('unknown_type', `the model has no type \`${filter.type}\``)
  if (filter.relation !== undefined) {
    const userset = resolveRelation(bound.model, filter.type, filter.relation)
    if (!userset.ok) return userset
  }
  const { type, id, node } = place.value
  const plan = bound.planFor(filter.type, filter.relation ?? '')
  const number = objectNode(asking.view, bound.graph.registerType(type), id)
  const unlisted = unlistedSubject(bound, filter, place.value, number)
  const steps = listSubjects(asking, plan, bound.size, plan.nodes[node.id], unlisted, number)
  const prefix = `${filter.type}:`
  const suffix = filter.relation === undefined ? '' : `#${filter.relation}`
  const firstItem = `${prefix}${filter.relation === undefined ? '*' : id}${suffix}`
  return { ok: true, value: { asking, steps, type: plan.subjectType, prefix, suffix, firstItem } }
}

/**
 * A subject that no walk can find, because no tuple names it: everybody, or the own userset of an object that the
 * graph has never seen.
 */
function unlistedSubject(
  bound: Bound,
  filter: ListSubjectsQuestion['filter'],
  { type, node }: Place,
  object: number,
): UnlistedSubject | undefined {
  if (filter.relation === undefined) {
    const everyone = bound.planFor(filter.type, '*').nodes[node.id]
    return everyone && { node: everyone, number: 0 }
  }
  if (object !== UNKNOWN_OBJECT || filter.type !== type) return undefined
  const own = bound.planFor(filter.type, filter.relation).nodes[node.id]
  return own && { node: own, number: object }
}
