// Sorting edges by (from, to): a radix sort over columns, least significant digit first, which keeps the order in which equal
// edges came. Twelve bits a pass, so that the places written to stay in the cache.

import type { SortedEdges } from './adjacency.ts'

const DIGIT_BITS = 12
const DIGITS = 1 << DIGIT_BITS

export interface EdgeColumns {
  count: number
  from: Uint32Array
  to: Uint32Array
  attributes: Uint32Array | null
}

/** Sorts, and of edges that came more than once keeps the last. The columns given are used as scratch space. */
export function sortEdges(edges: EdgeColumns): SortedEdges {
  const sorted = inOrder(edges) ? edges : sortBy(sortBy(edges, 'to'), 'from')
  return dropRepeats(sorted)
}

/** The same edges seen from the other end. */
export function reverseEdges({ count, from, to, attributes }: SortedEdges): SortedEdges {
  const other = {
    count,
    from: to.slice(0, count),
    to: from.slice(0, count),
    attributes: attributes && attributes.slice(0, count),
  }
  return inOrder(other) ? other : sortBy(other, 'from')
}

function inOrder({ count, from, to }: EdgeColumns): boolean {
  for (let i = 1; i < count; i++) {
    if (from[i]! < from[i - 1]! || (from[i] === from[i - 1] && to[i]! < to[i - 1]!)) return false
  }
  return true
}

function sortBy(edges: EdgeColumns, by: 'from' | 'to'): EdgeColumns {
  let source = edges
  let target = room(edges)
  let greatest = 0
  const keys = edges[by]
  for (let i = 0; i < edges.count; i++) if (keys[i]! > greatest) greatest = keys[i]!
  for (let shift = 0; shift < 32 && greatest >>> shift > 0; shift += DIGIT_BITS) {
    distribute(source, target, source[by], shift)
    const last = source
    source = target
    target = last
  }
  return source
}

function room({ count, attributes }: EdgeColumns): EdgeColumns {
  return {
    count,
    from: new Uint32Array(count),
    to: new Uint32Array(count),
    attributes: attributes && new Uint32Array(count),
  }
}

function distribute(source: EdgeColumns, target: EdgeColumns, keys: Uint32Array, shift: number): void {
  const places = new Uint32Array(DIGITS)
  const { count, from, to, attributes } = source
  for (let i = 0; i < count; i++) places[(keys[i]! >>> shift) & (DIGITS - 1)]!++
  let place = 0
  for (let digit = 0; digit < DIGITS; digit++) {
    const size = places[digit]!
    places[digit] = place
    place += size
  }
  const { from: toFrom, to: toTo, attributes: toAttributes } = target
  for (let i = 0; i < count; i++) {
    const at = places[(keys[i]! >>> shift) & (DIGITS - 1)]!++
    toFrom[at] = from[i]!
    toTo[at] = to[i]!
    if (attributes !== null) toAttributes![at] = attributes[i]!
  }
}

function dropRepeats(edges: EdgeColumns): SortedEdges {
  const { count, from, to, attributes } = edges
  let kept = 0
  for (let i = 0; i < count; i++) {
    if (i + 1 < count && from[i] === from[i + 1] && to[i] === to[i + 1]) continue
    from[kept] = from[i]!
    to[kept] = to[i]!
    if (attributes !== null) attributes[kept] = attributes[i]!
    kept++
  }
  return { count: kept, from, to, attributes }
}
