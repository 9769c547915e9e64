// From a key to a text in the reader's language.

import type { KeyOf, Room } from './rooms.ts'
import { formatText, type Value } from './text.ts'

export interface Translate<R extends Room> {
  (key: KeyOf<R>, values?: Readonly<Record<string, Value>>): string
  readonly locale: string
}

export function translatorOf<R extends Room>(texts: Readonly<Record<KeyOf<R>, string>>, locale: string): Translate<R> {
  const translate = (key: KeyOf<R>, values: Readonly<Record<string, Value>> = {}) =>
    formatText(texts[key], values, locale)
  return Object.assign(translate, { locale })
}
