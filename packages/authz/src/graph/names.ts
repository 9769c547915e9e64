// Names as numbers: each name gets the next number when it is first seen, and keeps it for ever. The bytes lie in
// blocks of 65,536 names in the order of the numbers, so a list that is read out in order reads memory in order, and
// no block outgrows 32-bit offsets. A V8 Map would stop at 2^24 entries and cost three times as much.
//
// Of the two hash tables the sealed one is never written again: threads share it. Later names are in the other one,
// until a merge seals both as one.

import { sharedU32 } from './column.ts'
import { sharedMemory } from './memory.ts'
import { NameSlots } from './name-slots.ts'
import { SLICE } from './slices.ts'
import { decode, encode, encoded } from './text-bytes.ts'

const BLOCK_BITS = 16
const BLOCK_NAMES = 1 << BLOCK_BITS

export interface FrozenNames {
  readonly count: number
  readonly seed: number
  readonly blocks: readonly Uint8Array[]
  /** Where each name of a block ends. */
  readonly ends: readonly Uint32Array[]
  readonly sealed: Uint32Array
  readonly sealedCount: number
  readonly later: Uint32Array
  readonly laterCount: number
}

export class Names {
  count = 0
  private readonly seed: number
  private blocks: Uint8Array[] = []
  private ends: Uint32Array[] = []
  /** Of each block the length of its names when all have the same, as UUIDs do: where they are needs no look-up then. */
  private widths: number[] = []
  private sealed = new NameSlots()
  private later = new NameSlots()
  /** The last block is also in somebody else's hands: it is copied before it is written. */
  private lent = false

  constructor(seed: number) {
    this.seed = seed
  }

  static thaw(frozen: FrozenNames): Names {
    const names = new Names(frozen.seed)
    names.count = frozen.count
    names.blocks = [...frozen.blocks]
    names.ends = [...frozen.ends]
    names.widths = frozen.ends.map((ends, i) => widthOf(ends, Math.min(BLOCK_NAMES, frozen.count - i * BLOCK_NAMES)))
    names.sealed = new NameSlots(frozen.sealed, frozen.sealedCount)
    names.later = new NameSlots(frozen.later.slice(), frozen.laterCount)
    names.lent = true
    return names
  }

  /** What it holds now, to be read by others while this one goes on. */
  freeze(): FrozenNames {
    this.lent = true
    const last = this.ends.length - 1
    const inLast = this.count - last * BLOCK_NAMES
    return {
      count: this.count,
      seed: this.seed,
      blocks: this.blocks.map((block, i) => (i < last ? block : block.subarray(0, this.ends[i]![inLast - 1]))),
      ends: this.ends.map((ends, i) => (i < last ? ends : ends.subarray(0, inLast))),
      sealed: this.sealed.words,
      sealedCount: this.sealed.count,
      later: this.later.words.slice(),
      laterCount: this.later.count,
    }
  }

  /** The number of `text.slice(from, to)`; −1 when it was never seen. */
  find(text: string, from = 0, to = text.length): number {
    encode(text, from, to, this.seed)
    return this.findBytes(encoded.bytes, 0, encoded.length, encoded.hash)
  }

  intern(text: string, from = 0, to = text.length): number {
    encode(text, from, to, this.seed)
    return this.internBytes(encoded.bytes, 0, encoded.length, encoded.hash)
  }

  internBytes(bytes: Uint8Array, from: number, length: number, hash: number): number {
    const known = this.findBytes(bytes, from, length, hash)
    if (known >= 0) return known
    const name = this.append(bytes, from, length)
    this.later.insert(hash, name)
    return name
  }

  /** Fetches what `guess` will look at. */
  peek(hash: number): number {
    return this.sealed.peek(hash) ^ this.later.peek(hash)
  }

  /** The first name with this hash, which is nearly always the name looked for; −1 when there is none. */
  guess(hash: number): number {
    const slot = this.sealed.seek(hash, -1)
    if (slot >= 0) return this.sealed.name(slot)
    const later = this.later.seek(hash, -1)
    return later < 0 ? -1 : this.later.name(later)
  }

  /** Where in its block a name begins. */
  startOf(name: number): number {
    const inBlock = name & (BLOCK_NAMES - 1)
    const width = this.widths[name >>> BLOCK_BITS]!
    if (width > 0) return width * inBlock
    return inBlock === 0 ? 0 : this.ends[name >>> BLOCK_BITS]![inBlock - 1]!
  }

  byteAt(name: number, place: number): number {
    return this.blocks[name >>> BLOCK_BITS]![place]!
  }

  /** Whether the name is these bytes. */
  isBytes(name: number, bytes: Uint8Array, from: number, length: number): boolean {
    const block = this.blocks[name >>> BLOCK_BITS]!
    const start = this.startOf(name)
    if (this.endOf(name) - start !== length) return false
    for (let i = 0; i < length; i++) if (block[start + i] !== bytes[from + i]) return false
    return true
  }

  get(name: number): string {
    return decode(this.blocks[name >>> BLOCK_BITS]!, this.startOf(name), this.endOf(name))
  }

  /** Writes the name's bytes and returns how many. */
  copy(name: number, into: Uint8Array, at: number): number {
    const number = name >>> BLOCK_BITS
    const block = this.blocks[number]!
    const start = this.startOf(name)
    const width = this.widths[number]!
    const length = width > 0 ? width : this.ends[number]![name & (BLOCK_NAMES - 1)]! - start
    for (let i = 0; i < length; i++) into[at + i] = block[start + i]!
    return length
  }

  /**
   * Makes one sealed table of both, a slice at a time. Meanwhile names may be looked up and added: entries never move
   * within a table, and the copy leaves out those that are new.
   */
  *seal(): Generator<undefined, void> {
    if (this.later.count === 0) return
    const below = this.count
    const sealed = NameSlots.sized(below)
    for (const table of [this.sealed, new NameSlots(this.later.words, this.later.count)]) {
      for (let from = 0; from < table.size; from += SLICE) {
        table.copyTo(sealed, from, from + SLICE, below)
        yield undefined
      }
    }
    const later = new NameSlots()
    for (let name = below; name < this.count; name++) {
      const text = this.get(name)
      encode(text, 0, text.length, this.seed)
      later.insert(encoded.hash, name)
    }
    this.sealed = sealed
    this.later = later
  }

  /** Whether sealing is worth its while. */
  get unsealed(): boolean {
    return this.later.count * 4 > this.sealed.count
  }

  private endOf(name: number): number {
    const inBlock = name & (BLOCK_NAMES - 1)
    const width = this.widths[name >>> BLOCK_BITS]!
    return width > 0 ? width * (inBlock + 1) : this.ends[name >>> BLOCK_BITS]![inBlock]!
  }

  private findBytes(bytes: Uint8Array, from: number, length: number, hash: number): number {
    const found = this.findIn(this.sealed, bytes, from, length, hash)
    return found >= 0 || this.later.count === 0 ? found : this.findIn(this.later, bytes, from, length, hash)
  }

  private findIn(slots: NameSlots, bytes: Uint8Array, from: number, length: number, hash: number): number {
    for (let slot = slots.seek(hash, -1); slot >= 0; slot = slots.seek(hash, slot + 1)) {
      const name = slots.name(slot)
      if (this.isBytes(name, bytes, from, length)) return name
    }
    return -1
  }

  private append(bytes: Uint8Array, from: number, length: number): number {
    const name = this.count
    const inBlock = name & (BLOCK_NAMES - 1)
    if (inBlock === 0) this.beginBlock()
    const number = name >>> BLOCK_BITS
    const start = inBlock === 0 ? 0 : this.ends[number]![inBlock - 1]!
    this.makeRoom(number, inBlock, start + length)
    const block = this.blocks[number]!
    for (let i = 0; i < length; i++) block[start + i] = bytes[from + i]!
    this.ends[number]![inBlock] = start + length
    if (this.widths[number] !== length) this.widths[number] = inBlock === 0 ? length : 0
    this.count++
    return name
  }

  /** The block before this one is full: it gives back what it has too much. */
  private beginBlock(): void {
    const last = this.blocks.length - 1
    if (last >= 0) this.blocks[last] = copied(this.blocks[last]!, this.ends[last]![BLOCK_NAMES - 1]!)
    // The ids of a type are much of a length: a block begins with what the last one needed, and a little more.
    const bytes = last < 0 ? 64 * 16 : Math.ceil(this.blocks[last]!.length * 1.02)
    this.blocks.push(new Uint8Array(sharedMemory(bytes)))
    this.ends.push(sharedU32(last < 0 ? 64 : BLOCK_NAMES))
    this.widths.push(0)
    this.lent = false
  }

  private makeRoom(number: number, inBlock: number, bytes: number): void {
    const block = this.blocks[number]!
    const ends = this.ends[number]!
    if (this.lent || bytes > block.length) this.blocks[number] = copied(block, Math.max(bytes * 2, block.length))
    if (this.lent || inBlock === ends.length) {
      const larger = sharedU32(Math.min(BLOCK_NAMES, Math.max(ends.length * 2, 64)))
      larger.set(ends.subarray(0, inBlock))
      this.ends[number] = larger
    }
    this.lent = false
  }
}

/** The length of the block's names when all have the same, else 0. */
function widthOf(ends: Uint32Array, count: number): number {
  const width = ends[0] ?? 0
  for (let i = 1; i < count; i++) if (ends[i]! - ends[i - 1]! !== width) return 0
  return width
}

function copied(bytes: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(sharedMemory(length))
  copy.set(bytes.subarray(0, Math.min(length, bytes.length)))
  return copy
}
