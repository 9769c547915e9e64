// What the descriptions of all commands share: an example in each help, `--json`, and values that are read from text.

import type { JsonObject } from '@lockness/authz'
import { type Command, InvalidArgumentError } from 'commander'
import type { ExitCode } from './terminal.ts'

/** Takes a command's exit code; also of one that goes on for a while. */
export type Done = (code: ExitCode | Promise<ExitCode>) => Promise<void>

export const JSON_OPTION = ['--json', 'answer in JSON'] as const

export function addExample(command: Command, example: string, more = ''): void {
  command.addHelpText('after', `\nExample:\n  $ ${example}${more}`)
}

export function readTime(text: string): number {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new InvalidArgumentError('expected a time such as 2026-11-21T12:00:00Z')
  return time
}

export function readJsonObject(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new InvalidArgumentError(`expected JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidArgumentError('expected a JSON object')
  return value as JsonObject
}

/** A whole number in a range, both ends included. */
export function readInteger(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}`)
    return value
  }
}
