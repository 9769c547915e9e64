// One relationship, as text. `doc:1#viewer@group:eng#member` says that the members of `group:eng` are viewers of
// `doc:1`. This file owns the notation; everything below it works on numbers.

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

export interface Tuple {
  /** `type:id` */
  readonly object: string
  readonly relation: string
  /** `type:id`, `type:*` (everybody of a type) or `type:id#relation` (a userset). */
  readonly subject: string
  readonly condition?: TupleCondition
  /** Milliseconds since 1970. From this instant on the tuple is not there. */
  readonly expiresAt?: number
}

export interface TupleCondition {
  readonly name: string
  readonly context?: JsonObject
}

export interface ObjectRef {
  readonly type: string
  readonly id: string
}

export interface SubjectRef {
  readonly type: string
  /** `*` is the wildcard. */
  readonly id: string
  /** Empty unless the subject is a userset. */
  readonly relation: string
}

/** `type:id` split at the first colon; undefined when there is none, or either side is empty. */
export function parseObject(text: string): ObjectRef | undefined {
  const colon = text.indexOf(':')
  if (colon < 1 || colon === text.length - 1) return undefined
  return { type: text.slice(0, colon), id: text.slice(colon + 1) }
}

/** `type:id`, `type:*` or `type:id#relation`. The relation begins after the last `#`. */
export function parseSubject(text: string): SubjectRef | undefined {
  const colon = text.indexOf(':')
  if (colon < 1 || colon === text.length - 1) return undefined
  const hash = text.lastIndexOf('#')
  if (hash < colon) return { type: text.slice(0, colon), id: text.slice(colon + 1), relation: '' }
  if (hash === colon + 1 || hash === text.length - 1) return undefined
  return { type: text.slice(0, colon), id: text.slice(colon + 1, hash), relation: text.slice(hash + 1) }
}

export function formatSubject({ type, id, relation }: SubjectRef): string {
  return relation === '' ? `${type}:${id}` : `${type}:${id}#${relation}`
}

/** The identity of a tuple: two tuples with the same key are the same relationship, whatever their condition. */
export function tupleKey({ object, relation, subject }: Tuple): string {
  return `${object}#${relation}@${subject}`
}
