// What a command may touch: text out, files in and out. Tests hand in one of their own; `main.ts` hands in the process.

import type pc from 'picocolors'

export type Colors = ReturnType<typeof pc.createColors>

export interface Terminal {
  /** Answers. */
  print(text: string): void
  /** Complaints about how the command was called. */
  complain(text: string): void
  readonly colors: Colors
  readonly disk: Disk
  /** Milliseconds since 1970. */
  now(): number
}

/** Paths are relative to the current folder, with `/` between their parts. */
export interface Disk {
  /** Names of the folders that lead to the current one, the outermost first. */
  readonly here: readonly string[]
  /** The file's text; undefined when there is none. */
  read(path: string): string | undefined
  write(path: string, text: string): void
  kind(path: string): 'file' | 'folder' | undefined
  /** Names in a folder, sorted. */
  list(path: string): readonly string[]
}

/** What CI can tell apart. */
export const EXIT = { ok: 0, problems: 1, usage: 2 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.print(`${JSON.stringify(value, null, 2)}\n`)
}

/** `1 error`, `2 errors` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
