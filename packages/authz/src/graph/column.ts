// Columns of numbers that grow. They are the only kind of table here: no object per entry, and what is in one can be
// shared with another thread, or written to a file, as it lies in memory.

import { sharedMemory } from './memory.ts'

const NO_WORDS = new Uint32Array(0)
const NO_CELLS = new Float64Array(0)

export class U32Column {
  array: Uint32Array
  length: number
  /** It grows into shared memory. */
  private readonly shared: boolean

  constructor(array: Uint32Array = NO_WORDS, shared = false) {
    this.array = array
    this.length = array.length
    this.shared = shared
  }

  /** An empty one that does not grow until so many are in it. */
  static withRoom(count: number): U32Column {
    const column = new U32Column(new Uint32Array(count))
    column.length = 0
    return column
  }

  push(value: number): number {
    if (this.length === this.array.length) this.grow()
    this.array[this.length] = value
    return this.length++
  }

  /** What is in it, without copying. */
  filled(): Uint32Array {
    return this.array.subarray(0, this.length)
  }

  private grow(): void {
    const size = grown(this.length)
    const larger = this.shared ? sharedU32(size) : new Uint32Array(size)
    larger.set(this.array)
    this.array = larger
  }
}

export class F64Column {
  array: Float64Array
  length: number

  private readonly shared: boolean

  constructor(array: Float64Array = NO_CELLS, shared = false) {
    this.array = array
    this.length = array.length
    this.shared = shared
  }

  push(value: number): number {
    if (this.length === this.array.length) this.grow()
    this.array[this.length] = value
    return this.length++
  }

  filled(): Float64Array {
    return this.array.subarray(0, this.length)
  }

  private grow(): void {
    const size = grown(this.length)
    const larger = new Float64Array(this.shared ? sharedMemory(size * 8) : new ArrayBuffer(size * 8))
    larger.set(this.array)
    this.array = larger
  }
}

export function sharedU32(length: number): Uint32Array {
  return new Uint32Array(sharedMemory(length * 4))
}

function grown(length: number): number {
  return length < 16 ? 32 : length * 2
}
