import type { texts as english } from '../en/data.ts'

export const texts: Record<keyof typeof english, string> = {
  title: 'Daten',
  description: 'Objekte, Tupel und ihre Geschichte',
}
