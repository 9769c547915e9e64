// From a key to a session: does the server know it, whose is it, and until when? A wrong key never becomes a session, and
// why it was refused is said in words that the sign-in page has.

import { createHash } from 'node:crypto'
import { type Client, createClient, LocknessError } from '@lockness/client'
import { environment } from './environment.ts'
import type { Sealed } from './seal.ts'

export type SignInError = 'UnknownKey' | 'RevokedKey' | 'ExpiredKey' | 'NoKey' | 'UsedCode' | 'Unavailable' | 'Origin'

const SESSION_MS_MAX = 12 * 3_600_000
const KEY_CHARS_MAX = 1_024

export async function signInByKey(text: string): Promise<Sealed | SignInError> {
  const key = text.trim()
  if (key === '') return 'NoKey'
  if (key.length > KEY_CHARS_MAX || !/^[\x21-\x7e]+$/.test(key)) return 'UnknownKey'
  return identify(key, Date.now() + SESSION_MS_MAX, false)
}

/** The code of a one-time link, which counts once. */
export async function signInByCode(code: string): Promise<Sealed | SignInError> {
  const found = await environment().embedding?.redeem(code)
  return found ? identify(found.key, found.endsAtMs, true) : 'UsedCode'
}

async function identify(key: string, endsAtMs: number, isOwnKey: boolean): Promise<Sealed | SignInError> {
  const client = createClient({ url: environment().serverUrl, key })
  const refused = await refusalOf(client)
  if (refused) return refused
  const id = /^lk_(\w+?)_/.exec(key)?.[1]
  // Only who manages keys may read what this one is called.
  const about = id === undefined ? undefined : await client.key.read({ key: id }).catch(() => undefined)
  const end = about?.expiresAt === undefined ? endsAtMs : Math.min(endsAtMs, Date.parse(about.expiresAt))
  const name = about?.name ?? `API key ${createHash('sha256').update(key).digest('hex').slice(0, 8)}`
  return { key, who: { id: id ?? 'root', name }, endsAt: new Date(end), isOwnKey }
}

async function refusalOf(client: Client): Promise<SignInError | undefined> {
  try {
    await client.store.list({ pageSize: 1 })
    return undefined
  } catch (error) {
    if (!(error instanceof LocknessError)) throw error
    // It is known, and may do something else.
    if (error.status === 403) return undefined
    if (error.status !== 401) return 'Unavailable'
    if (error.info.credentials === 'expired') return 'ExpiredKey'
    return error.info.credentials === 'revoked' ? 'RevokedKey' : 'UnknownKey'
  }
}
