// Timestamps and durations, exact to the nanosecond. Both are whole seconds, rounded down, and 0 to 999,999,999
// nanoseconds after them, also when they are negative: so sums carry in one direction and comparison needs no signs.
// The calendar is computed here, from days, for the years 1 to 9999.

import { Failure, type Int } from './value.ts'

export class Timestamp {
  readonly seconds: number
  readonly nanos: number
  constructor(seconds: number, nanos: number) {
    this.seconds = seconds
    this.nanos = nanos
  }
}

export class Duration {
  readonly seconds: number
  readonly nanos: number
  constructor(seconds: number, nanos: number) {
    this.seconds = seconds
    this.nanos = nanos
  }
}

const NANOS_PER_SECOND = 1_000_000_000
/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
const TIMESTAMP_SECONDS_MIN = -62_135_596_800
const TIMESTAMP_SECONDS_MAX = 253_402_300_799
const DURATION_NANOS_MIN = -(2n ** 63n)
const DURATION_NANOS_MAX = 2n ** 63n - 1n

export function compareTimes(left: Timestamp | Duration, right: Timestamp | Duration): number {
  return left.seconds - right.seconds || left.nanos - right.nanos
}

export function addToTimestamp(time: Timestamp, duration: Duration): Timestamp {
  return timestampAt(time.seconds + duration.seconds, time.nanos + duration.nanos)
}

export function subtractFromTimestamp(time: Timestamp, duration: Duration): Timestamp {
  return timestampAt(time.seconds - duration.seconds, time.nanos - duration.nanos)
}

export function between(later: Timestamp, earlier: Timestamp): Duration {
  return durationOf(later.seconds - earlier.seconds, later.nanos - earlier.nanos)
}

export function addDurations(left: Duration, right: Duration): Duration {
  return durationOf(left.seconds + right.seconds, left.nanos + right.nanos)
}

export function subtractDurations(left: Duration, right: Duration): Duration {
  return durationOf(left.seconds - right.seconds, left.nanos - right.nanos)
}

export function negateDuration(duration: Duration): Duration {
  return durationOf(-duration.seconds, -duration.nanos)
}

/** The nanoseconds may be up to a second too many or too few. */
export function timestampAt(seconds: number, nanos: number): Timestamp {
  const carry = Math.floor(nanos / NANOS_PER_SECOND)
  const whole = seconds + carry
  if (!(whole >= TIMESTAMP_SECONDS_MIN && whole <= TIMESTAMP_SECONDS_MAX)) throw new Failure('timestamp out of range')
  return new Timestamp(whole, nanos - carry * NANOS_PER_SECOND)
}

export function timestampOfMilliseconds(epochMs: number): Timestamp {
  const seconds = Math.floor(epochMs / 1000)
  return timestampAt(seconds, Math.floor((epochMs - seconds * 1000) * 1_000_000))
}

export function timestampOfSeconds(seconds: Int): Timestamp {
  return timestampAt(Number(seconds), 0)
}

function durationOf(seconds: number, nanos: number): Duration {
  const carry = Math.floor(nanos / NANOS_PER_SECOND)
  const whole = seconds + carry
  const rest = nanos - carry * NANOS_PER_SECOND
  if (whole > -9_223_372_037 && whole < 9_223_372_036) return new Duration(whole, rest)
  const exact = BigInt(whole) * 1_000_000_000n + BigInt(rest)
  if (exact < DURATION_NANOS_MIN || exact > DURATION_NANOS_MAX) throw new Failure('duration out of range')
  return new Duration(whole, rest)
}

const UNIT_NANOS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
])
const DURATION_TEXT_MAX = 128

/** `3600s`, `1h2m`, `-1.5h`, `0`: numbers with units, added up. Undefined when the text is no duration. */
export function parseDuration(text: string): Duration | undefined {
  const simple = parseSimpleDuration(text)
  if (simple !== undefined) return simple
  if (text.length > DURATION_TEXT_MAX) return undefined
  const sign = text.startsWith('-') ? -1n : 1n
  const unsigned = /^[+-]/.test(text) ? text.slice(1) : text
  if (unsigned === '0') return new Duration(0, 0)
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(unsigned)) return undefined
  let total = 0n
  for (const [, whole = '', fraction = '', unit = ''] of unsigned.matchAll(/(\d*)\.?(\d*)([a-zµμ]+)/g)) {
    const nanos = UNIT_NANOS.get(unit) ?? 0n
    total += BigInt(whole || 0) * nanos + (BigInt(fraction || 0) * nanos) / 10n ** BigInt(fraction.length)
  }
  return durationOfNanos(sign * total)
}

const SECONDS_OF_UNIT: ReadonlyMap<string | undefined, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
])

/** The common form, one whole number of seconds, minutes or hours; undefined when it is another. */
function parseSimpleDuration(text: string): Duration | undefined {
  const last = text.length - 1
  const unit = SECONDS_OF_UNIT.get(text[last])
  const number = unit === undefined || last < 1 || last > 6 ? Number.NaN : digits(text, 0, last)
  return unit === undefined || Number.isNaN(number) ? undefined : new Duration(number * unit, 0)
}

function durationOfNanos(total: bigint): Duration | undefined {
  if (total < DURATION_NANOS_MIN || total > DURATION_NANOS_MAX) return undefined
  const rest = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return new Duration(Number((total - rest) / 1_000_000_000n), Number(rest))
}

/**
 * RFC 3339. Undefined when the text is no timestamp, or is not in the years 1 to 9999. Digits after the ninth of a
 * fraction are dropped. Read by characters: contexts are full of timestamps, and a pattern takes four times as long.
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const second = digits(text, 17, 2)
  // A field that is no number makes the sum NaN, which no comparison holds for.
  if (!(year + hour + minute + second >= 0 && hour < 24 && minute < 60 && second < 60)) return undefined
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month))) return undefined
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return undefined
  if (text[10] !== 'T' && text[10] !== 't') return undefined
  let zone = 19
  if (text[19] === '.') while (isDigit(text.charCodeAt(++zone)));
  if (zone === 20) return undefined
  const offset = parseOffset(text, zone)
  if (offset === undefined) return undefined
  const seconds = daysFromDate(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
  if (seconds < TIMESTAMP_SECONDS_MIN || seconds > TIMESTAMP_SECONDS_MAX) return undefined
  return new Timestamp(seconds, zone === 19 ? 0 : Number(text.slice(20, Math.min(zone, 29)).padEnd(9, '0')))
}

/** Seconds to the east, of the zone that ends the text. */
function parseOffset(text: string, from: number): number | undefined {
  const sign = text[from]
  if (sign === 'Z' || sign === 'z') return text.length === from + 1 ? 0 : undefined
  if ((sign !== '+' && sign !== '-') || text.length !== from + 6 || text[from + 3] !== ':') return undefined
  const hours = digits(text, from + 1, 2)
  const minutes = digits(text, from + 4, 2)
  if (!(hours < 24 && minutes < 60)) return undefined
  return (hours * 3600 + minutes * 60) * (sign === '-' ? -1 : 1)
}

/** The number that so many digits are; NaN when one of them is none. */
function digits(text: string, from: number, count: number): number {
  let number = 0
  for (let index = from; index < from + count; index++) {
    const code = text.charCodeAt(index)
    if (!isDigit(code)) return Number.NaN
    number = number * 10 + code - 48
  }
  return number
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** RFC 3339 in UTC, with as many digits after the second as there are. */
export function formatTimestamp({ seconds, nanos }: Timestamp): string {
  const { year, month, day, hour, minute, second } = calendarOf(seconds)
  const two = (number: number) => String(number).padStart(2, '0')
  const date = `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(day)}`
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${fractionOf(nanos)}Z`
}

/** Seconds as a decimal number: `-1.5s`. */
export function formatDuration(duration: Duration): string {
  if (duration.seconds >= 0) return `${duration.seconds}${fractionOf(duration.nanos)}s`
  const nanos = duration.nanos === 0 ? 0 : NANOS_PER_SECOND - duration.nanos
  return `-${-duration.seconds - (nanos === 0 ? 0 : 1)}${fractionOf(nanos)}s`
}

function fractionOf(nanos: number): string {
  return nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`
}

/** Whole seconds, rounded towards zero. */
export function wholeSeconds({ seconds, nanos }: Duration): number {
  return seconds < 0 && nanos > 0 ? seconds + 1 : seconds
}

/** The milliseconds beside the whole seconds, rounded towards zero. */
export function millisecondsOf({ seconds, nanos }: Duration): number {
  const rest = seconds < 0 && nanos > 0 ? nanos - NANOS_PER_SECOND : nanos
  return Math.trunc(rest / 1_000_000) + 0
}

export interface Calendar {
  readonly year: number
  /** 0 to 11. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
  /** 0 (Sunday) to 6. */
  readonly weekday: number
  /** 0 to 365. */
  readonly dayOfYear: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** The calendar's fields in UTC; for another zone, add the zone's offset to the seconds first. */
export function calendarOf(seconds: number): Calendar {
  const days = Math.floor(seconds / 86_400)
  const ofDay = seconds - days * 86_400
  // The era has 400 years and begins on 1 March, so that the leap day comes last.
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfMarchYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfMarchYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 2 : marchMonth - 10
  const year = yearOfEra + era * 400 + (month < 2 ? 1 : 0)
  return {
    year,
    month,
    day: dayOfMarchYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    weekday: (((days + 4) % 7) + 7) % 7,
    dayOfYear: days - daysFromDate(year, 1, 1),
    hour: Math.floor(ofDay / 3600),
    minute: Math.floor(ofDay / 60) % 60,
    second: ofDay % 60,
  }
}

/** Days since 1970-01-01 of a date whose month is 1 to 12. */
export function daysFromDate(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
