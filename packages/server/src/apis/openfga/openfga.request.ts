// Requests of OpenFGA's API, read as protojson reads them (either spelling of a name, null is absent, what is unknown is
// passed over) and checked by the patterns of its definition. A violation is told in its words: `invalid Message.Field:
// value …`, under the code that belongs to the field.

import type { JsonObject, Tuple } from '@lockness/authz'
import type { Situation } from '../authorization-port.ts'
import { type FgaCode, FgaError } from './openfga.errors.ts'

export type Fields = Readonly<Record<string, unknown>>

export interface TextRule {
  readonly pattern: RegExp
  readonly bytesMax?: number
  /** The code when it is too long, and when it does not match; default: validation_error. */
  readonly long?: FgaCode
  readonly unlike?: FgaCode
}

export const ULID = /^[ABCDEFGHJKMNPQRSTVWXYZ0-9]{26}$/
const PAGE_SIZE_DEFAULT = 50
const PAGE_SIZE_MAX = 100
export const CONTEXTUAL_TUPLES_MAX = 100

export const RULES = {
  id: { pattern: ULID },
  storeName: { pattern: /^[a-zA-Z0-9\s.\-/^_&@]{3,64}$/u },
  user: { pattern: /^[^\s]{2,512}$/u, bytesMax: 512 },
  relation: { pattern: /^[^:#@\s]{1,50}$/u, bytesMax: 50, long: 'relation_too_long' },
  object: { pattern: /^[^\s]{2,256}$/u, bytesMax: 256, unlike: 'object_invalid_pattern' },
  type: { pattern: /^[^:#@\s]{1,254}$/u, bytesMax: 254, long: 'type_invalid_length', unlike: 'type_invalid_pattern' },
  relationName: {
    pattern: /^[^:#@\s]{1,50}$/u,
    bytesMax: 50,
    long: 'relations_too_long',
    unlike: 'relations_invalid_pattern',
  },
  objectId: { pattern: /^[^#:\s]+$/u, bytesMax: 256 },
  conditionName: { pattern: /^[^*\s]{2,256}$/u, bytesMax: 256 },
  correlationId: { pattern: /^[\w\d-]{1,36}$/ },
  token: {
    pattern: /^[A-Za-z0-9_=.-]{1,5120}$/,
    unlike: 'invalid_continuation_token',
    long: 'invalid_continuation_token',
  },
} as const satisfies Record<string, TextRule>

export function invalid(message: string, field: string, reason: string, code: FgaCode = 'validation_error'): FgaError {
  return new FgaError(code, `invalid ${message}.${field}: ${reason}`)
}

/** The body of a request: an object. */
export function bodyOf(body: unknown): Fields {
  if (!isObject(body)) throw new FgaError('validation_error', 'the body is not a JSON object')
  return body
}

export function fieldOf(fields: Fields, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name] ?? undefined
  if (!name.includes('_')) return undefined
  const camel = CAMEL.get(name) ?? camelOf(name)
  return Object.hasOwn(fields, camel) ? (fields[camel] ?? undefined) : undefined
}

/** The names of the definition, of which there are few; a map's keys come here too, so the number is bounded. */
const CAMEL = new Map<string, string>()

function camelOf(name: string): string {
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  if (CAMEL.size < 100) CAMEL.set(name, camel)
  return camel
}

export function messageIn(fields: Fields, name: string): Fields | undefined {
  const value = fieldOf(fields, name)
  if (value === undefined) return undefined
  if (!isObject(value)) throw wrongType(name, 'an object')
  return value
}

export function listIn(fields: Fields, name: string): readonly Fields[] {
  const value = fieldOf(fields, name)
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every(isObject)) throw wrongType(name, 'a list of objects')
  return value
}

export function textIn(fields: Fields, name: string): string {
  const value = fieldOf(fields, name)
  if (value === undefined) return ''
  if (typeof value !== 'string') throw wrongType(name, 'a text')
  return value
}

export function ruledText(fields: Fields, name: string, message: string, rule: TextRule): string {
  const value = textIn(fields, name)
  checkText(value, message, name, rule)
  return value
}

/** Empty is absent. */
export function optionalText(fields: Fields, name: string, message: string, rule: TextRule): string | undefined {
  return textIn(fields, name) === '' ? undefined : ruledText(fields, name, message, rule)
}

export function checkText(
  value: string,
  message: string,
  name: string,
  { pattern, bytesMax, long, unlike }: TextRule,
): void {
  if (bytesMax !== undefined && value.length * 3 > bytesMax && Buffer.byteLength(value) > bytesMax) {
    throw invalid(message, fieldName(name), `value length must be at most ${bytesMax} bytes`, long)
  }
  if (!pattern.test(value)) {
    throw invalid(message, fieldName(name), `value does not match regex pattern "${pattern.source}"`, unlike)
  }
}

/** `tuple_key` → `TupleKey` */
function fieldName(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

export function oneOf<T extends string>(
  fields: Fields,
  name: string,
  values: Readonly<Record<string, T>>,
  otherwise: T,
): T {
  const value = fieldOf(fields, name)
  if (value === undefined || value === '') return otherwise
  const found = typeof value === 'string' && Object.hasOwn(values, value) ? values[value] : undefined
  if (found === undefined) throw new FgaError('validation_error', `invalid value for \`${name}\``)
  return found
}

export function jsonObjectIn(fields: Fields, name: string): JsonObject | undefined {
  return messageIn(fields, name) as JsonObject | undefined
}

/** From a query or a body. */
export function pageSizeIn(fields: Fields, message: string): number {
  const value = fieldOf(fields, 'page_size')
  if (value === undefined || value === '') return PAGE_SIZE_DEFAULT
  const size = typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value
  if (typeof size !== 'number' || !Number.isInteger(size)) throw wrongType('page_size', 'a whole number')
  if (size < 1 || size > PAGE_SIZE_MAX) {
    throw invalid(message, 'PageSize', `value must be inside range [1, ${PAGE_SIZE_MAX}]`, 'page_size_invalid')
  }
  return size
}

export function tokenIn(fields: Fields, message: string): string | undefined {
  return optionalText(fields, 'continuation_token', message, RULES.token)
}

export function tupleIn(fields: Fields, message = 'TupleKey'): Tuple {
  const subject = ruledText(fields, 'user', message, RULES.user)
  const relation = ruledText(fields, 'relation', message, RULES.relation)
  const object = ruledText(fields, 'object', message, RULES.object)
  const condition = messageIn(fields, 'condition')
  if (!condition || textIn(condition, 'name') === '') return { object, relation, subject }
  const name = ruledText(condition, 'name', 'RelationshipCondition', RULES.conditionName)
  const context = jsonObjectIn(condition, 'context')
  return { object, relation, subject, condition: { name, ...(context ? { context } : {}) } }
}

/** `{tuple_key: …}` of a question. */
export function requiredKey(fields: Fields, message: string): Fields {
  const key = messageIn(fields, 'tuple_key')
  if (!key) throw invalid(message, 'TupleKey', 'value is required', 'tuple_key_value_not_specified')
  return key
}

/** What all questions share. List users gives its contextual tuples as a list, all others as an object around one. */
export function situationIn(fields: Fields, store: string, message: string): Situation {
  const model = optionalText(fields, 'authorization_model_id', message, RULES.id)
  const consistency = consistencyIn(fields)
  const { contextualTuples, context } = circumstancesIn(fields, message)
  if (!model && !contextualTuples && !context) return { store, consistency }
  return {
    store,
    consistency,
    ...(model && { model }),
    ...(contextualTuples && { contextualTuples }),
    ...(context && { context }),
  }
}

export function consistencyIn(fields: Fields): NonNullable<Situation['consistency']> {
  return oneOf(fields, 'consistency', CONSISTENCY, 'minimize_latency')
}

const CONSISTENCY = {
  UNSPECIFIED: 'minimize_latency',
  MINIMIZE_LATENCY: 'minimize_latency',
  HIGHER_CONSISTENCY: 'full',
} as const

export function circumstancesIn(fields: Fields, message: string): Pick<Situation, 'contextualTuples' | 'context'> {
  const given = fieldOf(fields, 'contextual_tuples')
  const keys = Array.isArray(given)
    ? listIn(fields, 'contextual_tuples')
    : listIn(messageIn(fields, 'contextual_tuples') ?? {}, 'tuple_keys')
  if (keys.length > CONTEXTUAL_TUPLES_MAX) {
    throw invalid(message, 'ContextualTuples', `value must contain no more than ${CONTEXTUAL_TUPLES_MAX} item(s)`)
  }
  const context = jsonObjectIn(fields, 'context')
  return {
    ...(keys.length > 0 ? { contextualTuples: keys.map((key) => tupleIn(key)) } : {}),
    ...(context ? { context } : {}),
  }
}

function wrongType(name: string, expected: string): FgaError {
  return new FgaError('validation_error', `expected ${expected} for \`${name}\``)
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
