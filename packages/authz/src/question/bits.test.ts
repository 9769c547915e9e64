import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bits } from './bits.ts'

const SIZE = 200
const members = fc.uniqueArray(fc.integer({ min: 0, max: SIZE - 1 })).map((nodes) => nodes.sort((a, b) => a - b))

function bitsOf(nodes: readonly number[]): Bits {
  const bits = new Bits(SIZE)
  for (const node of nodes) bits.add(node)
  return bits
}

function listOf(bits: Bits): number[] {
  const into = new Uint32Array(SIZE)
  return [...into.subarray(0, bits.take(0, into))]
}

test('sets do what arrays do', () => {
  fc.assert(
    fc.property(members, members, (a, b) => {
      const both = a.filter((node) => b.includes(node))
      const without = a.filter((node) => !b.includes(node))
      const changed = (change: (bits: Bits) => void) => {
        const bits = bitsOf(a)
        change(bits)
        return listOf(bits)
      }
      expect(listOf(bitsOf(a))).toEqual(a)
      expect(bitsOf(a).count()).toBe(a.length)
      expect(changed((bits) => bits.keepOnly(bitsOf(b)))).toEqual(both)
      expect(changed((bits) => bits.clearFrom(bits.keepSorted(Uint32Array.from(b))))).toEqual(both)
      const cut = b.findIndex((node) => node >= 96)
      const [low, high] = cut < 0 ? [b, []] : [b.slice(0, cut), b.slice(cut)]
      const inParts = (bits: Bits) =>
        bits.clearFrom(bits.keepSorted(Uint32Array.from(high), bits.keepSorted(Uint32Array.from(low))))
      expect(changed(inParts)).toEqual(both)
      expect(changed((bits) => bits.remove(bitsOf(b)))).toEqual(without)
      expect(changed((bits) => bits.removeAll(Uint32Array.from(b)))).toEqual(without)
      expect(changed((bits) => bits.include(bitsOf(b)))).toEqual([...new Set([...a, ...b])].sort((x, y) => x - y))
      for (const node of a) expect(bitsOf(a).has(node)).toBe(true)
    }),
  )
})

test.each([1, 3, 31, 32, 33, 200])('members are taken %i at a time', (size) => {
  const all = [0, 31, 32, 63, 64, 100, 199]
  const bits = bitsOf(all)
  const some = new Uint32Array(size)
  const taken: number[] = []
  for (let from = 0; ; from = taken.at(-1)! + 1) {
    const count = bits.take(from, some)
    taken.push(...some.subarray(0, count))
    if (count < size) break
  }
  expect(taken).toEqual(all)
})
