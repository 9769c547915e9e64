import { describe, expect, it, test } from 'vitest'
import { filterOptions, nextOption } from './combobox-filter.ts'

const OPTIONS = [
  { value: 'user:anne', label: 'Anne Lindqvist', detail: 'Label editor' },
  { value: 'user:annika', label: 'Annika Berg' },
  { value: 'team:lindqvist', label: 'The Lindqvist family' },
  { value: 'user:esra', label: 'Esra Yıldız' },
  { value: 'user:zoe', label: 'Zoë (ann)' },
]

function found(query: string): string[] {
  return filterOptions(OPTIONS, query).map(({ value }) => value)
}

describe('what answers to what was typed', () => {
  // biome-ignore format: a table is read by its columns
  const cases: readonly (readonly [query: string, found: readonly string[]])[] = [
    ['',               ['user:anne', 'user:annika', 'team:lindqvist', 'user:esra', 'user:zoe']],
    ['  ',             ['user:anne', 'user:annika', 'team:lindqvist', 'user:esra', 'user:zoe']],
    ['ann',            ['user:anne', 'user:annika', 'user:zoe']],
    ['ANNE',           ['user:anne']],
    ['annika berg',    ['user:annika']],
    ['lind',           ['user:anne', 'team:lindqvist']],
    ['zoe',            ['user:zoe']],
    ['ë',              ['user:zoe', 'user:anne', 'user:annika', 'team:lindqvist', 'user:esra']],
    ['user:',          ['user:anne', 'user:annika', 'user:esra', 'user:zoe']],
    ['editor',         ['user:anne']],
    ['(ann',           ['user:zoe']],
    ['.*',             []],
    ['nobody',         []],
  ]
  test.each(cases)('%j', (query, expected) => {
    expect(new Set(found(query))).toEqual(new Set(expected))
  })

  it('is ranked: the beginning, the beginning of a word, anywhere, the id, the detail', () => {
    const options = [
      { value: '5', label: 'x', detail: 'sun' },
      { value: '4 sun', label: 'x' },
      { value: '3', label: 'Midsunnight' },
      { value: '2', label: 'Midnight sun' },
      { value: '1', label: 'Sunday' },
      { value: '0', label: 'Sun' },
    ]
    expect(filterOptions(options, 'sun').map(({ value }) => value[0])).toEqual(['0', '1', '2', '3', '4', '5'])
  })

  it('is bounded', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => ({ value: `${at}`, label: `Track ${at}` }))
    expect(filterOptions(many, 'track', 20)).toHaveLength(20)
  })
})

describe('the arrow keys', () => {
  const options = [
    { value: 'a', label: 'a', isDisabled: true },
    { value: 'b', label: 'b' },
    { value: 'c', label: 'c', isDisabled: true },
    { value: 'd', label: 'd' },
  ]
  it('pass over what cannot be chosen, and go around the ends', () => {
    expect(nextOption(options, -1, 1)).toBe(1)
    expect(nextOption(options, 1, 1)).toBe(3)
    expect(nextOption(options, 3, 1)).toBe(1)
    expect(nextOption(options, -1, -1)).toBe(3)
    expect(nextOption(options, 1, -1)).toBe(3)
  })
  it('find nothing where there is nothing', () => {
    expect(nextOption([], -1, 1)).toBe(-1)
    expect(nextOption(options.slice(0, 1), -1, 1)).toBe(-1)
  })
})
