// Whose key is shown? It is looked for by its hash: whoever measures how long that takes learns of a hash that they know
// already, and nothing of a key. A key that was found once is remembered, but that is never a right: for every request
// the engine is asked whether the key still has its root. What nobody was given is remembered shortly, so that a wrong
// key does not cost a query each time.

import { hash as hashOf } from 'node:crypto'
import type { Actor } from '../action.ts'
import { AppError } from '../errors.ts'
import { type Key, scopeOf, subjectOf } from './key.ts'
import type { Authority } from './key-authority.ts'
import { Turns } from './turns.ts'

export interface KeyRingOptions {
  readonly authority: Pick<Authority, 'isLive' | 'refresh'>
  find(hash: Buffer): Promise<Key | undefined>
  /** Told at most once a minute, of all keys that were used. */
  told(ids: readonly string[], usedAtMs: readonly number[]): Promise<void>
  readonly now: () => Date
  readonly nowMs: () => number
  readonly report: (message: string) => void
  readonly tellEveryMs?: number
}

interface Held {
  readonly key: Key
  readonly actor: Actor
  usedAtMs: number
  /** Used since that was told last. */
  isUsed: boolean
}

const KEYS_MAX = 10_000
const UNKNOWN_MAX = 10_000
const UNKNOWN_FOR_MS = 5_000
/** So many keys are looked up at a time: somebody who tries keys does not get all connections. */
const LOOKUPS_MAX = 4
const LOOKUPS_WAITING_MAX = 1_000
const TELL_EVERY_MS = 60_000
/** The engine judges by the database's clock; the words of a refusal are chosen by this machine's. */
const CLOCKS_APART_MS = 5_000

export class KeyRing {
  private readonly options: KeyRingOptions
  private readonly held = new Map<string, Held>()
  /** Until when nobody was given it. */
  private readonly unknown = new Map<string, number>()
  private readonly lookups = new Map<string, Promise<Held | undefined>>()
  private readonly turns = new Turns(LOOKUPS_MAX, LOOKUPS_WAITING_MAX)
  private used: Held[] = []
  private readonly telling: NodeJS.Timeout

  constructor(options: KeyRingOptions) {
    this.options = options
    this.telling = setInterval(() => void this.tell(), options.tellEveryMs ?? TELL_EVERY_MS)
    this.telling.unref()
  }

  /** Undefined: nobody was given this key. Throws `unauthenticated` for one that is over, with how it ended. */
  authenticate(bearer: string): Actor | undefined | Promise<Actor | undefined> {
    const name = hashOf('sha256', bearer, 'base64url')
    const held = this.held.get(name)
    if (!held) return this.authenticateNewly(name)
    const isLive = this.options.authority.isLive(held.actor.subject)
    return isLive instanceof Promise ? isLive.then((isStill) => this.admit(held, isStill)) : this.admit(held, isLive)
  }

  async close(): Promise<void> {
    clearInterval(this.telling)
    await this.tell()
  }

  private admit(held: Held, isLive: boolean): Actor {
    const atMs = this.options.now().getTime()
    if (isLive !== true) throw over(held.key, atMs)
    held.usedAtMs = atMs
    if (!held.isUsed) this.used.push(held)
    held.isUsed = true
    return held.actor
  }

  private async authenticateNewly(name: string): Promise<Actor | undefined> {
    const until = this.unknown.get(name)
    if (until !== undefined && until > this.options.nowMs()) return undefined
    let lookup = this.lookups.get(name)
    if (!lookup) {
      lookup = this.lookUp(name).finally(() => this.lookups.delete(name))
      this.lookups.set(name, lookup)
    }
    const held = await lookup
    return held && this.admit(held, await this.options.authority.isLive(held.actor.subject))
  }

  private async lookUp(name: string): Promise<Held | undefined> {
    if (this.turns.isFull) throw new AppError('rate_limited', 'too many keys that are not known here are being tried')
    await this.turns.take()
    try {
      const key = await this.options.find(Buffer.from(name, 'base64url'))
      if (!key) {
        keep(this.unknown, name, this.options.nowMs() + UNKNOWN_FOR_MS, UNKNOWN_MAX)
        return undefined
      }
      // It may have been made on another node just now.
      await this.options.authority.refresh()
      const held = { key, actor: actorOf(key), usedAtMs: 0, isUsed: false }
      keep(this.held, name, held, KEYS_MAX)
      return held
    } finally {
      this.turns.give()
    }
  }

  private async tell(): Promise<void> {
    const used = this.used
    if (used.length === 0) return
    this.used = []
    for (const held of used) held.isUsed = false
    try {
      await this.options.told(
        used.map(({ key }) => key.id),
        used.map(({ usedAtMs }) => usedAtMs),
      )
    } catch (error) {
      this.options.report(`the last use of ${used.length} keys was not written: ${String(error)}`)
    }
  }
}

function actorOf(key: Key): Actor {
  const scope = scopeOf(key)
  return Object.freeze({
    kind: key.isRoot ? 'root' : 'service',
    subject: subjectOf(key.id),
    credential: key.id,
    ...(scope && { scope }),
  })
}

function over({ id, expiresAt }: Key, atMs: number): AppError {
  if (expiresAt && expiresAt.getTime() <= atMs + CLOCKS_APART_MS) {
    return new AppError('unauthenticated', `the key \`${id}\` expired at ${expiresAt.toISOString()}`, {
      detail: { credentials: 'expired' },
    })
  }
  return new AppError('unauthenticated', `the key \`${id}\` was revoked`, { detail: { credentials: 'revoked' } })
}

/** The oldest goes first. */
function keep<V>(map: Map<string, V>, name: string, value: V, max: number): void {
  if (map.size >= max) map.delete(map.keys().next().value ?? '')
  map.set(name, value)
}
