// Everything that can go wrong with a call, as one error with a code from a closed list. What a server refuses is told
// in its own words; what never came back is told in ours. No key, and no header that carries one, is ever part of it.

import { SERVER_ERROR_CODES } from './operations.generated.ts'

export type ServerErrorCode = (typeof SERVER_ERROR_CODES)[number]

export type ClientErrorCode =
  | 'unreachable' // no answer came, or only a part of one
  | 'bad_answer' // what came is not an answer of Lockness
  | 'incomplete' // a stream ended before its last line
  | 'answer_too_large' // an answer, or a line of one, is larger than any that the server gives
  | 'unrecognised' // a problem with a code that this version of the client does not know
  | 'timeout' // `timeoutMs` have passed
  | 'cancelled' // by the caller's signal

export type ErrorCode = ServerErrorCode | ClientErrorCode

/** `server`: Lockness refused it. `network`: no answer of Lockness came back, and it may have been done or not. */
export type ErrorKind = 'server' | 'network' | 'timeout' | 'cancelled'

/** What is wrong with one part of the input, or of the files that were sent. */
export interface Issue {
  readonly message: string
  readonly path?: readonly string[]
  readonly file?: string
  readonly line?: number
}

interface ErrorParts {
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly detail: string
  readonly title?: string | undefined
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  readonly retryAfterMs?: number | undefined
  readonly info?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: unknown
}

export class LocknessError extends Error {
  override readonly name = 'LocknessError'
  /** Stays the same for ever: programs go by it. */
  readonly code: ErrorCode
  readonly kind: ErrorKind
  /** What the code means, for people. */
  readonly title: string
  /** What is wrong this time, for people. */
  readonly detail: string
  /** Of the answer, if one came; 400 for an input that was refused without asking. */
  readonly status: number | undefined
  /** Names the request in the log of the server. */
  readonly requestId: string | undefined
  /** When it makes sense to try again, if the server said so. */
  readonly retryAfterMs: number | undefined
  /** What a program may want to know: `issues`, `reason`, `limit`, `missing`. */
  readonly info: Readonly<Record<string, unknown>>

  constructor({ code, kind, detail, title, status, requestId, retryAfterMs, info = {}, cause }: ErrorParts) {
    super(detail, cause === undefined ? {} : { cause })
    this.code = code
    this.kind = kind
    this.title = title ?? TITLES[code as ClientErrorCode] ?? code
    this.detail = detail
    this.status = status
    this.requestId = requestId
    this.retryAfterMs = retryAfterMs
    this.info = info
  }

  /** The places of what is wrong, if the server told them. */
  get issues(): readonly Issue[] {
    const { issues } = this.info
    return Array.isArray(issues) ? issues.filter(isIssue) : []
  }
}

// biome-ignore format: a table is read by its columns
const TITLES: Readonly<Record<ClientErrorCode, string>> = {
  unreachable:      'No answer came',
  bad_answer:       'What answered is not Lockness',
  incomplete:       'The answer ended too early',
  answer_too_large: 'The answer is too large',
  unrecognised:     'The server refused it',
  timeout:          'It took too long',
  cancelled:        'It was cancelled',
}

/** Refused here, as the server would: it could not be said to it, or not without being misunderstood. */
export function refusedInput(detail: string): LocknessError {
  const title = 'The input is not what the operation takes'
  return new LocknessError({ code: 'invalid_input', kind: 'server', status: 400, title, detail })
}

/** Of the body of a problem; undefined when it is none. */
export function problemError(body: unknown, retryAfterMs?: number): LocknessError | undefined {
  if (!isRecord(body)) return undefined
  const { code, status, title, detail, requestId, info } = body
  if (typeof code !== 'string' || typeof status !== 'number' || typeof detail !== 'string') return undefined
  return new LocknessError({
    code: isServerCode(code) ? code : 'unrecognised',
    kind: 'server',
    status,
    detail,
    title: typeof title === 'string' ? title : undefined,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    retryAfterMs,
    info: isRecord(info) ? info : {},
  })
}

function isServerCode(code: string): code is ServerErrorCode {
  return (SERVER_ERROR_CODES as readonly string[]).includes(code)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isIssue(value: unknown): value is Issue {
  return isRecord(value) && typeof value.message === 'string'
}
