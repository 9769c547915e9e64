// A new base from the old one and what changed since, kind by kind: the touched edges are sorted, and between them the
// old arrays are copied as they are. A kind without changes is taken over whole. All in slices; nobody sees the new
// base before it is done.

import type { Adjacency } from './adjacency.ts'
import { Base } from './base.ts'
import { sharedU32, U32Column } from './column.ts'
import { Delta } from './delta.ts'
import { place, RowSizes } from './lay-out.ts'
import type { Registry } from './registry.ts'
import { SLICE } from './slices.ts'
import { type EdgeColumns, sortSteps } from './sort-edges.ts'

/** What an edge has become: 0 gone, else its attribute + 1. */
const GONE = 0

/** Editing one edge takes as long as copying so many. */
const EDIT_WORK = 32

interface Touched {
  readonly objects: U32Column
  readonly subjects: U32Column
  readonly states: U32Column
}

/** The base of a later revision. `nodeCounts` says for each type how many nodes there are. */
export function* mergeBase(
  base: Base,
  delta: Delta,
  revision: number,
  registry: Registry,
  nodeCounts: readonly number[],
): Generator<undefined, Base> {
  const touched = yield* touchedByKind(delta, revision - base.revision)
  const forward: Adjacency[] = []
  const reverse: Adjacency[] = []
  for (const [number, kind] of [...registry.kinds].entries()) {
    const edges = touched[number]
    const subjects = kind.subjectRelation === '*' ? 1 : (nodeCounts[kind.subjectTypeNumber] ?? 0)
    forward.push(
      edges
        ? yield* mergeRows(
            base.forward(number),
            edges.objects,
            edges.subjects,
            edges.states,
            nodeCounts[kind.objectTypeNumber] ?? 0,
          )
        : base.forward(number),
    )
    reverse.push(
      edges
        ? yield* mergeRows(base.reverse(number), edges.subjects, edges.objects, edges.states, subjects)
        : base.reverse(number),
    )
  }
  return new Base(revision, forward, reverse)
}

/** What was changed while the merge ran, told to a new delta. It does not yield after the last change it has seen. */
export function* laterDelta(delta: Delta, from: number, revision: number, merged: Base): Generator<undefined, Delta> {
  const later = new Delta()
  for (let touch = from; touch < delta.touchCount; touch++) {
    if (touch % 1024 === 0) yield undefined
    const edge = delta.touchedEdge(touch)
    const at = delta.touchedAt(touch)
    const [kind, object, subject] = [delta.kindOf(edge), delta.objectOf(edge), delta.subjectOf(edge)]
    const inBase = merged.attribute(kind, object, subject)
    later.record(kind, object, subject, delta.stateOf(edge, at), at - revision, inBase)
  }
  return later
}

function* touchedByKind(delta: Delta, revision: number): Generator<undefined, (Touched | undefined)[]> {
  const kinds: (Touched | undefined)[] = []
  const size = delta.edgeCount
  for (let edge = 0; edge < size; edge++) {
    const kind = delta.kindOf(edge)
    kinds[kind] ??= { objects: new U32Column(), subjects: new U32Column(), states: new U32Column() }
    kinds[kind].objects.push(delta.objectOf(edge))
    kinds[kind].subjects.push(delta.subjectOf(edge))
    kinds[kind].states.push(delta.stateOf(edge, revision) + 1)
    if (edge % SLICE === 0) yield undefined
  }
  return kinds
}

function* mergeRows(
  old: Adjacency,
  from: U32Column,
  to: U32Column,
  states: U32Column,
  nodeCount: number,
): Generator<undefined, Adjacency> {
  const columns = {
    count: from.length,
    from: from.filled().slice(),
    to: to.filled().slice(),
    attributes: states.filled().slice(),
  }
  const touched = yield* sortSteps(columns)
  const edit = new Edit(old, touched)
  const rows = yield* edit.run()
  return yield* place(
    rows,
    nodeCount,
    edit.nodes.subarray(0, edit.length),
    edit.attributes?.subarray(0, edit.length) ?? null,
  )
}

/** The old rows with the touched edges put in, left out or replaced. */
class Edit {
  readonly nodes: Uint32Array
  readonly attributes: Uint32Array | null
  length = 0
  private readonly old: Adjacency
  private readonly touched: EdgeColumns
  private copied = 0
  /** Edges copied since the last yield. */
  private work = 0

  constructor(old: Adjacency, touched: EdgeColumns) {
    this.old = old
    this.touched = touched
    this.nodes = sharedU32(old.nodes.length + touched.count)
    const attributed = old.attributes !== null || touched.attributes!.some((state) => state > 1)
    this.attributes = attributed ? sharedU32(this.nodes.length) : null
  }

  *run(): Generator<undefined, RowSizes> {
    const rows = new RowSizes()
    const { count, from } = this.touched
    let row = 0
    for (let i = 0; i < count; ) {
      const node = from[i]!
      row = yield* this.keepRows(rows, row, node)
      const isOld = this.old.rowNode(row) === node
      let size = isOld ? this.old.rowSize(row) : 0
      for (; i < count && from[i] === node; i++) size += yield* this.editEdge(i)
      rows.add(node, size)
      if (isOld) row++
    }
    yield* this.keepRows(rows, row, 0xffff_ffff)
    yield* this.copyTo(this.old.nodes.length)
    return rows
  }

  /** The old rows before a node, which stay as they are. */
  private *keepRows(rows: RowSizes, from: number, node: number): Generator<undefined, number> {
    const { old } = this
    let row = from
    for (; row < old.rowCount && old.rowNode(row) < node; row++) {
      rows.add(old.rowNode(row), old.rowSize(row))
      if (row % SLICE === 0) yield undefined
    }
    return row
  }

  /** By how much the edge's row becomes longer. */
  private *editEdge(i: number): Generator<undefined, number> {
    const { old, touched } = this
    const node = touched.from[i]!
    const other = touched.to[i]!
    const state = touched.attributes![i]!
    const wasThere = old.find(node, other) >= 0
    const at = old.placeOf(node, other)
    yield* this.copyTo(at)
    if (wasThere) this.copied = at + 1
    if (state !== GONE) {
      this.nodes[this.length] = other
      if (this.attributes !== null) this.attributes[this.length] = state - 1
      this.length++
    }
    return (state === GONE ? 0 : 1) - (wasThere ? 1 : 0)
  }

  private *copyTo(end: number): Generator<undefined, void> {
    const { old } = this
    this.work += EDIT_WORK
    while (this.copied < end) {
      const to = Math.min(end, this.copied + SLICE)
      this.nodes.set(old.nodes.subarray(this.copied, to), this.length)
      if (old.attributes !== null) this.attributes!.set(old.attributes.subarray(this.copied, to), this.length)
      this.length += to - this.copied
      this.work += to - this.copied
      this.copied = to
      if (this.work > SLICE) yield this.rest()
    }
    if (this.work > SLICE) yield this.rest()
  }

  private rest(): undefined {
    this.work = 0
  }
}
