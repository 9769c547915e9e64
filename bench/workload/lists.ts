// W4, lists: for each size and each operator one person who has exactly so many documents through it, spread evenly over
// all documents. Union: half owned, half through a team. Intersection: twice as many seen, half of them approved.
// Exclusion: one in a hundred banned.

import { EdgeColumns, namesOf, type World } from './world.ts'

export const LISTS_DSL = `model
  schema 1.1

type user

type team
  relations
    define member: [user]

type doc
  relations
    define owner: [user]
    define viewer: [user, team#member]
    define approved: [user]
    define banned: [user]
    define union: owner or viewer
    define intersection: viewer and approved
    define exclusion: viewer but not banned
`

export type Operator = 'union' | 'intersection' | 'exclusion'
export const OPERATORS: readonly Operator[] = ['union', 'intersection', 'exclusion']

export interface ListOf {
  readonly operator: Operator
  readonly person: number
  readonly size: number
  /** The documents of the answer, ascending. */
  readonly docs: Uint32Array
}

export interface ListsWorld extends World {
  readonly docs: number
  readonly lists: readonly ListOf[]
}

export function makeListsWorld(sizes: readonly number[]): ListsWorld {
  const docs = Math.ceil(2.1 * Math.max(...sizes))
  const columns = {
    'doc#owner@user': new EdgeColumns(),
    'doc#viewer@user': new EdgeColumns(),
    'doc#viewer@team#member': new EdgeColumns(),
    'doc#approved@user': new EdgeColumns(),
    'doc#banned@user': new EdgeColumns(),
    'team#member@user': new EdgeColumns(),
  }
  const lists = sizes.flatMap((size, index) =>
    OPERATORS.map((operator, which) => {
      const person = index * OPERATORS.length + which
      columns['team#member@user'].add(person, person)
      return { operator, person, size, docs: fill[operator](columns, person, size, docs) }
    }),
  )
  const people = lists.length
  return {
    name: 'lists',
    dsl: LISTS_DSL,
    sets: Object.entries(columns).map(([kind, edges]) => edges.as(kind)),
    names: namesOf('uuid', { user: people, team: people, doc: docs }),
    docs,
    lists,
  }
}

type Columns = Readonly<
  Record<
    `doc#${'owner' | 'viewer' | 'approved' | 'banned'}@user` | 'doc#viewer@team#member' | 'team#member@user',
    EdgeColumns
  >
>

/** Adds the edges and gives the documents of the answer. */
const fill: Record<Operator, (columns: Columns, person: number, size: number, docs: number) => Uint32Array> = {
  union(columns, person, size, docs) {
    const answer = spread(size, docs)
    for (const [at, doc] of answer.entries()) {
      if (at % 2 === 0) columns['doc#owner@user'].add(doc, person)
      else columns['doc#viewer@team#member'].add(doc, person)
    }
    return answer
  },
  intersection(columns, person, size, docs) {
    const seen = spread(2 * size, docs)
    for (const doc of seen) columns['doc#viewer@user'].add(doc, person)
    const answer = seen.filter((_, at) => at % 2 === 0)
    for (const doc of answer) columns['doc#approved@user'].add(doc, person)
    return answer
  },
  exclusion(columns, person, size, docs) {
    const banned = Math.ceil(size / 99)
    const seen = spread(size + banned, docs)
    const step = Math.floor(seen.length / banned)
    const isBanned = (at: number) => at % step === 0 && at < step * banned
    for (const [at, doc] of seen.entries()) {
      columns['doc#viewer@user'].add(doc, person)
      if (isBanned(at)) columns['doc#banned@user'].add(doc, person)
    }
    return seen.filter((_, at) => !isBanned(at))
  },
}

function spread(count: number, docs: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * docs) / count))
}
