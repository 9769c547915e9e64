// From an edge back to the tuple it stands for, for those who read answers: proofs and trees.

import type { View } from '../graph/view.ts'
import type { Edge } from '../plan/subject-plan.ts'
import type { Tuple } from '../tuple.ts'
import type { Asking } from './asking.ts'

export function subjectText(view: View, edge: Edge, subject: number, type: number): string {
  const { subjectType, subjectRelation } = edge.restriction
  if (subjectRelation === '*') return `${subjectType}:*`
  const object = `${subjectType}:${view.id(type, subject)}`
  return subjectRelation === '' ? object : `${object}#${subjectRelation}`
}

export function edgeTuple(view: View, edge: Edge, object: string, subject: string, attribute: number): Tuple {
  const tuple = { object, relation: edge.restriction.relation, subject }
  if (attribute <= 0) return tuple
  const { attributes } = view
  const expiresAt = attributes.expiresAt(attribute)
  const name = attributes.condition(attribute)
  const context = attributes.context(attribute)
  return {
    ...tuple,
    ...(name === 0 ? {} : { condition: { name: attributes.conditionName(name), ...(context ? { context } : {}) } }),
    ...(expiresAt === Number.POSITIVE_INFINITY ? {} : { expiresAt }),
  }
}

/** Why an edge that is there does not count. */
export function whyNot({ view, at }: Asking, edge: Edge, attribute: number): string {
  const { attributes } = view
  if (attribute > 0 && attributes.expiresAt(attribute) <= at) return 'it has expired'
  const name = attribute > 0 ? attributes.condition(attribute) : 0
  if (name === 0) return 'the model allows it only with a condition'
  const condition = attributes.conditionName(name)
  return edge.conditions.has(condition)
    ? `condition \`${condition}\` is false`
    : `the model does not allow it with condition \`${condition}\``
}
