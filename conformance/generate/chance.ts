/** Seeded chance (mulberry32): the same seed gives the same world on every machine, so a seed is a bug report. */
export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** An integer from 0 to below 2³². */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  below(bound: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * bound)
  }

  happens(probability: number): boolean {
    return this.next() / 0x1_0000_0000 < probability
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from')
    return list[this.below(list.length)]!
  }

  some<T>(list: readonly T[], probability: number): T[] {
    return list.filter(() => this.happens(probability))
  }

  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list]
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      ;[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!]
    }
    return shuffled
  }

  /** Chance of its own, so that what is drawn from it does not move what is drawn afterwards. */
  fork(): Chance {
    return new Chance(this.next())
  }
}
