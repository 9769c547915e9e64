// What strangers send, made from the document of the API: for every field what its schema does not take, and besides it
// whatever a body, a path or a query can be that it must not be.

import type { Described, Operation, Paths } from './operations.ts'

export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
}

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const LONG = 'x'.repeat(100_000)

/** As JSON, because some of it no value of the language can be. */
export const HOSTILE_VALUES: readonly string[] = [
  ...['null', 'true', '0', '-1', '1', '1.5', '-0', '1e308', '1e400', '-1e400', '9007199254740993', '2147483648'],
  ...['""', '" "', '"x"', '"*"', '"a:b"', '"a:*"', '"a:b#c"', '"\\n"', '"\\u202e"', '"🜂"', JSON.stringify(LONG)],
  ...['"\\ud800"', '"\\udc00x"', '"\\u0000"', '"__proto__"', '"constructor"', '"toString"', '"label:"', '"NaN"'],
  ...['"\' or 1=1 --"', '"../../etc/passwd"', '"<script>"', '"${7*7}"', '"%00"', '"2026-13-45T99:99:99Z"'],
  ...['[]', '[null]', '[[]]', '[1]', '[""]', '[{}]', '[[[[]]]]', `[${'1,'.repeat(10_001)}1]`],
  ...['{}', '{"a":1}', '{"__proto__":1}', '{"constructor":{"prototype":1}}', '{"":""}', '{"length":1}', nested(20)],
]

/** Bodies that are refused whatever they are for. */
export const HOSTILE_BODIES: readonly (readonly [name: string, body: string | Buffer])[] = [
  ['half of an object', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['a number', '1'],
  ['not JSON', 'hello'],
  ['something after it', '{}{}'],
  ['a depth of 65', nested(65)],
  ['a depth of 100,000', nested(100_000)],
  ['open brackets only', '['.repeat(100_000)],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['a bare zero byte', Buffer.from('{"a":"\0"}')],
  ['half a surrogate pair', '{"a":"\\ud800"}'],
  ['half a surrogate pair as a key', '{"\\udfff":1}'],
  ['an escaped zero', '{"a":"\\u0000"}'],
  ['the key __proto__', '{"__proto__":{"isAdmin":true}}'],
  ['the key __proto__, escaped', '{"\\u005f_proto__":{}}'],
  ['the key constructor.prototype', '{"constructor":{"prototype":{}}}'],
]

export const HOSTILE_PARTS: readonly string[] = [
  ...['..', '%2e%2e', '.', '%00', '%ff', '%', '%zz', '%20', '*', '%2f', 'x'.repeat(500), 'x'.repeat(600)],
  ...[
    'constructor',
    '__proto__',
    'toString',
    'undefined',
    'null',
    'NaN',
    '0',
    '-1',
    "'%20or%201=1%20--",
    '%F0%9F%9C%82',
  ],
  ...['lockness', '%ed%a0%80', 'a%0d%0aset-cookie:x=1', '%3Cscript%3E', '$%7B7*7%7D'],
]

export const HOSTILE_QUERIES: readonly string[] = [
  ...['', ' ', '0', '-1', '1e9', '1.5', 'NaN', 'Infinity', '99999999999999999999', '\0', '\ud800', '__proto__', '*'],
  ...['eyJhIjoxfQ', 'bnVsbA', 'a'.repeat(6_000), '2026-13-45T99:99:99Z', 'soon', "' or 1=1 --", '[]', '{}', '🜂'],
]

export interface Body {
  readonly schema: Schema
  readonly fields: readonly (readonly [name: string, schema: Schema])[]
}

export function described(paths: Paths, { path, method, wire }: Operation): Described | undefined {
  return wire === 'native' ? paths[path]?.[method.toLowerCase()] : undefined
}

export function bodyOf(paths: Paths, operation: Operation): Body | undefined {
  const schema = described(paths, operation)?.requestBody?.content['application/json']?.schema as Schema | undefined
  return schema && { schema, fields: Object.entries(schema.properties ?? {}) }
}

/** Whether a schema takes a value. Of a format nothing is said, so what it takes may still be refused. */
export function takes(schema: Schema, value: unknown): boolean {
  const { anyOf, oneOf } = schema
  if (anyOf) return anyOf.some((each) => takes(each, value))
  if (oneOf) return oneOf.some((each) => takes(each, value))
  if ('const' in schema) return schema.const === value
  if (schema.enum) return schema.enum.includes(value)
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length > 0 && !types.some((type) => isOfType(type, value))) return false
  if (typeof value === 'string') return takesText(schema, value)
  if (typeof value === 'number') return value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value)
  if (Array.isArray(value)) return takesList(schema, value)
  return typeof value !== 'object' || value === null || takesObject(schema, value)
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function takesText({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: Schema, text: string): boolean {
  return (
    text.length >= minLength && text.length <= maxLength && (pattern === undefined || new RegExp(pattern).test(text))
  )
}

function takesList({ minItems = 0, maxItems = Number.POSITIVE_INFINITY, items }: Schema, list: unknown[]): boolean {
  return list.length >= minItems && list.length <= maxItems && list.every((each) => takes(items ?? {}, each))
}

function takesObject({ properties = {}, required = [], additionalProperties }: Schema, value: object): boolean {
  return (
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, entry]) => {
      if (Object.hasOwn(properties, name)) return takes(properties[name]!, entry)
      return typeof additionalProperties === 'object'
        ? takes(additionalProperties, entry)
        : additionalProperties !== false
    })
  )
}

/** The text of an object with one entry put over it, whatever its name. */
export function withEntry(body: object, name: string, json: string): string {
  const { [name as keyof typeof body]: _, ...rest } = body
  const others = JSON.stringify(rest).slice(1, -1)
  return `{${others}${others === '' ? '' : ','}${JSON.stringify(name)}:${json}}`
}
