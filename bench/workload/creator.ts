// W1, the creator platform: tracks in releases, releases of artists and labels, labels that partner with labels, teams
// inside teams. At scale 1 it has 10.15 M tuples. The distributions are those of real catalogues: a few labels hold
// most releases, a few people work on most tracks, and partners form long chains (the closure of a label is about 50
// labels), so that a no has much to look at. Every number comes from one seed.

import type { IdStyle } from './names.ts'
import { Random } from './random.ts'
import { type EdgeSet, edgeSet, namesOf, type World } from './world.ts'

export const CREATOR_DSL = `model
  schema 1.1

type user

type team
  relations
    define member: [user, team#member]

type label
  relations
    define partner: [label]
    define admin: [user, team#member]
    define member: [user, team#member] or admin or member from partner

type artist
  relations
    define label: [label]
    define manager: [user, team#member] or member from label

type release
  relations
    define artist: [artist]
    define label: [label]
    define viewer: [user, team#member]
    define view: viewer or manager from artist or member from label
    define edit: manager from artist or admin from label

type track
  relations
    define release: [release]
    define collaborator: [user, user with temporal_grant]
    define view: collaborator or view from release
    define edit: edit from release

condition temporal_grant(current_time: timestamp, grant_time: timestamp, grant_duration: duration, ip: string, allowed: list<string>) {
  current_time < grant_time + grant_duration && ip in allowed
}
`

export interface CreatorSizes {
  readonly user: number
  readonly team: number
  readonly label: number
  readonly artist: number
  readonly release: number
  readonly track: number
}

export interface CreatorWorld extends World {
  readonly sizes: CreatorSizes
  readonly set: Readonly<Record<CreatorEdge, EdgeSet>>
}

/** Edges at scale 1. */
const COUNTS = {
  'label#partner@label': 4_000,
  'label#member@user': 100_000,
  'label#member@team#member': 20_000,
  'label#admin@user': 4_000,
  'label#admin@team#member': 1_000,
  'artist#label@label': 100_000,
  'artist#manager@user': 200_000,
  'artist#manager@team#member': 100_000,
  'release#artist@artist': 500_000,
  'release#label@label': 500_000,
  'release#viewer@user': 400_000,
  'release#viewer@team#member': 200_000,
  'team#member@user': 1_000_000,
  'team#member@team#member': 20_000,
  'track#release@release': 5_000_000,
  'track#collaborator@user': 2_000_000,
} as const

export type CreatorEdge = keyof typeof COUNTS

export interface CreatorOptions {
  readonly scale: number
  readonly seed: number
  readonly ids?: IdStyle
}

export function makeCreatorWorld({ scale, seed, ids = 'uuid' }: CreatorOptions): CreatorWorld {
  const sizes = creatorSizes(scale)
  const random = new Random(seed)
  const set = Object.fromEntries(
    Object.entries(COUNTS).map(([kind, count]) => [
      kind,
      makeEdges(kind as CreatorEdge, atScale(count, scale), sizes, random),
    ]),
  ) as Record<CreatorEdge, EdgeSet>
  return {
    name: 'creator platform',
    dsl: CREATOR_DSL,
    sets: Object.values(set),
    names: namesOf(ids, { ...sizes }),
    sizes,
    set,
  }
}

export function creatorSizes(scale: number): CreatorSizes {
  return {
    user: atScale(1_000_000, scale),
    team: atScale(20_000, scale),
    label: atScale(2_000, scale),
    artist: atScale(100_000, scale),
    release: atScale(500_000, scale),
    track: atScale(5_000_000, scale),
  }
}

function atScale(count: number, scale: number): number {
  return Math.max(2, Math.round(count * scale))
}

function makeEdges(kind: CreatorEdge, count: number, sizes: CreatorSizes, random: Random): EdgeSet {
  const { user, team, label, artist, release, track } = sizes
  const any = (bound: number) => () => random.below(bound)
  switch (kind) {
    case 'track#release@release':
      return onePerObject(kind, track, (each) => Math.floor((each * release) / track))
    case 'release#artist@artist':
      return onePerObject(kind, release, (each) => Math.floor((each * artist) / release))
    case 'release#label@label':
      return onePerObject(kind, release, () => random.cubed(label))
    case 'artist#label@label':
      return onePerObject(kind, artist, () => random.cubed(label))
    case 'team#member@team#member':
      // A team is inside one smaller team: the objects are the smaller ones.
      return draw(
        kind,
        team - 1,
        (edge) => random.below(edge + 1),
        (edge) => edge + 1,
      )
    case 'label#partner@label':
      return draw(
        kind,
        count,
        (edge) => 1 + (edge % (label - 1)),
        (edge) => random.below(1 + (edge % (label - 1))),
      )
    case 'track#collaborator@user':
      return draw(kind, count, any(track), () => random.cubed(user))
    case 'team#member@user':
      return draw(kind, count, any(team), any(user))
    case 'label#member@user':
    case 'label#admin@user':
      return draw(kind, count, any(label), any(user))
    case 'label#member@team#member':
    case 'label#admin@team#member':
      return draw(kind, count, any(label), any(team))
    case 'artist#manager@user':
      return draw(kind, count, any(artist), any(user))
    case 'artist#manager@team#member':
      return draw(kind, count, any(artist), any(team))
    case 'release#viewer@user':
      return draw(kind, count, any(release), any(user))
    case 'release#viewer@team#member':
      return draw(kind, count, any(release), any(team))
  }
}

function onePerObject(kind: string, count: number, subject: (object: number) => number): EdgeSet {
  const objects = Uint32Array.from({ length: count }, (_, each) => each)
  return edgeSet(kind, objects, objects.map(subject))
}

/** `count` pairs; one that is drawn again is left out. */
function draw(
  kind: string,
  count: number,
  object: (edge: number) => number,
  subject: (edge: number) => number,
): EdgeSet {
  const objects = new Uint32Array(count)
  const subjects = new Uint32Array(count)
  const seen = new Set<number>()
  for (let edge = 0; edge < count; edge++) {
    const o = object(edge)
    const s = subject(edge)
    const key = o * 0x400_0000 + s
    if (seen.has(key)) continue
    objects[seen.size] = o
    subjects[seen.size] = s
    seen.add(key)
  }
  return edgeSet(kind, objects.slice(0, seen.size), subjects.slice(0, seen.size))
}
