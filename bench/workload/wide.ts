// W3, wide: one group of a million, a person in ten thousand groups, and a document shared with a thousand groups of a
// thousand. The known answers follow from the construction: even people are members, odd ones are not.

import { Random } from './random.ts'
import { type EdgeSet, edgeSet, namesOf, type World } from './world.ts'

export const WIDE_DSL = `model
  schema 1.1

type user

type group
  relations
    define member: [user]

type doc
  relations
    define viewer: [user, group#member]
    define view: viewer
`

export interface WideWorld extends World {
  readonly people: number
  readonly groups: number
  readonly groupSize: number
}

export const LARGE_GROUP = 0
export const SHARED_DOC = 0
export const POPULAR_DOC = 1
export const OTHER_DOC = 2

/**
 * Group 0 holds every even person. Doc 0 is shared with groups 1 … `groups`, each of `groupSize` even people; doc 1 has
 * the groups of the last even person, who is in `manyGroups` groups that come after those. Odd people view doc 2 only.
 */
export function makeWideWorld(
  people: number,
  groups: number,
  groupSize: number,
  manyGroups: number,
  seed: number,
): WideWorld {
  const random = new Random(seed)
  const evens = (people + 1) >>> 1
  const even = () => 2 * random.below(evens)
  const large = edgeSet(
    'group#member@user',
    new Uint32Array(evens).fill(LARGE_GROUP),
    random.shuffle(Uint32Array.from({ length: evens }, (_, i) => 2 * i)),
  )
  const members = distinct(
    Uint32Array.from({ length: groups * groupSize }, (_, i) => 1 + Math.floor(i / groupSize)),
    even,
  )
  const busy = 2 * (evens - 1)
  const many = Uint32Array.from({ length: manyGroups }, (_, i) => 1 + groups + i)
  const shared = Uint32Array.from({ length: groups }, (_, i) => 1 + i)
  return {
    name: 'wide',
    dsl: WIDE_DSL,
    sets: [
      large,
      edgeSet('group#member@user', members.objects, members.subjects),
      edgeSet(
        'group#member@user',
        many,
        many.map(() => busy),
      ),
      edgeSet('doc#viewer@group#member', new Uint32Array(groups).fill(SHARED_DOC), random.shuffle(shared)),
      edgeSet('doc#viewer@group#member', new Uint32Array(manyGroups).fill(POPULAR_DOC), many),
      edgeSet(
        'doc#viewer@user',
        new Uint32Array(people - evens).fill(OTHER_DOC),
        Uint32Array.from({ length: people - evens }, (_, i) => 2 * i + 1),
      ),
    ],
    names: namesOf('uuid', { user: people, group: 1 + groups + manyGroups, doc: 3 }),
    people,
    groups,
    groupSize,
  }
}

/** The subjects of each object, drawn until they are all different. */
function distinct(objects: Uint32Array, draw: () => number): Pick<EdgeSet, 'objects' | 'subjects'> {
  let seen = new Set<number>()
  let current = -1
  const subjects = objects.map((object) => {
    if (object !== current) seen = new Set()
    current = object
    for (;;) {
      const subject = draw()
      if (seen.has(subject)) continue
      seen.add(subject)
      return subject
    }
  })
  return { objects, subjects }
}
