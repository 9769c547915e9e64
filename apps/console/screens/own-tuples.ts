// Whether a relation has tuples of its own, or is derived from others altogether.

import type { Userset } from '@lockness/authz'

export function hasOwnTuples(rewrite: Userset): boolean {
  if (rewrite.this) return true
  const { union, intersection, difference } = rewrite
  const children = union?.child ?? intersection?.child ?? (difference ? [difference.base, difference.subtract] : [])
  return children.some(hasOwnTuples)
}
