// What has changed since the base, with the revisions of it. An edge that was ever touched has a list of versions, the newest
// first: from which revision, until which, with what attribute. The first of an edge that the base holds begins
// before all revisions, so for a touched edge the base need not be asked, and a reader at any revision since the base
// sees exactly that revision. Revisions are counted from the base's.
//
// The facts that a question brings along are a delta as well, laid over the first.

import { U32Column } from './column.ts'
import { type FrozenTripleTable, TripleTable } from './triple-table.ts'

/** The delta says nothing about the edge. */
export const UNTOUCHED = -2
/** The edge is not there. */
export const ABSENT = -1

export const FORWARD = 0
export const REVERSE = 1

const FOREVER = 0xffff_ffff
const NONE = 0xffff_ffff

const COLUMNS = [
  // Of each touched edge: what it is, its newest version, and the next edge in either row.
  'kinds',
  'objects',
  'subjects',
  'newest',
  'nextOfObject',
  'nextOfSubject',
  // Of each version.
  'attributes',
  'since',
  'until',
  'older',
  // Of each row with a touched edge: the first of them, and how many.
  'rowFirst',
  'rowEdges',
  // Of each touch, in order: the edge and the revision.
  'touched',
  'touchedAt',
] as const

type ColumnName = (typeof COLUMNS)[number]

export interface FrozenDelta {
  readonly columns: Readonly<Record<ColumnName, Uint32Array>>
  readonly edgesOfKind: Uint32Array
  readonly attributed: Uint32Array
  readonly edges: FrozenTripleTable
  readonly rows: FrozenTripleTable
}

export class Delta {
  private readonly columns: Record<ColumnName, U32Column>
  private readonly edges: TripleTable
  /** (kind, node, direction) → the row. */
  private readonly rows: TripleTable
  private readonly edgesOfKind: number[]
  private readonly attributed: number[]

  constructor(frozen?: FrozenDelta) {
    const column = (name: ColumnName) => [name, new U32Column(frozen?.columns[name].slice())] as const
    this.columns = Object.fromEntries(COLUMNS.map(column)) as Record<ColumnName, U32Column>
    this.edges = new TripleTable(frozen?.edges)
    this.rows = new TripleTable(frozen?.rows)
    this.edgesOfKind = [...(frozen?.edgesOfKind ?? [])]
    this.attributed = [...(frozen?.attributed ?? [])]
  }

  freeze(): FrozenDelta {
    const column = (name: ColumnName) => [name, this.columns[name].filled().slice()] as const
    return {
      columns: Object.fromEntries(COLUMNS.map(column)) as Record<ColumnName, Uint32Array>,
      edgesOfKind: Uint32Array.from(this.edgesOfKind, (count) => count ?? 0),
      attributed: Uint32Array.from(this.attributed, (count) => count ?? 0),
      edges: this.edges.freeze(),
      rows: this.rows.freeze(),
    }
  }

  get size(): number {
    return this.columns.kinds.length
  }

  /** How many times an edge was touched. */
  get touches(): number {
    return this.columns.touched.length
  }

  /** Edges of the kind that were ever touched. */
  touchedOf(kind: number): number {
    return kind < this.edgesOfKind.length ? (this.edgesOfKind[kind] ?? 0) : 0
  }

  hasAttributes(kind: number): boolean {
    return (this.attributed[kind] ?? 0) > 0
  }

  /** The edge's attribute at a revision, ABSENT or UNTOUCHED. */
  find(kind: number, object: number, subject: number, revision: number): number {
    const edge = this.edges.get(kind, object, subject)
    return edge < 0 ? UNTOUCHED : this.stateOf(edge, revision)
  }

  stateOf(edge: number, revision: number): number {
    const { newest, since, until, attributes, older } = this.columns
    let version = newest.array[edge]!
    while (version !== NONE && since.array[version]! > revision) version = older.array[version]!
    if (version === NONE || until.array[version]! <= revision) return ABSENT
    return attributes.array[version]!
  }

  /** The first edge of a row, −1 when no edge of it was touched; go on with `nextInRow`. */
  firstInRow(kind: number, node: number, direction: number): number {
    const row = this.rows.get(kind, node, direction)
    return row < 0 ? -1 : this.columns.rowFirst.array[row]!
  }

  /** How many edges of a row were ever touched. */
  touchedInRow(kind: number, node: number, direction: number): number {
    const row = this.rows.get(kind, node, direction)
    return row < 0 ? 0 : this.columns.rowEdges.array[row]!
  }

  nextInRow(edge: number, direction: number): number {
    const { nextOfObject, nextOfSubject } = this.columns
    const next = (direction === FORWARD ? nextOfObject : nextOfSubject).array[edge]!
    return next === NONE ? -1 : next
  }

  kindOf(edge: number): number {
    return this.columns.kinds.array[edge]!
  }

  objectOf(edge: number): number {
    return this.columns.objects.array[edge]!
  }

  subjectOf(edge: number): number {
    return this.columns.subjects.array[edge]!
  }

  touchedEdge(touch: number): number {
    return this.columns.touched.array[touch]!
  }

  touchedAt(touch: number): number {
    return this.columns.touchedAt.array[touch]!
  }

  /** From this revision on the edge has this attribute, or is ABSENT. `inBase` is what the base says of it. */
  record(kind: number, object: number, subject: number, attribute: number, revision: number, inBase: number): void {
    let edge = this.edges.get(kind, object, subject)
    if (edge < 0) {
      edge = this.addEdge(kind, object, subject)
      if (inBase >= 0) this.addVersion(edge, inBase, 0)
    }
    const { newest, since, until, attributes, touched, touchedAt } = this.columns
    touched.push(edge)
    touchedAt.push(revision)
    const last = newest.array[edge]!
    if (last !== NONE && until.array[last] === FOREVER) {
      if (since.array[last] === revision && attribute >= 0) {
        attributes.array[last] = attribute
        if (attribute > 0) this.markAttributed(kind)
        return
      }
      until.array[last] = revision
    }
    if (attribute >= 0) this.addVersion(edge, attribute, revision)
  }

  private addEdge(kind: number, object: number, subject: number): number {
    const { kinds, objects, subjects, newest, nextOfObject, nextOfSubject } = this.columns
    const edge = kinds.push(kind)
    objects.push(object)
    subjects.push(subject)
    newest.push(NONE)
    nextOfObject.push(this.prependToRow(kind, object, FORWARD, edge))
    nextOfSubject.push(this.prependToRow(kind, subject, REVERSE, edge))
    this.edges.set(kind, object, subject, edge)
    while (this.edgesOfKind.length <= kind) this.edgesOfKind.push(0)
    this.edgesOfKind[kind]!++
    return edge
  }

  /** The edge that was first in the row. */
  private prependToRow(kind: number, node: number, direction: number, edge: number): number {
    const { rowFirst, rowEdges } = this.columns
    let row = this.rows.get(kind, node, direction)
    if (row < 0) {
      row = rowFirst.push(NONE)
      rowEdges.push(0)
      this.rows.set(kind, node, direction, row)
    }
    const first = rowFirst.array[row]!
    rowFirst.array[row] = edge
    rowEdges.array[row]!++
    return first
  }

  private addVersion(edge: number, attribute: number, revision: number): void {
    const { kinds, newest, attributes, since, until, older } = this.columns
    const version = attributes.push(attribute)
    since.push(revision)
    until.push(FOREVER)
    older.push(newest.array[edge]!)
    newest.array[edge] = version
    if (attribute > 0) this.markAttributed(kinds.array[edge]!)
  }

  private markAttributed(kind: number): void {
    while (this.attributed.length <= kind) this.attributed.push(0)
    this.attributed[kind] = 1
  }
}
