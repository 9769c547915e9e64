import type { texts as english } from '../en/operations.ts'

export const texts: Record<keyof typeof english, string> = {
  title: 'Betrieb',
  description: 'Zustand, Schlüssel, Nutzung und Protokoll',
}
