// The rows of one kind in one direction that have touched edges: from a node to the first of the edges and how many
// there are. Open addressing, three words a slot. Most rows that are asked about were never touched; a bit for each
// node, modulo their number, says so without a look at the table.

const NODE = 0
const FIRST = 1
const COUNT = 2
const WIDTH = 3

const NONE = 0xffff_ffff

export interface FrozenRows {
  readonly words: Uint32Array
  readonly bits: Uint32Array
  readonly count: number
}

export class TouchedRows {
  private words: Uint32Array
  private bits: Uint32Array
  private count: number

  constructor(frozen?: FrozenRows) {
    this.words = frozen?.words.slice() ?? new Uint32Array(WIDTH * 4)
    this.bits = frozen?.bits.slice() ?? new Uint32Array(1)
    this.count = frozen?.count ?? 0
  }

  freeze(): FrozenRows {
    return { words: this.words.slice(), bits: this.bits.slice(), count: this.count }
  }

  /** False: certainly not touched. */
  mayHave(node: number): boolean {
    const { bits } = this
    return ((bits[(node >>> 5) & (bits.length - 1)]! >>> (node & 31)) & 1) === 1
  }

  /** The first edge of the row; −1 when it was not touched. */
  first(node: number): number {
    const at = this.mayHave(node) ? this.place(node) : -1
    return at < 0 || this.words[at + COUNT] === 0 ? -1 : this.words[at + FIRST]!
  }

  edges(node: number): number {
    return this.mayHave(node) ? this.words[this.place(node) + COUNT]! : 0
  }

  /** Makes an edge the first of its row, and returns the one that was. */
  prepend(node: number, edge: number): number {
    if ((this.count + 1) * 2 * WIDTH > this.words.length) this.grow()
    const at = this.place(node)
    const isNew = this.words[at + COUNT] === 0
    const before = isNew ? NONE : this.words[at + FIRST]!
    this.put(at, node, edge, this.words[at + COUNT]! + 1)
    if (isNew) this.count++
    return before
  }

  /** The nodes of the rows, ascending. */
  nodes(): Uint32Array {
    const nodes = new Uint32Array(this.count)
    let next = 0
    for (let at = 0; at < this.words.length; at += WIDTH) {
      if (this.words[at + COUNT]! > 0) nodes[next++] = this.words[at + NODE]!
    }
    return nodes.sort()
  }

  /** The node's slot, or the free one where it would be. */
  private place(node: number): number {
    const { words } = this
    const slots = words.length / WIDTH
    let slot = (Math.imul(node, 0x9e3779b1) >>> 8) & (slots - 1)
    while (words[slot * WIDTH + COUNT] !== 0 && words[slot * WIDTH + NODE] !== node) slot = (slot + 1) & (slots - 1)
    return slot * WIDTH
  }

  private put(at: number, node: number, first: number, count: number): void {
    this.words[at + NODE] = node
    this.words[at + FIRST] = first
    this.words[at + COUNT] = count
    this.bits[(node >>> 5) & (this.bits.length - 1)]! |= 1 << (node & 31)
  }

  /** At most half of the slots are used, and there are four bits for each slot. */
  private grow(): void {
    const old = this.words
    this.words = new Uint32Array(old.length * 2)
    this.bits = new Uint32Array(Math.max(1, (this.words.length / WIDTH) >>> 3))
    for (let at = 0; at < old.length; at += WIDTH) {
      const node = old[at + NODE]!
      if (old[at + COUNT]! > 0) this.put(this.place(node), node, old[at + FIRST]!, old[at + COUNT]!)
    }
  }
}
