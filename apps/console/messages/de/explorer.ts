import type { texts as english } from '../en/explorer.ts'

export const texts: Record<keyof typeof english, string> = {
  title: 'Erkunden',
  description: 'Fragen, wer was darf, und sehen, warum',
}
