// What `expand` shows: the rewrite of one relation on one object, as a tree, with the subjects of the tuples in its
// leaves. It decides nothing; a tuple is left out only when it certainly does not hold.

import { type ExpandNode, parseSubject, type Tuple, type Userset } from '@lockness/authz'
import { type Facts, tuplesOf } from './equations.ts'

export function expandRewrite(facts: Facts, object: string, relation: string, rewrite: Userset): ExpandNode {
  const name = `${object}#${relation}`
  const each = (child: Userset) => expandRewrite(facts, object, relation, child)
  const { computedUserset, tupleToUserset, union, intersection, difference } = rewrite
  if (computedUserset) return { name, computed: `${object}#${computedUserset.relation}` }
  if (tupleToUserset) {
    const parents = shown(facts, object, tupleToUserset.tupleset.relation).filter(isWholeObject)
    const computed = parents.map((parent) => `${parent}#${tupleToUserset.computedUserset.relation}`)
    return { name, tupleset: `${object}#${tupleToUserset.tupleset.relation}`, computed }
  }
  if (union) return { name, union: union.child.map(each) }
  if (intersection) return { name, intersection: intersection.child.map(each) }
  if (difference) return { name, difference: { base: each(difference.base), subtract: each(difference.subtract) } }
  return { name, subjects: shown(facts, object, relation) }
}

function shown(facts: Facts, object: string, relation: string): string[] {
  const mayHold = (tuple: Tuple) => !tuple.condition || facts.judge(tuple) !== false
  return tuplesOf(facts, object, relation)
    .filter(mayHold)
    .map(({ subject }) => subject)
    .sort()
}

function isWholeObject(subject: string): boolean {
  const { id, relation } = parseSubject(subject)!
  return id !== '*' && relation === ''
}
