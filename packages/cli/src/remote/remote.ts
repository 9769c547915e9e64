// What the commands that speak to a server share: where it is, with which key, which store is meant, and how an answer is
// shown. Each of these commands is a row in the file of its noun.

import { visible } from '../model/show-diagnostics.ts'
import { EXIT, type ExitCode, Failure, printJson, type Terminal } from '../terminal.ts'
import { type Client, type Connection, connect, explained, isRefusal } from './connect.ts'

export interface RemoteFlags {
  readonly json?: true
  readonly url?: string
  readonly key?: string
  readonly store?: string
  readonly timeout?: number
}

/** One command, as it is called and as it is carried out. */
export interface RemoteCommand<Flags extends object = object> {
  /** `create <name>`: the name and its arguments. */
  readonly call: string
  readonly says: string
  readonly example: string
  readonly options?: readonly RemoteOption[]
  /** It is about the server as a whole. */
  readonly withoutStore?: true
  run(remote: Remote, flags: Flags & RemoteFlags, args: readonly string[]): Promise<ExitCode>
}

export type RemoteOption = readonly [flags: string, says: string, read?: (text: string) => unknown]

/** A row of any flags, for a table. */
export function remoteCommand<Flags extends object = object>(command: RemoteCommand<Flags>): RemoteCommand<never> {
  const run: RemoteCommand<Flags>['run'] = (remote, flags, args) =>
    explained(remote.connection, () => command.run(remote, flags, args))
  return { ...command, run } as RemoteCommand<never>
}

const TIMEOUT_SECONDS = 30
const STORE_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/

export class Remote {
  readonly terminal: Terminal
  readonly client: Client
  readonly connection: Connection
  private readonly flags: RemoteFlags

  constructor(terminal: Terminal, flags: RemoteFlags) {
    this.terminal = terminal
    this.flags = flags
    const url = checkedUrl(flags.url ?? terminal.env('LOCKNESS_URL') ?? 'http://127.0.0.1:8080')
    const key = flags.key ?? terminal.env('LOCKNESS_KEY') ?? terminal.env('LOCKNESS_ROOT_KEY')
    this.connection = { url, key, timeoutMs: (flags.timeout ?? TIMEOUT_SECONDS) * 1_000 }
    this.client = connect(this.connection)
  }

  get isJson(): boolean {
    return this.flags.json === true
  }

  /** The id of the store that is meant: by its id or name, or the only one there is. */
  store(): Promise<string> {
    return this.storeNamed(this.flags.store ?? this.terminal.env('LOCKNESS_STORE'))
  }

  async storeNamed(wanted: string | undefined): Promise<string> {
    if (wanted !== undefined && STORE_ID.test(wanted)) return wanted
    const [first, second] = await this.storesNamed(wanted)
    if (first && !second) return first.id
    if (wanted === undefined) {
      throw first
        ? new Failure(
            EXIT.usage,
            'which_store',
            'there are several stores',
            'say which one with `--store` or `LOCKNESS_STORE`',
          )
        : new Failure(
            EXIT.refused,
            'not_found',
            'there is no store yet',
            'make one with `lockness store create <name>`',
          )
    }
    if (first) {
      const message = `several stores are called \`${wanted}\``
      throw new Failure(EXIT.usage, 'which_store', message, 'give the id: `lockness store list` shows it')
    }
    const next = 'see that the name is right: `lockness store list` shows the stores'
    throw new Failure(EXIT.refused, 'not_found', `there is no store \`${wanted}\``, next)
  }

  /** At most two of that name, or of all. A key of some stores may not look for names, and is told those of its own. */
  private async storesNamed(wanted: string | undefined): Promise<readonly { readonly id: string }[]> {
    try {
      return (await this.client.store.list({ name: wanted, pageSize: 2 })).items
    } catch (error) {
      if (!isRefusal(error, { code: 'forbidden' })) throw error
      const { stores, isEverywhere } = await this.client.key.readSelf()
      if (isEverywhere || stores.length === 0) throw needsId()
      return stores.filter(({ name }) => wanted === undefined || name === wanted)
    }
  }

  /** Data with `--json`, else what is written for people. */
  answer(value: unknown, text: () => string): void {
    if (this.isJson) printJson(this.terminal, value)
    else this.terminal.print(text())
  }

  /** A list in pages: as one value, or a row for each item. */
  async answerAll<T>(
    items: AsyncIterable<T>,
    header: readonly string[],
    row: (item: T) => readonly string[],
  ): Promise<void> {
    const all = await Array.fromAsync(items)
    this.answer({ items: all }, () => tableText(this.terminal, header, all.map(row)))
  }
}

function needsId(): Failure {
  const message = 'this key may not look for stores by their names'
  return new Failure(EXIT.usage, 'which_store', message, 'give the id of the store with `--store` or `LOCKNESS_STORE`')
}

function checkedUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text
  throw new Failure(
    EXIT.usage,
    'wrong_url',
    `\`${text}\` is not the address of a server`,
    'write it as `http://127.0.0.1:8080`',
  )
}

/** Columns under their names; what came from elsewhere does not steer the terminal. */
export function tableText(
  { colors }: Terminal,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return `${colors.dim('nothing')}\n`
  const lines = [header, ...rows].map((cells) => cells.map(visible))
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)))
  const text = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  return lines.map((cells, index) => `${index === 0 ? colors.dim(text(cells)) : text(cells)}\n`).join('')
}
