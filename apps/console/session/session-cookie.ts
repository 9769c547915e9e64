// The cookie of a session: sealed, out of reach of scripts, and not sent along by other sites. Its name tells
// installations apart, because a browser gives all ports of a machine the same cookies.

import { createHash } from 'node:crypto'
import { environment } from './environment.ts'
import { isSecure } from './origin.ts'
import { type Opened, openSession, type Sealed, sealSession } from './seal.ts'

interface Jar {
  get(name: string): { readonly value: string } | undefined
}

/** Null: there was none. */
export async function openFrom(jar: Jar, sent: Pick<Headers, 'get'>): Promise<Opened | null> {
  const found = jar.get(cookieName(sent))
  return found ? openSession(found.value, environment().secret, new Date()) : null
}

export async function keepCookie(session: Sealed, sent: Pick<Headers, 'get'>) {
  return { ...shape(sent), value: await sealSession(session, environment().secret), expires: session.endsAt }
}

export function dropCookie(sent: Pick<Headers, 'get'>) {
  return { ...shape(sent), value: '', maxAge: 0 }
}

function shape(sent: Pick<Headers, 'get'>) {
  const secure = isSecure(sent, environment().publicOrigin)
  return { name: cookieName(sent), httpOnly: true, sameSite: 'lax' as const, path: '/', secure }
}

/** A browser takes `__Host-` only over https, for exactly this host. */
function cookieName(sent: Pick<Headers, 'get'>): string {
  const { secret, publicOrigin } = environment()
  const installation = createHash('sha256').update('cookie').update(secret).digest('hex').slice(0, 8)
  return `${isSecure(sent, publicOrigin) ? '__Host-' : ''}lockness-session-${installation}`
}
