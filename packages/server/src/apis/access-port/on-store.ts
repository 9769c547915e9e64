// What the actions of foreign wires share: the permit of the store that they are about.

import type { Permit } from '../../action.ts'

interface InStore {
  readonly store: string
}

export function onStore(relation: string): { permit(input: InStore): Permit; store(input: InStore): string } {
  return { permit: ({ store }) => ({ relation, object: `store:${store}` }), store: ({ store }) => store }
}
