// A table from pairs of u32 to a small value: the visited marks and memos of a question. It is emptied by raising a
// number instead of clearing memory: the first half of a pair, the tag, only grows, and entries whose tag is below
// `floor` are free. It starts each question at a size that stays in the first cache, whatever it grew to before.

const SLOTS_START = 1024
/** A table larger than this is given back after the question that needed it. */
const SLOTS_KEPT = 1 << 20
/** Far enough from 2^32 that no question, bounded in steps, gets there from here. */
const TAG_RENUMBER = 0x7fff_ffff

export const NEW = 0
export const SEEN = 1
export const SETTLED = 2
const SETTLED_WALK = 0xffff_ffff

export class PairTable {
  private slots = new Uint32Array(SLOTS_START * 2)
  private values = new Uint32Array(SLOTS_START)
  private mask = SLOTS_START - 1
  private floor = 1
  private next = 1
  private count = 0

  /** Forgets everything. */
  reset(): void {
    if (this.next > TAG_RENUMBER || this.mask > SLOTS_KEPT) {
      this.slots = new Uint32Array(SLOTS_START * 2)
      this.values = new Uint32Array(SLOTS_START)
      this.next = 1
    }
    this.floor = this.next
    this.mask = SLOTS_START - 1
    this.count = 0
  }

  /** Takes `width` tags that nobody else uses until the next reset, and returns the first. */
  takeTags(width: number): number {
    const first = this.next
    this.next += width
    return first
  }

  /** Adds the pair; false when it was there. */
  add(tag: number, key: number): boolean {
    const slots = this.slots
    const floor = this.floor
    let slot = hash(tag, key) & this.mask
    for (;;) {
      const found = slots[slot * 2]!
      if (found < floor) break
      if (found === tag && slots[slot * 2 + 1] === key) return false
      slot = (slot + 1) & this.mask
    }
    slots[slot * 2] = tag
    slots[slot * 2 + 1] = key
    if (++this.count * 2 > this.mask) this.grow()
    return true
  }

  /**
   * One visit of many walks. SEEN when this walk was here, or an earlier one that `ended` for good; SETTLED when the
   * pair was settled; NEW otherwise, and then it is this walk's.
   */
  visit(tag: number, key: number, walk: number, ended: readonly boolean[]): number {
    const slot = this.find(tag, key)
    if (slot < 0) {
      this.set(tag, key, walk)
      return NEW
    }
    const value = this.values[slot]!
    if (value === SETTLED_WALK) return SETTLED
    if (value === walk || ended[value]) return SEEN
    this.values[slot] = walk
    return NEW
  }

  /** Every later visit will find it SETTLED. */
  settle(tag: number, key: number): void {
    this.set(tag, key, SETTLED_WALK)
  }

  has(tag: number, key: number): boolean {
    return this.find(tag, key) >= 0
  }

  /** The pair's value, or `otherwise`. */
  get(tag: number, key: number, otherwise: number): number {
    const slot = this.find(tag, key)
    return slot < 0 ? otherwise : this.values[slot]!
  }

  set(tag: number, key: number, value: number): void {
    let slot = this.find(tag, key)
    if (slot < 0) {
      this.add(tag, key)
      slot = this.find(tag, key)
    }
    this.values[slot] = value
  }

  private find(tag: number, key: number): number {
    const slots = this.slots
    const floor = this.floor
    let slot = hash(tag, key) & this.mask
    for (;;) {
      const found = slots[slot * 2]!
      if (found < floor) return -1
      if (found === tag && slots[slot * 2 + 1] === key) return slot
      slot = (slot + 1) & this.mask
    }
  }

  private grow(): void {
    const { slots, values, mask, floor } = this
    const size = (mask + 1) * 2
    // A fresh array, because entries of the smaller table lie where the larger one would not look for them.
    this.slots = new Uint32Array(size * 2)
    this.values = new Uint32Array(size)
    this.mask = size - 1
    this.count = 0
    for (let slot = 0; slot <= mask; slot++) {
      const tag = slots[slot * 2]!
      if (tag >= floor) this.set(tag, slots[slot * 2 + 1]!, values[slot]!)
    }
  }
}

function hash(tag: number, key: number): number {
  let mixed = Math.imul(key ^ Math.imul(tag, 0x9e3779b1), 0x85ebca6b)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
