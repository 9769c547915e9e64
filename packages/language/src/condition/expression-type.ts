// The static types of the expression language, and their names as customers write them. `dyn` is what is known only
// when the expression runs: a parameter of type `any`, the elements of a mixed list. It fits everywhere, and what it
// turns out to be is checked then.

import type { ParameterType } from '@lockness/authz'
import { IpAddress } from './ip-address.ts'
import { Duration, Timestamp } from './time.ts'
import { Double, type Int, type ListValue, MapValue, TypeValue, Uint, type Value } from './value.ts'

export interface ValueOfKind {
  bool: boolean
  int: Int
  uint: Uint
  double: Double
  string: string
  bytes: Uint8Array
  null: null
  timestamp: Timestamp
  duration: Duration
  ipaddress: IpAddress
  type: TypeValue
  list: ListValue
  map: MapValue
}
export type Kind = keyof ValueOfKind

export interface Type {
  readonly kind: Kind | 'dyn'
  /** Of a map. */
  readonly key?: Type
  /** The elements of a list, the values of a map. */
  readonly element?: Type
}

export const DYN: Type = { kind: 'dyn' }
export const BOOL: Type = { kind: 'bool' }
export const INT: Type = { kind: 'int' }

export function listOf(element: Type): Type {
  return { kind: 'list', element }
}

export function mapOf(key: Type, element: Type): Type {
  return { kind: 'map', key, element }
}

const SCALARS: ReadonlyMap<string, Type> = new Map(
  [
    ['TYPE_NAME_ANY', 'dyn'],
    ['TYPE_NAME_BOOL', 'bool'],
    ['TYPE_NAME_STRING', 'string'],
    ['TYPE_NAME_INT', 'int'],
    ['TYPE_NAME_UINT', 'uint'],
    ['TYPE_NAME_DOUBLE', 'double'],
    ['TYPE_NAME_DURATION', 'duration'],
    ['TYPE_NAME_TIMESTAMP', 'timestamp'],
    ['TYPE_NAME_IPADDRESS', 'ipaddress'],
  ].map(([name, kind]) => [name as string, { kind: kind as Kind | 'dyn' }]),
)

/** The type of a declared parameter; undefined when there is no such type. A list or map without one holds `any`. */
export function typeOfParameter({ type_name, generic_types }: ParameterType): Type | undefined {
  const scalar = SCALARS.get(type_name)
  if (scalar !== undefined) return scalar
  if (type_name !== 'TYPE_NAME_LIST' && type_name !== 'TYPE_NAME_MAP') return undefined
  const [generic] = generic_types ?? []
  const element = generic === undefined ? DYN : typeOfParameter(generic)
  if (element === undefined) return undefined
  return type_name === 'TYPE_NAME_LIST' ? listOf(element) : mapOf({ kind: 'string' }, element)
}

export function typeName(type: Type): string {
  if (type.kind === 'dyn') return 'any'
  if (type.kind === 'list') return `list<${typeName(type.element ?? DYN)}>`
  if (type.kind !== 'map') return type.kind
  const key = type.key ?? DYN
  return key.kind === 'string' ? `map<${typeName(type.element ?? DYN)}>` : `map with keys of type ${typeName(key)}`
}

export function sameType(left: Type, right: Type): boolean {
  if (left.kind !== right.kind) return false
  return bothOrNeither(left.key, right.key) && bothOrNeither(left.element, right.element)
}

function bothOrNeither(left: Type | undefined, right: Type | undefined): boolean {
  return left === undefined || right === undefined ? left === right : sameType(left, right)
}

/** The type of what is of one type or of the other. */
export function commonType(types: readonly Type[]): Type {
  const [first] = types
  return first !== undefined && types.every((type) => sameType(type, first)) ? first : DYN
}

/** Whether `==` can be true of the two: equal types, numbers of any type, and whatever is known only later. */
export function comparable(left: Type, right: Type): boolean {
  if (left.kind === 'dyn' || right.kind === 'dyn') return true
  if (isNumeric(left) && isNumeric(right)) return true
  if (left.kind === 'null' || right.kind === 'null') return acceptsNull(left) && acceptsNull(right)
  if (left.kind !== right.kind) return false
  return comparable(left.key ?? DYN, right.key ?? DYN) && comparable(left.element ?? DYN, right.element ?? DYN)
}

function isNumeric({ kind }: Type): boolean {
  return kind === 'int' || kind === 'uint' || kind === 'double'
}

function acceptsNull({ kind }: Type): boolean {
  return kind === 'null' || kind === 'timestamp' || kind === 'duration' || kind === 'ipaddress'
}

export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'string':
      return 'string'
    case 'object':
      return kindOfObject(value)
    default:
      return 'int'
  }
}

function kindOfObject(value: object | null): Kind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Double) return 'double'
  if (value instanceof MapValue) return 'map'
  if (value instanceof Timestamp) return 'timestamp'
  if (value instanceof Duration) return 'duration'
  if (value instanceof IpAddress) return 'ipaddress'
  if (value instanceof Uint) return 'uint'
  return value instanceof TypeValue ? 'type' : 'bytes'
}
