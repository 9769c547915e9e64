// A set of nodes of one type, as bits. Membership is one access; going through it gives ascending order for nothing,
// which is the order in which names lie in memory.

export class Bits {
  readonly words: Uint32Array
  constructor(size: number) {
    this.words = new Uint32Array((size + 31) >>> 5)
  }

  /** No more members than this. */
  get capacity(): number {
    return this.words.length * 32
  }

  has(node: number): boolean {
    return (this.words[node >>> 5]! & (1 << (node & 31))) !== 0
  }

  /** False when it was there. */
  add(node: number): boolean {
    const word = this.words[node >>> 5]!
    const bit = 1 << (node & 31)
    if ((word & bit) !== 0) return false
    this.words[node >>> 5] = word | bit
    return true
  }

  delete(node: number): void {
    this.words[node >>> 5]! &= ~(1 << (node & 31))
  }

  keepOnly(other: Bits): void {
    for (let i = 0; i < this.words.length; i++) this.words[i]! &= other.words[i]!
  }

  remove(other: Bits): void {
    for (let i = 0; i < this.words.length; i++) this.words[i]! &= ~other.words[i]!
  }

  include(other: Bits): void {
    for (let i = 0; i < this.words.length; i++) this.words[i]! |= other.words[i]!
  }

  /**
   * From the word `from` on, up to that of the last of `nodes`, keeps only members that are also in `nodes`, which
   * ascend. Returns the word behind.
   */
  keepSorted(nodes: Uint32Array, from = 0): number {
    const { words } = this
    let next = from
    for (let i = 0; i < nodes.length; ) {
      const index = nodes[i]! >>> 5
      let mask = 0
      for (; i < nodes.length && nodes[i]! >>> 5 === index; i++) mask |= 1 << (nodes[i]! & 31)
      words.fill(0, next, index)
      words[index]! &= mask
      next = index + 1
    }
    return next
  }

  clearFrom(word: number): void {
    this.words.fill(0, word)
  }

  removeAll(nodes: Uint32Array): void {
    for (let i = 0; i < nodes.length; i++) this.delete(nodes[i]!)
  }

  count(): number {
    let count = 0
    for (let i = 0; i < this.words.length; i++) {
      let word = this.words[i]!
      word -= (word >>> 1) & 0x55555555
      word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
      count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
    }
    return count
  }

  /** Writes up to `into.length` members ≥ `from`, ascending; returns how many. */
  take(from: number, into: Uint32Array): number {
    let taken = 0
    let index = from >>> 5
    let word = index < this.words.length ? this.words[index]! & (-1 << (from & 31)) : 0
    while (taken < into.length) {
      while (word === 0) {
        if (++index >= this.words.length) return taken
        word = this.words[index]!
      }
      const low = word & -word
      into[taken++] = (index << 5) + 31 - Math.clz32(low)
      word ^= low
    }
    return taken
  }
}
