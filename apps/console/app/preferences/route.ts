import { cookies } from 'next/headers'
import { isLocale, LOCALE_COOKIE } from '#messages/locale.ts'
import { environment } from '#session/environment.ts'
import { isFromHere, isSecure, safePath } from '#session/origin.ts'
import { seeOther } from '#session/redirect.ts'
import { isTheme, THEME_COOKIE } from '#shell/theme.ts'

const FORM_BYTES_MAX = 2_048
const KEPT_SECONDS = 365 * 86_400

/** How a reader wants to see the console; kept by their browser. */
export async function POST(request: Request): Promise<Response> {
  const { publicOrigin } = environment()
  const isSmall = Number(request.headers.get('content-length') ?? Number.NaN) <= FORM_BYTES_MAX
  if (!isSmall || !isFromHere(request.headers, publicOrigin)) return seeOther('/')
  const form = new URLSearchParams(await request.text())
  const jar = await cookies()
  const keep = (name: string, value: string) =>
    jar.set({
      name,
      value,
      path: '/',
      sameSite: 'lax',
      maxAge: KEPT_SECONDS,
      secure: isSecure(request.headers, publicOrigin),
    })
  const [locale, theme] = [form.get('locale') ?? undefined, form.get('theme') ?? undefined]
  if (isLocale(locale)) keep(LOCALE_COOKIE, locale)
  if (isTheme(theme)) keep(THEME_COOKIE, theme)
  return seeOther(safePath(form.get('next')))
}
