import type { texts as english } from '../en/models.ts'

export const texts: Record<keyof typeof english, string> = {
  title: 'Modelle',
  description: 'Typen, Relationen und Rechte, Modul für Modul',
}
