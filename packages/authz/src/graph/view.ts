// The graph at one revision, with the facts that a question brings along laid over it. What the questions call in
// their hot loops is here: it takes numbers and gives numbers, and allocates nothing. A row of the base is lent as it
// lies in memory; only a row that was touched since is put together, in the reader's own `Row`.

import { formatSubject, type Tuple } from '../tuple.ts'
import type { Adjacency } from './adjacency.ts'
import { AttributeReader } from './attribute-reader.ts'
import type { Base } from './base.ts'
import { U32Column } from './column.ts'
import { type Delta, FORWARD, REVERSE, UNTOUCHED } from './delta.ts'
import type { Graph } from './graph.ts'
import { Own } from './own.ts'
import type { Kind } from './registry.ts'
import { Row } from './row.ts'

export { Row }

/** Only the tuples that have all of these. */
export interface TupleFilter {
  readonly objectType?: string
  /** `type:id` */
  readonly object?: string
  readonly relation?: string
  /** `type:id`, `type:*` or `type:id#relation` */
  readonly subject?: string
}

export class View {
  readonly graph: Graph
  readonly revision: number
  readonly attributes: AttributeReader
  private readonly base: Base
  private readonly delta: Delta
  /** Counted from the base's. */
  private readonly since: number
  private readonly own: Own | null
  private readonly scratch = new Row()
  private readonly touched = new U32Column()

  constructor(graph: Graph, revision: number, base: Base, delta: Delta, contextual?: readonly Tuple[]) {
    this.graph = graph
    this.revision = revision
    this.base = base
    this.delta = delta
    this.since = revision - base.revision
    this.own = contextual && contextual.length > 0 ? new Own(graph, contextual) : null
    this.attributes = new AttributeReader(graph.attributes, this.own?.attributes)
  }

  /** −1 when the graph does not know the type. */
  type(name: string): number {
    return this.graph.registry.findType(name)
  }

  typeName(type: number): string {
    return this.graph.typeName(type)
  }

  /** −1 when neither the graph nor the question's own facts know the name. */
  node(type: number, id: string): number {
    const names = this.graph.names[type]
    if (!names) return -1
    const node = names.find(id)
    return this.own === null ? node : this.own.node(type, id, node)
  }

  id(type: number, node: number): string {
    if (this.own !== null && node >= this.own.firstNode(type)) return this.own.id(type, node)
    return this.graph.names[type]!.get(node)
  }

  /** Writes the id's bytes and returns how many. */
  copyId(type: number, node: number, into: Uint8Array, at: number): number {
    if (this.own !== null && node >= this.own.firstNode(type)) {
      return this.own.copyId(type, node, into, at)
    }
    return this.graph.names[type]!.copy(node, into, at)
  }

  /** All node numbers of the type are below this. */
  nodes(type: number): number {
    if (this.own !== null) return this.own.nodes(type)
    return this.graph.names[type]?.count ?? 0
  }

  /** Whether a tuple that is there at this revision names it, as object or as subject. */
  mentioned(type: number, node: number): boolean {
    const { kindsOfObject, kindsOfSubject } = this.graph.registry
    for (const kind of kindsOfObject[type] ?? []) {
      if (this.degree(kind, node) === 0) continue
      this.subjects(kind, node, this.scratch)
      if (this.scratch.end > this.scratch.start) return true
    }
    for (const kind of kindsOfSubject[type] ?? []) {
      if (this.reverseDegree(kind, node) === 0) continue
      this.objects(kind, node, this.scratch)
      if (this.scratch.end > this.scratch.start) return true
    }
    return false
  }

  /** −1 when there is no such edge, 0 when it carries nothing, else a number for `attributes`. */
  attribute(kind: number, object: number, subject: number): number {
    if (this.own !== null) {
      const fact = this.own.delta.find(kind, object, subject, 0)
      if (fact !== UNTOUCHED) return fact
    }
    const state = this.delta.find(kind, object, subject, this.since)
    if (state !== UNTOUCHED) return state
    return this.base.attribute(kind, object, subject)
  }

  /** The subjects of an object, ascending. */
  subjects(kind: number, object: number, row: Row): void {
    this.read(this.base.forward(kind), kind, object, FORWARD, row)
  }

  /** The objects of a subject, ascending. */
  objects(kind: number, subject: number, row: Row): void {
    this.read(this.base.reverse(kind), kind, subject, REVERSE, row)
  }

  /** No object has more subjects than this says. */
  degree(kind: number, object: number): number {
    return this.base.forward(kind).degree(object) + this.touchedInRow(kind, object, FORWARD)
  }

  reverseDegree(kind: number, subject: number): number {
    return this.base.reverse(kind).degree(subject) + this.touchedInRow(kind, subject, REVERSE)
  }

  /** Not more edges than this; 0 is certainly none. */
  edges(kind: number): number {
    const own = this.own === null ? 0 : this.own.delta.touchedOf(kind)
    return this.base.forward(kind).nodes.length + this.delta.touchedOf(kind) + own
  }

  hasAttributes(kind: number): boolean {
    if (this.base.forward(kind).attributes !== null || this.delta.hasAttributes(kind)) return true
    return this.own?.delta.hasAttributes(kind) ?? false
  }

  /** All tuples, kind by kind, object by object: always in the same order. */
  *tuples(filter: TupleFilter = {}): Generator<Tuple> {
    for (const [number, kind] of this.graph.registry.kinds.entries()) {
      if (this.edges(number) === 0 || !mayHave(kind, filter)) continue
      if (filter.object !== undefined) yield* this.tuplesOf(number, kind, filter, this.objectOf(kind, filter.object))
      else if (filter.subject !== undefined) yield* this.tuplesTo(number, kind, filter)
      else for (const object of this.objectsOf(number)) yield* this.tuplesOf(number, kind, filter, object)
    }
  }

  private *tuplesOf(number: number, kind: Kind, { subject }: TupleFilter, object: number): Generator<Tuple> {
    const row = new Row()
    if (object < 0) return
    this.subjects(number, object, row)
    if (row.end === row.start) return
    const name = `${kind.objectType}:${this.id(kind.objectTypeNumber, object)}`
    const subjects = row.nodes.slice(row.start, row.end)
    const attributes = row.attributes?.slice(row.start, row.end)
    for (let i = 0; i < subjects.length; i++) {
      const text = this.subjectText(kind, subjects[i]!)
      if (subject === undefined || subject === text) yield this.tuple(kind, name, text, attributes?.[i] ?? 0)
    }
  }

  private *tuplesTo(number: number, kind: Kind, { subject }: TupleFilter): Generator<Tuple> {
    const node = this.subjectOf(kind, subject!)
    if (node < 0) return
    const row = new Row()
    this.objects(number, node, row)
    const objects = row.nodes.slice(row.start, row.end)
    const attributes = row.attributes?.slice(row.start, row.end)
    for (let i = 0; i < objects.length; i++) {
      yield this.tuple(
        kind,
        `${kind.objectType}:${this.id(kind.objectTypeNumber, objects[i]!)}`,
        subject!,
        attributes?.[i] ?? 0,
      )
    }
  }

  private tuple({ relation }: Kind, object: string, subject: string, attribute: number): Tuple {
    if (attribute === 0) return { object, relation, subject }
    const { attributes } = this
    const expiresAt = attributes.expiresAt(attribute)
    const condition = attributes.condition(attribute)
    const context = attributes.context(attribute)
    return {
      object,
      relation,
      subject,
      ...(condition === 0
        ? {}
        : { condition: { name: attributes.conditionName(condition), ...(context ? { context } : {}) } }),
      ...(expiresAt === Number.POSITIVE_INFINITY ? {} : { expiresAt }),
    }
  }

  private subjectText({ subjectType, subjectTypeNumber, subjectRelation }: Kind, subject: number): string {
    if (subjectRelation === '*') return `${subjectType}:*`
    return formatSubject({ type: subjectType, id: this.id(subjectTypeNumber, subject), relation: subjectRelation })
  }

  /** The object's node when it is of the kind, else −1. */
  private objectOf({ objectType, objectTypeNumber }: Kind, object: string): number {
    return object.startsWith(`${objectType}:`) ? this.node(objectTypeNumber, object.slice(objectType.length + 1)) : -1
  }

  private subjectOf({ subjectType, subjectTypeNumber, subjectRelation }: Kind, subject: string): number {
    const end = subjectRelation === '' || subjectRelation === '*' ? '' : `#${subjectRelation}`
    if (!subject.startsWith(`${subjectType}:`) || !subject.endsWith(end)) return -1
    const id = subject.slice(subjectType.length + 1, subject.length - end.length)
    if (subjectRelation === '*') return id === '*' ? 0 : -1
    const isUserset = subject.lastIndexOf('#') > subjectType.length
    return isUserset === (end !== '') ? this.node(subjectTypeNumber, id) : -1
  }

  /** The objects that may have edges of the kind, ascending. */
  private *objectsOf(kind: number): Generator<number> {
    const own = this.own?.delta.touchedObjects(kind) ?? []
    const others = Uint32Array.from(new Set([...this.delta.touchedObjects(kind), ...own])).sort()
    let next = 0
    for (const object of this.base.forward(kind).keys()) {
      for (; next < others.length && others[next]! < object; next++) yield others[next]!
      if (others[next] === object) next++
      yield object
    }
    for (; next < others.length; next++) yield others[next]!
  }

  private touchedInRow(kind: number, node: number, direction: number): number {
    const count = this.delta.touchedInRow(kind, node, direction)
    return this.own === null ? count : count + this.own.delta.touchedInRow(kind, node, direction)
  }

  private read(adjacency: Adjacency, kind: number, node: number, direction: number, row: Row): void {
    const at = adjacency.position(node)
    row.nodes = adjacency.nodes
    row.attributes = adjacency.attributes
    row.start = at < 0 ? 0 : adjacency.starts[at]!
    row.end = at < 0 ? 0 : adjacency.starts[at + adjacency.stride]!
    const isTouched = this.delta.mayTouch(kind, node, direction)
    if (!isTouched && this.own === null) return
    const { touched } = this
    touched.length = 0
    if (isTouched) collect(this.delta, kind, node, direction, touched)
    if (this.own !== null) collect(this.own.delta, kind, node, direction, touched)
    if (touched.length === 0) return
    if (touched.length > 1) touched.filled().sort()
    this.mergeRow(kind, node, direction, touched, row)
  }

  /** The base's row, except that of the edges that were touched the view itself knows how they are now. */
  private mergeRow(kind: number, node: number, direction: number, { array, length }: U32Column, row: Row): void {
    const { nodes, attributes, start, end } = row
    row.lendOwn(end - start + length)
    let from = start
    for (let i = 0; i < length; i++) {
      const other = array[i]!
      if (i > 0 && other === array[i - 1]) continue
      for (; from < end && nodes[from]! < other; from++)
        row.put(nodes[from]!, attributes === null ? 0 : attributes[from]!)
      if (from < end && nodes[from] === other) from++
      const state = direction === FORWARD ? this.attribute(kind, node, other) : this.attribute(kind, other, node)
      if (state >= 0) row.put(other, state)
    }
    for (; from < end; from++) row.put(nodes[from]!, attributes === null ? 0 : attributes[from]!)
  }
}

function collect(delta: Delta, kind: number, node: number, direction: number, into: U32Column): void {
  for (let edge = delta.firstInRow(kind, node, direction); edge >= 0; edge = delta.nextInRow(edge, direction)) {
    into.push(direction === FORWARD ? delta.subjectOf(edge) : delta.objectOf(edge))
  }
}

function mayHave({ objectType, relation }: Kind, filter: TupleFilter): boolean {
  if (filter.objectType !== undefined && filter.objectType !== objectType) return false
  return filter.relation === undefined || filter.relation === relation
}
