// The languages that there are, and which of them a reader gets: the one that was chosen, else the first of the browser's
// that is here, else English.

export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', de: 'Deutsch' }
export const LOCALE_COOKIE = 'lockness-locale'

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur'])

export function isLocale(text: string | undefined): text is Locale {
  return LOCALES.some((each) => each === text)
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(locale.split('-', 1)[0]!) ? 'rtl' : 'ltr'
}

export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen
  const wanted = (acceptLanguage ?? '')
    .split(',', 50)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find((each) => each !== undefined)
      return { language: tag.split('-', 1)[0]!, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wanted.map(({ language }) => language).find(isLocale) ?? 'en'
}
