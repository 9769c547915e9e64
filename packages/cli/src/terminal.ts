// What a command may touch: text out, files in and out, the environment. Tests hand in one of their own; `main.ts` hands
// in the process. A command that cannot do what it was asked to throws a Failure, which says what to do next.

import type pc from 'picocolors'

export type Colors = ReturnType<typeof pc.createColors>

export interface Terminal {
  /** Answers. */
  print(text: string): void
  /** Complaints about how the command was called. */
  complain(text: string): void
  /** How far something has come, in place of what was said of it before; undefined: it is over. Seen by people only. */
  progress(text: string | undefined): void
  /** What is piped into the command. */
  input(): AsyncIterable<Uint8Array>
  readonly colors: Colors
  readonly disk: Disk
  /** Milliseconds since 1970. */
  now(): number
  /** A variable of the environment; undefined when it is not set or empty. */
  env(name: string): string | undefined
  /** Aborted when somebody wants the command to end. Who asks for it takes over that a signal ends the process. */
  ending(): AbortSignal
}

/** Paths are relative to the current folder, with `/` between their parts. */
export interface Disk {
  /** Names of the folders that lead to the current one, the outermost first. */
  readonly here: readonly string[]
  /** The file's text; undefined when there is none. */
  read(path: string): string | undefined
  write(path: string, text: string): void
  /** For files of any size; `bytes` is how long the file is. */
  open(path: string): { readonly bytes: number; readonly chunks: AsyncIterable<Uint8Array> }
  /** The file is there as a whole or not at all. */
  save(path: string, chunks: AsyncIterable<string>): Promise<void>
  kind(path: string): 'file' | 'folder' | undefined
  /** Names in a folder, sorted. */
  list(path: string): readonly string[]
}

/** What CI can tell apart; `lockness --help` says the same. */
// biome-ignore format: a table is read by its columns
export const EXIT = {
  /** Done; or the answer is yes. */
  ok:          0,
  /** Something was found; or the answer is no. */
  problems:    1,
  /** The command was called wrongly. */
  usage:       2,
  /** The server understood and refused: no right, no such thing, a conflict. */
  refused:     3,
  /** The server or its database cannot be reached, or cannot answer now. */
  unavailable: 4,
  /** The server cannot be started with what it was given. */
  notStarted:  5,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.print(`${JSON.stringify(value, null, 2)}\n`)
}

/** `1 error`, `2 errors` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Why a command cannot do what it was asked to. */
export class Failure extends Error {
  override name = 'Failure'
  readonly exit: ExitCode
  readonly code: string
  /** The step to take; every failure has one. */
  readonly next: string

  /** What a program may want to know besides. */
  readonly detail: Readonly<Record<string, unknown>>

  constructor(
    exit: ExitCode,
    code: string,
    message: string,
    next: string,
    { cause, detail = {} }: { cause?: unknown; detail?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, { cause })
    this.exit = exit
    this.code = code
    this.next = next
    this.detail = detail
  }
}
