// What a caller sees of an error: RFC 9457, with a code that stays the same for ever. One table for all codes; its type
// makes it total, so that a code without a status does not compile. Of anything that is not ours only an id is shown.

import { AppError, type ErrorCode } from '../errors.ts'

/** What can be wrong before an action is reached. */
export type WireCode =
  | 'malformed_json'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'malformed_request'
  | 'headers_too_large'
  | 'route_not_found'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'request_timeout'
  | 'overloaded'
  | 'internal'

export class WireError extends Error {
  override name = 'WireError'
  readonly code: WireCode

  constructor(code: WireCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}

// biome-ignore format: a table is read by its columns
const ROWS: Readonly<Record<ErrorCode | WireCode, readonly [status: number, title: string]>> = {
  invalid_input:          [400, 'The input is not what the operation takes'],
  malformed_json:         [400, 'The body is not acceptable JSON'],
  malformed_request:      [400, 'The request is not acceptable HTTP'],
  unauthenticated:        [401, 'Who is asking is not known'],
  forbidden:              [403, 'The one who asks may not do this'],
  not_found:              [404, 'It does not exist, or may not be seen'],
  route_not_found:        [404, 'There is no such path'],
  method_not_allowed:     [405, 'The path does not know this method'],
  not_acceptable:         [406, 'It cannot be answered in the way that is asked for'],
  request_timeout:        [408, 'The request took too long to arrive'],
  conflict:               [409, 'It contradicts what is there'],
  lost_history:           [409, 'The token is of a history that was lost'],
  idempotency_mismatch:   [409, 'The idempotency key was used for something else'],
  expired:                [410, 'Its time is over'],
  precondition_failed:    [412, 'A precondition does not hold'],
  body_too_large:         [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body is not of a type that is read here'],
  limit_exceeded:         [422, 'The question needs more than a limit allows'],
  rate_limited:           [429, 'Too many requests'],
  headers_too_large:      [431, 'The header is too large'],
  internal:               [500, 'Something went wrong here'],
  misconfigured:          [500, 'The server is not set up to do this'],
  unavailable:            [503, 'Nothing was done; trying again later may work'],
  overloaded:             [503, 'The server has too much to do; nothing was done'],
  outcome_unknown:        [503, 'It is not known whether it was done'],
}

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode | WireCode
  readonly detail: string
  readonly requestId: string
  /** What a program may want to know: the places of wrong input, the name of a limit. */
  readonly info?: Readonly<Record<string, unknown>>
}

export const PROBLEM_CODES = Object.keys(ROWS) as readonly (ErrorCode | WireCode)[]
export const PROBLEM_TYPE = 'application/problem+json'

export function problem(error: unknown, requestId: string): Problem {
  if (error instanceof AppError) return problemOf(error.code, error.shown, requestId, error.detail)
  if (error instanceof WireError) return problemOf(error.code, error.message, requestId)
  return problemOf('internal', 'an error that is ours; the log tells it by the request id', requestId)
}

export function statusOf(code: ErrorCode | WireCode): number {
  return ROWS[code][0]
}

/** Seconds after which it makes sense to try again; undefined when trying again is of no use. */
export function retryAfterSeconds(error: unknown): number | undefined {
  if (error instanceof WireError) return error.code === 'overloaded' ? 1 : undefined
  if (!(error instanceof AppError) || !['unavailable', 'rate_limited', 'outcome_unknown'].includes(error.code))
    return undefined
  const { retryAfterMs } = error.detail
  return typeof retryAfterMs === 'number' ? Math.max(1, Math.ceil(retryAfterMs / 1000)) : 1
}

function problemOf(
  code: ErrorCode | WireCode,
  detail: string,
  requestId: string,
  info?: Readonly<Record<string, unknown>>,
): Problem {
  const [status, title] = ROWS[code]
  const about = info && Object.keys(info).length > 0 ? { info } : {}
  return { type: `urn:lockness:problem:${code}`, title, status, code, detail, requestId, ...about }
}
