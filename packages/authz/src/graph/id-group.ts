// The ids of many tuples, turned into numbers together. Alone, an id waits for memory four times, each time because it
// has to know what it finds before it can go on: its text, its slot in the hash table, where the name lies, the name's
// bytes. Of many ids, one such step is done for all before the next: nothing in a step waits for another id, so the
// processor fetches for ten of them at once.
//
// The texts become bytes in one call, as one long text: asking a string for its characters one by one costs more than
// everything else that is done with them. That works for ASCII; a group with other letters goes id by id.

import type { Names } from './names.ts'
import { hashBytes } from './text-bytes.ts'

const encoder = new TextEncoder()

export class IdGroup {
  readonly texts: string[]
  /** What `intern` finds out. */
  readonly nodes: Uint32Array
  private readonly seed: number
  /** Of each text the names that it is looked up in; null where the number is known to be 0. */
  private readonly names: (Names | null)[]
  /** `text.slice(from, to)` is the id. */
  private readonly from: Uint32Array
  private readonly to: Uint32Array
  private bytes = new Uint8Array(16_384)
  private isAscii = false
  /** Where in `bytes` the ids begin. */
  private readonly starts: Uint32Array
  private readonly hashes: Uint32Array
  private readonly guesses: Int32Array
  private readonly places: Uint32Array
  private readonly letters: Uint8Array

  constructor(size: number, seed: number) {
    this.seed = seed
    this.texts = new Array<string>(size).fill('')
    this.names = new Array<Names | null>(size).fill(null)
    this.nodes = new Uint32Array(size)
    this.from = new Uint32Array(size)
    this.to = new Uint32Array(size)
    this.starts = new Uint32Array(size)
    this.hashes = new Uint32Array(size)
    this.guesses = new Int32Array(size)
    this.places = new Uint32Array(size)
    this.letters = new Uint8Array(size)
  }

  /** Turns the first `count` texts into bytes. */
  encode(count: number): void {
    const { texts, starts } = this
    let text = ''
    for (let i = 0; i < count; i++) {
      starts[i] = text.length
      text += texts[i]!
    }
    if (text.length > this.bytes.length) this.bytes = new Uint8Array(text.length * 2)
    const { read, written } = encoder.encodeInto(text, this.bytes)
    this.isAscii = read === text.length && written === text.length
  }

  place(i: number, names: Names | null, from: number, to: number): void {
    this.names[i] = names
    this.from[i] = from
    this.to[i] = to
  }

  /** The numbers of the ids that were placed, in their order: a new one gets the next number. */
  intern(count: number): void {
    if (this.isAscii) this.lookAhead(count)
    for (let i = 0; i < count; i++) this.nodes[i] = this.isAscii ? this.internBytes(i) : this.internText(i)
  }

  private lookAhead(count: number): void {
    const { names, from, to, bytes, starts, hashes, guesses, places, letters } = this
    for (let i = 0; i < count; i++) {
      starts[i]! += from[i]!
      hashes[i] = hashBytes(bytes, starts[i]!, to[i]! - from[i]!, this.seed)
    }
    // What is read here is only wanted in the cache: to look at it would make the processor wait for it.
    for (let i = 0; i < count; i++) places[i] = names[i]?.peek(hashes[i]!) ?? 0
    for (let i = 0; i < count; i++) guesses[i] = names[i]?.guess(hashes[i]!) ?? -1
    for (let i = 0; i < count; i++) if (guesses[i]! >= 0) places[i] = names[i]!.startOf(guesses[i]!)
    for (let i = 0; i < count; i++) if (guesses[i]! >= 0) letters[i] = names[i]!.byteAt(guesses[i]!, places[i]!)
  }

  private internBytes(i: number): number {
    const { bytes, starts, guesses, letters } = this
    const names = this.names[i]!
    if (names === null) return 0
    const start = starts[i]!
    const length = this.to[i]! - this.from[i]!
    const guess = guesses[i]!
    if (guess >= 0 && letters[i] === bytes[start] && names.isBytes(guess, bytes, start, length)) return guess
    return names.internBytes(bytes, start, length, this.hashes[i]!)
  }

  private internText(i: number): number {
    return this.names[i]?.intern(this.texts[i]!, this.from[i]!, this.to[i]!) ?? 0
  }
}
