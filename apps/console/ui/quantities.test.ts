import { expect, test } from 'vitest'
import { bytesText, countText, durationText } from './quantities.ts'

// biome-ignore format: a table is read by its columns
test.each([
  [0,                 '0 byte'],
  [999,               '999 byte'],
  [1_000,             '1 kB'],
  [157_234_511,       '157 MB'],
  [14_200_000,        '14.2 MB'],
  [1e9,               '1 GB'],
  [3e15,              '3,000 TB'],
] as const)('%d bytes', (bytes, text) => {
  expect(bytesText(bytes, 'en')).toBe(text)
})

// biome-ignore format: a table is read by its columns
test.each([
  [0,                 '0 μs'],
  [0.042,             '42 μs'],
  [0.4207,            '421 μs'],
  [3.21,              '3.2 ms'],
  [310.4,             '310 ms'],
  [12_000,            '12 sec'],
  [240_000,           '4 min'],
  [7_200_000,         '2 hr'],
  [5 * 86_400_000,    '5 days'],
] as const)('%d ms', (ms, text) => {
  expect(durationText(ms, 'en').replace('µ', 'μ')).toBe(text)
})

test('counts', () => {
  expect(countText(10_482_303, 'en')).toBe('10,482,303')
  expect(countText(10_482_303, 'de')).toBe('10.482.303')
  expect(countText(10_482_303, 'en', true)).toBe('10.5M')
})
