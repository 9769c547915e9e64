// At which revision a question is answered. The caller says how new it must be; the answer is computed at one revision
// that is at least that new, or refused. Nothing is ever answered from history that was lost, or that is too old.

import type { Deadline } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { isFingerprintOf, parseToken, requireInHistory, type Token } from '../store/token.ts'
import type { Replica } from './replica.ts'

export type Consistency =
  | { readonly mode: 'minimize_latency' }
  | { readonly mode: 'full' }
  | { readonly mode: 'at_least' | 'exact'; readonly token: string }

export interface ConsistencyOptions {
  readonly database: Database
  readonly tokenKey: Buffer
  readonly nowMs: () => number
  readonly stalenessMsMax?: number
  /** When a connection to the database was lost, the last time. */
  readonly brokenAtMs: () => number
}

export const STALENESS_MS_MAX = 5_000
const CONFIRM_MS_MAX = 500
/** The first one may meet a connection that is broken and does not know it. */
const CONFIRM_TRIES = 2
const REST_MS_MIN = 100
const REST_SHARE = 4
/** Two sweeps. No database takes the place of another one faster without a connection that is lost. */
const PROVEN_MS_MAX = 2_000

/** The revision to answer at. Throws `unavailable`, `lost_history`, or `limit_exceeded` when the deadline passes. */
export async function revisionFor(
  options: ConsistencyOptions,
  storeId: string,
  replica: Replica,
  consistency: Consistency,
  deadline: Deadline,
): Promise<number> {
  await within(deadline, replica.ready())
  if (consistency.mode === 'full') {
    await within(deadline, replica.poll())
    return replica.position().revision
  }
  await requireFresh(options, replica, deadline)
  if (consistency.mode === 'minimize_latency') return replica.position().revision
  const token = parseToken(consistency.token, storeId, options.tokenKey)
  await within(deadline, requireReached(options, replica, token))
  // That may have taken a while.
  await requireFresh(options, replica, deadline)
  if (consistency.mode === 'at_least') return replica.position().revision
  if (!replica.holds(token.revision)) {
    throw new AppError('expired', `revision ${token.revision} is no longer held in memory`)
  }
  return token.revision
}

/**
 * With the database gone, questions go on to this bound and no further. A machine that slept, or a loop that was held up,
 * is not gone: it is asked once, and not for long.
 */
async function requireFresh(options: ConsistencyOptions, replica: Replica, deadline: Deadline): Promise<void> {
  const { nowMs, stalenessMsMax = STALENESS_MS_MAX } = options
  const age = () => {
    const confirmedAtMs = replica.confirmedAtMs()
    return confirmedAtMs === undefined ? Number.POSITIVE_INFINITY : nowMs() - confirmedAtMs
  }
  if (age() <= stalenessMsMax) return
  const soon: Deadline = { remainingMs: () => Math.min(CONFIRM_MS_MAX, deadline.remainingMs()) }
  const failure = await within(soon, replica.poll()).catch((error: unknown) => error)
  const ageMs = age()
  if (ageMs <= stalenessMsMax) return
  const message = `what is known here was last confirmed more than ${stalenessMsMax} ms ago`
  const detail = { reason: 'stale', ...(Number.isFinite(ageMs) && { ageMs: Math.round(ageMs) }) }
  throw new AppError('unavailable', message, { cause: failure, detail })
}

async function requireReached(options: ConsistencyOptions, replica: Replica, token: Token): Promise<void> {
  const isKnown = () => isOfThisHistory(replica, token) && isProven(options, replica)
  if (isKnown()) return
  // Most tokens are of a moment ago, and their revision is on its way; its hash proves it when it is here.
  if (isOfThisHistory(replica, token)) {
    if (!(await askedAgain(options, replica))) return
  } else await replica.reach(token.revision)
  if (isKnown()) return
  await requireInHistory(options.database, token)
  // The database has it. That what is held here is of the same history, and not of one that was lost, is proved by
  // reading on: a graph of lost history is dropped by that, and another one loaded.
  await replica.poll()
  if (replica.position().revision >= token.revision) return
  throw new AppError('unavailable', `revision ${token.revision} has not arrived here`)
}

/** What is held here goes on from the token's very revision. */
function isOfThisHistory(replica: Replica, token: Token): boolean {
  const { epoch, revision } = replica.position()
  const chain = replica.chainAt(token.revision)
  return revision >= token.revision && epoch === token.epoch && chain !== undefined && isFingerprintOf(token, chain)
}

/**
 * What is held here was what the database has, a moment ago and by connections that still stand. After a failover it may
 * be of a history that was lost, which nobody has looked at yet.
 */
function isProven({ nowMs, brokenAtMs }: ConsistencyOptions, replica: Replica): boolean {
  const confirmedAtMs = replica.confirmedAtMs()
  return confirmedAtMs !== undefined && confirmedAtMs > brokenAtMs() && nowMs() - confirmedAtMs <= PROVEN_MS_MAX
}

/** When the database could not be asked, and for how long it need not be tried again. */
const inVain = new WeakMap<Replica, { readonly atMs: number; readonly restMs: number }>()

/**
 * False: the database is away. Nothing has taken its place that this node could see, so what it holds goes on being what
 * there is, up to the bound of staleness; without that, a database that is away would end all who read their own writes.
 * One that hangs is waited for seldom, and not for long.
 */
async function askedAgain({ nowMs }: ConsistencyOptions, replica: Replica): Promise<boolean> {
  const last = inVain.get(replica)
  if (last && nowMs() - last.atMs < last.restMs) return false
  const beganMs = nowMs()
  for (let tries = 1; tries <= CONFIRM_TRIES; tries++) {
    try {
      await within({ remainingMs: () => CONFIRM_MS_MAX / CONFIRM_TRIES }, replica.poll())
      return true
    } catch (error) {
      // A history that was lost is found out by what is asked next.
      if (error instanceof AppError && error.code === 'lost_history') return true
    }
  }
  inVain.set(replica, { atMs: nowMs(), restMs: Math.max(REST_MS_MIN, REST_SHARE * (nowMs() - beganMs)) })
  return false
}

export async function within<T>(deadline: Deadline, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const tooLate = () =>
    reject(new AppError('limit_exceeded', 'the deadline has passed', { detail: { limit: 'deadlineMs' } }))
  const timer = setTimeout(tooLate, Math.max(0, deadline.remainingMs()))
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
