// The edges of one kind in one direction, as they were at one revision: for each node a row of the nodes it leads to,
// in ascending order, all rows in one array. Where rows begin is either an array indexed by the node, or, when few
// nodes have a row, a sorted list of (node, beginning) with a table of where to look in it. Never written after it is
// made, so any number of threads may read it.

import { sharedU32 } from './column.ts'

/** An array by node costs one word a node, a sorted list about two and a half a row. */
const DENSE_MIN = 1 / 8

export interface FrozenAdjacency {
  /** Dense: where each row begins, and one more. Sparse: pairs of node and beginning, and one more. */
  readonly starts: Uint32Array
  /** Sparse: for each group of nodes, the first pair that may be of it, and one more. Dense: nothing. */
  readonly groups: Uint32Array
  readonly groupBits: number
  readonly nodes: Uint32Array
  readonly attributes: Uint32Array | null
}

export class Adjacency {
  readonly nodes: Uint32Array
  readonly attributes: Uint32Array | null
  readonly starts: Uint32Array
  /** How far apart in `starts` the beginnings of two rows are: 1 dense, 2 sparse. */
  readonly stride: number
  private readonly rows: number
  private readonly groups: Uint32Array
  private readonly groupBits: number

  constructor({ starts, groups, groupBits, nodes, attributes }: FrozenAdjacency) {
    this.starts = starts
    this.groups = groups
    this.groupBits = groupBits
    this.nodes = nodes
    this.attributes = attributes
    this.stride = groups.length === 0 ? 1 : 2
    this.rows = starts.length / this.stride - 1
  }

  freeze(): FrozenAdjacency {
    const { starts, groups, groupBits, nodes, attributes } = this
    return { starts, groups, groupBits, nodes, attributes }
  }

  /** Where in `starts` the node's row begins; it ends at `stride` further on. −1: it has no row. */
  position(node: number): number {
    if (this.stride === 1) return node < this.rows ? node : -1
    const group = node >>> this.groupBits
    const { groups, starts } = this
    if (group >= groups.length - 1) return -1
    let low = groups[group]!
    const end = groups[group + 1]!
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (starts[2 * middle]! < node) low = middle + 1
      else high = middle
    }
    return low < end && starts[2 * low] === node ? 2 * low + 1 : -1
  }

  degree(node: number): number {
    const at = this.position(node)
    return at < 0 ? 0 : this.starts[at + this.stride]! - this.starts[at]!
  }

  /** Where in `nodes` the edge is; −1 when there is none. */
  find(node: number, other: number): number {
    const at = this.position(node)
    return at < 0 ? -1 : this.search(this.starts[at]!, this.starts[at + this.stride]!, other)
  }

  search(start: number, end: number, other: number): number {
    const { nodes } = this
    let low = start
    let high = end
    while (high - low > 8) {
      const middle = (low + high) >>> 1
      if (nodes[middle]! <= other) low = middle
      else high = middle
    }
    for (; low < high; low++) if (nodes[low] === other) return low
    return -1
  }

  /** The nodes that have a row, ascending. */
  *keys(): Generator<number> {
    const { starts, stride } = this
    for (let row = 0; row < this.rows; row++) {
      if (stride === 2) yield starts[2 * row]!
      else if (starts[row + 1]! > starts[row]!) yield row
    }
  }
}

export const NO_EDGES = new Adjacency({
  starts: new Uint32Array(1),
  groups: new Uint32Array(0),
  groupBits: 0,
  nodes: new Uint32Array(0),
  attributes: null,
})

export interface SortedEdges {
  readonly count: number
  /** Ascending; within one of them `to` is ascending. */
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly attributes: Uint32Array | null
}

/** `nodeCount` is how many nodes there are of the type that has the rows. */
export function layOut(edges: SortedEdges, nodeCount: number): Adjacency {
  const { count, from } = edges
  let rows = 0
  for (let i = 0; i < count; i++) if (i === 0 || from[i] !== from[i - 1]) rows++
  const nodes = sharedCopy(edges.to, count)
  const attributes = edges.attributes && sharedCopy(edges.attributes, count)
  if (rows >= nodeCount * DENSE_MIN) {
    return new Adjacency({
      starts: denseStarts(edges, nodeCount),
      groups: new Uint32Array(0),
      groupBits: 0,
      nodes,
      attributes,
    })
  }
  const starts = sharedU32(2 * rows + 2)
  let row = 0
  for (let i = 0; i < count; i++) {
    if (i > 0 && from[i] === from[i - 1]) continue
    starts[2 * row] = from[i]!
    starts[2 * row + 1] = i
    row++
  }
  starts[2 * rows] = 0xffff_ffff
  starts[2 * rows + 1] = count
  return new Adjacency({ starts, ...groupRows(starts, rows), nodes, attributes })
}

function denseStarts({ count, from }: SortedEdges, nodeCount: number): Uint32Array {
  const starts = sharedU32(nodeCount + 1)
  let row = 0
  for (let i = 0; i < count; i++) while (row <= from[i]!) starts[row++] = i
  while (row <= nodeCount) starts[row++] = count
  return starts
}

/** Groups of nodes such that there is about one group for every two rows. */
export function groupRows(starts: Uint32Array, rows: number): { groups: Uint32Array; groupBits: number } {
  const span = rows === 0 ? 1 : starts[2 * rows - 2]! + 1
  let groupBits = 0
  while (groupBits < 31 && span / 2 ** groupBits > Math.max(1, rows / 2)) groupBits++
  const groups = sharedU32(((span - 1) >>> groupBits) + 2)
  let group = 0
  for (let row = 0; row < rows; row++) while (group <= starts[2 * row]! >>> groupBits) groups[group++] = row
  while (group < groups.length) groups[group++] = rows
  return { groups, groupBits }
}

function sharedCopy(array: Uint32Array, length: number): Uint32Array {
  const copy = sharedU32(length)
  copy.set(array.subarray(0, length))
  return copy
}
