// Faster ways for the calls that conditions are made of. Patterns, networks and lists that are written in the
// expression are prepared once; integers, times and simple equality are compared without a call. A pattern, network or
// time that is written wrong is found here, before the model is stored.

import type { Compiled, Run } from './compilation.ts'
import { contains, type IpAddress, parseIpAddress, parseNetwork } from './ip-address.ts'
import type { Operation, Overload } from './overload.ts'
import { compilePattern } from './pattern.ts'
import { parseDuration, parseTimestamp, type Timestamp } from './time.ts'
import { keyOf, type ListValue, type Value } from './value.ts'

interface Literal {
  /** Which operand it is. */
  readonly operand: number
  readonly noun: string
  parse(text: string): unknown
}

const LITERALS: ReadonlyMap<string, Literal> = new Map([
  ['timestamp', { operand: 0, noun: 'a timestamp like `2024-01-31T10:00:00Z`', parse: parseTimestamp }],
  ['duration', { operand: 0, noun: 'a duration like `1h30m`', parse: parseDuration }],
  ['ipaddress', { operand: 0, noun: 'an ip address', parse: parseIpAddress }],
  ['in_cidr', { operand: 1, noun: 'a network like `10.0.0.0/8`', parse: parseNetwork }],
  ['matches', { operand: 1, noun: 'a regular expression', parse: compilePattern }],
])

/** What is wrong with the text that is written as the call's operand. */
export function wrongLiteral(
  { name }: Overload,
  operands: readonly Compiled[],
): { message: string; operand: number } | undefined {
  const literal = LITERALS.get(name)
  if (literal === undefined) return undefined
  const { operand, noun, parse } = literal
  const text = operands[operand]?.constant
  if (typeof text !== 'string' || parse(text) !== undefined) return undefined
  return { message: `\`${text}\` is not ${noun}`, operand }
}

/** The call with its constant second operand prepared. The text has passed `wrongLiteral`, or else fails as before. */
export function prepare(
  { name }: Overload,
  operands: readonly Compiled[],
): { run: Operation; safe: boolean } | undefined {
  const constant = operands[1]?.constant
  if (name === '@in') return Array.isArray(constant) ? membership(constant) : undefined
  if (typeof constant !== 'string') return undefined
  if (name === 'matches') {
    const pattern = compilePattern(constant)
    return pattern && { run: (text) => pattern.test(text as string), safe: true }
  }
  const network = name === 'in_cidr' ? parseNetwork(constant) : undefined
  return network && { run: (address) => contains(network, address as IpAddress), safe: true }
}

/** In a list of constants that are equal when their keys are. */
function membership(list: ListValue): { run: Operation; safe: boolean } | undefined {
  const members = new Set<Value>()
  for (const element of list) {
    const key = keyOf(element)
    if (key === undefined || key === null) return undefined
    members.add(key)
  }
  const run = (value: Value) => {
    const key = keyOf(value)
    return key !== undefined && members.has(key)
  }
  return { run: run as Operation, safe: true }
}

/** The call as a function of the slots, without a call of the row's operation. */
export function inline({ name }: Overload, [left, right]: readonly Compiled[]): Run | undefined {
  if (left === undefined || right === undefined || left.type.kind !== right.type.kind) return undefined
  const { kind } = left.type
  const isSimple = kind === 'int' || kind === 'string' || kind === 'bool'
  const one = left.run
  const other = right.run
  if (isSimple && name === '_==_') return (slots) => one(slots) === other(slots)
  if (isSimple && name === '_!=_') return (slots) => one(slots) !== other(slots)
  if (kind === 'int') return integerOrder(name, one as IntegerRun, other as IntegerRun)
  return kind === 'timestamp' || kind === 'duration' ? timeOrder(name, one as TimeRun, other as TimeRun) : undefined
}

type IntegerRun = (slots: readonly unknown[]) => number

/** A large `int` is a bigint, which JS orders beside numbers too. */
function integerOrder(name: string, left: IntegerRun, right: IntegerRun): Run | undefined {
  switch (name) {
    case '_<_':
      return (slots) => left(slots) < right(slots)
    case '_<=_':
      return (slots) => left(slots) <= right(slots)
    case '_>_':
      return (slots) => left(slots) > right(slots)
    case '_>=_':
      return (slots) => left(slots) >= right(slots)
    default:
      return undefined
  }
}

type TimeRun = (slots: readonly unknown[]) => Timestamp

function timeOrder(name: string, left: TimeRun, right: TimeRun): Run | undefined {
  switch (name) {
    case '_<_':
      return (slots) => isBefore(left(slots), right(slots))
    case '_>=_':
      return (slots) => !isBefore(left(slots), right(slots))
    case '_>_':
      return (slots) => isAfter(left(slots), right(slots))
    case '_<=_':
      return (slots) => !isAfter(left(slots), right(slots))
    default:
      return undefined
  }
}

function isBefore(left: Timestamp, right: Timestamp): boolean {
  return left.seconds < right.seconds || (left.seconds === right.seconds && left.nanos < right.nanos)
}

function isAfter(left: Timestamp, right: Timestamp): boolean {
  return left.seconds > right.seconds || (left.seconds === right.seconds && left.nanos > right.nanos)
}
