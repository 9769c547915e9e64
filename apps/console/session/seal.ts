// A session is in its cookie, sealed by the installation's secret: nothing is stored here, whoever holds the cookie can
// neither read nor change it, and every console of the installation can open it. A seal that does not fit is no session.

import { EncryptJWT, jwtDecrypt } from 'jose'

export interface Sealed {
  /** The key with which the server is asked. It never leaves the console's own process. */
  readonly key: string
  readonly who: { readonly id: string; readonly name: string }
  readonly endsAt: Date
  /** The key was made for this session and ends with it. */
  readonly isOwnKey: boolean
}

const ISSUER = 'lockness-console'

export function sealSession({ key, who, endsAt, isOwnKey }: Sealed, secret: Uint8Array): Promise<string> {
  return new EncryptJWT({ key, id: who.id, name: who.name, own: isOwnKey })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuer(ISSUER)
    .setExpirationTime(endsAt)
    .encrypt(secret)
}

export type Opened = { readonly session: Sealed } | { readonly failed: 'over' | 'wrong' }

export async function openSession(text: string, secret: Uint8Array, now: Date): Promise<Opened> {
  try {
    const options = {
      issuer: ISSUER,
      currentDate: now,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    }
    const { payload } = await jwtDecrypt(text, secret, options)
    const { key, id, name, own, exp } = payload
    if (typeof key !== 'string' || typeof id !== 'string' || typeof name !== 'string' || exp === undefined)
      return { failed: 'wrong' }
    return { session: { key, who: { id, name }, endsAt: new Date(exp * 1_000), isOwnKey: own === true } }
  } catch (error) {
    const isOver = error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED'
    return { failed: isOver ? 'over' : 'wrong' }
  }
}
