// The meaning of a rewrite, freed of how it is written. A rewrite is a formula over facts: a direct tuple of one kind
// of subject, another relation of the object, a relation of a parent. Its meaning is the set of its smallest reasons
// for a yes and the set of its smallest reasons for a no. Both are canonical, so parentheses, order, nesting and
// operands that add nothing vanish, and of two rewrites one is wider exactly when every reason for a yes of the other
// is still reason enough. Errors and cycles are neither yes nor no, which is why the reasons for a no are kept too.

import { own, type RelationReference, type TypeDefinition, type Userset } from '@lockness/authz'

/** A fact that holds, or with `not ` before it, one that surely does not: names have no spaces. */
export type Literal = string
/** Smallest sets of literals, sorted: none contains another. */
export type Reasons = readonly (readonly Literal[])[]

export interface Meaning {
  readonly yes: Reasons
  readonly no: Reasons
}

/** Past this many reasons a rewrite is compared as it is written. */
const REASONS_MAX = 400

/** How a rewrite's parts become facts: as they stand, or with the object's own relations written out. */
export type Resolve = (relation: string) => Meaning | undefined

/** The meaning of a relation's rewrite; undefined when it has more reasons than can be compared. */
export function meaningOf(type: TypeDefinition, relation: string, resolve: Resolve): Meaning | undefined {
  const rewrite = own(type.relations, relation)
  return rewrite && meaningOfRewrite(rewrite, { relation, restrictions: restrictionsOf(type, relation), resolve })
}

interface Place {
  readonly relation: string
  readonly restrictions: readonly string[]
  readonly resolve: Resolve
}

function meaningOfRewrite(rewrite: Userset, place: Place): Meaning | undefined {
  if (rewrite.this) {
    return anyOf(place.restrictions.map((restriction) => fact(`${place.relation}: [${restriction}]`)))
  }
  if (rewrite.computedUserset) {
    const { relation } = rewrite.computedUserset
    return place.resolve(relation) ?? fact(relation)
  }
  if (rewrite.tupleToUserset) {
    const { tupleset, computedUserset } = rewrite.tupleToUserset
    return fact(`${computedUserset.relation} from ${tupleset.relation}`)
  }
  if (rewrite.difference) {
    const base = meaningOfRewrite(rewrite.difference.base, place)
    const subtract = meaningOfRewrite(rewrite.difference.subtract, place)
    return allOf([base, subtract && { yes: subtract.no, no: subtract.yes }])
  }
  const operands = (rewrite.union ?? rewrite.intersection)?.child.map((child) => meaningOfRewrite(child, place)) ?? []
  return rewrite.union ? anyOf(operands) : allOf(operands)
}

function fact(name: string): Meaning {
  return { yes: [[name]], no: [[`not ${name}`]] }
}

function anyOf(operands: readonly (Meaning | undefined)[]): Meaning | undefined {
  const known = operands.filter((operand) => operand !== undefined)
  if (known.length < operands.length) return undefined
  const no = product(known.map((operand) => operand.no))
  return no && { yes: smallest(known.flatMap((operand) => operand.yes)), no }
}

function allOf(operands: readonly (Meaning | undefined)[]): Meaning | undefined {
  const swapped = anyOf(operands.map((operand) => operand && { yes: operand.no, no: operand.yes }))
  return swapped && { yes: swapped.no, no: swapped.yes }
}

/** One reason of each, together. A reason that needs a fact to be both so and not so is none. */
function product(factors: readonly Reasons[]): Reasons | undefined {
  let reasons: Reasons = [[]]
  for (const factor of factors) {
    if (reasons.length * factor.length > REASONS_MAX * REASONS_MAX) return undefined
    reasons = smallest(reasons.flatMap((left) => factor.map((right) => [...left, ...right])))
    if (reasons.length > REASONS_MAX) return undefined
  }
  return reasons
}

function smallest(reasons: Reasons): Reasons {
  const sets = reasons
    .map((reason) => new Set(reason))
    .filter((set) => ![...set].some((literal) => set.has(`not ${literal}`)))
  sets.sort((a, b) => a.size - b.size)
  const kept: Set<Literal>[] = []
  for (const set of sets) if (!kept.some((smaller) => smaller.isSubsetOf(set))) kept.push(set)
  return kept.map((set) => [...set].sort()).sort((a, b) => compareText(a.join(' & '), b.join(' & ')))
}

export function sameMeaning(a: Meaning, b: Meaning): boolean {
  return sameReasons(a.yes, b.yes) && sameReasons(a.no, b.no)
}

export function sameReasons(a: Reasons, b: Reasons): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Whether every reason of `from` is reason enough in `to` as well. */
export function isCoveredBy(from: Reasons, to: Reasons): boolean {
  return from.every((reason) => to.some((other) => other.every((literal) => reason.includes(literal))))
}

/** What may be assigned to the relation directly, each as the model's text writes it; sorted, without repeats. */
export function restrictionsOf(type: TypeDefinition, relation: string): readonly string[] {
  const references = own(type.metadata?.relations, relation)?.directly_related_user_types ?? []
  return [...new Set(references.map(restrictionText))].sort(compareText)
}

export function restrictionText({ type, relation, wildcard, condition }: RelationReference): string {
  const subject = wildcard ? `${type}:*` : relation ? `${type}#${relation}` : type
  return condition ? `${subject} with ${condition}` : subject
}

/** By code unit: the same order on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
