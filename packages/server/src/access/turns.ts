// So many at a time, the others in the order in which they came, and no more than can be waited for. For work that holds
// a connection to the database while it needs another one: when all connections are held by such work, none of it ends.

export class Turns {
  private readonly atOnceMax: number
  private readonly waitingMax: number
  private readonly waiting = new Set<() => void>()
  private taken = 0

  constructor(atOnceMax: number, waitingMax: number) {
    this.atOnceMax = atOnceMax
    this.waitingMax = waitingMax
  }

  get isFull(): boolean {
    return this.taken >= this.atOnceMax && this.waiting.size >= this.waitingMax
  }

  /** Resolves to false when the time is over before there was a turn; else `give` it back. */
  take(waitMsMax?: number): Promise<boolean> {
    if (this.taken < this.atOnceMax) {
      this.taken++
      return Promise.resolve(true)
    }
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = waitMsMax === undefined ? undefined : setTimeout(() => end(false), waitMsMax)
    const begin = () => end(true)
    const end = (hasTurn: boolean) => {
      clearTimeout(timer)
      this.waiting.delete(begin)
      resolve(hasTurn)
    }
    this.waiting.add(begin)
    return promise
  }

  give(): void {
    const [next] = this.waiting
    if (next) next()
    else this.taken--
  }
}
