// A table of records that are a few numbers each, one after the other in one array that grows.

export class Records {
  words: Uint32Array
  count: number
  private readonly width: number

  constructor(width: number, frozen?: Uint32Array) {
    this.width = width
    this.words = frozen?.slice() ?? new Uint32Array(width * 4)
    this.count = frozen ? frozen.length / width : 0
  }

  freeze(): Uint32Array {
    return this.words.slice(0, this.count * this.width)
  }

  get(record: number, field: number): number {
    return this.words[record * this.width + field]!
  }

  set(record: number, field: number, value: number): void {
    this.words[record * this.width + field] = value
  }

  push(...fields: readonly number[]): number {
    const at = this.count * this.width
    if (at + this.width > this.words.length) {
      const larger = new Uint32Array(Math.max(this.width * 8, this.words.length * 2))
      larger.set(this.words)
      this.words = larger
    }
    for (let i = 0; i < fields.length; i++) this.words[at + i] = fields[i]!
    return this.count++
  }
}
