// W2, deep: chains of groups and of folders, many of them and each scattered over the whole graph, so that no hop is in
// the cache and none lies beside the one before. Chain c has the objects c·d … c·d + d - 1 of its world, renumbered by
// chance; its person is at the far end. Beside them the shapes that a missing visited set does not survive: a diamond
// of 2^20 paths and a ring.

import { Random } from './random.ts'
import { EdgeColumns, edgeSet, namesOf, type World } from './world.ts'

export const FOLDERS_DSL = `model
  schema 1.1

type user

type folder
  relations
    define parent: [folder]
    define viewer: [user] or viewer from parent
`

export const GROUPS_DSL = `model
  schema 1.1

type user

type group
  relations
    define member: [user, group#member]
`

export interface Chains extends World {
  readonly depth: number
  readonly count: number
  /** The object at the near end of each chain, from which `depth` hops lead to its person. */
  readonly near: Uint32Array
}

/** `depth` hops each: depth - 1 edges between objects and one to the person. */
export function makeChains(of: 'folder' | 'group', depth: number, count: number, seed: number): Chains {
  const random = new Random(seed)
  const place = random.shuffle(Uint32Array.from({ length: count * depth }, (_, i) => i))
  const order = random.shuffle(Uint32Array.from({ length: count * (depth - 1) }, (_, i) => i))
  const links = Array.from(order, (edge) => Math.floor(edge / (depth - 1)) * depth + (edge % (depth - 1)))
  const inner = edgeSet(
    of === 'folder' ? 'folder#parent@folder' : 'group#member@group#member',
    Uint32Array.from(links, (at) => place[at]!),
    Uint32Array.from(links, (at) => place[at + 1]!),
  )
  const chains = random.shuffle(Uint32Array.from({ length: count }, (_, chain) => chain))
  const last = edgeSet(
    of === 'folder' ? 'folder#viewer@user' : 'group#member@user',
    chains.map((chain) => place[chain * depth + depth - 1]!),
    chains,
  )
  return {
    name: `chains of ${depth} ${of}s`,
    dsl: of === 'folder' ? FOLDERS_DSL : GROUPS_DSL,
    sets: [inner, last],
    names: namesOf('short', { user: count, [of]: count * depth }),
    depth,
    count,
    near: Uint32Array.from({ length: count }, (_, chain) => place[chain * depth]!),
  }
}

/** Two groups on each level, each containing both of the next: 2^levels paths from group 0 to person 0. */
export function makeDiamond(levels: number): World {
  const edges = new EdgeColumns()
  for (let level = 0; level < levels; level++) {
    for (const upper of [0, 1]) for (const lower of [0, 1]) edges.add(2 * level + upper, 2 * level + 2 + lower)
  }
  const last = edgeSet('group#member@user', Uint32Array.of(2 * levels), Uint32Array.of(0))
  return {
    name: `diamond of ${levels} levels`,
    dsl: GROUPS_DSL,
    sets: [edges.as('group#member@group#member'), last],
    names: namesOf('short', { user: 2, group: 2 * levels + 2 }),
  }
}

/** Each group contains the next, the last one the first; person 0 is in the middle. */
export function makeRing(size: number): World {
  const edges = new EdgeColumns()
  for (let i = 0; i < size; i++) edges.add(i, (i + 1) % size)
  const member = edgeSet('group#member@user', Uint32Array.of(size >>> 1), Uint32Array.of(0))
  return {
    name: `ring of ${size}`,
    dsl: GROUPS_DSL,
    sets: [edges.as('group#member@group#member'), member],
    names: namesOf('short', { user: 2, group: size }),
  }
}
