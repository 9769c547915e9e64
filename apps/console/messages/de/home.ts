import type { texts as english } from '../en/home.ts'

export const texts: Record<keyof typeof english, string> = {
  title: 'Start',
  description: 'Was hier ist und was man zuerst versucht',
}
