// Sorting edges by (from, to): a radix sort over columns, the least significant digit first, which keeps the order in
// which equal edges came. Twelve bits a pass, so that the places written to stay in the cache.

import { finish, SLICE } from './slices.ts'

export interface EdgeColumns {
  readonly count: number
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly attributes: Uint32Array | null
}

const DIGIT_BITS = 12
const DIGITS = 1 << DIGIT_BITS

/** Sorts, and of edges that came more than once keeps the last. The columns given may be written over. */
export function sortEdges(edges: EdgeColumns): EdgeColumns {
  return dropRepeats(finish(sortSteps(edges)))
}

export function* sortSteps(edges: EdgeColumns): Generator<undefined, EdgeColumns> {
  if (yield* inOrder(edges)) return edges
  return yield* sortBy(yield* sortBy(edges, 'to'), 'from')
}

/** Sorted edges seen from the other end, sorted. */
export function* reverseSteps({ count, from, to, attributes }: EdgeColumns): Generator<undefined, EdgeColumns> {
  const turned = { count, from: to, to: from, attributes }
  if (yield* inOrder(turned)) return turned
  return yield* sortBy(
    { count, from: to.slice(0, count), to: from.slice(0, count), attributes: attributes?.slice(0, count) ?? null },
    'from',
  )
}

function* inOrder({ count, from, to }: EdgeColumns): Generator<undefined, boolean> {
  for (let i = 1; i < count; i++) {
    if (from[i]! < from[i - 1]! || (from[i] === from[i - 1] && to[i]! < to[i - 1]!)) return false
    if (i % SLICE === 0) yield undefined
  }
  return true
}

function* sortBy(edges: EdgeColumns, by: 'from' | 'to'): Generator<undefined, EdgeColumns> {
  let source = edges
  let target = room(edges)
  const greatest = yield* greatestOf(edges[by], edges.count)
  for (let shift = 0; shift < 32 && greatest >>> shift > 0; shift += DIGIT_BITS) {
    const places = yield* placesOf(source[by], edges.count, shift)
    for (let start = 0; start < edges.count; start += SLICE) {
      distribute(source, target, source[by], shift, places, start, Math.min(edges.count, start + SLICE))
      yield undefined
    }
    const last = source
    source = target
    target = last
  }
  return source
}

function room({ count, attributes }: EdgeColumns): EdgeColumns {
  const column = () => new Uint32Array(count)
  return { count, from: column(), to: column(), attributes: attributes && column() }
}

function* greatestOf(keys: Uint32Array, count: number): Generator<undefined, number> {
  let greatest = 0
  for (let start = 0; start < count; start += SLICE) {
    const end = Math.min(count, start + SLICE)
    for (let i = start; i < end; i++) if (keys[i]! > greatest) greatest = keys[i]!
    yield undefined
  }
  return greatest
}

/** Where the first edge with each digit goes. */
function* placesOf(keys: Uint32Array, count: number, shift: number): Generator<undefined, Uint32Array> {
  const places = new Uint32Array(DIGITS)
  for (let start = 0; start < count; start += SLICE) {
    const end = Math.min(count, start + SLICE)
    for (let i = start; i < end; i++) places[(keys[i]! >>> shift) & (DIGITS - 1)]!++
    yield undefined
  }
  let place = 0
  for (let digit = 0; digit < DIGITS; digit++) {
    const size = places[digit]!
    places[digit] = place
    place += size
  }
  return places
}

function distribute(
  source: EdgeColumns,
  target: EdgeColumns,
  keys: Uint32Array,
  shift: number,
  places: Uint32Array,
  start: number,
  end: number,
): void {
  const { from, to, attributes } = source
  const { from: toFrom, to: toTo, attributes: toAttributes } = target
  for (let i = start; i < end; i++) {
    const at = places[(keys[i]! >>> shift) & (DIGITS - 1)]!++
    toFrom[at] = from[i]!
    toTo[at] = to[i]!
    if (attributes !== null) toAttributes![at] = attributes[i]!
  }
}

function dropRepeats({ count, from, to, attributes }: EdgeColumns): EdgeColumns {
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
