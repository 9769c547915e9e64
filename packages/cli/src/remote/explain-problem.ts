// What a server's refusal means for whoever sits before the terminal: the words are the server's, the next step is ours.

import type { Issue, LocknessError } from '@lockness/client'
import { EXIT, Failure } from '../terminal.ts'

export interface Connection {
  readonly url: string
  readonly key: string | undefined
  /** For an answer, and for the first line of a stream. */
  readonly timeoutMs: number
}

export function explain(error: LocknessError, connection: Connection): Failure {
  const { code, kind, status = 0, requestId, info } = error
  if (code === 'bad_answer') return notLockness(error, connection)
  if (kind === 'network' || kind === 'timeout') return unreachable(error, connection)
  const exit = status >= 500 || status === 429 ? EXIT.unavailable : EXIT.refused
  return new Failure(exit, code, messageOf(error), nextOf(error, connection), {
    detail: { status, requestId, ...(Object.keys(info).length > 0 && { info }) },
  })
}

function notLockness({ status = 0, cause }: LocknessError, { url }: Connection): Failure {
  const exit = status >= 300 && status < 500 ? EXIT.refused : EXIT.unavailable
  const message = `what answers at \`${url}\` is not Lockness`
  return new Failure(exit, 'not_lockness', message, 'give the address of the server with `--url` or `LOCKNESS_URL`', {
    cause,
  })
}

function unreachable({ code, detail, cause }: LocknessError, { url }: Connection): Failure {
  if (code === 'incomplete') return new Failure(EXIT.unavailable, code, detail, 'begin it again')
  const message = detail.includes(url) ? detail : `no answer from \`${url}\`: ${detail}`
  return new Failure(
    EXIT.unavailable,
    'unreachable',
    message,
    'start a server with `lockness start`, or give the address of one with `--url` or `LOCKNESS_URL`',
    { cause },
  )
}

/** With what is wrong at which place, when the server says so. */
function messageOf({ detail, issues }: LocknessError): string {
  // The first of them can be what it was refused for.
  const lines = issues
    .slice(0, ISSUES_MAX)
    .map(issueText)
    .filter((line) => line !== detail)
  const more = issues.length > ISSUES_MAX ? [`… and ${issues.length - ISSUES_MAX} more`] : []
  return [detail, ...[...lines, ...more].map((line) => `  ${line}`)].join('\n')
}

const ISSUES_MAX = 20

function issueText({ path, file, line, message }: Issue): string {
  const place = file === undefined ? (path ?? []).join('.') : `${file}${line === undefined ? '' : `:${line}`}`
  return place === '' ? message : `${place}: ${message}`
}

function nextOf({ code, info }: LocknessError, { key }: Connection): string {
  const which = [info.reason, info.what, info.question].find((each) => typeof each === 'string') ?? ''
  const known = NEXT.get(`${code}/${which}`) ?? NEXT.get(code)
  if (code === 'unauthenticated' && key === undefined) return 'give a key with `--key` or `LOCKNESS_KEY`'
  return known ?? 'mend what the message names, then try again'
}

/** By code, and where there are several reasons for one, or several things that are not there, by code and that. */
// biome-ignore format: a table is read by its columns
const NEXT: ReadonlyMap<string, string> = new Map([
  ['unauthenticated',          'use a key that is still one: `lockness key list` shows them to whoever may manage keys'],
  ['forbidden',                'use a key that may do this: `lockness key self` shows what this one may, `lockness key create` makes one'],
  ['not_found',                'see that the name is right: `lockness store list` shows the stores'],
  ['not_found/module',         'see that the name is right: `lockness module list` shows the modules'],
  ['not_found/model',          'see that the name is right: `lockness model versions` shows the versions'],
  ['not_found/label',          'see that the name is right: `lockness label list` shows the labels'],
  ['not_found/key',            'see that the id is right: `lockness key list` shows the keys'],
  ['not_found/revision',       'see how far the store has come: `lockness store list` shows it'],
  ['invalid_input/missing_context', 'give what the message names: `--context \'{"name": …}\'`'],
  ['route_not_found',          'see that the server is of the same version as this command'],
  ['conflict',                 'look at what is there; `--replace` and `--if-present` write a tuple all the same'],
  ['conflict/tests_failed',    'mend the model or its tests: `lockness model test` runs them here'],
  ['conflict/orphans',         'take those tuples away first, or say `--allow-orphans`'],
  ['conflict/written_whole',   'say `--replace-model` to put modules in the place of the model'],
  ['conflict/made_of_modules', 'push its modules with `lockness module push`, or say `--replace-modules`'],
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
