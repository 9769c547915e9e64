// JSON to the value of a parameter. A condition's context comes from outside, so each value is checked against the
// declared type here, once, and an expression trusts it. The forms taken are OpenFGA's: whole numbers also as decimal
// text, times and durations and addresses as text.

import { INVALID, type JsonObject, type JsonValue } from '@lockness/authz'
import { DYN, type Type } from './expression-type.ts'
import { parseIpAddress } from './ip-address.ts'
import { parseDuration, parseTimestamp } from './time.ts'
import { Double, type Int, integerOf, MapValue, Uint, type Value } from './value.ts'

export function coerceTo(type: Type, value: JsonValue): Value | typeof INVALID {
  switch (type.kind) {
    case 'dyn':
      return anything(value)
    case 'bool':
      return typeof value === 'boolean' ? value : INVALID
    case 'string':
      return typeof value === 'string' ? value : INVALID
    case 'int':
      return inRange(wholeNumber(value), INT_MIN, INT_MAX)
    case 'uint': {
      const whole = inRange(wholeNumber(value), 0n, UINT_MAX)
      return whole === INVALID ? INVALID : new Uint(whole)
    }
    case 'double':
      return decimal(value)
    case 'list':
      return list(type.element ?? DYN, value)
    case 'map':
      return map(type.element ?? DYN, value)
    default:
      return typeof value === 'string' ? fromText(type, value) : INVALID
  }
}

function fromText({ kind }: Type, text: string): Value | typeof INVALID {
  if (kind === 'timestamp') return parseTimestamp(text) ?? INVALID
  if (kind === 'duration') return parseDuration(text) ?? INVALID
  return kind === 'ipaddress' ? (parseIpAddress(text) ?? INVALID) : INVALID
}

const INT_MIN = -(2n ** 63n)
const INT_MAX = 2n ** 63n - 1n
const UINT_MAX = 2n ** 64n - 1n

function inRange(whole: Int | undefined, min: bigint, max: bigint): Int | typeof INVALID {
  return whole !== undefined && whole >= min && whole <= max ? whole : INVALID
}

const DECIMAL = /^([+-]?)(\d+)\.?(\d*)(?:[eE]([+-]?\d+))?$|^([+-]?)\.(\d+)(?:[eE]([+-]?\d+))?$/
/** More digits than the largest `uint` has. */
const EXPONENT_MAX = 40

function wholeNumber(value: JsonValue): Int | undefined {
  if (typeof value === 'number') return integerOf(value)
  if (typeof value !== 'string' || value.length > 2 * EXPONENT_MAX) return undefined
  if (/^-?\d{1,15}$/.test(value)) return Number(value) + 0
  const parts = DECIMAL.exec(value)
  if (parts === null) return undefined
  const fraction = (parts[3] ?? parts[6] ?? '').replace(/0+$/, '')
  const exponent = Number(parts[4] ?? parts[7] ?? 0) - fraction.length
  const digits = BigInt(`${parts[2] ?? ''}${fraction}` || '0')
  if (digits === 0n) return 0
  if (Math.abs(exponent) > EXPONENT_MAX) return undefined
  const scale = 10n ** BigInt(Math.abs(exponent))
  if (exponent < 0 && digits % scale !== 0n) return undefined
  const whole = exponent < 0 ? digits / scale : digits * scale
  const signed = (parts[1] ?? parts[5]) === '-' ? -whole : whole
  return signed >= -9007199254740991n && signed <= 9007199254740991n ? Number(signed) : signed
}

function decimal(value: JsonValue): Value | typeof INVALID {
  if (typeof value === 'string' && !DECIMAL.test(value)) return INVALID
  if (typeof value !== 'string' && typeof value !== 'number') return INVALID
  const number = Number(value)
  return Number.isFinite(number) ? new Double(number) : INVALID
}

function list(element: Type, value: JsonValue): Value | typeof INVALID {
  if (!Array.isArray(value)) return INVALID
  const values: Value[] = []
  for (const item of value as readonly JsonValue[]) {
    const coerced = coerceTo(element, item)
    if (coerced === INVALID) return INVALID
    values.push(coerced)
  }
  return values
}

function map(element: Type, value: JsonValue): Value | typeof INVALID {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return INVALID
  const result = new MapValue()
  for (const [key, item] of Object.entries(value as JsonObject)) {
    const coerced = coerceTo(element, item)
    if (coerced === INVALID) return INVALID
    result.add(key, coerced)
  }
  return result
}

/** Numbers are doubles, as in JSON. */
function anything(value: JsonValue): Value | typeof INVALID {
  if (typeof value === 'number') return decimal(value)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? list(DYN, value) : map(DYN, value)
}
