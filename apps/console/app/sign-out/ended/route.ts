import { createClient } from '@lockness/client'
import { cookies } from 'next/headers'
import { environment } from '#session/environment.ts'
import { safePath } from '#session/origin.ts'
import { reach } from '#session/reach.ts'
import { seeOther } from '#session/redirect.ts'
import { dropCookie, openFrom } from '#session/session-cookie.ts'

/** Pages cannot take a cookie away; this can, but only from a session that has ended: a link here signs nobody out. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams
  const jar = await cookies()
  const opened = await openFrom(jar, request.headers)
  if (opened && 'session' in opened) {
    const client = createClient({ url: environment().serverUrl, key: opened.session.key })
    if (typeof (await reach(client)) !== 'string') return seeOther(safePath(asked.get('next')))
  }
  if (opened) jar.set(dropCookie(request.headers))
  const reason = asked.get('reason') === 'expired' ? 'expired' : 'revoked'
  return seeOther(`/sign-in?reason=${reason}&next=${encodeURIComponent(safePath(asked.get('next')))}`)
}
