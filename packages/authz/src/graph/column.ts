// Columns of numbers that grow. They are the only kind of table here: no object per entry, and what is in one can be
// shared with another thread, or written to a file, as it lies in memory.

export class U32Column {
  array: Uint32Array
  length: number

  constructor(array: Uint32Array = new Uint32Array(0)) {
    this.array = array
    this.length = array.length
  }

  push(value: number): number {
    if (this.length === this.array.length) this.array = enlarge(this.array)
    this.array[this.length] = value
    return this.length++
  }

  /** What is in it, without copying. */
  filled(): Uint32Array {
    return this.array.subarray(0, this.length)
  }
}

export class F64Column {
  array: Float64Array
  length: number

  constructor(array: Float64Array = new Float64Array(0)) {
    this.array = array
    this.length = array.length
  }

  push(value: number): number {
    if (this.length === this.array.length) {
      const larger = new Float64Array(grown(this.length))
      larger.set(this.array)
      this.array = larger
    }
    this.array[this.length] = value
    return this.length++
  }

  filled(): Float64Array {
    return this.array.subarray(0, this.length)
  }
}

export function sharedU32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4))
}

export function enlarge(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(grown(array.length))
  larger.set(array)
  return larger
}

function grown(length: number): number {
  return length < 16 ? 32 : length * 2
}
