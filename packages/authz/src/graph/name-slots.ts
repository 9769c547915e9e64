// Where a name is found by its hash: open addressing, two words a slot, the hash and the name's number + 1. A slot's
// place is the hash scaled to the table's size, so the entries lie in the order of their hashes: growing reads and
// writes in sequence, and a finished table can have exactly the size it needs.

import { sharedU32 } from './column.ts'

const LOAD_MAX = 0.75

export class NameSlots {
  words: Uint32Array
  count: number
  private capacity: number
  private scale: number

  constructor(words: Uint32Array = sharedU32(32), count = 0) {
    this.words = words
    this.count = count
    this.capacity = words.length / 2
    this.scale = this.capacity / 2 ** 32
  }

  /** A table that holds so many entries without growing. */
  static sized(count: number): NameSlots {
    return new NameSlots(sharedU32(2 * Math.max(16, Math.ceil(count / LOAD_MAX) + 1)))
  }

  /** The first slot at or after `slot` (−1: where the hash belongs) that has this hash; −1 when there is none. */
  seek(hash: number, slot: number): number {
    const { words, capacity } = this
    let at = slot < 0 ? (hash * this.scale) >>> 0 : slot
    for (;;) {
      if (at === capacity) at = 0
      if (words[2 * at + 1] === 0) return -1
      if (words[2 * at] === hash) return at
      at++
    }
  }

  /** Fetches the place where the hash belongs; what it returns means nothing. */
  peek(hash: number): number {
    return this.words[2 * ((hash * this.scale) >>> 0)]!
  }

  name(slot: number): number {
    return this.words[2 * slot + 1]! - 1
  }

  insert(hash: number, name: number): void {
    if (this.count >= this.capacity * LOAD_MAX) this.grow()
    const { words, capacity } = this
    let at = (hash * this.scale) >>> 0
    while (words[2 * at + 1] !== 0) if (++at === capacity) at = 0
    words[2 * at] = hash
    words[2 * at + 1] = name + 1
    this.count++
  }

  /** The entries of slots `from` to `to` that are names below `below`, put into another table. */
  copyTo(other: NameSlots, from: number, to: number, below: number): void {
    const { words } = this
    const end = Math.min(to, this.capacity)
    for (let at = from; at < end; at++) {
      const entry = words[2 * at + 1]!
      if (entry !== 0 && entry <= below) other.insert(words[2 * at]!, entry - 1)
    }
  }

  get size(): number {
    return this.capacity
  }

  private grow(): void {
    const larger = new NameSlots(sharedU32(this.words.length * 2))
    this.copyTo(larger, 0, this.capacity, 0xffff_ffff)
    this.words = larger.words
    this.capacity = larger.capacity
    this.scale = larger.scale
  }
}
