// When two tuples are the same relationship, and when they are the same in all.

import type { Tuple } from '@lockness/client'

export function keyOf({ object, relation, subject }: Pick<Tuple, 'object' | 'relation' | 'subject'>): string {
  return JSON.stringify([object, relation, subject])
}

export function isSame(a: Tuple | undefined, b: Tuple): boolean {
  return (
    a !== undefined &&
    keyOf(a) === keyOf(b) &&
    a.expiresAt === b.expiresAt &&
    sorted(a.condition) === sorted(b.condition)
  )
}

/** JSON in which the order of the fields does not count. */
function sorted(value: unknown): string {
  return JSON.stringify(value ?? null, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
