// Ids: their form, their order, and that every bit of what they are made of is in them.

import { expect, test } from 'vitest'
import { newUlid } from './ulid.ts'

test('has the form that clients ask for, and no id comes twice', () => {
  const ids = Array.from({ length: 1_000 }, () => newUlid())
  for (const id of ids) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
  expect(new Set(ids).size).toBe(1_000)
})

test('says its time and its chance', () => {
  expect(newUlid(0, new Uint8Array(10))).toBe('0'.repeat(26))
  expect(newUlid(2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe(`7${'Z'.repeat(25)}`)
  expect(newUlid(1_469_918_176_385, Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9))).toBe('01ARYZ6S41000G40R40M30E209')
})

test('each bit of chance is a bit of the id', () => {
  const ids = Array.from({ length: 80 }, (_, bit) => {
    const chance = new Uint8Array(10)
    chance[bit >> 3] = 128 >> (bit & 7)
    return newUlid(0, chance)
  })
  expect(ids.map((id) => BigInt(decimal(id)))).toEqual(ids.map((_, bit) => 1n << BigInt(79 - bit)))
})

test('sorts by time', () => {
  const times = [0, 31, 32, 1_023, 1_024, 1_784_000_000_000, 1_784_000_000_001, 2 ** 47]
  const ids = times.map((ms) => newUlid(ms))
  expect(ids.toSorted()).toEqual(ids)
})

test('refuses a time that does not fit', () => {
  for (const ms of [-1, 0.5, 2 ** 48, Number.NaN]) expect(() => newUlid(ms)).toThrow('do not fit')
})

function decimal(id: string): string {
  return [...id]
    .reduce((sum, digit) => sum * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(digit)), 0n)
    .toString()
}
