// Laying out rows: from (node, size) of each row in order to the array in which a row's beginning is found, dense or
// sparse, whichever is smaller. The same for a build from nothing and for a merge.

import { Adjacency } from './adjacency.ts'
import { sharedU32, U32Column } from './column.ts'
import { SLICE } from './slices.ts'
import type { EdgeColumns } from './sort-edges.ts'

/** An array by node costs one word a node, a sorted list about two and a half a row. */
const DENSE_MIN = 1 / 8

/** The rows of an adjacency to be: their nodes, ascending, and how long they are. */
export class RowSizes {
  readonly nodes: U32Column
  readonly sizes: U32Column

  constructor(rowsMax: number) {
    this.nodes = U32Column.withRoom(rowsMax)
    this.sizes = U32Column.withRoom(rowsMax)
  }

  add(node: number, size: number): void {
    if (size === 0) return
    this.nodes.push(node)
    this.sizes.push(size)
  }
}

/** Sorted edges, laid out. `nodeCount` is how many nodes there are of the type that has the rows. */
export function* layOut(edges: EdgeColumns, nodeCount: number): Generator<undefined, Adjacency> {
  const { count, from, to } = edges
  const rows = new RowSizes(Math.min(count, nodeCount))
  let start = 0
  for (let i = 1; i <= count; i++) {
    if (i < count && from[i] === from[start]) continue
    rows.add(from[start]!, i - start)
    start = i
  }
  const attributes = edges.attributes && sharedCopy(edges.attributes, count)
  return yield* place(rows, nodeCount, sharedCopy(to, count), attributes)
}

export function* place(
  rows: RowSizes,
  nodeCount: number,
  nodes: Uint32Array,
  attributes: Uint32Array | null,
): Generator<undefined, Adjacency> {
  if (rows.nodes.length >= nodeCount * DENSE_MIN) {
    const starts = yield* denseStarts(rows, nodeCount)
    return new Adjacency({ starts, groups: new Uint32Array(0), groupBits: 0, nodes, attributes })
  }
  const starts = yield* sparseStarts(rows)
  const groupBits = groupBitsFor(starts, rows.nodes.length)
  const groups = yield* groupRows(starts, rows.nodes.length, groupBits)
  return new Adjacency({ starts, groups, groupBits, nodes, attributes })
}

function* denseStarts({ nodes, sizes }: RowSizes, nodeCount: number): Generator<undefined, Uint32Array> {
  const starts = sharedU32(nodeCount + 1)
  let next = 0
  let start = 0
  for (let node = 0; node <= nodeCount; node++) {
    starts[node] = start
    if (next < nodes.length && nodes.array[next] === node) start += sizes.array[next++]!
    if (node % SLICE === 0) yield undefined
  }
  return starts
}

function* sparseStarts({ nodes, sizes }: RowSizes): Generator<undefined, Uint32Array> {
  const count = nodes.length
  const starts = sharedU32(2 * count + 2)
  let start = 0
  for (let row = 0; row < count; row++) {
    starts[2 * row] = nodes.array[row]!
    starts[2 * row + 1] = start
    start += sizes.array[row]!
    if (row % SLICE === 0) yield undefined
  }
  starts[2 * count] = 0xffff_ffff
  starts[2 * count + 1] = start
  return starts
}

/** About one group for every two rows. */
function groupBitsFor(starts: Uint32Array, rows: number): number {
  let bits = 0
  while (bits < 31 && spanOf(starts, rows) / 2 ** bits > Math.max(1, rows / 2)) bits++
  return bits
}

function* groupRows(starts: Uint32Array, rows: number, bits: number): Generator<undefined, Uint32Array> {
  const groups = sharedU32(((spanOf(starts, rows) - 1) >>> bits) + 2)
  let group = 0
  for (let row = 0; row < rows; row++) {
    while (group <= starts[2 * row]! >>> bits) groups[group++] = row
    if (row % SLICE === 0) yield undefined
  }
  while (group < groups.length) groups[group++] = rows
  return groups
}

function spanOf(starts: Uint32Array, rows: number): number {
  return rows === 0 ? 1 : starts[2 * rows - 2]! + 1
}

function sharedCopy(array: Uint32Array, length: number): Uint32Array {
  const copy = sharedU32(length)
  copy.set(array.subarray(0, length))
  return copy
}
