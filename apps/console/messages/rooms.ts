// All texts, by room and language. A room's texts are loaded with the room: English is what they are typed by, and every
// other language has the same keys or does not compile.

import type { Locale } from './locale.ts'

// biome-ignore format: a table is read by its columns
const ROOMS = {
  shell:      { en: () => import('./en/shell.ts'),      de: () => import('./de/shell.ts') },
  ui:         { en: () => import('./en/ui.ts'),         de: () => import('./de/ui.ts') },
  signIn:     { en: () => import('./en/sign-in.ts'),    de: () => import('./de/sign-in.ts') },
  home:       { en: () => import('./en/home.ts'),       de: () => import('./de/home.ts') },
  explorer:   { en: () => import('./en/explorer.ts'),   de: () => import('./de/explorer.ts') },
  models:     { en: () => import('./en/models.ts'),     de: () => import('./de/models.ts') },
  data:       { en: () => import('./en/data.ts'),       de: () => import('./de/data.ts') },
  operations: { en: () => import('./en/operations.ts'), de: () => import('./de/operations.ts') },
  playground: { en: () => import('./en/playground.ts'), de: () => import('./de/playground.ts') },
} satisfies Record<string, Record<Locale, () => Promise<{ readonly texts: Texts }>>>

export type Room = keyof typeof ROOMS
export const ROOM_NAMES = Object.keys(ROOMS) as readonly Room[]
export type Texts = Readonly<Record<string, string>>
export type TextsOf<R extends Room> = Awaited<ReturnType<(typeof ROOMS)[R]['en']>>['texts']
export type KeyOf<R extends Room> = keyof TextsOf<R> & string

export async function loadTexts<R extends Room>(room: R, locale: Locale): Promise<Record<KeyOf<R>, string>> {
  return (await ROOMS[room][locale]()).texts as Record<KeyOf<R>, string>
}
