/** Somebody to fill the showcase with. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly agoMs: number
  readonly checks: number
}

export const PEOPLE: readonly Person[] = [
  { id: 'user:anne', name: 'Anne Lindqvist', role: 'Label editor', agoMs: 4_000, checks: 12_840 },
  { id: 'user:bo', name: 'Bo Adeyemi', role: 'Label reader', agoMs: 3_200_000, checks: 932 },
  { id: 'user:chiara', name: 'Chiara Ferri', role: 'Label finance', agoMs: 86_400_000, checks: 57 },
  { id: 'user:dmitri', name: 'Dmitri Vâlcan', role: 'Label editor', agoMs: 12 * 86_400_000, checks: 4_108 },
  { id: 'user:esra', name: 'Esra Yıldız', role: 'Label reader', agoMs: 190 * 86_400_000, checks: 0 },
]
