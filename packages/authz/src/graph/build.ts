// A graph from tuples, as many as there are: names become numbers as they come, edges are kept in columns by kind, and
// at the end each kind is sorted and laid out both ways, one kind at a time, so that only one needs twice its room.

import type { Tuple } from '../tuple.ts'
import type { Adjacency } from './adjacency.ts'
import { Attributes } from './attributes.ts'
import { Base } from './base.ts'
import { U32Column } from './column.ts'
import { layOut } from './lay-out.ts'
import { Names } from './names.ts'
import { Registry } from './registry.ts'
import { finish } from './slices.ts'
import { reverseSteps, sortEdges } from './sort-edges.ts'
import { TupleParts } from './tuple-parts.ts'

interface KindColumns {
  readonly objects: U32Column
  readonly subjects: U32Column
  /** Filled up with zeros when the first attribute of the kind comes. */
  attributes: U32Column | undefined
}

export interface BuiltGraph {
  readonly registry: Registry
  readonly names: Names[]
  readonly attributes: Attributes
  readonly base: Base
}

export class GraphBuilder {
  private readonly registry = new Registry()
  private readonly names: Names[] = []
  private readonly attributes: Attributes
  private readonly columns: KindColumns[] = []
  private readonly parts: TupleParts
  private readonly hashSeed: number
  /** The last tuple's two ends. */
  private object = ''
  private objectNode = 0
  private subject = ''
  private subjectNode = 0

  constructor(hashSeed = 0) {
    this.hashSeed = hashSeed
    this.attributes = new Attributes(this.registry, hashSeed)
    this.parts = new TupleParts(this.registry)
  }

  /** Of tuples with the same key the last one counts. Throws on text that is not a tuple's. */
  add(tuple: Tuple): void {
    const { parts } = this
    if (!parts.read(tuple, true)) {
      throw new Error(
        `not a tuple: object \`${tuple.object}\`, relation \`${tuple.relation}\`, subject \`${tuple.subject}\``,
      )
    }
    const { objectTypeNumber, subjectTypeNumber } = this.registry.kinds[parts.kind]!
    // Tuples often come in runs of one object, or of one subject.
    if (tuple.object !== this.object) {
      this.objectNode = this.namesOf(objectTypeNumber).intern(tuple.object, parts.objectFrom)
      this.object = tuple.object
    }
    if (tuple.subject !== this.subject) {
      this.subjectNode = parts.everybody
        ? 0
        : this.namesOf(subjectTypeNumber).intern(tuple.subject, parts.subjectFrom, parts.subjectTo)
      this.subject = tuple.subject
    }
    const attribute = tuple.condition || tuple.expiresAt !== undefined ? this.attributes.intern(tuple) : 0
    this.addEdge(parts.kind, this.objectNode, this.subjectNode, attribute)
  }

  finish(revision = 0): BuiltGraph {
    const { registry, names, attributes } = this
    for (let type = 0; type < registry.types.length; type++) {
      const { unsealed } = this.namesOf(type)
      if (unsealed) for (const _ of this.namesOf(type).seal());
    }
    const forward: Adjacency[] = []
    const reverse: Adjacency[] = []
    for (const [kind, { objectTypeNumber, subjectTypeNumber, subjectRelation }] of registry.kinds.entries()) {
      const sorted = sortEdges(takeColumns(this.columnsOf(kind)))
      this.columns[kind] = { objects: new U32Column(), subjects: new U32Column(), attributes: undefined }
      forward.push(finish(layOut(sorted, names[objectTypeNumber]!.count)))
      const subjects = subjectRelation === '*' ? 1 : names[subjectTypeNumber]!.count
      reverse.push(finish(layOut(finish(reverseSteps(sorted)), subjects)))
    }
    return { registry, names, attributes, base: new Base(revision, forward, reverse) }
  }

  private addEdge(kind: number, object: number, subject: number, attribute: number): void {
    const columns = this.columnsOf(kind)
    columns.objects.push(object)
    columns.subjects.push(subject)
    if (attribute > 0 && !columns.attributes)
      columns.attributes = new U32Column(new Uint32Array(columns.objects.length - 1))
    columns.attributes?.push(attribute)
  }

  private columnsOf(kind: number): KindColumns {
    this.columns[kind] ??= { objects: new U32Column(), subjects: new U32Column(), attributes: undefined }
    return this.columns[kind]
  }

  private namesOf(type: number): Names {
    while (this.names.length <= type) this.names.push(new Names(this.hashSeed))
    return this.names[type]!
  }
}

function takeColumns({ objects, subjects, attributes }: KindColumns) {
  return { count: objects.length, from: objects.array, to: subjects.array, attributes: attributes?.array ?? null }
}
