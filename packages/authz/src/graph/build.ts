// A graph from tuples, as many as there are: names become numbers as they come, edges are kept in columns by kind, and
// at the end each kind is sorted and laid out both ways, one kind at a time, so that only one needs twice its room.

import type { Tuple } from '../tuple.ts'
import type { Adjacency } from './adjacency.ts'
import { Attributes } from './attributes.ts'
import { Base } from './base.ts'
import { U32Column } from './column.ts'
import { IdGroup } from './id-group.ts'
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

/** Tuples that came and were not looked up yet: so many wait for memory together. */
const GROUP = 64

export class GraphBuilder {
  private readonly registry = new Registry()
  private readonly names: Names[] = []
  private readonly attributes: Attributes
  private readonly columns: KindColumns[] = []
  private readonly parts: TupleParts
  private readonly hashSeed: number
  /** Of the tuples that wait, both ends: the object's text at 2 i, the subject's behind it. */
  private readonly ids: IdGroup
  private readonly relations: string[] = new Array<string>(GROUP).fill('')
  private readonly kinds = new Uint32Array(GROUP)
  private readonly attributesOf = new Uint32Array(GROUP)
  private waiting = 0

  constructor(hashSeed = 0) {
    this.hashSeed = hashSeed
    this.attributes = new Attributes(this.registry, hashSeed)
    this.parts = new TupleParts(this.registry)
    this.ids = new IdGroup(2 * GROUP, hashSeed)
  }

  /**
   * Of tuples with the same key the last one counts. Throws on text that is not a tuple's, now or with one of the next
   * calls; after that the builder is of no use.
   */
  add(tuple: Tuple): void {
    const at = this.waiting++
    this.ids.texts[2 * at] = tuple.object
    this.ids.texts[2 * at + 1] = tuple.subject
    this.relations[at] = tuple.relation
    this.attributesOf[at] = tuple.condition || tuple.expiresAt !== undefined ? this.attributes.intern(tuple) : 0
    if (this.waiting === GROUP) this.addWaiting()
  }

  finish(revision = 0): BuiltGraph {
    this.addWaiting()
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

  private addWaiting(): void {
    const { ids, kinds, waiting, attributesOf } = this
    ids.encode(2 * waiting)
    for (let i = 0; i < waiting; i++) this.readParts(i)
    ids.intern(2 * waiting)
    const { nodes } = ids
    for (let i = 0; i < waiting; i++) this.addEdge(kinds[i]!, nodes[2 * i]!, nodes[2 * i + 1]!, attributesOf[i]!)
    this.waiting = 0
  }

  private readParts(i: number): void {
    const { ids, parts, registry } = this
    const object = ids.texts[2 * i]!
    const subject = ids.texts[2 * i + 1]!
    const relation = this.relations[i]!
    if (!parts.read(object, relation, subject, true)) {
      throw new Error(`not a tuple: object \`${object}\`, relation \`${relation}\`, subject \`${subject}\``)
    }
    this.kinds[i] = parts.kind
    const { objectTypeNumber, subjectTypeNumber } = registry.kinds[parts.kind]!
    ids.place(2 * i, this.namesOf(objectTypeNumber), parts.objectFrom, object.length)
    ids.place(2 * i + 1, parts.everybody ? null : this.namesOf(subjectTypeNumber), parts.subjectFrom, parts.subjectTo)
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
