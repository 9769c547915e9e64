// Requests of the AuthZEN Authorization API 1.0, strict where it is strict: a required field that is missing, or a value
// of another JSON type, is an error; a field that is not known is passed over. An entity becomes a name of the graph only
// if it can be one: a type with a colon in it would otherwise be read as another type.

import type { CheckQuestion, JsonObject } from '@lockness/authz'
import type { AuthZenFailure } from './authzen.errors.ts'
import { AuthZenError } from './authzen.errors.ts'

export type Fields = Readonly<Record<string, unknown>>

export interface Entity {
  readonly type: string
  readonly id: string
  readonly properties: JsonObject | undefined
}

export interface ActionPart {
  readonly name: string
  readonly properties: JsonObject | undefined
}

export interface Evaluation {
  readonly question: CheckQuestion
  readonly context: JsonObject
}

export function bodyOf(body: unknown): Fields {
  if (body === undefined) throw new AuthZenError('the request body is empty')
  return objectOf(body, 'the request body')
}

export function objectIn(fields: Fields, name: string): Fields {
  const value = valueIn(fields, name)
  if (value === undefined) throw new AuthZenError(`\`${name}\` is required`)
  return objectOf(value, `\`${name}\``)
}

export function optionalObjectIn(fields: Fields, name: string): Fields | undefined {
  const value = valueIn(fields, name)
  return value === undefined ? undefined : objectOf(value, `\`${name}\``)
}

export function textIn(fields: Fields, name: string, of: string): string {
  const value = valueIn(fields, name)
  if (value === undefined || value === '') throw new AuthZenError(`\`${of}.${name}\` is required`)
  if (typeof value !== 'string') throw new AuthZenError(`\`${of}.${name}\` is a string`)
  return value
}

export function valueIn(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

export function entityIn(fields: Fields, name: 'subject' | 'resource'): Entity {
  const entity = objectIn(fields, name)
  return { type: textIn(entity, 'type', name), id: textIn(entity, 'id', name), properties: propertiesIn(entity) }
}

/** The entity that a search looks for: an id is not needed, and passed over. */
export function soughtIn(fields: Fields, name: 'subject' | 'resource'): Omit<Entity, 'id'> {
  const entity = objectIn(fields, name)
  return { type: textIn(entity, 'type', name), properties: propertiesIn(entity) }
}

export function actionIn(fields: Fields): ActionPart {
  const action = objectIn(fields, 'action')
  return { name: textIn(action, 'name', 'action'), properties: propertiesIn(action) }
}

export function contextIn(fields: Fields): JsonObject | undefined {
  return optionalObjectIn(fields, 'context') as JsonObject | undefined
}

export function evaluationIn(fields: Fields): Evaluation | AuthZenFailure {
  const [subject, action, resource] = [entityIn(fields, 'subject'), actionIn(fields), entityIn(fields, 'resource')]
  const context = mergedContext(contextIn(fields), { subject, action, resource })
  const [subjectName, objectName] = [nameOf(subject), nameOf(resource)]
  if (subjectName === undefined) return { status: 404, message: `\`${subject.type}:${subject.id}\` is not a subject` }
  if (objectName === undefined) return { status: 404, message: `\`${resource.type}:${resource.id}\` is not a resource` }
  return { question: { subject: subjectName, relation: action.name, object: objectName }, context }
}

/** Undefined when type and id together would be read as something else. */
export function nameOf({ type, id }: Pick<Entity, 'type' | 'id'>): string | undefined {
  return /[:#*\s]/.test(type) || id.includes('#') ? undefined : `${type}:${id}`
}

/** Conditions see properties as `subject_role`, `resource_status`, `action_soft`, beside the context. */
export function mergedContext(
  context: JsonObject | undefined,
  parts: Readonly<Record<string, { readonly properties: JsonObject | undefined } | undefined>>,
): JsonObject {
  const merged: Record<string, JsonObject[string]> = Object.assign(Object.create(null), context)
  for (const [prefix, part] of Object.entries(parts)) {
    for (const [name, value] of Object.entries(part?.properties ?? {})) merged[`${prefix}_${name}`] = value
  }
  return merged
}

function propertiesIn(entity: Fields): JsonObject | undefined {
  return optionalObjectIn(entity, 'properties') as JsonObject | undefined
}

function objectOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AuthZenError(`${what} is an object`)
  return value as Fields
}
