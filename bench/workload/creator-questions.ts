// The questions of W1. Two populations: *cold* asks for any person and any track, about nine in ten are a no; *hot* asks
// for one of 10,000 people, a few of them very often (Zipf 0.99), four in five are a yes. A page is one person and 50
// tracks of neighbouring releases. The expected answer is found when the question is made.

import type { CreatorOracle, TrackRelation } from '../oracle/creator-oracle.ts'
import type { CreatorWorld } from './creator.ts'
import { Random, Zipf } from './random.ts'

export interface TrackQuestion {
  readonly user: number
  readonly relation: TrackRelation
  readonly track: number
  readonly expected: boolean
}

const HOT_USERS = 10_000
const HOT_YES_SHARE = 0.8
export const PAGE_TRACKS = 50
/** The mix: 70 of 80 checks ask for view, 10 for edit. */
const EDIT_SHARE = 1 / 8

export class CreatorQuestions {
  private readonly sizes: CreatorWorld['sizes']
  private readonly oracle: CreatorOracle
  private readonly random: Random
  private readonly zipf: Zipf
  private readonly collaborations: CreatorWorld['sets'][number]

  constructor(world: CreatorWorld, oracle: CreatorOracle, seed: number) {
    this.sizes = world.sizes
    this.oracle = oracle
    this.random = new Random(seed)
    this.zipf = new Zipf(Math.min(HOT_USERS, world.sizes.user), 0.99)
    this.collaborations = world.set['track#collaborator@user']
  }

  cold(count: number): TrackQuestion[] {
    return this.make(count, () => [this.user(), this.relation(), this.track()])
  }

  hot(count: number): TrackQuestion[] {
    return this.make(count, () => {
      const user = this.zipf.draw(this.random)
      const known = this.random.happens(HOT_YES_SHARE) ? this.knownTrack(user) : undefined
      return known === undefined ? [user, this.relation(), this.track()] : [user, 'view', known]
    })
  }

  /** Only those cold questions whose answer is a no. */
  denied(count: number): TrackQuestion[] {
    const found: TrackQuestion[] = []
    for (let tries = 0; found.length < count && tries < count * 100; tries++) {
      found.push(...this.cold(1).filter(({ expected }) => !expected))
    }
    return found
  }

  /** A direct relation: half of the pairs are there. */
  direct(count: number): TrackQuestion[] {
    const { objects, subjects } = this.collaborations
    return this.make(count, (index) => {
      if (index % 2 === 0) return [this.user(), 'collaborator', this.track()]
      const edge = this.random.below(objects.length)
      return [subjects[edge]!, 'collaborator', objects[edge]!]
    })
  }

  /** Pages of one person and 50 tracks of neighbouring releases. */
  pages(count: number): TrackQuestion[][] {
    return Array.from({ length: count }, () => {
      const user = this.user()
      const first = this.random.below(Math.max(1, this.sizes.track - PAGE_TRACKS))
      return this.make(Math.min(PAGE_TRACKS, this.sizes.track), (index) => [user, 'view', first + index])
    })
  }

  user(): number {
    return this.random.below(this.sizes.user)
  }

  track(): number {
    return this.random.below(this.sizes.track)
  }

  private relation(): TrackRelation {
    return this.random.happens(EDIT_SHARE) ? 'edit' : 'view'
  }

  private knownTrack(user: number): number | undefined {
    const tracks = this.oracle.tracksWithCollaborator(user)
    return tracks.length === 0 ? undefined : this.random.pick(tracks)
  }

  private make(count: number, ask: (index: number) => [number, TrackRelation, number]): TrackQuestion[] {
    return Array.from({ length: count }, (_, index) => {
      const [user, relation, track] = ask(index)
      return { user, relation, track, expected: this.oracle.check(user, relation, track) }
    })
  }
}
