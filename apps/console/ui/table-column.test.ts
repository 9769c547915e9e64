import { describe, expect, it, test } from 'vitest'
import { nextRow, nextSort, tracksOf, withToggled } from './table-column.ts'

describe('the keys of a table', () => {
  // biome-ignore format: a table is read by its columns
  test.each([
    ['ArrowDown', 0,  1],
    ['ArrowDown', 99, 99],
    ['ArrowUp',   0,  0],
    ['PageDown',  95, 99],
    ['PageUp',    15, 5],
    ['Home',      50, 0],
    ['End',       50, 99],
    ['toString',  50, undefined],
  ] as const)('%s from %d', (key, from, to) => {
    expect(nextRow(key, from, 100, 10)).toBe(to)
  })
  it('lead nowhere without rows', () => {
    expect(nextRow('End', 0, 0, 10)).toBeUndefined()
  })
})

test('the head of a column sorts upwards first, then turns around', () => {
  expect(nextSort(undefined, 'name')).toEqual({ column: 'name', direction: 'up' })
  expect(nextSort({ column: 'name', direction: 'up' }, 'name')).toEqual({ column: 'name', direction: 'down' })
  expect(nextSort({ column: 'name', direction: 'down' }, 'name')).toEqual({ column: 'name', direction: 'up' })
  expect(nextSort({ column: 'name', direction: 'up' }, 'time')).toEqual({ column: 'time', direction: 'up' })
})

test('one key is turned, a range is added', () => {
  expect([...withToggled(new Set(['a']), ['a'])]).toEqual([])
  expect([...withToggled(new Set(['a']), ['b'])]).toEqual(['a', 'b'])
  expect([...withToggled(new Set(['a']), ['a', 'b', 'c'])]).toEqual(['a', 'b', 'c'])
})

test('tracks', () => {
  const cell = () => null
  const columns = [
    { id: 'a', label: 'A', cell, width: '2fr' },
    { id: 'b', label: 'B', cell },
    { id: 'c', label: 'C', cell, isActions: true },
  ]
  expect(tracksOf(columns, true)).toBe('2.25rem 2fr minmax(8rem, 1fr) max-content')
  expect(tracksOf(columns, false)).toBe('2fr minmax(8rem, 1fr) max-content')
})
