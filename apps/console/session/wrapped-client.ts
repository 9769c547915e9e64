// A client that tells of each call how it ended. The SDK knows nothing of pages and cookies; what these need to know of
// every call is put around it here, once.

import type { Client } from '@lockness/client'

export interface CallEnds {
  /** A call has been answered, or a stream has ended. */
  readonly done?: (client: Client) => void
  /** What is thrown instead. */
  readonly failed?: (error: unknown) => unknown
}

export function wrapClient(client: Client, ends: CallEnds): Client {
  const nouns = Object.entries(client).map(([name, noun]) => [name, isNoun(noun) ? wrapNoun(noun) : noun])
  return Object.fromEntries(nouns) as Client

  function wrapNoun(noun: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(noun).map(([name, method]) => [name, wrapMethod(method as Method)]))
  }

  /** A method may have others on it, such as `pages`. */
  function wrapMethod(method: Method): Method {
    const others = Object.entries(method).map(([name, other]) => [name, wrapMethod(other as Method)])
    return Object.assign((...given: unknown[]) => told(method(...given)), Object.fromEntries(others))
  }

  function told(result: unknown): unknown {
    if (result instanceof Promise) return result.then(answered, thrown)
    return isStream(result) ? toldStream(result) : result
  }

  function answered(value: unknown): unknown {
    ends.done?.(client)
    return value
  }

  function thrown(error: unknown): never {
    throw ends.failed?.(error) ?? error
  }

  async function* toldStream(stream: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    try {
      yield* stream
    } catch (error) {
      thrown(error)
    } finally {
      ends.done?.(client)
    }
  }
}

type Method = (...given: unknown[]) => unknown

function isNoun(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'function')
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
