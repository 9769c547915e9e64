// From the text of a question to numbers: what is asked is checked against the model, names become nodes, and facts
// brought along are checked as a write would be. Everything after this works on numbers and cannot be handed a name
// that the model does not know.

import type { Graph } from '../graph/graph.ts'
import type { View } from '../graph/view.ts'
import { DEFAULT_LIMITS, ID_CHARACTERS_MAX, type Limits } from '../limits.ts'
import type { CompiledModel, PlanNode } from '../plan/plan.ts'
import type { Given } from '../question.ts'
import { parseObject, parseSubject, type SubjectRef, type Tuple } from '../tuple.ts'
import type { Answer, QuestionError, QuestionErrorCode } from '../verdict.ts'
import { Asking } from './asking.ts'

/** Nodes that the graph does not know: no edge has them. The subject's differs from the object's unless they are one. */
export const UNKNOWN_OBJECT = 0xffff_ffff
const UNKNOWN_SUBJECT = 0xffff_fffe

export interface Place {
  readonly type: string
  readonly id: string
  readonly node: PlanNode
}

export function fail(code: QuestionErrorCode, message: string): { readonly ok: false; readonly error: QuestionError } {
  return { ok: false, error: { code, message } }
}

/** The object and the relation asked about. */
export function resolvePlace(model: CompiledModel, object: string, relation: string): Answer<Place> {
  const parsed = parseObject(object)
  if (!parsed || parsed.id === '*' || parsed.id.includes('#')) {
    return fail('invalid_object', `expected \`type:id\`, received \`${object}\``)
  }
  const found = resolveRelation(model, parsed.type, relation)
  return found.ok ? { ok: true, value: { ...parsed, node: found.value } } : found
}

export function resolveRelation(model: CompiledModel, type: string, relation: string): Answer<PlanNode> {
  const planType = model.types.get(type)
  if (!planType) return fail('unknown_type', `the model has no type \`${type}\``)
  const node = planType.relations.get(relation)
  if (!node) return fail('unknown_relation', `type \`${type}\` has no relation \`${relation}\``)
  return { ok: true, value: node }
}

export function resolveSubject(model: CompiledModel, subject: string): Answer<SubjectRef> {
  const parsed = parseSubject(subject)
  if (!parsed || (parsed.id === '*' && parsed.relation !== '')) {
    return fail('invalid_subject', `expected \`type:id\`, \`type:*\` or \`type:id#relation\`, received \`${subject}\``)
  }
  const type = model.types.get(parsed.type)
  if (!type) return fail('invalid_subject', `the model has no type \`${parsed.type}\``)
  if (parsed.relation !== '' && !type.relations.has(parsed.relation)) {
    return fail('invalid_subject', `type \`${parsed.type}\` has no relation \`${parsed.relation}\``)
  }
  return { ok: true, value: parsed }
}

/** Empty for a plain subject, `*` for everybody, else the userset's relation: what a subject plan is made for. */
export function formOf({ id, relation }: SubjectRef): string {
  return id === '*' ? '*' : relation
}

export function objectNode(view: View, type: number, id: string): number {
  const node = view.node(type, id)
  return node < 0 ? UNKNOWN_OBJECT : node
}

export function subjectNode(
  view: View,
  type: number,
  subject: SubjectRef,
  object?: { type: string; id: string },
): number {
  if (subject.id === '*') return 0
  const node = view.node(type, subject.id)
  if (node >= 0) return node
  return object?.type === subject.type && object.id === subject.id ? UNKNOWN_OBJECT : UNKNOWN_SUBJECT
}

/** The view, the budget and the context of a question; fails when a fact brought along is not one the model allows. */
export function beginAsking(model: CompiledModel, graph: Graph, given: Given, asking = new Asking()): Answer<Asking> {
  const limits: Limits = given.limits ? { ...DEFAULT_LIMITS, ...given.limits } : DEFAULT_LIMITS
  const contextual = given.contextualTuples
  if (contextual && contextual.length > 0) {
    const error = checkContextual(model, contextual, limits)
    if (error) return { ok: false, error }
  }
  const view = graph.view(given.revision, contextual)
  if (!view) return fail('revision_unavailable', `the graph does not hold revision ${given.revision}`)
  return { ok: true, value: asking.begin(view, given.at, limits, given.context, given.clock) }
}

function checkContextual(model: CompiledModel, tuples: readonly Tuple[], limits: Limits): QuestionError | undefined {
  const { contextualTuplesMax } = limits
  if (tuples.length > contextualTuplesMax) {
    const message = `${tuples.length} contextual tuples, the limit is ${contextualTuplesMax}`
    return { code: 'limit_exceeded', limit: 'contextualTuplesMax', message }
  }
  for (const tuple of tuples) {
    const reason = whyNotAllowed(model, tuple)
    if (reason) return { code: 'invalid_contextual_tuple', message: reason }
  }
  return undefined
}

/** Why the model does not allow a tuple; undefined when it does. */
export function whyNotAllowed(model: CompiledModel, tuple: Tuple): string | undefined {
  const { object, relation, subject, condition } = tuple
  const place = resolvePlace(model, object, relation)
  if (!place.ok) return place.error.message
  const resolved = resolveSubject(model, subject)
  if (!resolved.ok) return resolved.error.message
  if (Math.max(place.value.id.length, resolved.value.id.length) > ID_CHARACTERS_MAX) {
    return `an id has more than ${ID_CHARACTERS_MAX} characters`
  }
  const ref = resolved.value
  const form = formOf(ref)
  const restriction = model.types
    .get(place.value.type)!
    .restrictions.get(relation)!
    .find((each) => each.subjectType === ref.type && each.subjectRelation === form)
  if (!restriction) return `\`${place.value.type}#${relation}\` does not allow \`${subject}\``
  if (!condition)
    return restriction.plain
      ? undefined
      : `\`${place.value.type}#${relation}\` allows \`${subject}\` only with a condition`
  if (!restriction.conditions.has(condition.name)) {
    return `\`${place.value.type}#${relation}\` does not allow \`${subject}\` with condition \`${condition.name}\``
  }
  return undefined
}
