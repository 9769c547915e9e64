// The values of the expression language while an expression runs. A value carries its type with it, because the
// elements of a `list<any>` are known only when they are there.
//
// Integers are what conditions mostly compute with, so an `int` is a plain JS number while it is exact and a bigint
// beyond 2^53; that form is unique for each integer, so `===` compares two of them, and `<` compares a number with a
// bigint exactly. A `double` is therefore boxed, which costs an allocation where doubles are computed and nothing else.

import type { IpAddress } from './ip-address.ts'
import type { Duration, Timestamp } from './time.ts'

export type Int = number | bigint

export class Double {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

export class Uint {
  readonly value: Int
  constructor(value: Int) {
    this.value = value
  }
}

export class TypeValue {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

export type ListValue = readonly Value[]
export type Value =
  | null
  | boolean
  | string
  | Int
  | Double
  | Uint
  | Timestamp
  | Duration
  | IpAddress
  | TypeValue
  | Uint8Array
  | ListValue
  | MapValue

/** A map of the language. An integer is the same key as `int`, as `uint` and as `double`. */
export class MapValue {
  readonly keys: Value[] = []
  private readonly values = new Map<string | boolean | Int, Value>()

  /** False when the key is there already. */
  add(key: string | boolean | Int | Uint, value: Value): boolean {
    const index = key instanceof Uint ? key.value : key
    if (this.values.has(index)) return false
    this.keys.push(key)
    this.values.set(index, value)
    return true
  }

  get(key: Value): Value | undefined {
    const index = keyOf(key)
    return index === undefined ? undefined : this.values.get(index)
  }

  /** What `get` gives for a text. */
  field(name: string): Value | undefined {
    return this.values.get(name)
  }

  get size(): number {
    return this.keys.length
  }
}

/** The form under which a map files a key; undefined for a value that no key can equal. */
export function keyOf(value: Value): string | boolean | Int | undefined {
  if (typeof value === 'object') {
    if (value instanceof Uint) return value.value
    return value instanceof Double ? integerOf(value.value) : undefined
  }
  return value
}

/** The integer that the double is, in the unique form; undefined when it is none. */
export function integerOf(value: number): Int | undefined {
  if (!Number.isInteger(value)) return undefined
  return Number.isSafeInteger(value) ? value + 0 : BigInt(value)
}

/**
 * An evaluation that failed. It is thrown inside an expression, so that the many operations that cannot fail pay
 * nothing for those that can, and is caught where `&&`, `||` and macros absorb errors, and at the edge, where it
 * becomes a result. It has no stack: it is no programmer's error.
 */
export class Failure {
  readonly reason: string
  readonly overCost: boolean
  constructor(reason: string, overCost = false) {
    this.reason = reason
    this.overCost = overCost
  }
}
