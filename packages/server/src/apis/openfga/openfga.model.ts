// An authorization model both ways. In: only what the definition knows is taken, names become keys of records without a
// prototype, and what protojson writes for nothing (`""`, `null`, `{}`) is nothing. Out: everything is written, also
// what is not there, because clients rely on it.

import type {
  AuthorizationModel,
  ConditionDefinition,
  ParameterType,
  RelationMetadata,
  RelationReference,
  TypeDefinition,
  TypeMetadata,
  Userset,
} from '@lockness/authz'
import { FgaError } from './openfga.errors.ts'
import {
  checkText,
  type Fields,
  fieldOf,
  invalid,
  listIn,
  messageIn,
  RULES,
  ruledText,
  textIn,
} from './openfga.request.ts'

const TYPES_MAX = 100
const MODEL_BYTES_MAX = 262_144
const MODEL = 'WriteAuthorizationModelRequest'

export function modelIn(body: Fields): AuthorizationModel {
  const version = textIn(body, 'schema_version')
  if (version !== '1.1' && version !== '1.2') {
    throw invalid(
      MODEL,
      'SchemaVersion',
      'value must be in list [1.1 1.2]',
      version === '1.0' ? 'unsupported_schema_version' : 'validation_error',
    )
  }
  const types = listIn(body, 'type_definitions')
  if (types.length === 0)
    throw invalid(MODEL, 'TypeDefinitions', 'value must contain at least 1 item(s)', 'type_definitions_too_few_items')
  if (types.length > TYPES_MAX)
    throw tooMuch(`number of type definitions in an authorization model exceeds the allowed limit of ${TYPES_MAX}`)
  const conditions = mapIn(body, 'conditions', conditionIn)
  const model = { schema_version: version, type_definitions: types.map(typeIn), ...(conditions ? { conditions } : {}) }
  if (Buffer.byteLength(JSON.stringify(model)) > MODEL_BYTES_MAX)
    throw tooMuch(`model exceeds size limit: ${MODEL_BYTES_MAX} bytes`)
  return model
}

function tooMuch(message: string): FgaError {
  return new FgaError('exceeded_entity_limit', message)
}

function typeIn(fields: Fields): TypeDefinition {
  const type = ruledText(fields, 'type', 'TypeDefinition', RULES.type)
  const relations = mapIn(fields, 'relations', (rewrite, name) => {
    checkText(name, 'TypeDefinition', 'relations', RULES.relationName)
    return usersetIn(rewrite)
  })
  const metadata = messageIn(fields, 'metadata')
  return { type, ...(relations ? { relations } : {}), ...(metadata ? { metadata: typeMetadataIn(metadata) } : {}) }
}

function typeMetadataIn(fields: Fields): TypeMetadata {
  const relations = mapIn(fields, 'relations', (each): RelationMetadata => {
    const references = listIn(each, 'directly_related_user_types').map(referenceIn)
    return { directly_related_user_types: references, ...sourceIn(each) }
  })
  return { ...(relations ? { relations } : {}), ...sourceIn(fields) }
}

function referenceIn(fields: Fields): RelationReference {
  const type = ruledText(fields, 'type', 'RelationReference', RULES.type)
  const relation = textIn(fields, 'relation')
  const condition = textIn(fields, 'condition')
  return {
    type,
    ...(relation ? { relation } : {}),
    ...(messageIn(fields, 'wildcard') ? { wildcard: {} } : {}),
    ...(condition ? { condition } : {}),
  }
}

function sourceIn(fields: Fields): { module?: string; source_info?: { file?: string } } {
  const module = textIn(fields, 'module')
  const info = messageIn(fields, 'source_info')
  const file = info && textIn(info, 'file')
  return { ...(module ? { module } : {}), ...(file ? { source_info: { file } } : {}) }
}

function usersetIn(fields: Fields): Userset {
  if (messageIn(fields, 'this')) return { this: {} }
  const computed = messageIn(fields, 'computedUserset') ?? messageIn(fields, 'computed_userset')
  if (computed) return { computedUserset: { relation: textIn(computed, 'relation') } }
  const arrow = messageIn(fields, 'tupleToUserset') ?? messageIn(fields, 'tuple_to_userset')
  if (arrow) {
    const tupleset = messageIn(arrow, 'tupleset')
    const target = messageIn(arrow, 'computedUserset') ?? messageIn(arrow, 'computed_userset')
    if (!tupleset || !target)
      throw invalid(
        'TupleToUserset',
        tupleset ? 'ComputedUserset' : 'Tupleset',
        'value is required',
        'param_missing_value',
      )
    return {
      tupleToUserset: {
        tupleset: { relation: textIn(tupleset, 'relation') },
        computedUserset: { relation: textIn(target, 'relation') },
      },
    }
  }
  for (const name of ['union', 'intersection'] as const) {
    const operation = messageIn(fields, name)
    if (operation) return { [name]: { child: listIn(operation, 'child').map(usersetIn) } }
  }
  const difference = messageIn(fields, 'difference')
  if (!difference) return {}
  const [base, subtract] = [messageIn(difference, 'base'), messageIn(difference, 'subtract')]
  if (!base) throw invalid('Difference', 'Base', 'value is required', 'difference_base_missing_value')
  if (!subtract) throw invalid('Difference', 'Subtract', 'value is required', 'subtract_base_missing_value')
  return { difference: { base: usersetIn(base), subtract: usersetIn(subtract) } }
}

function conditionIn(fields: Fields, name: string): ConditionDefinition {
  const given = textIn(fields, 'name')
  if (given !== name)
    throw new FgaError(
      'invalid_authorization_model',
      `condition key \`${name}\` does not match condition name \`${given}\``,
    )
  const parameters = mapIn(fields, 'parameters', parameterIn)
  const metadata = messageIn(fields, 'metadata')
  return {
    name,
    expression: textIn(fields, 'expression'),
    ...(parameters ? { parameters } : {}),
    ...(metadata ? { metadata: sourceIn(metadata) } : {}),
  }
}

function parameterIn(fields: Fields): ParameterType {
  const generic = listIn(fields, 'generic_types').map(parameterIn)
  return { type_name: textIn(fields, 'type_name'), ...(generic.length > 0 ? { generic_types: generic } : {}) }
}

/** A record of messages; undefined when there is nothing in it. */
function mapIn<T>(
  fields: Fields,
  name: string,
  read: (value: Fields, key: string) => T,
): Record<string, T> | undefined {
  const given = messageIn(fields, name)
  if (!given || Object.keys(given).length === 0) return undefined
  const record: Record<string, T> = Object.create(null)
  for (const key of Object.keys(given)) {
    const value = fieldOf(given, key)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new FgaError('validation_error', `expected an object for \`${name}.${key}\``)
    record[key] = read(value as Fields, key)
  }
  return record
}

export function modelOut(id: string, { schema_version, type_definitions, conditions }: AuthorizationModel): unknown {
  return {
    id,
    schema_version,
    type_definitions: type_definitions.map(typeOut),
    conditions: mapOut(conditions, conditionOut),
  }
}

function typeOut({ type, relations, metadata }: TypeDefinition): unknown {
  const told = metadata && {
    relations: mapOut(metadata.relations, ({ directly_related_user_types: types = [], ...source }) => ({
      directly_related_user_types: types.map(({ condition = '', ...rest }) => ({ ...rest, condition })),
      ...sourceOut(source),
    })),
    ...sourceOut(metadata),
  }
  return { type, relations: mapOut(relations, usersetOut), metadata: told ?? null }
}

function usersetOut({
  this: direct,
  computedUserset,
  tupleToUserset,
  union,
  intersection,
  difference,
}: Userset): unknown {
  if (direct) return { this: {} }
  if (computedUserset) return { computedUserset: relationOut(computedUserset) }
  if (tupleToUserset) {
    return {
      tupleToUserset: {
        tupleset: relationOut(tupleToUserset.tupleset),
        computedUserset: relationOut(tupleToUserset.computedUserset),
      },
    }
  }
  if (union) return { union: { child: union.child.map(usersetOut) } }
  if (intersection) return { intersection: { child: intersection.child.map(usersetOut) } }
  return difference
    ? { difference: { base: usersetOut(difference.base), subtract: usersetOut(difference.subtract) } }
    : {}
}

function relationOut({ object = '', relation }: { object?: string; relation: string }): unknown {
  return { object, relation }
}

function conditionOut({ name, expression, parameters, metadata }: ConditionDefinition): unknown {
  return {
    name,
    expression,
    parameters: mapOut(parameters, parameterOut),
    metadata: metadata ? sourceOut(metadata) : null,
  }
}

function parameterOut({ type_name, generic_types = [] }: ParameterType): unknown {
  return { type_name, generic_types: generic_types.map(parameterOut) }
}

function sourceOut({ module = '', source_info }: { module?: string; source_info?: { file?: string } }): object {
  return { module, source_info: source_info ? { file: source_info.file ?? '' } : null }
}

function mapOut<T>(
  record: Readonly<Record<string, T>> | undefined,
  write: (value: T) => unknown,
): Record<string, unknown> {
  const out: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(record ?? {})) out[key] = write(value)
  return out
}
