// The edges of one kind in one direction, as they were at one revision: for each node a row of the nodes it leads to,
// in ascending order, all rows in one array. Where rows begin is either an array indexed by the node, or, when few
// nodes have a row, a sorted list of (node, beginning) with a table of where to look in it. Never written after it is
// made, so any number of threads may read it.

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

  /** Where in `nodes`, between these places of one row, an edge is, or where it would have to be put in. */
  placeIn(start: number, end: number, other: number): number {
    const { nodes } = this
    let low = start
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (nodes[middle]! < other) low = middle + 1
      else high = middle
    }
    return low
  }

  get rowCount(): number {
    return this.rows
  }

  /** The node of the n-th row; beyond the last, a number that no node has. */
  rowNode(row: number): number {
    if (row >= this.rows) return 0xffff_ffff
    return this.stride === 1 ? row : this.starts[2 * row]!
  }

  /** Where in `nodes` the n-th row begins; for the one after the last, where the last ends. */
  rowStart(row: number): number {
    return this.starts[row * this.stride + this.stride - 1]!
  }

  rowSize(row: number): number {
    const at = row * this.stride + this.stride - 1
    return this.starts[at + this.stride]! - this.starts[at]!
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
