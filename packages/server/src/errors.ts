// Every failure a caller can see, in one closed list. A code says what went wrong; how it looks on a wire is said once
// per API, where the routes are. Nothing here or below knows about HTTP.

export type ErrorCode =
  | 'invalid_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict' // what must not be there is there, or what must be there is not
  | 'precondition_failed' // the store is not as the writer believed; `detail.precondition` is its position
  | 'idempotency_mismatch' // the key was used for another body
  | 'expired'
  | 'limit_exceeded'
  | 'rate_limited'
  | 'unavailable' // nothing was done; trying again later may work
  | 'outcome_unknown' // a write was sent and no answer came; `detail.key` resolves it
  | 'lost_history' // the token or position belongs to revisions that the database no longer has
  | 'misconfigured' // this machine, folder or database cannot be used as it is

export interface AppErrorOptions {
  readonly detail?: Record<string, unknown>
  readonly cause?: unknown
  readonly shown?: string
}

export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly detail: Readonly<Record<string, unknown>>
  /** What callers are told: the message, unless that is for those who run the server. */
  readonly shown: string

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.detail = options.detail ?? {}
    this.shown = options.shown ?? message
  }
}

/** For what only a programming mistake can make false. Not for a caller's mistake: that is an AppError. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}
