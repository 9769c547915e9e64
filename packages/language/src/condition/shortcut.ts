// Faster ways for the calls that conditions are made of: comparing integers and times without a call, and patterns,
// networks and lists that are written in the expression, which are prepared once. A pattern or network that is written
// wrong is found here, before the model is stored.

import type { Compiled, Run } from './compile-expression.ts'
import { compilePattern } from './functions.ts'
import { contains, type IpAddress, parseIpAddress, parseNetwork } from './ip-address.ts'
import type { Overload } from './overload.ts'
import { parseDuration, parseTimestamp, type Timestamp } from './time.ts'
import { keyOf, type ListValue, type Value } from './value.ts'

type Shortcut =
  | { readonly run: Run; readonly fallible: boolean }
  | { readonly message: string; readonly operand: number }

export function shortcut({ name, parameters }: Overload, operands: readonly Compiled[]): Shortcut | undefined {
  const [first, second] = operands
  if (first === undefined) return undefined
  if (second === undefined) return wrongLiteral(name, first.constant)
  const { fallible } = first
  switch (name) {
    case 'matches':
      return typeof second.constant === 'string' ? withPattern(first, second.constant) : undefined
    case 'in_cidr':
      return typeof second.constant === 'string' ? withNetwork(first, second.constant) : undefined
    case '@in': {
      const run = Array.isArray(second.constant) ? withMembers(first.run, second.constant) : undefined
      return run && { run, fallible }
    }
  }
  const kind = parameters[0]
  if (kind !== parameters[1] && kind !== 'any') return undefined
  const run = kind === 'any' ? equality(name, first, second) : order(name, kind, first.run, second.run)
  return run && { run, fallible: fallible || second.fallible }
}

const LITERALS: ReadonlyMap<string, { noun: string; parse: (text: string) => unknown }> = new Map([
  ['timestamp', { noun: 'a timestamp like `2024-01-31T10:00:00Z`', parse: parseTimestamp }],
  ['duration', { noun: 'a duration like `1h30m`', parse: parseDuration }],
  ['ipaddress', { noun: 'an ip address', parse: parseIpAddress }],
])

function wrongLiteral(name: string, value: Value | undefined): Shortcut | undefined {
  const literal = LITERALS.get(name)
  if (literal === undefined || typeof value !== 'string' || literal.parse(value) !== undefined) return undefined
  return { message: `\`${value}\` is not ${literal.noun}`, operand: 0 }
}

function withPattern({ run, fallible }: Compiled, pattern: string): Shortcut {
  const compiled = compilePattern(pattern)
  if (compiled === undefined) return { message: `\`${pattern}\` is not a regular expression`, operand: 1 }
  return { run: (slots) => compiled.test(run(slots) as string), fallible }
}

function withNetwork({ run, fallible }: Compiled, text: string): Shortcut {
  const network = parseNetwork(text)
  if (network === undefined) return { message: `\`${text}\` is not a network like \`10.0.0.0/8\``, operand: 1 }
  return { run: (slots) => contains(network, run(slots) as IpAddress), fallible }
}

/** Membership in a list of constants that are equal only to themselves under `keyOf`. */
function withMembers(run: Run, list: ListValue): Run | undefined {
  const members = new Set<Value>()
  for (const element of list) {
    const key = keyOf(element)
    if (key === undefined || key === null) return undefined
    members.add(key)
  }
  return (slots) => {
    const value = run(slots)
    const key = value === null ? undefined : keyOf(value)
    return key !== undefined && members.has(key)
  }
}

/** Two values of one simple type are equal when they are the same. */
function equality(name: string, left: Compiled, right: Compiled): Run | undefined {
  const { kind } = left.type
  if (kind !== right.type.kind || (kind !== 'int' && kind !== 'string' && kind !== 'bool')) return undefined
  const one = left.run
  const other = right.run
  if (name === '_==_') return (slots) => one(slots) === other(slots)
  return name === '_!=_' ? (slots) => one(slots) !== other(slots) : undefined
}

function order(name: string, kind: string | undefined, left: Run, right: Run): Run | undefined {
  if (kind === 'int') return integerOrder(name, left as IntegerRun, right as IntegerRun)
  return kind === 'timestamp' || kind === 'duration' ? timeOrder(name, left as TimeRun, right as TimeRun) : undefined
}

type IntegerRun = (slots: readonly unknown[]) => number

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
