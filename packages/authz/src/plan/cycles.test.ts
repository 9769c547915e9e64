import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCycles } from './cycles.ts'

test.each([
  { next: [[1], [2], []], loops: [], leads: [] },
  { next: [[1], [2], [1]], loops: [1, 2], leads: [0, 1, 2] },
  { next: [[0]], loops: [0], leads: [0] },
  { next: [[1, 3], [2], [], [4], [3]], loops: [3, 4], leads: [0, 3, 4] },
])('$next', ({ next, loops, leads }) => {
  const { isLoop, leadsToLoop } = findCycles(next)
  expect(next.flatMap((_, i) => (isLoop[i] ? [i] : []))).toEqual(loops)
  expect(next.flatMap((_, i) => (leadsToLoop[i] ? [i] : []))).toEqual(leads)
})

test('it agrees with asking of each place where one can come from it', () => {
  const graph = fc
    .integer({ min: 1, max: 12 })
    .chain((size) =>
      fc.array(fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size }),
    )
  fc.assert(
    fc.property(graph, (next) => {
      const below = (start: number) => {
        const found = new Set(next[start])
        for (const each of found) for (const target of next[each]!) found.add(target)
        return found
      }
      const { isLoop, leadsToLoop } = findCycles(next)
      const loops = next.map((_, place) => below(place).has(place))
      expect(isLoop).toEqual(loops)
      expect(leadsToLoop).toEqual(next.map((_, place) => loops[place] || [...below(place)].some((each) => loops[each])))
    }),
    { numRuns: 300 },
  )
})

test('a chain of a hundred thousand needs no call stack', () => {
  const next = Array.from({ length: 100_000 }, (_, i) => (i + 1 < 100_000 ? [i + 1] : [99_999]))
  expect(findCycles(next).leadsToLoop.every(Boolean)).toBe(true)
})
