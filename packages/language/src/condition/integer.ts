// The 64-bit integers of the language, exact and checked: what leaves the range is a failure, never a wrapped number.
// Sums and products of two numbers are tried as numbers first; a result beyond 2^53 is computed again as bigint.

import { Failure, type Int } from './value.ts'

const SAFE_MAX = Number.MAX_SAFE_INTEGER
const INT_MIN = -(2n ** 63n)
const INT_MAX = 2n ** 63n - 1n
const UINT_MAX = 2n ** 64n - 1n

export function addInt(left: Int, right: Int): Int {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right
    if (sum <= SAFE_MAX && sum >= -SAFE_MAX) return sum
  }
  return signed(BigInt(left) + BigInt(right))
}

export function subtractInt(left: Int, right: Int): Int {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right
    if (difference <= SAFE_MAX && difference >= -SAFE_MAX) return difference
  }
  return signed(BigInt(left) - BigInt(right))
}

export function multiplyInt(left: Int, right: Int): Int {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right
    if (product <= SAFE_MAX && product >= -SAFE_MAX) return product + 0
  }
  return signed(BigInt(left) * BigInt(right))
}

/** Rounds towards zero. */
export function divideInt(left: Int, right: Int): Int {
  if (right === 0) throw new Failure('division by zero')
  if (typeof left === 'number' && typeof right === 'number') return (left - (left % right)) / right + 0
  return signed(BigInt(left) / BigInt(right))
}

/** Has the sign of the left side. */
export function remainderInt(left: Int, right: Int): Int {
  if (right === 0) throw new Failure('remainder of a division by zero')
  if (typeof left === 'number' && typeof right === 'number') return (left % right) + 0
  return signed(BigInt(left) % BigInt(right))
}

export function negateInt(value: Int): Int {
  return typeof value === 'number' ? 0 - value : signed(-value)
}

export function addUint(left: Int, right: Int): Int {
  return unsigned(BigInt(left) + BigInt(right))
}

export function subtractUint(left: Int, right: Int): Int {
  return unsigned(BigInt(left) - BigInt(right))
}

export function multiplyUint(left: Int, right: Int): Int {
  return unsigned(BigInt(left) * BigInt(right))
}

/** The value as an `int`, in the unique form. */
export function signed(value: bigint): Int {
  if (value < INT_MIN || value > INT_MAX) throw new Failure('int out of range')
  return compact(value)
}

/** The value as a `uint`, in the unique form. */
export function unsigned(value: bigint): Int {
  if (value < 0n || value > UINT_MAX) throw new Failure('uint out of range')
  return compact(value)
}

/** The bounds themselves are refused: as doubles they stand for more than one integer. */
export function intOfDouble(value: number): Int {
  if (value >= -SAFE_MAX && value <= SAFE_MAX) return Math.trunc(value) + 0
  if (!(value > Number(INT_MIN) && value < Number(INT_MAX))) throw new Failure('int out of range')
  return signed(BigInt(Math.trunc(value)))
}

export function uintOfDouble(value: number): Int {
  if (value >= 0 && value <= SAFE_MAX) return Math.trunc(value) + 0
  if (!(value >= 0 && value < Number(UINT_MAX))) throw new Failure('uint out of range')
  return unsigned(BigInt(Math.trunc(value)))
}

export function intOfText(text: string): Int {
  if (!/^[+-]?\d{1,20}$/.test(text)) throw new Failure('text is not an int')
  return signed(bigintOf(text))
}

export function uintOfText(text: string): Int {
  if (!/^\d{1,20}$/.test(text)) throw new Failure('text is not a uint')
  return unsigned(BigInt(text))
}

function bigintOf(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text.startsWith('+') ? text.slice(1) : text)
}

function compact(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value
}
