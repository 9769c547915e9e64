import { cookies } from 'next/headers'
import { endOwnKey } from '#session/end-own-key.ts'
import { environment } from '#session/environment.ts'
import { isFromHere } from '#session/origin.ts'
import { seeOther } from '#session/redirect.ts'
import { dropCookie, openFrom } from '#session/session-cookie.ts'

export async function POST(request: Request): Promise<Response> {
  if (!isFromHere(request.headers, environment().publicOrigin)) return seeOther('/')
  const jar = await cookies()
  const opened = await openFrom(jar, request.headers)
  if (opened && 'session' in opened) await endOwnKey(opened.session)
  jar.set(dropCookie(request.headers))
  return seeOther('/sign-in?reason=signed-out')
}
