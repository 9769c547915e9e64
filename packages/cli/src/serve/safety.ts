// What `serve` refuses, because data could be lost or keys read by others. Each refusal has a name; whoever knows better
// says `--allow-<name>`, so that the reason to worry stands where the server is configured.

import type { Settings } from './settings.ts'

export interface DatabaseFacts {
  /** What PostgreSQL says of itself. */
  readonly fsync: boolean
  readonly fullPageWrites: boolean
  readonly synchronousCommit: string
  /** Nothing of ours is in it yet. */
  readonly isNew: boolean
}

export interface Danger {
  readonly name: DangerName
  readonly message: string
  readonly next: string
}

/** Every option `--allow-<name>`, and what it says in the help. */
export const ALLOWANCES = [
  ['plain-http', 'listen beyond this machine without TLS and without a proxy that ends it'],
  ['embedded-database', 'serve other machines from the embedded database, which lives and dies with this one'],
  ['plain-database', 'reach a database on another machine without TLS'],
  ['data-loss', 'use a database that may lose what it has confirmed'],
  ['generated-key', 'make a root key for a new installation and print it, where a log may keep it'],
] as const

export type DangerName = (typeof ALLOWANCES)[number][0]

/** All of them at once, so that nobody mends one only to be told of the next. */
export function findDangers({ place, host, rootKey, publicOrigin }: Settings, database: DatabaseFacts): Danger[] {
  const isOpen = !isLoopback(host)
  const isEmbedded = 'folder' in place
  const dangers: (Danger | false)[] = [
    isOpen &&
      publicOrigin === undefined && {
        name: 'plain-http',
        message: `listening on \`${host}\` without TLS: keys could be read on the way`,
        next: 'put a proxy before it that ends TLS and say `--public-origin https://…`, or say `--allow-plain-http`',
      },
    isOpen &&
      isEmbedded && {
        name: 'embedded-database',
        message: `serving other machines (\`${host}\`) from the embedded database: it has no replica and no backup`,
        next: 'give a PostgreSQL with `--database-url`, or say `--allow-embedded-database`',
      },
    !isEmbedded &&
      isPlain(place.databaseUrl) && {
        name: 'plain-database',
        message: 'the database is on another machine and is reached without TLS',
        next: 'add `?sslmode=verify-full` to the address, or say `--allow-plain-database`',
      },
    lossOf(database) !== undefined && {
      name: 'data-loss',
      message: `the database has ${lossOf(database)}: it may lose what it has confirmed`,
      next: 'change the setting, or say `--allow-data-loss`',
    },
    database.isNew &&
      rootKey === undefined && {
        name: 'generated-key',
        message: 'this is a new installation and `LOCKNESS_ROOT_KEY` is not set',
        next: 'set `LOCKNESS_ROOT_KEY` to a secret of at least 24 characters, or say `--allow-generated-key`',
      },
  ]
  return dangers.filter((danger) => danger !== false)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** As `pg` reads an address, which need not be one to everybody: `postgresql://user@/database?host=/a/folder`. */
function isPlain(databaseUrl: string): boolean {
  const [address = '', query = ''] = databaseUrl.split('?', 2)
  const parameters = new URLSearchParams(query)
  const authority = /^\w+:\/\/([^/]*)/.exec(address)?.[1] ?? ''
  const named = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '')
  const host = parameters.get('host') ?? decodeURIComponent(named)
  // One that begins with a slash is a socket on this machine.
  const isHere = host === '' || host.startsWith('/') || isLoopback(host)
  return !isHere && !['require', 'verify-ca', 'verify-full'].includes(parameters.get('sslmode') ?? '')
}

function lossOf({ fsync, fullPageWrites, synchronousCommit }: DatabaseFacts): string | undefined {
  if (!fsync) return '`fsync = off`'
  if (!fullPageWrites) return '`full_page_writes = off`'
  return synchronousCommit === 'off' ? '`synchronous_commit = off`' : undefined
}
