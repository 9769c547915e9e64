import type { texts as english } from '../en/playground.ts'

export const texts: Record<keyof typeof english, string> = {
  title: 'Spielwiese',
  description: 'Ein Modell ausprobieren; nichts wird gespeichert',
}
