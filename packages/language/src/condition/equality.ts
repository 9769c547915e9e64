// Equality and order of values. Numbers are equal across their types, so `1 == 1u` and `1 == 1.0`; values of other
// different types are unequal, never an error. Text is ordered by code points, which is not the order of JS strings.

import { IpAddress, sameAddress } from './ip-address.ts'
import { compareTimes, Duration, Timestamp } from './time.ts'
import { Double, type Int, type ListValue, MapValue, TypeValue, Uint, type Value } from './value.ts'

export function equals(left: Value, right: Value): boolean {
  if (left === right) return true
  if (typeof left === 'number' || typeof left === 'bigint') return equalsNumber(left, right)
  if (typeof left !== 'object' || left === null) return false
  if (left instanceof Double) return equalsNumber(left.value, right)
  if (left instanceof Uint) return equalsNumber(left.value, right)
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right)
  if (left instanceof MapValue) return right instanceof MapValue && equalMaps(left, right)
  if (left instanceof Timestamp) return right instanceof Timestamp && compareTimes(left, right) === 0
  if (left instanceof Duration) return right instanceof Duration && compareTimes(left, right) === 0
  if (left instanceof IpAddress) return right instanceof IpAddress && sameAddress(left, right)
  if (left instanceof TypeValue) return right instanceof TypeValue && left.name === right.name
  return left instanceof Uint8Array && right instanceof Uint8Array && compareBytes(left, right) === 0
}

function equalsNumber(left: Int, right: Value): boolean {
  const other = right instanceof Double || right instanceof Uint ? right.value : right
  if (typeof other !== 'number' && typeof other !== 'bigint') return false
  // A number and a bigint are never the same, but they compare exactly.
  return left <= other && left >= other
}

function equalLists(left: ListValue, right: ListValue): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index++) {
    if (!equals(left[index] as Value, right[index] as Value)) return false
  }
  return true
}

function equalMaps(left: MapValue, right: MapValue): boolean {
  if (left.size !== right.size) return false
  for (const key of left.keys) {
    const value = right.get(key)
    if (value === undefined || !equals(left.get(key) as Value, value)) return false
  }
  return true
}

export function isInList(value: Value, list: ListValue): boolean {
  for (const element of list) if (equals(value, element)) return true
  return false
}

export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = (left[index] as number) - (right[index] as number)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

export function compareTexts(left: string, right: string): number {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const one = left.charCodeAt(index)
    const other = right.charCodeAt(index)
    if (one !== other) return rankOf(one) - rankOf(other)
  }
  return left.length - right.length
}

/** Half of a code point above U+FFFF comes after U+E000 to U+FFFF, though its number is smaller. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
