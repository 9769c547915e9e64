// Whether a try that failed may be made again, and when. What alters nothing may; what is done once by its idempotency
// key may; anything else only where the server has said itself that nothing was done.

import type { LocknessError } from './error.ts'

/** `once`: only what was not begun may be tried again. `never`: what was sent is not there any more. */
export type Safety = 'repeatable' | 'once' | 'never'

const TRIES_MAX = 5
const PAUSE_MS = 100
const PAUSE_MS_MAX = 5_000
/** Of answers by Lockness, and of whoever stands before it. */
const PASSING_STATUS = [429, 502, 503, 504]
/** Their meaning is that nothing was begun. */
const NOT_BEGUN = ['overloaded', 'rate_limited']

/** Milliseconds until the next try; undefined: there is none. `tries` have been made. */
export function pauseBefore(tries: number, error: LocknessError, safety: Safety): number | undefined {
  if (tries >= TRIES_MAX || !isWorthAgain(error, safety)) return undefined
  return backoffMs(tries, error.retryAfterMs)
}

export function isWorthAgain({ code, kind, status }: LocknessError, safety: Safety): boolean {
  if (safety === 'never') return false
  if (safety === 'once') return NOT_BEGUN.includes(code)
  if (kind === 'network') return code === 'unreachable' || isPassing(status)
  return kind === 'server' && isPassing(status)
}

/** Doubled each time; not before the server wants it, and not all callers at once. */
export function backoffMs(tries: number, leastMs = 0): number {
  const ceiling = Math.min(PAUSE_MS * 2 ** (tries - 1), PAUSE_MS_MAX)
  return leastMs + Math.ceil(ceiling * (0.5 + chance() / 2))
}

/** `Retry-After` in its two forms. */
export function retryAfterMs(value: string | null): number | undefined {
  if (value === null) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}

function isPassing(status: number | undefined): boolean {
  return status !== undefined && PASSING_STATUS.includes(status)
}

/** From 0 to 1. Nothing is repeated by it: it keeps callers apart. */
function chance(): number {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return number / 2 ** 32
}
