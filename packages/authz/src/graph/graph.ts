// The graph: who is related to what, at every revision since its base. A base that is never written, a delta of what
// changed since, and from time to time a merge that makes a new base of both, off to the side, a slice at a time.
// Nodes keep their numbers for ever; views that were handed out go on reading what they were made of.

import type { Tuple } from '../tuple.ts'
import { Attributes, type FrozenAttributes } from './attributes.ts'
import { Base, type FrozenBase } from './base.ts'
import { type BuiltGraph, GraphBuilder } from './build.ts'
import type { Change } from './change.ts'
import { Delta, type FrozenDelta } from './delta.ts'
import { joinChunks, type Opened, readImage, writeImage } from './image.ts'
import { laterDelta, mergeBase } from './merge.ts'
import { type FrozenNames, Names } from './names.ts'
import { type FrozenRegistry, Registry } from './registry.ts'
import { finish } from './slices.ts'
import { TupleParts } from './tuple-parts.ts'
import { View } from './view.ts'

export interface GraphOptions {
  /** A secret number keeps strangers from choosing ids that fall into one place of the name table. */
  readonly hashSeed?: number
  /** The revision that the tuples are the state of. */
  readonly revision?: number
}

/** Numbers and typed arrays: what threads share, and what an image holds. */
export interface FrozenGraph {
  readonly revision: number
  readonly hashSeed: number
  readonly registry: FrozenRegistry
  readonly names: readonly FrozenNames[]
  readonly attributes: FrozenAttributes
  readonly base: FrozenBase
  readonly delta: FrozenDelta
}

export type ApplyResult =
  | { readonly ok: true; readonly revision: number }
  | { readonly ok: false; readonly conflict: Conflict }

export interface Conflict {
  readonly code: 'invalid_tuple' | 'tuple_exists' | 'tuple_absent' | 'repeated_tuple'
  readonly tuple: Tuple
  readonly message: string
}

type EdgeKey = readonly [kind: number, object: number, subject: number]

export class Graph {
  revision: number
  readonly hashSeed: number
  readonly registry: Registry
  readonly names: Names[]
  readonly attributes: Attributes
  private base: Base
  private delta: Delta
  private head: View | undefined
  private merging = false

  constructor(
    { registry, names, attributes, base }: BuiltGraph,
    hashSeed: number,
    delta = new Delta(),
    revision = base.revision,
  ) {
    this.registry = registry
    this.names = names
    this.attributes = attributes
    this.base = base
    this.delta = delta
    this.revision = revision
    this.hashSeed = hashSeed
  }

  /** Of tuples with the same key the last one counts. */
  static build(tuples: Iterable<Tuple>, { hashSeed = 0, revision = 0 }: GraphOptions = {}): Graph {
    const builder = new GraphBuilder(hashSeed)
    for (const tuple of tuples) builder.add(tuple)
    return new Graph(builder.finish(revision), hashSeed)
  }

  /** The graph that another thread shared, without copying it. */
  static attach(frozen: FrozenGraph): Graph {
    const registry = new Registry(frozen.registry)
    const built = {
      registry,
      names: frozen.names.map((names) => Names.thaw(names)),
      attributes: new Attributes(registry, frozen.hashSeed, frozen.attributes),
      base: Base.thaw(frozen.base),
    }
    return new Graph(built, frozen.hashSeed, new Delta(frozen.delta), frozen.revision)
  }

  /** The graph of an image, or why it is none. Of an image in shared memory nothing is copied. */
  static open(image: Uint8Array | Iterable<Uint8Array>): Opened<Graph> {
    const opened = readImage(image instanceof Uint8Array ? image : joinChunks(image))
    return opened.ok ? { ok: true, value: Graph.attach(opened.value as FrozenGraph) } : opened
  }

  /** The graph as bytes, in chunks to be written one after the other. */
  image(): Generator<Uint8Array> {
    return writeImage(this.share())
  }

  /** For another thread to attach: the base is the same memory, what changed since is a copy. */
  share(): FrozenGraph {
    return {
      revision: this.revision,
      hashSeed: this.hashSeed,
      registry: this.registry.freeze(),
      names: this.names.map((names) => names.freeze()),
      attributes: this.attributes.freeze(),
      base: this.base.freeze(),
      delta: this.delta.freeze(),
    }
  }

  /** Another graph that begins as this one is: what changes in either is not in the other. */
  fork(): Graph {
    return Graph.attach(this.share())
  }

  /** Gives the type a number, whether or not there is an edge of it. */
  registerType(name: string): number {
    const type = this.registry.type(name)
    while (this.names.length <= type) this.names.push(new Names(this.hashSeed))
    return type
  }

  registerKind(objectType: string, relation: string, subjectType: string, subjectRelation: string): number {
    this.registerType(objectType)
    this.registerType(subjectType)
    return this.registry.kind(objectType, relation, subjectType, subjectRelation)
  }

  typeName(type: number): string {
    return this.registry.types[type]!
  }

  /** The oldest revision that can still be viewed. */
  get oldestRevision(): number {
    return this.base.revision
  }

  /** The graph at a revision, with facts of a question's own laid over; undefined when the revision is not held. */
  view(revision = this.revision, contextual?: readonly Tuple[]): View | undefined {
    if (revision === this.revision && (!contextual || contextual.length === 0)) {
      this.head ??= new View(this, revision, this.base, this.delta)
      return this.head
    }
    if (!(revision >= this.base.revision && revision <= this.revision)) return undefined
    return new View(this, revision, this.base, this.delta, contextual)
  }

  /** All of the change as the next revision, or nothing of it and why. */
  apply(change: Change): ApplyResult {
    const view = this.view()!
    const parts = new TupleParts(this.registry)
    const removed = new Map<string, EdgeKey>()
    for (const tuple of change.removed) {
      const known = parts.read(tuple.object, tuple.relation, tuple.subject, true)
      if (!known) return conflict('invalid_tuple', tuple, 'is not a tuple')
      if (removed.has(keyOf(tuple))) return conflict('repeated_tuple', tuple, 'is removed twice')
      const edge = this.find(parts, tuple)
      if (!edge || view.attribute(...edge) < 0) return conflict('tuple_absent', tuple, 'is not there to be removed')
      removed.set(keyOf(tuple), edge)
    }
    const added = new Set<string>()
    for (const tuple of change.added) {
      if (!parts.read(tuple.object, tuple.relation, tuple.subject, true))
        return conflict('invalid_tuple', tuple, 'is not a tuple')
      const key = keyOf(tuple)
      if (added.has(key)) return conflict('repeated_tuple', tuple, 'is added twice')
      added.add(key)
      const edge = removed.has(key) ? undefined : this.find(parts, tuple)
      if (edge && view.attribute(...edge) >= 0) return conflict('tuple_exists', tuple, 'is there already')
    }
    this.record(removed.values(), change.added, parts)
    return { ok: true, revision: this.revision }
  }

  /** Makes everything up to now the base. */
  merge(): void {
    finish(this.mergeSteps())
  }

  /** The same in slices of less than a millisecond. Between them the graph may be asked, and changed. */
  *mergeSteps(): Generator<undefined, void> {
    if (this.merging) return
    this.merging = true
    try {
      for (const names of this.names) if (names.unsealed) yield* names.seal()
      const { base, delta, revision } = this
      const touches = delta.touchCount
      const nodeCounts = this.names.map(({ count }) => count)
      const merged = yield* mergeBase(base, delta, revision, this.registry, nodeCounts)
      this.delta = yield* laterDelta(delta, touches, revision - base.revision, merged)
      this.base = merged
      this.head = undefined
    } finally {
      this.merging = false
    }
  }

  private record(removed: Iterable<EdgeKey>, added: readonly Tuple[], parts: TupleParts): void {
    const edges = added.map((tuple) => this.intern(parts, tuple))
    const { base, delta } = this
    const revision = this.revision + 1 - base.revision
    for (const edge of removed) delta.record(...edge, -1, revision, base.attribute(...edge))
    for (const { edge, attribute } of edges) delta.record(...edge, attribute, revision, base.attribute(...edge))
    this.revision++
    this.head = undefined
  }

  private intern(parts: TupleParts, tuple: Tuple): { readonly edge: EdgeKey; readonly attribute: number } {
    parts.read(tuple.object, tuple.relation, tuple.subject, true)
    const { objectTypeNumber, subjectTypeNumber } = this.registry.kinds[parts.kind]!
    const object = this.names[objectTypeNumber]!.intern(tuple.object, parts.objectFrom)
    const subject = parts.everybody
      ? 0
      : this.names[subjectTypeNumber]!.intern(tuple.subject, parts.subjectFrom, parts.subjectTo)
    return { edge: [parts.kind, object, subject], attribute: this.attributes.intern(tuple) }
  }

  /** The edge of the tuple just read, when both its names are known. */
  private find(parts: TupleParts, tuple: Tuple): EdgeKey | undefined {
    const { objectType, subjectType, objectTypeNumber, subjectTypeNumber } = this.registry.kinds[parts.kind]!
    this.registerType(objectType)
    this.registerType(subjectType)
    const object = this.names[objectTypeNumber]!.find(tuple.object, parts.objectFrom)
    const subject = parts.everybody
      ? 0
      : this.names[subjectTypeNumber]!.find(tuple.subject, parts.subjectFrom, parts.subjectTo)
    return object < 0 || subject < 0 ? undefined : [parts.kind, object, subject]
  }
}

function conflict(code: Conflict['code'], tuple: Tuple, why: string): ApplyResult {
  return {
    ok: false,
    conflict: { code, tuple, message: `\`${tuple.object}#${tuple.relation}@${tuple.subject}\` ${why}` },
  }
}

function keyOf({ object, relation, subject }: Tuple): string {
  return JSON.stringify([object, relation, subject])
}
