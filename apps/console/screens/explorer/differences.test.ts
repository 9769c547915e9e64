import { describe, expect, it } from 'vitest'
import { compareNames, differencesOf, ListMerge, mergeSets } from './differences.ts'
import { proofOf } from './proof.ts'

describe('two lists as one', () => {
  it('goes on as pages come, and never past the end of what is known', () => {
    const merge = new ListMerge()
    expect(merge.goOn({ items: ['a', 'c'], isWhole: false }, { items: ['b'], isWhole: false })).toEqual(['second'])
    expect(merge.rows).toEqual([
      { name: 'a', side: 'first' },
      { name: 'b', side: 'second' },
    ])
    expect(merge.goOn({ items: ['a', 'c'], isWhole: false }, { items: ['b', 'c', 'd'], isWhole: true })).toEqual([
      'first',
    ])
    expect(merge.goOn({ items: ['a', 'c'], isWhole: true }, { items: ['b', 'c', 'd'], isWhole: true })).toEqual([])
    expect(merge.rows.slice(2)).toEqual([
      { name: 'c', side: 'both' },
      { name: 'd', side: 'second' },
    ])
  })

  it('equals the difference of sets, whatever the pages are', () => {
    const names = Array.from({ length: 200 }, (_, i) => `doc:${i}${i % 7 === 0 ? '!' : ''}`).sort(compareNames)
    const first = names.filter((_, i) => i % 3 !== 0)
    const second = names.filter((_, i) => i % 4 !== 0)
    const merge = new ListMerge()
    for (let [a, b] = [0, 0], needs: readonly string[] = ['first']; needs.length > 0; ) {
      needs = merge.goOn(
        { items: first.slice(0, a), isWhole: a >= first.length },
        { items: second.slice(0, b), isWhole: b >= second.length },
      )
      if (needs.includes('first')) a += 11
      if (needs.includes('second')) b += 17
    }
    const [inFirst, inSecond] = [new Set(first), new Set(second)]
    const expected = names.filter((name) => inFirst.has(name) || inSecond.has(name))
    expect(merge.rows.map(({ name }) => name)).toEqual(expected)
    for (const { name, side } of merge.rows)
      expect(side).toBe(inFirst.has(name) ? (inSecond.has(name) ? 'both' : 'first') : 'second')
  })
})

it('tells relations in the order of the model', () => {
  expect(mergeSets(['b', 'x'], ['c', 'b'], ['c', 'b', 'a'])).toEqual([
    { name: 'c', side: 'second' },
    { name: 'b', side: 'both' },
    { name: 'x', side: 'first' },
  ])
})

it('marks what is another result, and what is only in one proof', () => {
  const step = (relation: string, result: 'yes' | 'no', children: number[] = []) =>
    ({ rule: 'relation', object: 'doc:1', relation, result, children }) as const
  const first = proofOf([step('view', 'yes', [1, 2]), step('edit', 'yes'), step('own', 'no')], true)
  const second = proofOf([step('view', 'no', [1]), step('own', 'no')], true)
  expect([...differencesOf(first, second)]).toEqual([
    [0, 'changed'],
    [2, 'same'],
    [1, 'only'],
  ])
})
