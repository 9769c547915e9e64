// What a server is started with: the options of the command before the environment before the defaults. Everything that
// can be seen to be wrong without starting anything is refused here.

import { EXIT, Failure, type Terminal } from '../terminal.ts'
import { type ConsoleFiles, findConsole } from './find-console.ts'

export interface ServeFlags {
  readonly json?: true
  readonly data?: string
  readonly databaseUrl?: string
  readonly host?: string
  readonly port?: number
  readonly threads?: number
  readonly publicOrigin?: string
  readonly tracesUrl?: string
  readonly staleness?: number
  readonly console?: boolean
}

export interface Settings {
  readonly place: { readonly folder: string } | { readonly databaseUrl: string }
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Of a new installation; undefined: one is made. */
  readonly rootKey: string | undefined
  readonly threads: number
  /** The https origin that callers know, because a proxy ends TLS before the server. */
  readonly publicOrigin?: string | undefined
  readonly tracesUrl?: string | undefined
  readonly stalenessMsMax?: number
  /** With a database of one's own: a folder for what can be made again. */
  readonly imageFolder?: string
  /** Absent: the API alone. */
  readonly console?: ConsoleFiles | undefined
}

export const DATA_FOLDER = '.lockness'
export const PORT = 8080
export const HOST = '127.0.0.1'
export const ROOT_KEY_CHARS_MIN = 24

export function readSettings(terminal: Terminal, flags: ServeFlags, cores: number): Settings {
  const rootKey = terminal.env('LOCKNESS_ROOT_KEY')
  if (rootKey !== undefined && rootKey.length < ROOT_KEY_CHARS_MIN) {
    throw new Failure(
      EXIT.usage,
      'weak_root_key',
      `\`LOCKNESS_ROOT_KEY\` has ${rootKey.length} characters, expected at least ${ROOT_KEY_CHARS_MIN}`,
      'make one, such as with `openssl rand -base64 32`',
    )
  }
  return {
    place: readPlace(terminal, flags),
    host: flags.host ?? terminal.env('LOCKNESS_HOST') ?? HOST,
    port: flags.port ?? readPort(terminal.env('LOCKNESS_PORT')) ?? PORT,
    rootKey,
    threads: flags.threads ?? cores,
    publicOrigin: readOrigin(flags.publicOrigin ?? terminal.env('LOCKNESS_PUBLIC_ORIGIN')),
    tracesUrl: flags.tracesUrl ?? terminal.env('LOCKNESS_TRACES_URL'),
    ...(flags.staleness !== undefined && { stalenessMsMax: flags.staleness * 1_000 }),
    ...(flags.console && { console: findConsole(terminal) }),
    ...(flags.databaseUrl !== undefined && flags.data !== undefined && { imageFolder: `${flags.data}/images` }),
  }
}

function readOrigin(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url?.protocol === 'https:' && url.origin === text) return text
  const message = `\`${text}\` is not an https origin without a path`
  throw new Failure(EXIT.usage, 'wrong_origin', message, 'write it as `https://iam.example.com`')
}

/** A database of one's own comes before a folder, and an option before the environment. */
function readPlace(terminal: Terminal, { data, databaseUrl }: ServeFlags): Settings['place'] {
  if (databaseUrl !== undefined) return { databaseUrl: checkedUrl(databaseUrl, '--database-url') }
  if (data !== undefined) return { folder: data }
  const url = terminal.env('LOCKNESS_DATABASE_URL')
  if (url !== undefined) return { databaseUrl: checkedUrl(url, 'LOCKNESS_DATABASE_URL') }
  return { folder: terminal.env('LOCKNESS_DATA') ?? DATA_FOLDER }
}

/** The text is not told: it has a password in it. */
function checkedUrl(text: string, name: string): string {
  if (/^postgres(ql)?:\/\//.test(text)) return text
  throw new Failure(
    EXIT.usage,
    'wrong_database_url',
    `\`${name}\` is not the address of a PostgreSQL`,
    'write it as `postgresql://user:password@host:5432/database`',
  )
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new Failure(
    EXIT.usage,
    'wrong_port',
    `\`LOCKNESS_PORT\` is \`${text}\`, expected a whole number from 0 to 65535`,
    'set it to a port, or to 0 for any that is free',
  )
}
