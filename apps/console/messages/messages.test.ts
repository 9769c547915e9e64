// All languages say the same things about the same values.

import { expect, test } from 'vitest'
import { chooseLocale, directionOf, LOCALES } from './locale.ts'
import { loadTexts, ROOM_NAMES } from './rooms.ts'
import { formatText, placesOf } from './text.ts'

/** The pieces fill in their own few places. */
const OF_PIECES = 'ui'

test.for([...ROOM_NAMES])('%s: each language has all keys, with the same places', async (room) => {
  const english: Record<string, string> = await loadTexts(room, 'en')
  for (const locale of LOCALES) {
    const texts: Record<string, string> = await loadTexts(room, locale)
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort())
    for (const [key, text] of Object.entries(texts)) {
      expect(text.trim(), `${locale} ${room}.${key}`).not.toBe('')
      expect(placesOf(text), `${locale} ${room}.${key}`).toEqual(placesOf(english[key] ?? ''))
      if (room === OF_PIECES) continue
      const values = Object.fromEntries(placesOf(text).map((name) => [name, 1]))
      for (const count of [0, 1, 2, 5, 1000]) {
        const some = Object.fromEntries(Object.keys(values).map((name) => [name, count]))
        expect(formatText(text, some, locale)).not.toMatch(/\{\w+\}|undefined|NaN/)
      }
    }
  }
})

test.for<[chosen: string | undefined, accepted: string | null, locale: string]>([
  [undefined, null, 'en'],
  ['de', 'en', 'de'],
  ['fr', 'de', 'de'],
  [undefined, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
  [undefined, 'fr, en;q=0.4, de;q=0.8', 'de'],
  [undefined, 'de;q=0, en', 'en'],
  [undefined, '*', 'en'],
  [undefined, ';;;,,q=1', 'en'],
])('chosen %s, browser %s: %s', ([chosen, accepted, locale]) => {
  expect(chooseLocale(chosen, accepted)).toBe(locale)
})

test('languages from the right', () => {
  expect(directionOf('ar-EG')).toBe('rtl')
  expect(directionOf('de')).toBe('ltr')
})
