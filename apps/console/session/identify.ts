// From a key to a session: does the server know it, whose is it, and until when? A wrong key never becomes a session, and
// why it was refused is said in words that the sign-in page has.

import { createClient, LocknessError } from '@lockness/client'
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

/** Every key may ask what it is called, whatever else it is for. */
async function identify(key: string, endsAtMs: number, isOwnKey: boolean): Promise<Sealed | SignInError> {
  const client = createClient({ url: environment().serverUrl, key })
  try {
    const { id, name, expiresAt } = await client.key.readSelf()
    const end = expiresAt === undefined ? endsAtMs : Math.min(endsAtMs, Date.parse(expiresAt))
    return { key, who: { id, name }, endsAt: new Date(end), isOwnKey }
  } catch (error) {
    if (!(error instanceof LocknessError)) throw error
    return refusalOf(error)
  }
}

function refusalOf({ status, info }: LocknessError): SignInError {
  if (status !== 401) return 'Unavailable'
  if (info.credentials === 'expired') return 'ExpiredKey'
  return info.credentials === 'revoked' ? 'RevokedKey' : 'UnknownKey'
}
