// A row of edges, handed out by a view: `nodes[start..end)` with their attributes, null when all are 0. It belongs to
// the reader, who uses it again and again; what it shows is good until it is filled the next time.

const NOTHING = new Uint32Array(0)

export class Row {
  nodes: Uint32Array = NOTHING
  attributes: Uint32Array | null = null
  start = 0
  end = 0
  private ownNodes = NOTHING
  private ownAttributes = NOTHING

  /** Whether it shows its own memory, which the next row overwrites. */
  get isOwn(): boolean {
    return this.nodes === this.ownNodes
  }

  /** From now on it shows its own memory, empty, with room for so many. */
  lendOwn(size: number): void {
    if (size > this.ownNodes.length) {
      this.ownNodes = new Uint32Array(Math.max(64, size * 2))
      this.ownAttributes = new Uint32Array(this.ownNodes.length)
    }
    this.nodes = this.ownNodes
    this.attributes = null
    this.start = 0
    this.end = 0
  }

  put(node: number, attribute: number): void {
    this.ownNodes[this.end] = node
    this.ownAttributes[this.end] = attribute
    if (attribute > 0) this.attributes = this.ownAttributes
    this.end++
  }
}
