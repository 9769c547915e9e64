// Texts on the server: `const t = await messagesOf('explorer')`, then `t('title')`.

import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { chooseLocale, LOCALE_COOKIE, type Locale } from './locale.ts'
import { loadTexts, type Room } from './rooms.ts'
import { type Translate, translatorOf } from './translate.ts'

export const readLocale = cache(async (): Promise<Locale> => {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  return chooseLocale(jar.get(LOCALE_COOKIE)?.value, sent.get('accept-language'))
})

export async function messagesOf<R extends Room>(room: R): Promise<Translate<R>> {
  const locale = await readLocale()
  return translatorOf<R>(await loadTexts(room, locale), locale)
}
