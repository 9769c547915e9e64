// Changes over W1 as they happen in life: people leave and join teams and collaborations, a few at a time. Half of the
// tuples are removed ones, half are new, and the world that they lead to is known.

import type { Change, Tuple } from '@lockness/authz'
import type { CreatorWorld } from './creator.ts'
import { Random } from './random.ts'
import { edgeSet, objectName } from './world.ts'

export const TUPLES_PER_CHANGE = 10

export interface Changes {
  readonly list: readonly Change[]
  /** Tuples added and removed. */
  readonly count: number
  /** The world when all of them are applied. */
  readonly after: CreatorWorld
}

export function makeChanges(world: CreatorWorld, count: number, seed: number): Changes {
  const random = new Random(seed)
  const set = { ...world.set }
  const removed: Tuple[] = []
  const added: Tuple[] = []
  for (const kind of ['track#collaborator@user', 'team#member@user'] as const) {
    const { objects, subjects, objectType, relation } = set[kind]
    const pairs = new Map<number, [number, number]>()
    for (let edge = 0; edge < objects.length; edge++)
      pairs.set(keyOf(objects[edge]!, subjects[edge]!), [objects[edge]!, subjects[edge]!])
    const text = ([object, subject]: readonly [number, number]): Tuple => ({
      object: objectName(world, objectType, object),
      relation,
      subject: objectName(world, 'user', subject),
    })
    const wanted = Math.min(count >>> 2, objects.length >>> 1)
    const gone = new Set<number>()
    while (gone.size < wanted) gone.add(random.below(objects.length))
    for (const edge of gone) {
      const pair = [objects[edge]!, subjects[edge]!] as const
      removed.push(text(pair))
      pairs.delete(keyOf(...pair))
    }
    const takenBefore = new Set(removed.map(({ object, subject }) => `${object} ${subject}`))
    for (let made = 0; made < wanted; ) {
      const pair: [number, number] = [
        random.below(world.sizes[objectType as 'track' | 'team']),
        random.below(world.sizes.user),
      ]
      const tuple = text(pair)
      if (pairs.has(keyOf(...pair)) || takenBefore.has(`${tuple.object} ${tuple.subject}`)) continue
      pairs.set(keyOf(...pair), pair)
      added.push(tuple)
      made++
    }
    const all = [...pairs.values()]
    set[kind] = edgeSet(
      kind,
      Uint32Array.from(all, ([object]) => object),
      Uint32Array.from(all, ([, subject]) => subject),
    )
  }
  const half = TUPLES_PER_CHANGE / 2
  const list = Array.from({ length: Math.ceil(removed.length / half) }, (_, i) => ({
    removed: removed.slice(i * half, (i + 1) * half),
    added: added.slice(i * half, (i + 1) * half),
  }))
  return { list, count: removed.length + added.length, after: { ...world, set, sets: Object.values(set) } }
}

function keyOf(object: number, subject: number): number {
  return object * 0x400_0000 + subject
}
