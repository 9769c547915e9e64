// Times against JS dates and exact arithmetic, at random over the whole range.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addToTimestamp,
  between,
  calendarOf,
  type Duration,
  formatDuration,
  formatTimestamp,
  millisecondsOf,
  parseDuration,
  parseTimestamp,
  subtractFromTimestamp,
  Timestamp,
  timestampOfMilliseconds,
  wholeSeconds,
} from './time.ts'
import { zoneOffset } from './time-zone.ts'
import { Failure } from './value.ts'

const MIN = -62_135_596_800
const MAX = 253_402_300_799
const NANOS_MAX = 999_999_999
const times = fc
  .tuple(fc.integer({ min: MIN, max: MAX }), fc.oneof(fc.constantFrom(0, 1, NANOS_MAX), fc.nat(NANOS_MAX)))
  .map(([seconds, nanos]) => new Timestamp(seconds, nanos))

function nanosOf({ seconds, nanos }: Timestamp | Duration): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
}

test('the calendar is that of JS', () => {
  fc.assert(
    fc.property(times, ({ seconds }) => {
      const date = new Date(seconds * 1000)
      const newYear = new Date(0)
      newYear.setUTCFullYear(date.getUTCFullYear())
      expect(calendarOf(seconds)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth(),
        day: date.getUTCDate(),
        weekday: date.getUTCDay(),
        dayOfYear: Math.floor((date.getTime() - newYear.getTime()) / 86_400_000),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
      })
    }),
  )
})

test('a timestamp is written and read back, also with an offset', () => {
  fc.assert(
    fc.property(times, (time) => {
      expect(parseTimestamp(formatTimestamp(time))).toEqual(time)
      const milliseconds = time.seconds * 1000 + Math.floor(time.nanos / 1_000_000)
      expect(parseTimestamp(new Date(milliseconds).toISOString())).toEqual(timestampOfMilliseconds(milliseconds))
    }),
  )
  expect(parseTimestamp('2024-01-31T23:30:00.5-00:45')).toEqual(parseTimestamp('2024-02-01T00:15:00.500Z'))
  expect(parseTimestamp('2024-01-01t00:00:00.123456789999z')?.nanos).toBe(123_456_789)
})

test.each([
  '2024-01-31',
  '2024-01-31T10:00:00',
  '2024-01-31 10:00:00Z',
  '2024-13-01T10:00:00Z',
  '2024-00-01T10:00:00Z',
  '2023-02-29T10:00:00Z',
  '1900-02-29T10:00:00Z',
  '2024-01-31T24:00:00Z',
  '2024-01-31T10:60:00Z',
  '2024-01-31T10:00:60Z',
  '2024-01-31T10:00:00.Z',
  '2024-01-31T10:00:00+1:00',
  '2024-01-31T10:00:00+24:00',
  '2024-01-31T10:00:00Zx',
  '2024-1-31T10:00:00Z',
  '+024-01-31T10:00:00Z',
  '0000-12-31T23:59:59Z',
  '9999-12-31T23:59:59-00:01',
  '',
])('%s is no timestamp', (text) => {
  expect(parseTimestamp(text)).toBeUndefined()
})

test('sums and differences are exact, or out of range', () => {
  fc.assert(
    fc.property(times, times, (later, earlier) => {
      const exact = nanosOf(later) - nanosOf(earlier)
      const isInRange = exact >= -(2n ** 63n) && exact < 2n ** 63n
      if (!isInRange) {
        expect(() => between(later, earlier)).toThrow(Failure)
        return
      }
      const duration = between(later, earlier)
      expect(nanosOf(duration)).toBe(exact)
      expect(addToTimestamp(earlier, duration)).toEqual(later)
      expect(subtractFromTimestamp(later, duration)).toEqual(earlier)
    }),
  )
})

test('a duration is written and read back, and rounds towards zero', () => {
  const nanos = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  fc.assert(
    fc.property(fc.oneof(nanos, fc.bigInt({ min: -3_000_000_000n, max: 3_000_000_000n })), (total) => {
      const duration = parseDuration(`${total}ns`) as Duration
      expect(nanosOf(duration)).toBe(total)
      expect(parseDuration(formatDuration(duration))).toEqual(duration)
      expect(wholeSeconds(duration)).toBe(Number(total / 1_000_000_000n))
      expect(millisecondsOf(duration)).toBe(Number((total % 1_000_000_000n) / 1_000_000n))
    }),
  )
  expect(parseDuration('9223372036854775808ns')).toBeUndefined()
  expect(parseDuration('1h2m3.5s')).toEqual(parseDuration('3723500ms'))
  expect(parseDuration('100000h')).toEqual(parseDuration('360000000s'))
})

test.each(['', 's', '1', '1 s', '1d', '.s', '1.2.3s', '--1s', '1s-1s', 'h1', '1e3s'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

test('zones have the offset of the instant', () => {
  const summer = parseTimestamp('2024-07-01T12:00:00Z') as Timestamp
  const winter = parseTimestamp('2024-01-01T12:00:00Z') as Timestamp
  expect(zoneOffset('Europe/Vienna', summer)).toBe(7200)
  expect(zoneOffset('Europe/Vienna', winter)).toBe(3600)
  expect(zoneOffset('Asia/Kathmandu', winter)).toBe(20_700)
  expect(zoneOffset('-09:30', winter)).toBe(-34_200)
  expect(zoneOffset('UTC', winter)).toBe(0)
  expect(zoneOffset('America/New_York', parseTimestamp('0001-01-01T00:00:00Z') as Timestamp)).toBe(-17_762)
  expect(() => zoneOffset('Europe/Nowhere', winter)).toThrow(Failure)
})
