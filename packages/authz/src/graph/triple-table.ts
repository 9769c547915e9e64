// From three small numbers to one: open addressing, four words a slot, with a filter of one bit for each hash before
// it. Most questions ask about what is not in the table; the filter answers them from an eighth of a cache line's worth of
// memory an entry.

import { avalanche } from './text-bytes.ts'

export interface FrozenTripleTable {
  readonly words: Uint32Array
  readonly filter: Uint32Array
  readonly count: number
}

export class TripleTable {
  private words: Uint32Array
  private filter: Uint32Array
  private count: number

  constructor(frozen?: FrozenTripleTable) {
    this.words = frozen?.words.slice() ?? new Uint32Array(4 * 8)
    this.filter = frozen?.filter.slice() ?? new Uint32Array(2)
    this.count = frozen?.count ?? 0
  }

  freeze(): FrozenTripleTable {
    return { words: this.words.slice(), filter: this.filter.slice(), count: this.count }
  }

  /** −1 when it is not there. */
  get(a: number, b: number, c: number): number {
    const hash = hashOf(a, b, c)
    const { filter, words } = this
    if (((filter[(hash >>> 5) & (filter.length - 1)]! >>> (hash & 31)) & 1) === 0) return -1
    const mask = words.length - 4
    for (let at = (hash << 2) & mask; words[at + 3] !== 0; at = (at + 4) & mask) {
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) return words[at + 3]! - 1
    }
    return -1
  }

  /** Puts in, or replaces. */
  set(a: number, b: number, c: number, value: number): void {
    if (this.count * 8 >= this.words.length) this.grow()
    this.insert(a, b, c, value)
  }

  private insert(a: number, b: number, c: number, value: number): void {
    const hash = hashOf(a, b, c)
    const { filter, words } = this
    filter[(hash >>> 5) & (filter.length - 1)]! |= 1 << (hash & 31)
    const mask = words.length - 4
    let at = (hash << 2) & mask
    while (words[at + 3] !== 0 && (words[at] !== a || words[at + 1] !== b || words[at + 2] !== c)) at = (at + 4) & mask
    if (words[at + 3] === 0) this.count++
    words[at] = a
    words[at + 1] = b
    words[at + 2] = c
    words[at + 3] = value + 1
  }

  /** Half of the slots are used at most, and the filter has eight bits for each slot. */
  private grow(): void {
    const old = this.words
    this.words = new Uint32Array(old.length * 2)
    this.filter = new Uint32Array(this.words.length / 16)
    this.count = 0
    for (let at = 0; at < old.length; at += 4) {
      if (old[at + 3] !== 0) this.insert(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]! - 1)
    }
  }
}

function hashOf(a: number, b: number, c: number): number {
  return avalanche(Math.imul(a, 0x9e3779b1) ^ avalanche(b ^ Math.imul(c, 0x85ebca77)))
}
