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

/** Finding one edge takes as long as copying so many. */
const EDIT_WORK = 64

const EDITS_PER_STEP = SLICE / EDIT_WORK

interface Touched {
  readonly objects: U32Column
  readonly subjects: U32Column
  readonly states: U32Column
  /** Some of them carries an attribute. */
  attributed: boolean
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
    const objects = nodeCounts[kind.objectTypeNumber] ?? 0
    const subjects = kind.subjectRelation === '*' ? 1 : (nodeCounts[kind.subjectTypeNumber] ?? 0)
    forward.push(
      edges
        ? yield* mergeRows(base.forward(number), edges.objects, edges.subjects, edges, objects)
        : base.forward(number),
    )
    reverse.push(
      edges
        ? yield* mergeRows(base.reverse(number), edges.subjects, edges.objects, edges, subjects)
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
    kinds[kind] ??= roomForTouched(delta.touchedOf(kind))
    const touched = kinds[kind]
    const state = delta.stateOf(edge, revision) + 1
    if (state > 1) touched.attributed = true
    touched.objects.push(delta.objectOf(edge))
    touched.subjects.push(delta.subjectOf(edge))
    touched.states.push(state)
    if (edge % EDITS_PER_STEP === 0) yield undefined
  }
  return kinds
}

/** All the room at once: a column that grows copies all of itself in one step. */
function roomForTouched(count: number): Touched {
  const column = () => U32Column.withRoom(count)
  return { objects: column(), subjects: column(), states: column(), attributed: false }
}

function* mergeRows(
  old: Adjacency,
  from: U32Column,
  to: U32Column,
  { states, attributed }: Touched,
  nodeCount: number,
): Generator<undefined, Adjacency> {
  const columns = {
    count: from.length,
    from: yield* copyOf(from),
    to: yield* copyOf(to),
    attributes: yield* copyOf(states),
  }
  const edit = new Edit(old, yield* sortSteps(columns), attributed)
  const rows = yield* edit.run()
  return yield* place(
    rows,
    nodeCount,
    edit.nodes.subarray(0, edit.length),
    edit.attributes?.subarray(0, edit.length) ?? null,
  )
}

function* copyOf(column: U32Column): Generator<undefined, Uint32Array> {
  const copy = new Uint32Array(column.length)
  for (let from = 0; from < copy.length; from += SLICE) {
    copy.set(column.array.subarray(from, Math.min(copy.length, from + SLICE)), from)
    yield undefined
  }
  return copy
}

/** The old rows with the touched edges put in, left out or replaced. */
class Edit {
  readonly nodes: Uint32Array
  readonly attributes: Uint32Array | null
  length = 0
  private readonly old: Adjacency
  private readonly touched: EdgeColumns
  private copied = 0
  /** Edges copied and rows kept since the last yield; an edit counts as many. */
  private work = 0

  constructor(old: Adjacency, touched: EdgeColumns, attributed: boolean) {
    this.old = old
    this.touched = touched
    this.nodes = sharedU32(old.nodes.length + touched.count)
    this.attributes = attributed || old.attributes !== null ? sharedU32(this.nodes.length) : null
  }

  *run(): Generator<undefined, RowSizes> {
    const { old, touched } = this
    const { count, from } = touched
    const rows = new RowSizes(old.rowCount + count)
    let row = 0
    for (let i = 0; i < count; ) {
      const node = from[i]!
      for (; row < old.rowCount && old.rowNode(row) < node; row++) {
        rows.add(old.rowNode(row), old.rowSize(row))
        if (++this.work > SLICE) yield this.rest()
      }
      const isOld = old.rowNode(row) === node
      let size = isOld ? old.rowSize(row) : 0
      const end = old.rowStart(row) + size
      for (; i < count && from[i] === node; i++) {
        const at = old.placeIn(Math.max(this.copied, old.rowStart(row)), end, touched.to[i]!)
        while (this.copy(at)) yield this.rest()
        size += this.edit(i, at < end && old.nodes[at] === touched.to[i])
        this.work += EDIT_WORK
      }
      rows.add(node, size)
      if (isOld) row++
    }
    for (; row < old.rowCount; row++) {
      rows.add(old.rowNode(row), old.rowSize(row))
      if (++this.work > SLICE) yield this.rest()
    }
    while (this.copy(old.nodes.length)) yield this.rest()
    return rows
  }

  /** Copies old edges up to `end`; true when there was too much to do, and it has to be called again. */
  private copy(end: number): boolean {
    const { old, nodes, attributes, copied } = this
    const to = Math.min(end, copied + SLICE)
    const offset = this.length - copied
    // A view of a few edges costs more than they do.
    if (to - copied > 64) {
      nodes.set(old.nodes.subarray(copied, to), this.length)
      if (old.attributes !== null) attributes!.set(old.attributes.subarray(copied, to), this.length)
    } else {
      for (let i = copied; i < to; i++) nodes[i + offset] = old.nodes[i]!
      if (old.attributes !== null) for (let i = copied; i < to; i++) attributes![i + offset] = old.attributes[i]!
    }
    this.copied = to
    this.length += to - copied
    this.work += to - copied
    return to < end || this.work > SLICE
  }

  /** By how much the edge's row becomes longer. */
  private edit(i: number, wasThere: boolean): number {
    const state = this.touched.attributes![i]!
    if (wasThere) this.copied++
    if (state !== GONE) {
      this.nodes[this.length] = this.touched.to[i]!
      if (this.attributes !== null) this.attributes[this.length] = state - 1
      this.length++
    }
    return (state === GONE ? 0 : 1) - (wasThere ? 1 : 0)
  }

  private rest(): undefined {
    this.work = 0
  }
}
