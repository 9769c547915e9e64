import { cookies } from 'next/headers'
import { environment } from '#session/environment.ts'
import { signInByCode, signInByKey } from '#session/identify.ts'
import { isFromHere, safePath } from '#session/origin.ts'
import { seeOther } from '#session/redirect.ts'
import { keepCookie } from '#session/session-cookie.ts'

const FORM_BYTES_MAX = 8_192

export async function POST(request: Request): Promise<Response> {
  if (!isFromHere(request.headers, environment().publicOrigin)) return seeOther('/sign-in?error=Origin')
  if (!(Number(request.headers.get('content-length') ?? Number.NaN) <= FORM_BYTES_MAX))
    return seeOther('/sign-in?error=NoKey')
  const form = new URLSearchParams(await request.text())
  const code = form.get('code')
  const next = safePath(form.get('next'))
  const found = code ? await signInByCode(code) : await signInByKey(form.get('key') ?? '')
  if (typeof found === 'string') return seeOther(`/sign-in?error=${found}&next=${encodeURIComponent(next)}`)
  const jar = await cookies()
  jar.set(await keepCookie(found, request.headers))
  return seeOther(next)
}
