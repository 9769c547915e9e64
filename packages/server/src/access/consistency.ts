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
}

export const STALENESS_MS_MAX = 5_000

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
  requireFresh(options, replica)
  if (consistency.mode === 'minimize_latency') return replica.position().revision
  const token = parseToken(consistency.token, storeId, options.tokenKey)
  await within(deadline, requireReached(options.database, replica, token))
  if (consistency.mode === 'at_least') return replica.position().revision
  if (!replica.holds(token.revision)) {
    throw new AppError('expired', `revision ${token.revision} is no longer held in memory`)
  }
  return token.revision
}

/** With the database gone, questions go on to this bound and no further. */
function requireFresh({ nowMs, stalenessMsMax = STALENESS_MS_MAX }: ConsistencyOptions, replica: Replica): void {
  const confirmedAtMs = replica.confirmedAtMs()
  const ageMs = confirmedAtMs === undefined ? undefined : nowMs() - confirmedAtMs
  if (ageMs !== undefined && ageMs <= stalenessMsMax) return
  const message = `what is known here was last confirmed more than ${stalenessMsMax} ms ago`
  throw new AppError('unavailable', message, { detail: { reason: 'stale', ageMs } })
}

async function requireReached(database: Database, replica: Replica, token: Token): Promise<void> {
  if (replica.position().revision < token.revision) {
    await requireInHistory(database, token)
    await replica.poll()
  }
  const chain = replica.chainAt(token.revision)
  if (chain && token.epoch === replica.position().epoch && isFingerprintOf(token, chain)) return
  await requireInHistory(database, token)
  if (replica.position().revision < token.revision) {
    throw new AppError('unavailable', `revision ${token.revision} has not arrived here`)
  }
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
