/** Seeded chance (xoshiro128**): the same seed makes the same world on every machine, fast enough to make 10 M edges. */
export class Random {
  private a: number
  private b: number
  private c: number
  private d: number

  constructor(seed: number) {
    this.a = mix(seed)
    this.b = mix(this.a ^ 0x9e3779b9)
    this.c = mix(this.b ^ 0x85ebca6b)
    this.d = mix(this.c ^ 0xc2b2ae35) | 1
  }

  /** An integer from 0 to below 2³². */
  next(): number {
    const scrambled = Math.imul(this.b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9)
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = (this.d << 11) | (this.d >>> 21)
    return result >>> 0
  }

  /** A number from 0 to below 1. */
  unit(): number {
    return this.next() / 0x1_0000_0000
  }

  below(bound: number): number {
    return Math.floor(this.unit() * bound)
  }

  /** From 0 to below the bound, as the cube of chance: the first 1 % of all get 22 % of the draws. */
  cubed(bound: number): number {
    const u = this.unit()
    return Math.floor(u * u * u * bound)
  }

  happens(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from')
    return list[this.below(list.length)]!
  }

  shuffle(numbers: Uint32Array): Uint32Array {
    for (let i = numbers.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const kept = numbers[i]!
      numbers[i] = numbers[j]!
      numbers[j] = kept
    }
    return numbers
  }
}

/** Ranks 0, 1, 2, … drawn with probability ∝ 1 / (rank + 1)^exponent. */
export class Zipf {
  private readonly cumulated: Float64Array

  constructor(size: number, exponent: number) {
    this.cumulated = new Float64Array(size)
    let sum = 0
    for (let rank = 0; rank < size; rank++) {
      sum += 1 / (rank + 1) ** exponent
      this.cumulated[rank] = sum
    }
  }

  draw(random: Random): number {
    const wanted = random.unit() * this.cumulated.at(-1)!
    let low = 0
    let high = this.cumulated.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.cumulated[middle]! > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}

export function mix(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
