// What has changed since the base, and when. An edge that was ever touched has a list of versions, the newest first:
// from which revision, until which, with what attribute. The first version of an edge that the base holds begins before
// all changes, so for a touched edge the base need not be asked, and a reader at any revision since the base sees
// exactly that revision. Revisions are counted from the base's.
//
// The facts that a question brings along are a delta as well, laid over the first.

import { Records } from './records.ts'
import { type FrozenRows, TouchedRows } from './touched-rows.ts'
import { type FrozenTripleTable, TripleTable } from './triple-table.ts'

/** The delta says nothing about the edge. */
export const UNTOUCHED = -2
/** The edge is not there. */
const ABSENT = -1

export const FORWARD = 0
export const REVERSE = 1

const FOREVER = 0xffff_ffff
const NONE = 0xffff_ffff

// A touched edge: what it is, its newest version, and the next touched edge in either row.
const KIND = 0
const OBJECT = 1
const SUBJECT = 2
const NEWEST = 3
/** + direction */
const NEXT = 4
const EDGE_WIDTH = 6

// A version of an edge.
const ATTRIBUTE = 0
const SINCE = 1
const UNTIL = 2
const OLDER = 3
const VERSION_WIDTH = 4

// A touch: the edge and the revision, in the order in which they came.
const TOUCHED = 0
const TOUCHED_AT = 1
const TOUCH_WIDTH = 2

/** Stands for those of a kind that was never touched. */
const NO_ROWS = new TouchedRows()

export interface FrozenDelta {
  readonly edges: Uint32Array
  readonly versions: Uint32Array
  /** For each kind both directions. */
  readonly rows: readonly (FrozenRows | null)[]
  readonly touches: Uint32Array
  readonly edgesOfKind: Uint32Array
  readonly attributed: Uint32Array
  readonly edgeNumbers: FrozenTripleTable
}

export class Delta {
  private readonly edges: Records
  private readonly versions: Records
  private readonly rows: TouchedRows[]
  private readonly touches: Records
  private readonly edgesOfKind: number[]
  private readonly attributed: number[]
  /** (kind, object, subject) → edge */
  private readonly edgeNumbers: TripleTable

  constructor(frozen?: FrozenDelta) {
    this.edges = new Records(EDGE_WIDTH, frozen?.edges)
    this.versions = new Records(VERSION_WIDTH, frozen?.versions)
    this.rows = (frozen?.rows ?? []).map((rows) => (rows ? new TouchedRows(rows) : NO_ROWS))
    this.touches = new Records(TOUCH_WIDTH, frozen?.touches)
    this.edgesOfKind = [...(frozen?.edgesOfKind ?? [])]
    this.attributed = [...(frozen?.attributed ?? [])]
    this.edgeNumbers = new TripleTable(frozen?.edgeNumbers)
  }

  freeze(): FrozenDelta {
    return {
      edges: this.edges.freeze(),
      versions: this.versions.freeze(),
      rows: this.rows.map((rows) => (rows === NO_ROWS ? null : rows.freeze())),
      touches: this.touches.freeze(),
      edgesOfKind: Uint32Array.from(this.edgesOfKind),
      attributed: Uint32Array.from(this.attributed),
      edgeNumbers: this.edgeNumbers.freeze(),
    }
  }

  /** Edges that were ever touched. */
  get edgeCount(): number {
    return this.edges.count
  }

  get touchCount(): number {
    return this.touches.count
  }

  touchedOf(kind: number): number {
    return kind < this.edgesOfKind.length ? this.edgesOfKind[kind]! : 0
  }

  hasAttributes(kind: number): boolean {
    return kind < this.attributed.length && this.attributed[kind] === 1
  }

  /** The edge's attribute at a revision, ABSENT or UNTOUCHED. */
  find(kind: number, object: number, subject: number, revision: number): number {
    // A filter lets one row in sixteen or more pass that was never touched. Two of them keep nearly every look-up out of
    // the table, which does not fit the cache. A question asks about one subject, whose bit is at hand.
    if (!this.mayTouch(kind, subject, REVERSE) || !this.mayTouch(kind, object, FORWARD)) return UNTOUCHED
    const edge = this.edgeNumbers.get(kind, object, subject)
    return edge < 0 ? UNTOUCHED : this.stateOf(edge, revision)
  }

  stateOf(edge: number, revision: number): number {
    const { words } = this.versions
    let version = this.edges.get(edge, NEWEST)
    while (version !== NONE && words[version * VERSION_WIDTH + SINCE]! > revision) {
      version = words[version * VERSION_WIDTH + OLDER]!
    }
    if (version === NONE || words[version * VERSION_WIDTH + UNTIL]! <= revision) return ABSENT
    return words[version * VERSION_WIDTH + ATTRIBUTE]!
  }

  /** False: no edge of the row was ever touched. */
  mayTouch(kind: number, node: number, direction: number): boolean {
    const rows = kind * 2 + direction
    return rows < this.rows.length && this.rows[rows]!.mayHave(node)
  }

  /** The first edge of a row, −1 when no edge of it was touched; go on with `nextInRow`. */
  firstInRow(kind: number, node: number, direction: number): number {
    const rows = kind * 2 + direction
    return rows < this.rows.length ? this.rows[rows]!.first(node) : -1
  }

  nextInRow(edge: number, direction: number): number {
    const next = this.edges.get(edge, NEXT + direction)
    return next === NONE ? -1 : next
  }

  /** How many edges of a row were ever touched. */
  touchedInRow(kind: number, node: number, direction: number): number {
    const rows = kind * 2 + direction
    return rows < this.rows.length ? this.rows[rows]!.edges(node) : 0
  }

  /** The objects that have a touched edge of the kind, ascending. */
  touchedObjects(kind: number): Uint32Array {
    return this.touchedOf(kind) === 0 ? new Uint32Array(0) : this.rows[kind * 2 + FORWARD]!.nodes()
  }

  kindOf(edge: number): number {
    return this.edges.get(edge, KIND)
  }

  objectOf(edge: number): number {
    return this.edges.get(edge, OBJECT)
  }

  subjectOf(edge: number): number {
    return this.edges.get(edge, SUBJECT)
  }

  touchedEdge(touch: number): number {
    return this.touches.get(touch, TOUCHED)
  }

  touchedAt(touch: number): number {
    return this.touches.get(touch, TOUCHED_AT)
  }

  /** From this revision on the edge has this attribute, or is ABSENT. `inBase` is what the base says of it. */
  record(kind: number, object: number, subject: number, attribute: number, revision: number, inBase: number): void {
    let edge = this.edgeNumbers.get(kind, object, subject)
    if (edge < 0) {
      edge = this.addEdge(kind, object, subject)
      if (inBase >= 0) this.addVersion(edge, inBase, 0)
    }
    this.touches.push(edge, revision)
    if (attribute > 0) this.markAttributed(kind)
    const last = this.edges.get(edge, NEWEST)
    if (last !== NONE && this.versions.get(last, UNTIL) === FOREVER) {
      if (attribute >= 0 && this.versions.get(last, SINCE) === revision) {
        this.versions.set(last, ATTRIBUTE, attribute)
        return
      }
      this.versions.set(last, UNTIL, revision)
    }
    if (attribute >= 0) this.addVersion(edge, attribute, revision)
  }

  private addEdge(kind: number, object: number, subject: number): number {
    const edge = this.edges.count
    const nextOfObject = this.rowsOf(kind, FORWARD).prepend(object, edge)
    const nextOfSubject = this.rowsOf(kind, REVERSE).prepend(subject, edge)
    this.edges.push(kind, object, subject, NONE, nextOfObject, nextOfSubject)
    this.edgeNumbers.set(kind, object, subject, edge)
    while (this.edgesOfKind.length <= kind) this.edgesOfKind.push(0)
    this.edgesOfKind[kind]!++
    return edge
  }

  private rowsOf(kind: number, direction: number): TouchedRows {
    const number = kind * 2 + direction
    while (this.rows.length <= number) this.rows.push(NO_ROWS)
    if (this.rows[number] === NO_ROWS) this.rows[number] = new TouchedRows()
    return this.rows[number]!
  }

  private addVersion(edge: number, attribute: number, revision: number): void {
    const version = this.versions.push(attribute, revision, FOREVER, this.edges.get(edge, NEWEST))
    this.edges.set(edge, NEWEST, version)
    if (attribute > 0) this.markAttributed(this.kindOf(edge))
  }

  private markAttributed(kind: number): void {
    while (this.attributed.length <= kind) this.attributed.push(0)
    this.attributed[kind] = 1
  }
}
