// A relation on an object, one level deep: the rewrite as a tree, with the subjects of the tuples in its leaves. It
// decides nothing. Tuples that have expired, or whose condition is known to be false, are left out; one whose
// condition lacks context is shown.

import type { Bound } from '../engine.ts'
import { Row } from '../graph/view.ts'
import { own, type Userset } from '../model.ts'
import { bindEdge } from '../plan/subject-plan.ts'
import type { ExpandQuestion, Given } from '../question.ts'
import type { Answer } from '../verdict.ts'
import { type Asking, FALSE } from './asking.ts'
import { subjectText } from './edge-tuple.ts'
import { beginAsking, objectNode, resolvePlace } from './resolve.ts'

/** `name` is `object#relation`. */
export type ExpandNode = { readonly name: string } & (
  | { readonly subjects: readonly string[] }
  | { readonly computed: string }
  | { readonly tupleset: string; readonly computed: readonly string[] }
  | { readonly union: readonly ExpandNode[] }
  | { readonly intersection: readonly ExpandNode[] }
  | { readonly difference: { readonly base: ExpandNode; readonly subtract: ExpandNode } }
)

export function expand(bound: Bound, { object, relation }: ExpandQuestion, given: Given): Answer<ExpandNode> {
  const asking = beginAsking(bound.model, bound.graph, given)
  if (!asking.ok) return asking
  const place = resolvePlace(bound.model, object, relation)
  if (!place.ok) return place
  const { type, id } = place.value
  const definition = bound.model.source.type_definitions.find((each) => each.type === type)!
  const number = objectNode(asking.value.view, bound.graph.registerType(type), id)
  const expander: Expander = { bound, asking: asking.value, object, type, number }
  return { ok: true, value: expandRewrite(expander, relation, own(definition.relations, relation)!) }
}

interface Expander {
  readonly bound: Bound
  readonly asking: Asking
  readonly object: string
  readonly type: string
  readonly number: number
}

function expandRewrite(expander: Expander, relation: string, rewrite: Userset): ExpandNode {
  const { object } = expander
  const name = `${object}#${relation}`
  const each = (child: Userset) => expandRewrite(expander, relation, child)
  if (rewrite.computedUserset) return { name, computed: `${object}#${rewrite.computedUserset.relation}` }
  if (rewrite.tupleToUserset) {
    const { tupleset, computedUserset } = rewrite.tupleToUserset
    const parents = readSubjects(expander, tupleset.relation, true)
    const computed = parents.map((parent) => `${parent}#${computedUserset.relation}`)
    return { name, tupleset: `${object}#${tupleset.relation}`, computed }
  }
  if (rewrite.union) return { name, union: rewrite.union.child.map(each) }
  if (rewrite.intersection) return { name, intersection: rewrite.intersection.child.map(each) }
  if (rewrite.difference) {
    return { name, difference: { base: each(rewrite.difference.base), subtract: each(rewrite.difference.subtract) } }
  }
  return { name, subjects: readSubjects(expander, relation, false) }
}

function readSubjects({ bound, asking, type, number }: Expander, relation: string, plainOnly: boolean): string[] {
  const { view } = asking
  const row = new Row()
  const subjects: string[] = []
  for (const restriction of bound.model.types.get(type)!.restrictions.get(relation) ?? []) {
    if (plainOnly && restriction.subjectRelation !== '') continue
    const edge = bindEdge(bound.model, bound.graph, type, restriction)
    const subjectType = bound.graph.registerType(restriction.subjectType)
    view.subjects(edge.kind, number, row)
    for (let i = row.start; i < row.end; i++) {
      if (asking.judge(edge, row.attributes === null ? 0 : row.attributes[i]!) === FALSE) continue
      subjects.push(subjectText(view, edge, row.nodes[i]!, subjectType))
    }
  }
  return subjects
}
