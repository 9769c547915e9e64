// A world is what a workload is made of: a model in the modelling language, and its tuples as pairs of numbers, one set
// for each kind of edge. So 10 M tuples are two typed arrays and not 10 M objects; names are made once per object.
// Small worlds, such as a peer's own benchmark, are written as tuples in text.

import type { Tuple, TupleCondition } from '@lockness/authz'
import { type IdStyle, makeNames } from './names.ts'

export interface EdgeSet {
  readonly objectType: string
  readonly relation: string
  readonly subjectType: string
  /** Empty unless the subjects are usersets. */
  readonly subjectRelation: string
  readonly objects: Uint32Array
  readonly subjects: Uint32Array
  /** What goes with the edge at this position, if anything. */
  readonly terms?: (edge: number) => EdgeTerms | undefined
}

export interface EdgeTerms {
  readonly condition?: TupleCondition
  readonly expiresAt?: number
}

export interface World {
  readonly name: string
  readonly dsl: string
  readonly sets: readonly EdgeSet[]
  /** `type:id` of the objects of each type, by number. */
  readonly names: ReadonlyMap<string, readonly string[]>
}

export function namesOf(style: IdStyle, sizes: Readonly<Record<string, number>>): Map<string, readonly string[]> {
  return new Map(Object.entries(sizes).map(([type, size]) => [type, makeNames(style, type, size)]))
}

export function tuplesIn(world: World): number {
  return world.sets.reduce((sum, { objects }) => sum + objects.length, 0)
}

export function objectName(world: World, type: string, number: number): string {
  return world.names.get(type)![number]!
}

export function edgeSet(kind: string, objects: Uint32Array, subjects: Uint32Array): EdgeSet {
  const [, objectType = '', relation = '', subjectType = '', subjectRelation = ''] =
    /^(\w+)#(\w+)@(\w+)(?:#(\w+))?$/.exec(kind) ?? []
  if (objectType === '') throw new Error(`\`${kind}\` is not a kind of edge, such as \`doc#viewer@group#member\``)
  if (objects.length !== subjects.length)
    throw new Error(`${kind}: ${objects.length} objects, ${subjects.length} subjects`)
  return { objectType, relation, subjectType, subjectRelation, objects, subjects }
}

/**
 * The world as text. The tuple given is the same object each time, filled anew: 10 M tuples are no garbage. Who keeps
 * one makes a copy.
 */
export function* tuplesOf(world: World): Generator<Tuple> {
  const tuple: { -readonly [K in keyof Tuple]: Tuple[K] } = { object: '', relation: '', subject: '' }
  for (const set of world.sets) {
    const objects = world.names.get(set.objectType)!
    const subjects = subjectNames(world, set)
    tuple.relation = set.relation
    for (let edge = 0; edge < set.objects.length; edge++) {
      tuple.object = objects[set.objects[edge]!]!
      tuple.subject = subjects[set.subjects[edge]!]!
      if (set.terms) yield { ...tuple, ...set.terms(edge) }
      else yield tuple
    }
  }
}

function subjectNames(world: World, { subjectType, subjectRelation }: EdgeSet): readonly string[] {
  const names = world.names.get(subjectType)!
  return subjectRelation === '' ? names : names.map((name) => `${name}#${subjectRelation}`)
}

/** A pair of columns that grows, for generators that do not know how many edges they make. */
export class EdgeColumns {
  private readonly objects: number[] = []
  private readonly subjects: number[] = []

  add(object: number, subject: number): void {
    this.objects.push(object)
    this.subjects.push(subject)
  }

  as(kind: string): EdgeSet {
    return edgeSet(kind, Uint32Array.from(this.objects), Uint32Array.from(this.subjects))
  }
}
