// All edges of one revision, both ways, by kind. A kind that is newer than the base has no edges in it.

import { Adjacency, type FrozenAdjacency, NO_EDGES } from './adjacency.ts'

export interface FrozenBase {
  readonly revision: number
  readonly forward: readonly FrozenAdjacency[]
  readonly reverse: readonly FrozenAdjacency[]
}

export class Base {
  readonly revision: number
  private readonly forwardOf: readonly Adjacency[]
  private readonly reverseOf: readonly Adjacency[]

  constructor(revision: number, forward: readonly Adjacency[], reverse: readonly Adjacency[]) {
    this.revision = revision
    this.forwardOf = forward
    this.reverseOf = reverse
  }

  static thaw({ revision, forward, reverse }: FrozenBase): Base {
    const thaw = (frozen: FrozenAdjacency) => new Adjacency(frozen)
    return new Base(revision, forward.map(thaw), reverse.map(thaw))
  }

  freeze(): FrozenBase {
    const freeze = (adjacency: Adjacency) => adjacency.freeze()
    return { revision: this.revision, forward: this.forwardOf.map(freeze), reverse: this.reverseOf.map(freeze) }
  }

  get kinds(): number {
    return this.forwardOf.length
  }

  forward(kind: number): Adjacency {
    return kind < this.forwardOf.length ? this.forwardOf[kind]! : NO_EDGES
  }

  reverse(kind: number): Adjacency {
    return kind < this.reverseOf.length ? this.reverseOf[kind]! : NO_EDGES
  }

  /** The edge's attribute; −1 when it is not there. */
  attribute(kind: number, object: number, subject: number): number {
    const forward = this.forward(kind)
    const at = forward.position(object)
    if (at < 0) return -1
    const start = forward.starts[at]!
    const end = forward.starts[at + forward.stride]!
    if (end - start > REVERSE_WORTH) {
      const reverse = this.reverse(kind)
      if (reverse.degree(subject) < end - start) return edgeAttribute(reverse, reverse.find(subject, object))
    }
    return edgeAttribute(forward, forward.search(start, end, subject))
  }
}

/** From this degree on it is worth looking whether the subject's row is shorter. */
const REVERSE_WORTH = 32

function edgeAttribute({ attributes }: Adjacency, edge: number): number {
  if (edge < 0) return -1
  return attributes === null ? 0 : attributes[edge]!
}
