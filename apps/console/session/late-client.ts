// A client that is there at once and loaded when it is first asked: a page that has been drawn on the server needs none
// to be seen, so the SDK need not come before it. Every method has the type that it has in the SDK.

import type { Client } from '@lockness/client'

type Method = (...given: unknown[]) => unknown
type Path = readonly [noun: string, verb: string, part?: string]

/** `load` is called by the first question, and again by the next one when it has failed. */
export function lateClient(load: () => Promise<Client>): Client {
  let loading: Promise<Client> | undefined
  const ask = (path: Path, given: readonly unknown[]) => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return answerOrStream(loading.then((client) => methodAt(client, path)(...given)))
  }
  const methodOf = (noun: string, verb: string) =>
    named(
      (part) =>
        (...given: unknown[]) =>
          ask([noun, verb, part], given),
      (...given: unknown[]) => ask([noun, verb], given),
    )
  // By the types of the SDK, nothing else than its methods is reached by these names.
  return named((noun) => named((verb) => methodOf(noun, verb))) as Client
}

/** Whatever is asked for by its name, made once. */
function named(make: (name: string) => unknown, target: object = {}): unknown {
  const made = new Map<string, unknown>()
  return new Proxy(target, {
    get: (_, name) => {
      // Whoever waits for it must not take it for a promise.
      if (typeof name === 'symbol' || name === 'then') return undefined
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    },
  })
}

function methodAt(client: Client, [noun, verb, part]: Path): Method {
  const nouns = client as unknown as Record<string, Record<string, Method & Record<string, Method>>>
  const method = nouns[noun]?.[verb]
  const found = part === undefined ? method : method?.[part]
  if (!found) throw new TypeError(`the client has no \`${[noun, verb, part].filter(Boolean).join('.')}\``)
  return found
}

/** The caller knows which of the two it is. */
function answerOrStream(result: Promise<unknown>): unknown {
  async function* stream(): AsyncGenerator<unknown> {
    yield* (await result) as AsyncIterable<unknown>
  }
  return Object.assign(result, { [Symbol.asyncIterator]: stream })
}
