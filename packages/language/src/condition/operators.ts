// The table of operators. Integers are checked, doubles follow IEEE 754, text and lists are joined by `+`, times and
// durations add and subtract. Numbers of different types compare with each other, as the language's definition says.

import { compareBytes, compareTexts, equals, isInList } from './equality.ts'
import { commonType, comparable, DYN, listOf, type Type } from './expression-type.ts'
import {
  addInt,
  addUint,
  divideInt,
  multiplyInt,
  multiplyUint,
  negateInt,
  remainderInt,
  subtractInt,
  subtractUint,
} from './integer.ts'
import { type Overload, operator, traverse } from './overload.ts'
import {
  addDurations,
  addToTimestamp,
  between,
  compareTimes,
  negateDuration,
  subtractDurations,
  subtractFromTimestamp,
} from './time.ts'
import { Double, Failure, type Int, type ListValue, Uint, type Value } from './value.ts'

const SAFE = { safe: true } as const
const BY_SUM = { safe: true, cost: (first: number, second: number) => traverse(first + second) } as const
const BY_SMALLER = { safe: true, cost: (first: number, second: number) => traverse(Math.min(first, second)) } as const
const BY_LIST = { safe: true, cost: (_: number, elements: number) => Math.max(1, elements) } as const

type Order = (left: Int, right: Int) => boolean

const ARITHMETIC: readonly Overload[] = [
  operator('_+_', ['int', 'int'], 'int', addInt),
  operator('_+_', ['uint', 'uint'], 'uint', (left, right) => new Uint(addUint(left.value, right.value))),
  operator('_+_', ['double', 'double'], 'double', (left, right) => new Double(left.value + right.value), SAFE),
  operator('_+_', ['string', 'string'], 'string', (left, right) => left + right, BY_SUM),
  operator('_+_', ['bytes', 'bytes'], 'bytes', joinBytes, BY_SUM),
  operator('_+_', ['list', 'list'], ([left, right]) => joinedType(left, right), joinLists, BY_SUM),
  operator('_+_', ['timestamp', 'duration'], 'timestamp', addToTimestamp),
  operator('_+_', ['duration', 'timestamp'], 'timestamp', (left, right) => addToTimestamp(right, left)),
  operator('_+_', ['duration', 'duration'], 'duration', addDurations),
  operator('_-_', ['int', 'int'], 'int', subtractInt),
  operator('_-_', ['uint', 'uint'], 'uint', (left, right) => new Uint(subtractUint(left.value, right.value))),
  operator('_-_', ['double', 'double'], 'double', (left, right) => new Double(left.value - right.value), SAFE),
  operator('_-_', ['timestamp', 'timestamp'], 'duration', between),
  operator('_-_', ['timestamp', 'duration'], 'timestamp', subtractFromTimestamp),
  operator('_-_', ['duration', 'duration'], 'duration', subtractDurations),
  operator('_*_', ['int', 'int'], 'int', multiplyInt),
  operator('_*_', ['uint', 'uint'], 'uint', (left, right) => new Uint(multiplyUint(left.value, right.value))),
  operator('_*_', ['double', 'double'], 'double', (left, right) => new Double(left.value * right.value), SAFE),
  operator('_/_', ['int', 'int'], 'int', divideInt),
  operator('_/_', ['uint', 'uint'], 'uint', (left, right) => new Uint(divideInt(left.value, right.value))),
  operator('_/_', ['double', 'double'], 'double', (left, right) => new Double(left.value / right.value), SAFE),
  operator('_%_', ['int', 'int'], 'int', remainderInt),
  operator('_%_', ['uint', 'uint'], 'uint', (left, right) => new Uint(remainderInt(left.value, right.value))),
  operator('-_', ['int'], 'int', negateInt),
  operator('-_', ['double'], 'double', (value) => new Double(-value.value), SAFE),
  operator('-_', ['duration'], 'duration', negateDuration),
  operator('!_', ['bool'], 'bool', (value) => !value, SAFE),
]

const EQUALITY: readonly Overload[] = [
  operator('_==_', ['any', 'any'], 'bool', equals, BY_SMALLER),
  operator('_!=_', ['any', 'any'], 'bool', (left, right) => !equals(left, right), BY_SMALLER),
  operator('@in', ['any', 'list'], 'bool', (value, list) => isInList(value, list), BY_LIST),
  operator('@in', ['any', 'map'], 'bool', (key, map) => map.get(key) !== undefined, SAFE),
]

const ACCESS: readonly Overload[] = [
  operator('_[_]', ['list', 'int'], ([list]) => list?.element ?? DYN, at),
  operator(
    '_[_]',
    ['list', 'uint'],
    ([list]) => list?.element ?? DYN,
    (list, index) => at(list, index.value),
  ),
  operator(
    '_[_]',
    ['list', 'double'],
    ([list]) => list?.element ?? DYN,
    (list, index) => at(list, index.value),
  ),
  operator(
    '_[_]',
    ['map', 'any'],
    ([map]) => map?.element ?? DYN,
    (map, key) => {
      const value = map.get(key)
      if (value === undefined) throw new Failure('map has no such key')
      return value
    },
  ),
]

export const OPERATORS: readonly Overload[] = [
  ...ARITHMETIC,
  ...EQUALITY,
  ...ACCESS,
  ...ordered('_<_', (left, right) => left < right),
  ...ordered('_<=_', (left, right) => left <= right),
  ...ordered('_>_', (left, right) => left > right),
  ...ordered('_>=_', (left, right) => left >= right),
]

/** Operands of `==` and `in` whose types can never be equal are a mistake, though they would only be false. */
export function canBeEqual(name: string, [left = DYN, right = DYN]: readonly Type[]): boolean {
  if (name === '_==_' || name === '_!=_') return comparable(left, right)
  if (name === '_[_]') return left.kind !== 'map' || comparable(left.key ?? DYN, right)
  if (name !== '@in') return true
  return comparable(left, (right.kind === 'map' ? right.key : right.element) ?? DYN)
}

/** JS orders numbers and bigints exactly. An `int` beside a `double` is rounded to one, as the definition asks. */
function ordered(name: string, holds: Order): Overload[] {
  return [
    operator(name, ['int', 'int'], 'bool', holds, SAFE),
    operator(name, ['uint', 'uint'], 'bool', (left, right) => holds(left.value, right.value), SAFE),
    operator(name, ['double', 'double'], 'bool', (left, right) => holds(left.value, right.value), SAFE),
    operator(name, ['int', 'uint'], 'bool', (left, right) => holds(left, right.value), SAFE),
    operator(name, ['uint', 'int'], 'bool', (left, right) => holds(left.value, right), SAFE),
    operator(name, ['int', 'double'], 'bool', (left, right) => holds(Number(left), right.value), SAFE),
    operator(name, ['double', 'int'], 'bool', (left, right) => holds(left.value, Number(right)), SAFE),
    operator(name, ['uint', 'double'], 'bool', (left, right) => holds(Number(left.value), right.value), SAFE),
    operator(name, ['double', 'uint'], 'bool', (left, right) => holds(left.value, Number(right.value)), SAFE),
    operator(name, ['bool', 'bool'], 'bool', (left, right) => holds(Number(left), Number(right)), SAFE),
    operator(name, ['string', 'string'], 'bool', (left, right) => holds(compareTexts(left, right), 0), BY_SMALLER),
    operator(name, ['bytes', 'bytes'], 'bool', (left, right) => holds(compareBytes(left, right), 0), BY_SMALLER),
    operator(name, ['timestamp', 'timestamp'], 'bool', (left, right) => holds(compareTimes(left, right), 0), SAFE),
    operator(name, ['duration', 'duration'], 'bool', (left, right) => holds(compareTimes(left, right), 0), SAFE),
  ]
}

function joinedType(left: Type | undefined, right: Type | undefined): Type {
  return listOf(commonType([left?.element ?? DYN, right?.element ?? DYN]))
}

function joinBytes(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}

function joinLists(left: ListValue, right: ListValue): ListValue {
  return [...left, ...right]
}

function at(list: ListValue, index: Int): Value {
  const value = list[Number(index)]
  if (value === undefined) throw new Failure('list has no such index')
  return value
}
