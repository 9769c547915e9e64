// Questions to begin with, made of what is in the store: of its first tuples, the one that says most about somebody.

import type { Tuple } from '@lockness/authz'
import { NOTHING_ASKED, type Question, typeOf } from './question.ts'
import type { RelationWord, Words } from './vocabulary.ts'

export function suggestQuestions(tuples: readonly Tuple[], words: Words): readonly Question[] {
  const principals = new Set(words.allTypes.filter(({ isPrincipal }) => isPrincipal).map(({ type }) => type))
  const isSomebody = ({ subject }: Tuple) =>
    principals.has(typeOf(subject)) && !subject.endsWith(':*') && !subject.includes('#')
  const permissions = (object: string) =>
    words.relationsOf(typeOf(object)).filter(({ relation, kind }) => kind === 'permission' || isPermission(relation))
  // The more can be done with a thing, the more there is to see.
  const ranked = tuples.filter(isSomebody).sort((a, b) => permissions(b.object).length - permissions(a.object).length)
  const [best] = ranked
  if (!best) return []
  const { subject, object } = best
  const [first] = [...permissions(object), ...words.relationsOf(typeOf(object))] as (RelationWord | undefined)[]
  if (!first) return []
  const permission = first.relation
  const stranger = ranked.find(({ subject: other, object: thing }) => other !== subject && thing !== object)?.subject
  const asked = { ...NOTHING_ASKED, subject, permission, object }
  return [
    { ...asked, verb: 'can' },
    { ...asked, verb: 'do', permission: '' },
    { ...asked, verb: 'who', subject: '', subjectType: typeOf(subject) },
    { ...asked, verb: 'reach', object: '', type: typeOf(object) },
    ...(stranger === undefined ? [] : [{ ...asked, verb: 'why-not' as const, subject: stranger }]),
  ]
}

/** Where no catalog says what is one. */
function isPermission(relation: string): boolean {
  return relation.startsWith('can_')
}
