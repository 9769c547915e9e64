// Read your writes: what a client has written to each store, as the token that the write gave back, so that its questions
// ask for at least that. It is a value that can be kept: `JSON.stringify(client.tokens)`, given to the next client.
//
// Which of two tokens is the later one cannot be read from them. Revisions of one history can be compared; and whoever
// sent a write after it had the answer to another has the later one by that, also when a failover has set the numbers
// back. A change that gave no token is remembered as one that is not proved: the next question asks for everything.

import { isRecord } from './error.ts'

/** One for each store; a store that is not asked about again is forgotten first. */
const STORES_MAX = 1_000
const TOKEN_CHARS_MAX = 512

interface Remembered {
  readonly revision: number
  /** Absent: not proved. */
  readonly token?: string
  /** When it was remembered, in the order of all that was. */
  readonly turn: number
}

/** What a change answers of itself. */
interface Written {
  readonly revision: number
  readonly token: string
  readonly isReplay?: boolean
}

export class Tokens {
  private readonly stores = new Map<string, Remembered>()
  private turns = 0

  /** `from` is what another one became as JSON; what is not like that is left out. */
  constructor(from?: unknown) {
    const known = from instanceof Tokens ? from.toJSON() : from
    for (const [store, value] of isRecord(known) ? Object.entries(known) : []) {
      if (!isRecord(value)) continue
      const { revision, token } = value
      if (!Number.isSafeInteger(revision) || !(token === undefined || isToken(token))) continue
      this.keep(store, { revision: Number(revision), ...(token !== undefined && { token }) })
    }
  }

  /** The token of the latest change to a store by this client; undefined when there was none, or it gave none. */
  of(store: string): string | undefined {
    return this.stores.get(store)?.token
  }

  toJSON(): Record<string, { readonly revision: number; readonly token?: string }> {
    return Object.fromEntries([...this.stores].map(([store, { turn: _, ...rest }]) => [store, rest]))
  }

  /** To be told with a change that is sent now. */
  now(): number {
    return this.turns
  }

  /** How new an answer has to be; undefined when nothing was written. */
  consistencyFor(store: string): { readonly mode: 'at_least' | 'full'; readonly token?: string } | undefined {
    const known = this.stores.get(store)
    if (!known) return undefined
    return known.token === undefined ? { mode: 'full' } : { mode: 'at_least', token: known.token }
  }

  /** `sentAt`: what `now` was when the change was sent. */
  remember(store: string, { revision, token, isReplay = false }: Written, sentAt: number): void {
    if (!isToken(token)) return
    const known = this.stores.get(store)
    const isLater = !known || revision >= known.revision || (!isReplay && sentAt >= known.turn)
    if (isLater) this.keep(store, { revision, token })
  }

  /** Something was written up to this revision, and no token came with it. */
  suspect(store: string, revision: number): void {
    const known = this.stores.get(store)
    if (!known || revision > known.revision) this.keep(store, { revision })
  }

  /** An answer to a question for everything: it proves what was not proved. */
  prove(store: string, revision: number, token: string): void {
    const known = this.stores.get(store)
    if (known && known.token === undefined && revision >= known.revision && isToken(token))
      this.keep(store, { revision, token })
  }

  /** It is of history that was lost: what was written then is not there any more. */
  forget(store: string, token: string): void {
    if (this.of(store) === token) this.stores.delete(store)
  }

  private keep(store: string, entry: Omit<Remembered, 'turn'>): void {
    this.stores.delete(store)
    const [oldest] = this.stores.keys()
    if (this.stores.size >= STORES_MAX && oldest !== undefined) this.stores.delete(oldest)
    this.turns++
    this.stores.set(store, { ...entry, turn: this.turns })
  }
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= TOKEN_CHARS_MAX
}
