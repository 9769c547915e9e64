// How long a call may take, and whether anybody still wants it. One signal for everything that the call begins: it is
// aborted when the time is over, when the caller cancels, and when the call has ended, so that nothing of it goes on.

import { LocknessError } from './error.ts'

/** The longest that a timer can wait. */
const TIMER_MS_MAX = 2 ** 31 - 1

export class CallTime {
  private readonly controller = new AbortController()
  private readonly given: AbortSignal | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private endMs = Number.POSITIVE_INFINITY
  private failure: LocknessError | undefined

  constructor(timeoutMs: number, given?: AbortSignal | undefined) {
    this.given = given
    if (given?.aborted) this.cancel()
    else {
      given?.addEventListener('abort', this.cancel)
      this.allow(timeoutMs)
    }
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  remainingMs(): number {
    return this.endMs - performance.now()
  }

  /** From now on so long: for a stream, which takes as long as it takes, between two signs of life. */
  allow(ms: number): void {
    clearTimeout(this.timer)
    if (this.failure) return
    const bounded = Math.min(ms, TIMER_MS_MAX)
    this.endMs = performance.now() + bounded
    this.timer = setTimeout(() => this.stop(timeoutError(bounded)), bounded)
  }

  /** Until `allow`, time does not count: the caller is at work with what it was given. */
  hold(): void {
    clearTimeout(this.timer)
    this.endMs = Number.POSITIVE_INFINITY
  }

  /** Throws when it is over. */
  check(): void {
    if (this.failure) throw this.failure
  }

  /** Also ends when the work does not care for the signal. */
  async race<T>(work: Promise<T>): Promise<T> {
    this.check()
    const { promise, reject } = Promise.withResolvers<never>()
    const stop = () => reject(this.failure)
    this.signal.addEventListener('abort', stop)
    try {
      return await Promise.race([work, promise])
    } catch (error) {
      throw this.failure ?? error
    } finally {
      this.signal.removeEventListener('abort', stop)
      work.catch(() => undefined)
    }
  }

  async wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    try {
      await this.race(promise)
    } finally {
      clearTimeout(timer)
    }
  }

  end(): void {
    this.stop(new LocknessError({ code: 'cancelled', kind: 'cancelled', detail: 'the call has ended' }))
  }

  private readonly cancel = () => {
    const cause: unknown = this.given?.reason
    this.stop(new LocknessError({ code: 'cancelled', kind: 'cancelled', detail: 'the caller cancelled it', cause }))
  }

  private stop(failure: LocknessError): void {
    if (this.failure) return
    this.failure = failure
    clearTimeout(this.timer)
    this.given?.removeEventListener('abort', this.cancel)
    this.controller.abort(failure)
  }
}

function timeoutError(ms: number): LocknessError {
  return new LocknessError({ code: 'timeout', kind: 'timeout', detail: `no answer within ${ms} ms` })
}
