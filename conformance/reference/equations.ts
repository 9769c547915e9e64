// The first half of the definition: what a model and its tuples say, written out as one equation for every relation
// of every object. Nothing is looked up later and nothing is left out because it looks useless: the equations are the
// rules of docs/semantics.md applied to all pairs, and `fixpoint.ts` solves them for one subject.

import {
  type AuthorizationModel,
  own,
  parseObject,
  parseSubject,
  type RelationReference,
  type SubjectRef,
  type Tuple,
  type Userset,
} from '@lockness/authz'
import type { Judgement } from './condition.ts'

export type Expression =
  | { readonly kind: 'union' | 'intersection'; readonly operands: readonly Expression[] }
  | { readonly kind: 'exclusion'; readonly base: Expression; readonly subtract: Expression }
  /** The value of another equation, such as `group:eng#member`. */
  | { readonly kind: 'relation'; readonly name: string }
  /** Yes for the subject that is written here: `user:anne`, `group:eng#member`, or `user:*` for everybody of the type. */
  | { readonly kind: 'subject'; readonly written: string }
  | { readonly kind: 'condition'; readonly judgement: Judgement }

/** By `type:id#relation`. */
export type Equations = ReadonlyMap<string, Expression>

export interface Facts {
  readonly model: AuthorizationModel
  /** Those that have not expired. */
  readonly tuples: readonly Tuple[]
  readonly judge: (tuple: Tuple) => Judgement
}

export function writeEquations(facts: Facts, objects: Iterable<string>): Equations {
  const equations = new Map<string, Expression>()
  for (const object of objects) {
    for (const [relation, rewrite] of relationsOf(facts.model, typeOf(object))) {
      const name = `${object}#${relation}`
      // Whoever asks as the userset `doc:1#viewer` is a viewer of `doc:1`.
      const itself: Expression = { kind: 'subject', written: name }
      equations.set(name, { kind: 'union', operands: [itself, rewriteOf(facts, object, relation, rewrite)] })
    }
  }
  return equations
}

export function relationsOf(model: AuthorizationModel, type: string): readonly (readonly [string, Userset])[] {
  return Object.entries(model.type_definitions.find((each) => each.type === type)?.relations ?? {})
}

export function hasRelation(model: AuthorizationModel, type: string, relation: string): boolean {
  return relationsOf(model, type).some(([name]) => name === relation)
}

/** Whether the model in force allows a tuple: type, wildcard, userset relation and condition must all match at once. */
export function isAllowed(model: AuthorizationModel, tuple: Tuple): boolean {
  const subject = parseSubject(tuple.subject)
  if (subject === undefined) return false
  return restrictionsOf(model, typeOf(tuple.object), tuple.relation).some(
    (restriction) =>
      restriction.type === subject.type &&
      (restriction.relation ?? '') === subject.relation &&
      (restriction.wildcard !== undefined) === (subject.id === '*') &&
      (restriction.condition ?? '') === (tuple.condition?.name ?? ''),
  )
}

/** What a rewrite of a relation, or a part of one, comes to on an object. */
export function rewriteOf(facts: Facts, object: string, relation: string, rewrite: Userset): Expression {
  const recur = (child: Userset) => rewriteOf(facts, object, relation, child)
  if (rewrite.this)
    return { kind: 'union', operands: tuplesOf(facts, object, relation).map((tuple) => direct(facts, tuple)) }
  if (rewrite.computedUserset) return { kind: 'relation', name: `${object}#${rewrite.computedUserset.relation}` }
  if (rewrite.tupleToUserset) return arrow(facts, object, rewrite.tupleToUserset)
  if (rewrite.union) return { kind: 'union', operands: rewrite.union.child.map(recur) }
  if (rewrite.intersection) return { kind: 'intersection', operands: rewrite.intersection.child.map(recur) }
  if (rewrite.difference) {
    return { kind: 'exclusion', base: recur(rewrite.difference.base), subtract: recur(rewrite.difference.subtract) }
  }
  throw new Error(`\`${object}#${relation}\` has a rewrite of no known kind`)
}

/** A tuple holds for whom it names, if its condition holds. */
function direct(facts: Facts, tuple: Tuple): Expression {
  const isUserset = referenceTo(tuple.subject).relation !== ''
  const who: Expression = isUserset
    ? { kind: 'relation', name: tuple.subject }
    : { kind: 'subject', written: tuple.subject }
  return conditioned(facts, tuple, who)
}

/** `relation from tupleset`: only whole objects are parents, and a parent whose type lacks the relation gives nothing. */
function arrow(
  facts: Facts,
  object: string,
  { tupleset, computedUserset }: NonNullable<Userset['tupleToUserset']>,
): Expression {
  const parents = tuplesOf(facts, object, tupleset.relation).filter(({ subject }) => {
    const { type, id, relation } = referenceTo(subject)
    return id !== '*' && relation === '' && hasRelation(facts.model, type, computedUserset.relation)
  })
  const operands = parents.map((tuple) =>
    conditioned(facts, tuple, { kind: 'relation', name: `${tuple.subject}#${computedUserset.relation}` }),
  )
  return { kind: 'union', operands }
}

function conditioned(facts: Facts, tuple: Tuple, who: Expression): Expression {
  if (!tuple.condition) return who
  return { kind: 'intersection', operands: [{ kind: 'condition', judgement: facts.judge(tuple) }, who] }
}

/** Of a relation of an object, those that the model in force allows. */
export function tuplesOf({ model, tuples }: Facts, object: string, relation: string): Tuple[] {
  return tuples.filter((tuple) => tuple.object === object && tuple.relation === relation && isAllowed(model, tuple))
}

function restrictionsOf(model: AuthorizationModel, type: string, relation: string): readonly RelationReference[] {
  const definition = model.type_definitions.find((each) => each.type === type)
  return own(definition?.metadata?.relations, relation)?.directly_related_user_types ?? []
}

function typeOf(object: string): string {
  const parsed = parseObject(object)
  if (!parsed) throw new Error(`\`${object}\` is not \`type:id\``)
  return parsed.type
}

function referenceTo(subject: string): SubjectRef {
  const parsed = parseSubject(subject)
  if (!parsed) throw new Error(`\`${subject}\` is not a subject`)
  return parsed
}
