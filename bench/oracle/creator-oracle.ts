// The expected answers of W1, found without the engine and from the other end: from the person to all their teams and
// labels, by plain search over adjacency lists, then the few edges at the track. It knows the model by heart and
// nothing of rewrites, so the two can only agree by both being right.

import type { CreatorEdge, CreatorWorld } from '../workload/creator.ts'

/** What a person has through teams and partners. */
export interface Reach {
  readonly teams: ReadonlySet<number>
  readonly adminLabels: ReadonlySet<number>
  readonly viewLabels: ReadonlySet<number>
}

export type TrackRelation = 'view' | 'edit' | 'collaborator'

export class CreatorOracle {
  private readonly world: CreatorWorld
  private readonly bySubject = new Map<CreatorEdge, Adjacency>()
  private readonly byObject = new Map<CreatorEdge, Adjacency>()
  private readonly reached = new Map<number, Reach>()

  constructor(world: CreatorWorld) {
    this.world = world
  }

  check(user: number, relation: TrackRelation, track: number): boolean {
    if (relation !== 'edit' && this.subjects('track#collaborator@user', track).includes(user)) return true
    if (relation === 'collaborator') return false
    const { teams, adminLabels, viewLabels } = this.reachOf(user)
    const release = this.subjects('track#release@release', track)[0]!
    const label = this.subjects('release#label@label', release)[0]!
    if (relation === 'edit' ? adminLabels.has(label) : viewLabels.has(label)) return true
    if (relation === 'view' && this.holds('release#viewer', release, user, teams)) return true
    return this.subjects('release#artist@artist', release).some((artist) => this.manages(user, artist))
  }

  /** All tracks that the person may view, ascending. */
  viewableTracks(user: number): number[] {
    const { teams, viewLabels } = this.reachOf(user)
    const artists = this.given('artist#manager', user, teams)
    this.addAll(artists, viewLabels, 'artist#label@label')
    const releases = this.given('release#viewer', user, teams)
    this.addAll(releases, artists, 'release#artist@artist')
    this.addAll(releases, viewLabels, 'release#label@label')
    const tracks = new Set(this.objects('track#collaborator@user', user))
    this.addAll(tracks, releases, 'track#release@release')
    return [...tracks].sort((a, b) => a - b)
  }

  /** The people who may view the track. */
  viewers(track: number): Set<number> {
    const release = this.subjects('track#release@release', track)
    const artists = this.subjects('release#artist@artist', release[0]!)
    const labels = new Set(this.subjects('release#label@label', release[0]!))
    for (const artist of artists) for (const label of this.subjects('artist#label@label', artist)) labels.add(label)
    for (const label of labels) for (const partner of this.subjects('label#partner@label', label)) labels.add(partner)
    const found = new Set(this.subjects('track#collaborator@user', track))
    const teams = new Set<number>()
    const gather = (relation: GrantedRelation, objects: Iterable<number>) => {
      for (const object of objects) {
        for (const user of this.subjects(`${relation}@user`, object)) found.add(user)
        for (const team of this.subjects(`${relation}@team#member`, object)) teams.add(team)
      }
    }
    gather('release#viewer', release)
    gather('artist#manager', artists)
    gather('label#member', labels)
    gather('label#admin', labels)
    for (const team of teams) for (const inner of this.subjects('team#member@team#member', team)) teams.add(inner)
    gather('team#member', teams)
    return found
  }

  /** The tracks of a release, ascending. */
  tracksOf(release: number): readonly number[] {
    return [...this.objects('track#release@release', release)]
  }

  tracksWithCollaborator(user: number): readonly number[] {
    return [...this.objects('track#collaborator@user', user)]
  }

  reachOf(user: number): Reach {
    let reach = this.reached.get(user)
    if (!reach) this.reached.set(user, (reach = this.search(user)))
    return reach
  }

  private search(user: number): Reach {
    const teams = this.closure(this.objects('team#member@user', user), 'team#member@team#member')
    const adminLabels = this.given('label#admin', user, teams)
    const viewLabels = this.closure([...adminLabels, ...this.given('label#member', user, teams)], 'label#partner@label')
    return { teams, adminLabels, viewLabels }
  }

  private manages(user: number, artist: number): boolean {
    const { teams, viewLabels } = this.reachOf(user)
    if (this.holds('artist#manager', artist, user, teams)) return true
    return this.subjects('artist#label@label', artist).some((label) => viewLabels.has(label))
  }

  private holds(relation: GrantedRelation, object: number, user: number, teams: ReadonlySet<number>): boolean {
    if (this.subjects(`${relation}@user`, object).includes(user)) return true
    return this.subjects(`${relation}@team#member`, object).some((team) => teams.has(team))
  }

  private given(relation: GrantedRelation, user: number, teams: Iterable<number>): Set<number> {
    const found = new Set(this.objects(`${relation}@user`, user))
    this.addAll(found, teams, `${relation}@team#member`)
    return found
  }

  private closure(start: Iterable<number>, kind: CreatorEdge): Set<number> {
    const found = new Set(start)
    // A set that is added to while it is walked gives the new entries too.
    for (const each of found) for (const next of this.objects(kind, each)) found.add(next)
    return found
  }

  private addAll(into: Set<number>, subjects: Iterable<number>, kind: CreatorEdge): void {
    for (const subject of subjects) for (const object of this.objects(kind, subject)) into.add(object)
  }

  private objects(kind: CreatorEdge, subject: number): Uint32Array {
    let adjacency = this.bySubject.get(kind)
    if (!adjacency) {
      const { objects, subjects, subjectType } = this.world.set[kind]
      this.bySubject.set(kind, (adjacency = new Adjacency(subjects, objects, this.sizeOf(subjectType))))
    }
    return adjacency.of(subject)
  }

  private subjects(kind: CreatorEdge, object: number): Uint32Array {
    let adjacency = this.byObject.get(kind)
    if (!adjacency) {
      const { objects, subjects, objectType } = this.world.set[kind]
      this.byObject.set(kind, (adjacency = new Adjacency(objects, subjects, this.sizeOf(objectType))))
    }
    return adjacency.of(object)
  }

  private sizeOf(type: string): number {
    return this.world.sizes[type as keyof CreatorWorld['sizes']]
  }
}

/** Relations that are given to people and to teams. */
type GrantedRelation = 'label#admin' | 'label#member' | 'artist#manager' | 'release#viewer' | 'team#member'

/** The ends of the edges at each start. */
class Adjacency {
  private readonly offsets: Uint32Array
  private readonly ends: Uint32Array

  constructor(starts: Uint32Array, ends: Uint32Array, size: number) {
    this.offsets = new Uint32Array(size + 1)
    for (const start of starts) this.offsets[start + 1]!++
    for (let i = 0; i < size; i++) this.offsets[i + 1]! += this.offsets[i]!
    const next = this.offsets.slice()
    this.ends = new Uint32Array(ends.length)
    for (let edge = 0; edge < ends.length; edge++) this.ends[next[starts[edge]!]!++] = ends[edge]!
  }

  of(start: number): Uint32Array {
    return this.ends.subarray(this.offsets[start], this.offsets[start + 1])
  }
}
