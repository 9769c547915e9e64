// The table of functions: sizes and tests of text, conversions between types, times and durations, and the addresses
// and networks that OpenFGA adds to the language.

import { DYN, kindOf } from './expression-type.ts'
import { intOfDouble, intOfText, signed, uintOfDouble, uintOfText, unsigned } from './integer.ts'
import { contains, type IpAddress, ipAddressOf, networkOf } from './ip-address.ts'
import { method, type Overload, operator, traverse } from './overload.ts'
import { compilePattern } from './pattern.ts'
import {
  type Calendar,
  calendarOf,
  type Duration,
  formatDuration,
  formatTimestamp,
  millisecondsOf,
  parseDuration,
  parseTimestamp,
  type Timestamp,
  timestampOfSeconds,
  wholeSeconds,
} from './time.ts'
import { zoneOffset } from './time-zone.ts'
import { Double, Failure, TypeValue, Uint, type Value } from './value.ts'

const SAFE = { safe: true } as const
const BY_TEXT = { cost: (text: number) => traverse(text) } as const
const BY_AFFIX = { safe: true, cost: (_: number, affix: number) => traverse(affix) } as const
const BY_SEARCH = { safe: true, cost: (text: number, part: number) => traverse(text) * traverse(part) } as const
const BY_PATTERN = {
  cost: (text: number, pattern: number) => traverse(text + 1) * Math.max(1, Math.ceil(pattern * 0.25)),
} as const

const TEXT: readonly Overload[] = [
  method('startsWith', ['string', 'string'], 'bool', (text, part) => text.startsWith(part), BY_AFFIX),
  method('endsWith', ['string', 'string'], 'bool', (text, part) => text.endsWith(part), BY_AFFIX),
  method('contains', ['string', 'string'], 'bool', (text, part) => text.includes(part), BY_SEARCH),
  ...both('matches', (name, define) => [define(name, ['string', 'string'], 'bool', matches, BY_PATTERN)]),
  ...both('size', (name, define) => [
    define(name, ['string'], 'int', codePoints, SAFE),
    define(name, ['bytes'], 'int', (bytes) => bytes.length, SAFE),
    define(name, ['list'], 'int', (list) => list.length, SAFE),
    define(name, ['map'], 'int', (map) => map.size, SAFE),
  ]),
]

const CONVERSIONS: readonly Overload[] = [
  operator('int', ['int'], 'int', (value) => value, SAFE),
  operator('int', ['uint'], 'int', (value) => signed(BigInt(value.value))),
  operator('int', ['double'], 'int', (value) => intOfDouble(value.value)),
  operator('int', ['string'], 'int', intOfText, BY_TEXT),
  operator('int', ['timestamp'], 'int', (time) => time.seconds, SAFE),
  operator('int', ['duration'], 'int', wholeSeconds, SAFE),
  operator('uint', ['uint'], 'uint', (value) => value, SAFE),
  operator('uint', ['int'], 'uint', (value) => new Uint(unsigned(BigInt(value)))),
  operator('uint', ['double'], 'uint', (value) => new Uint(uintOfDouble(value.value))),
  operator('uint', ['string'], 'uint', (text) => new Uint(uintOfText(text)), BY_TEXT),
  operator('double', ['double'], 'double', (value) => value, SAFE),
  operator('double', ['int'], 'double', (value) => new Double(Number(value)), SAFE),
  operator('double', ['uint'], 'double', (value) => new Double(Number(value.value)), SAFE),
  operator('double', ['string'], 'double', doubleOfText, BY_TEXT),
  operator('bool', ['bool'], 'bool', (value) => value, SAFE),
  operator('bool', ['string'], 'bool', boolOfText),
  operator('bytes', ['bytes'], 'bytes', (value) => value, SAFE),
  operator('bytes', ['string'], 'bytes', (text) => new TextEncoder().encode(text), BY_TEXT),
  operator('string', ['string'], 'string', (value) => value, SAFE),
  operator('string', ['bool'], 'string', String, SAFE),
  operator('string', ['int'], 'string', String, SAFE),
  operator('string', ['uint'], 'string', (value) => String(value.value), SAFE),
  operator('string', ['double'], 'string', (value) => String(value.value), SAFE),
  operator('string', ['bytes'], 'string', textOfBytes, BY_TEXT),
  operator('string', ['timestamp'], 'string', formatTimestamp, SAFE),
  operator('string', ['duration'], 'string', formatDuration, SAFE),
  operator('timestamp', ['timestamp'], 'timestamp', (value) => value, SAFE),
  operator('timestamp', ['int'], 'timestamp', timestampOfSeconds),
  operator('timestamp', ['string'], 'timestamp', timestampOfText),
  operator('duration', ['duration'], 'duration', (value) => value, SAFE),
  operator('duration', ['string'], 'duration', durationOfText),
  operator('type', ['any'], 'type', (value) => new TypeValue(nameOfType(value)), SAFE),
  operator(
    'dyn',
    ['any'],
    () => DYN,
    (value) => value,
    SAFE,
  ),
]

const ADDRESSES: readonly Overload[] = [
  operator('ipaddress', ['string'], 'ipaddress', ipAddressOf),
  method('in_cidr', ['ipaddress', 'string'], 'bool', (address: IpAddress, text: string) =>
    contains(networkOf(text), address),
  ),
]

const TIME: readonly Overload[] = [
  method('getSeconds', ['duration'], 'int', wholeSeconds, SAFE),
  method('getMinutes', ['duration'], 'int', (duration) => Math.trunc(wholeSeconds(duration) / 60) + 0, SAFE),
  method('getHours', ['duration'], 'int', (duration) => Math.trunc(wholeSeconds(duration) / 3600) + 0, SAFE),
  method('getMilliseconds', ['duration'], 'int', millisecondsOf, SAFE),
  ...field('getFullYear', ({ year }) => year),
  ...field('getMonth', ({ month }) => month),
  ...field('getDate', ({ day }) => day),
  ...field('getDayOfMonth', ({ day }) => day - 1),
  ...field('getDayOfWeek', ({ weekday }) => weekday),
  ...field('getDayOfYear', ({ dayOfYear }) => dayOfYear),
  ...field('getHours', ({ hour }) => hour),
  ...field('getMinutes', ({ minute }) => minute),
  ...field('getSeconds', ({ second }) => second),
  ...field('getMilliseconds', (_, { nanos }) => Math.floor(nanos / 1_000_000)),
]

export const FUNCTIONS: readonly Overload[] = [...TEXT, ...CONVERSIONS, ...ADDRESSES, ...TIME]

/** The types that an expression can name, as in `type(x) == int`. */
export const TYPE_NAMES: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'int',
  'list',
  'map',
  'null_type',
  'string',
  'type',
  'uint',
])

export function nameOfType(value: Value): string {
  const kind = kindOf(value)
  if (kind === 'null') return 'null_type'
  return kind === 'timestamp' || kind === 'duration'
    ? `google.protobuf.${kind[0]?.toUpperCase()}${kind.slice(1)}`
    : kind
}

/** The function as `name(first)` and as `first.name()`. */
function both(name: string, rows: (name: string, define: typeof operator) => Overload[]): Overload[] {
  return [...rows(name, operator), ...rows(name, method)]
}

function field(name: string, read: (calendar: Calendar, time: Timestamp) => number): Overload[] {
  return [
    method(name, ['timestamp'], 'int', (time) => read(calendarOf(time.seconds), time), SAFE),
    method(name, ['timestamp', 'string'], 'int', (time, zone) =>
      read(calendarOf(time.seconds + zoneOffset(zone, time)), time),
    ),
  ]
}

function matches(text: string, pattern: string): boolean {
  const compiled = compilePattern(pattern)
  if (compiled === undefined) throw new Failure('text is not a regular expression')
  return compiled.test(text)
}

function codePoints(text: string): number {
  let size = text.length
  for (let index = 1; index < text.length; index++) {
    if (isLow(text.charCodeAt(index)) && isHigh(text.charCodeAt(index - 1))) size--
  }
  return size
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function doubleOfText(text: string): Double {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return new Double(Number(text))
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text)
  if (word === null) throw new Failure('text is not a number')
  if (word[2]?.toLowerCase() === 'nan') return new Double(Number.NaN)
  return new Double(word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
}

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'False', 'FALSE'].map((text) => [text, false] as const),
])

function boolOfText(text: string): boolean {
  const value = BOOLS.get(text)
  if (value === undefined) throw new Failure('text is not a bool')
  return value
}

function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Failure('bytes are not text')
  }
}

function timestampOfText(text: string): Timestamp {
  const time = parseTimestamp(text)
  if (time === undefined) throw new Failure('text is not a timestamp')
  return time
}

function durationOfText(text: string): Duration {
  const duration = parseDuration(text)
  if (duration === undefined) throw new Failure('text is not a duration')
  return duration
}
