// The SDK as the commands use it. What goes wrong with it is told in the words of a command, with the step to take.

import { type Client, createClient, LocknessError, type Methods } from '@lockness/client'
import { EXIT, Failure } from '../terminal.ts'
import { type Connection, explain } from './explain-problem.ts'

export type { Client, Connection }

/** What the operation `noun.verb` takes, and what it answers. */
export type InputOf<Noun extends keyof Methods, Verb extends keyof Methods[Noun]> = Methods[Noun][Verb] extends (
  input: infer Input,
  ...rest: never[]
) => unknown
  ? NonNullable<Input>
  : never
export type OutputOf<Noun extends keyof Methods, Verb extends keyof Methods[Noun]> = Methods[Noun][Verb] extends (
  ...given: never[]
) => infer Answer
  ? Answer extends AsyncIterable<infer Line>
    ? Line
    : Awaited<Answer>
  : never

export function connect({ url, key, timeoutMs }: Connection): Client {
  try {
    return createClient({ url, key, timeoutMs, headers: { 'user-agent': 'lockness-cli' } })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const next = 'write the address as `http://127.0.0.1:8080`, and the key as it was shown'
    throw new Failure(EXIT.usage, 'wrong_connection', error.message, next)
  }
}

/** By its code, or by the reason that goes with it. */
export function isRefusal(
  error: unknown,
  wanted: { readonly code: string } | { readonly reason: string },
): error is Error {
  if (!(error instanceof LocknessError)) return false
  return 'code' in wanted ? error.code === wanted.code : error.info.reason === wanted.reason
}

/** Whatever the work throws, as a command tells it. */
export async function explained<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof LocknessError ? explain(error, connection) : error
  }
}
