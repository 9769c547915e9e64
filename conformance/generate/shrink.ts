// Makes a failing case small: takes away tuples, facts, context, conditions, operators, relations and types for as
// long as what is left still fails. Greedy, and begins again after every success, so that what one step frees the next
// takes.

import type { AuthorizationModel, Given, RelationMetadata, Tuple, TypeDefinition, Userset } from '@lockness/authz'
import type { Asked, World } from '../subjects/subject.ts'
import { childrenOf, isWellTyped } from './well-typed.ts'

export interface Shrinkable {
  readonly world: World
  readonly asked: Asked
}

const ATTEMPTS_MAX = 3_000

export function shrink(start: Shrinkable, stillFails: (smaller: Shrinkable) => boolean): Shrinkable {
  let smallest = start
  let attempts = 0
  for (let found = true; found; ) {
    found = false
    for (const smaller of smallerCases(smallest)) {
      if (++attempts > ATTEMPTS_MAX) return smallest
      if (!isWellTyped(smaller.world.model) || !stillFails(smaller)) continue
      smallest = smaller
      found = true
      break
    }
  }
  return smallest
}

function* smallerCases({ world, asked }: Shrinkable): Generator<Shrinkable> {
  for (const tuples of smallerLists(world.tuples)) yield { world: { ...world, tuples }, asked }
  for (const given of smallerGivens(asked.given)) yield { world, asked: { ...asked, given } }
  for (const tuples of plainerTuples(world.tuples)) yield { world: { ...world, tuples }, asked }
  for (const model of smallerModels(world.model)) yield { world: { ...world, model }, asked }
}

function* smallerLists<T>(list: readonly T[]): Generator<T[]> {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < list.length; from += size) yield [...list.slice(0, from), ...list.slice(from + size)]
  }
}

function* smallerGivens(given: Given): Generator<Given> {
  const { contextualTuples, context, ...rest } = given
  if (contextualTuples) {
    yield context ? { ...rest, context } : rest
    for (const fewer of [...smallerLists(contextualTuples), ...plainerTuples(contextualTuples)]) {
      if (fewer.length > 0) yield { ...given, contextualTuples: fewer }
    }
  }
  if (!context) return
  yield contextualTuples ? { ...rest, contextualTuples } : rest
  for (const entries of smallerLists(Object.entries(context))) yield { ...given, context: Object.fromEntries(entries) }
}

function* plainerTuples(tuples: readonly Tuple[]): Generator<Tuple[]> {
  for (const [index, { condition, expiresAt, ...key }] of tuples.entries()) {
    const replaced = (tuple: Tuple) => tuples.map((each, at) => (at === index ? tuple : each))
    if (expiresAt !== undefined) yield replaced(condition ? { ...key, condition } : key)
    if (!condition) continue
    yield replaced(expiresAt === undefined ? key : { ...key, expiresAt })
    if (condition.context) yield replaced({ ...tuples[index]!, condition: { name: condition.name } })
  }
}

function* smallerModels(model: AuthorizationModel): Generator<AuthorizationModel> {
  for (const type_definitions of smallerLists(model.type_definitions)) yield { ...model, type_definitions }
  for (const [index, definition] of model.type_definitions.entries()) {
    for (const smaller of smallerTypes(definition)) {
      yield { ...model, type_definitions: model.type_definitions.map((each, at) => (at === index ? smaller : each)) }
    }
  }
  for (const entries of smallerLists(Object.entries(model.conditions ?? {}))) {
    yield { ...model, conditions: Object.fromEntries(entries) }
  }
}

function* smallerTypes(definition: TypeDefinition): Generator<TypeDefinition> {
  const relations = Object.entries(definition.relations ?? {})
  const metadata = new Map(Object.entries(definition.metadata?.relations ?? {}))
  const rebuilt = (
    entries: readonly (readonly [string, Userset])[],
    about: ReadonlyMap<string, RelationMetadata>,
  ): TypeDefinition => ({
    type: definition.type,
    relations: Object.fromEntries(entries),
    metadata: { relations: Object.fromEntries(entries.map(([name]) => [name, about.get(name) ?? {}])) },
  })
  for (const fewer of smallerLists(relations)) yield rebuilt(fewer, metadata)
  for (const [index, [name, rewrite]] of relations.entries()) {
    for (const simpler of simplerRewrites(rewrite)) {
      const entries = relations.map((each, at) => (at === index ? ([name, simpler] as const) : each))
      // Restrictions belong to `[…]`: they go with it.
      yield rebuilt(entries, new Map([...metadata, [name, { directly_related_user_types: [] }]]))
      yield rebuilt(entries, metadata)
    }
    for (const fewer of smallerLists(metadata.get(name)?.directly_related_user_types ?? [])) {
      yield rebuilt(relations, new Map([...metadata, [name, { directly_related_user_types: fewer }]]))
    }
  }
}

function* simplerRewrites(rewrite: Userset): Generator<Userset> {
  const children = childrenOf(rewrite)
  yield* children
  for (const [index, child] of children.entries()) {
    for (const simpler of simplerRewrites(child)) {
      yield withChildren(
        rewrite,
        children.map((each, at) => (at === index ? simpler : each)),
      )
    }
  }
  if (children.length > 2)
    for (const fewer of smallerLists(children)) if (fewer.length > 1) yield withChildren(rewrite, fewer)
}

function withChildren({ union, difference }: Userset, children: readonly Userset[]): Userset {
  if (difference) return { difference: { base: children[0]!, subtract: children[1]! } }
  return union ? { union: { child: children } } : { intersection: { child: children } }
}
