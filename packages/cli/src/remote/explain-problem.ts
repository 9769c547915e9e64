// What a server's refusal means for whoever sits before the terminal: the words are the server's, the next step is ours.

import { EXIT, type ExitCode, Failure } from '../terminal.ts'

export interface Connection {
  readonly url: string
  readonly key: string | undefined
  /** For an answer, and for the first line of a stream. */
  readonly timeoutMs: number
}

interface Problem {
  readonly code: string
  readonly detail: string
  readonly status: number
  readonly requestId?: string
  readonly info?: Readonly<Record<string, unknown>>
}

export function problemFailure(connection: Connection, body: unknown, status?: number): Failure {
  if (!isProblem(body)) {
    return notLockness(connection.url, status !== undefined && status < 500 ? EXIT.refused : EXIT.unavailable)
  }
  const exit = body.status >= 500 || body.status === 429 ? EXIT.unavailable : EXIT.refused
  return new Failure(exit, body.code, messageOf(body), nextOf(body, connection), {
    detail: { status: body.status, requestId: body.requestId, ...(body.info && { info: body.info }) },
  })
}

export function unreachable({ url }: Connection, error: unknown): Failure {
  const cause = error instanceof Error ? (error.cause instanceof Error ? error.cause : error) : undefined
  const said = cause?.message || (cause && 'code' in cause ? String(cause.code) : String(error))
  return new Failure(
    EXIT.unavailable,
    'unreachable',
    `no answer from \`${url}\`: ${said}`,
    'start a server with `lockness start`, or give the address of one with `--url` or `LOCKNESS_URL`',
    { cause: error },
  )
}

export function notLockness(url: string, exit: ExitCode, cause?: unknown): Failure {
  const message = `what answers at \`${url}\` is not Lockness`
  return new Failure(exit, 'not_lockness', message, 'give the address of the server with `--url` or `LOCKNESS_URL`', {
    cause,
  })
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'status' in body
}

/** With what is wrong at which place, when the server says so. */
function messageOf({ detail, info }: Problem): string {
  const issues = Array.isArray(info?.issues) ? (info.issues as readonly Issue[]) : []
  const lines = issues.slice(0, ISSUES_MAX).map(issueText)
  const more = issues.length > ISSUES_MAX ? [`… and ${issues.length - ISSUES_MAX} more`] : []
  return [detail, ...[...lines, ...more].map((line) => `  ${line}`)].join('\n')
}

const ISSUES_MAX = 20

interface Issue {
  readonly path?: readonly string[]
  readonly file?: string
  readonly line?: number
  readonly message: string
}

function issueText({ path, file, line, message }: Issue): string {
  const place = file === undefined ? (path ?? []).join('.') : `${file}${line === undefined ? '' : `:${line}`}`
  return place === '' ? message : `${place}: ${message}`
}

function nextOf({ code, info }: Problem, { key }: Connection): string {
  const reason = typeof info?.reason === 'string' ? info.reason : ''
  const known = NEXT.get(`${code}/${reason}`) ?? NEXT.get(code)
  if (code === 'unauthenticated' && key === undefined) return 'give a key with `--key` or `LOCKNESS_KEY`'
  return known ?? 'mend what the message names, then try again'
}

/** By code, and where there are several reasons for one by code and reason. */
// biome-ignore format: a table is read by its columns
const NEXT: ReadonlyMap<string, string> = new Map([
  ['unauthenticated',          'use a key that is still one: `lockness key list` shows them to whoever may manage keys'],
  ['forbidden',                'use a key that may do this: `lockness key create` makes one'],
  ['not_found',                'see that the name is right: `lockness store list` shows the stores'],
  ['not_found/module',         'see that the name is right: `lockness module list` shows the modules'],
  ['route_not_found',          'see that the server is of the same version as this command'],
  ['conflict',                 'look at what is there; `--replace` and `--if-present` write a tuple all the same'],
  ['conflict/tests_failed',    'mend the model or its tests: `lockness model test` runs them here'],
  ['conflict/orphans',         'take those tuples away first, or say `--allow-orphans`'],
  ['conflict/written_whole',   'say `--replace-model` to put modules in the place of the model'],
  ['conflict/module_moved',    'look at what came into force with `lockness module show`, then push again'],
  ['conflict/last_manager',    'make another key first with `lockness key create`'],
  ['lost_history',             'leave the token out: what it proves is not in the database any more'],
  ['unavailable',              'try again in a moment; nothing was done'],
  ['overloaded',               'try again in a moment; nothing was done'],
  ['rate_limited',             'try again in a moment; nothing was done'],
  ['outcome_unknown',          'do the same again: with the same `--idempotency-key` it is done once'],
  ['limit_exceeded',           'ask for less at once'],
  ['internal',                 'look for the request id in the log of the server'],
])
