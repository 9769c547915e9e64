// From three small numbers to one: open addressing, four words a slot, half of the slots used at most.

import { avalanche } from './text-bytes.ts'

export interface FrozenTripleTable {
  readonly words: Uint32Array
  readonly count: number
}

export class TripleTable {
  private words: Uint32Array
  private count: number

  constructor(frozen?: FrozenTripleTable) {
    this.words = frozen?.words.slice() ?? new Uint32Array(4 * 8)
    this.count = frozen?.count ?? 0
  }

  freeze(): FrozenTripleTable {
    return { words: this.words.slice(), count: this.count }
  }

  /** −1 when it is not there. */
  get(a: number, b: number, c: number): number {
    return this.words[this.place(a, b, c) + 3]! - 1
  }

  /** Puts in, or replaces. */
  set(a: number, b: number, c: number, value: number): void {
    if ((this.count + 1) * 8 > this.words.length) this.grow()
    const at = this.place(a, b, c)
    if (this.words[at + 3] === 0) this.count++
    this.put(at, a, b, c, value + 1)
  }

  /** The slot of the three, or the free one where they would be. */
  private place(a: number, b: number, c: number): number {
    const { words } = this
    const mask = words.length - 4
    let at = (hashOf(a, b, c) << 2) & mask
    while (words[at + 3] !== 0 && (words[at] !== a || words[at + 1] !== b || words[at + 2] !== c)) at = (at + 4) & mask
    return at
  }

  private put(at: number, a: number, b: number, c: number, entry: number): void {
    this.words[at] = a
    this.words[at + 1] = b
    this.words[at + 2] = c
    this.words[at + 3] = entry
  }

  private grow(): void {
    const old = this.words
    this.words = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 4) {
      const [a, b, c] = [old[at]!, old[at + 1]!, old[at + 2]!]
      if (old[at + 3] !== 0) this.put(this.place(a, b, c), a, b, c, old[at + 3]!)
    }
  }
}

function hashOf(a: number, b: number, c: number): number {
  return avalanche(Math.imul(a, 0x9e3779b1) ^ avalanche(b ^ Math.imul(c, 0x85ebca77)))
}
