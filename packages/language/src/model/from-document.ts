// A document's model in OpenFGA's JSON form, exactly as OpenFGA's own transformer writes it: which fields are present,
// which are empty, which are null. Of a name defined twice the first counts; that it is there twice is a diagnostic.

import type {
  AuthorizationModel,
  ConditionDefinition,
  ParameterType,
  RelationMetadata,
  RelationReference,
  TypeDefinition,
  Userset,
} from '@lockness/authz'
import type { ConditionSyntax, Definition, Document, RestrictionSyntax, TypeSyntax } from '../syntax/document.ts'

export function modelFromDocument(document: Document): AuthorizationModel {
  const module = document.header?.module?.text
  const conditions = emptyRecord<ConditionDefinition>()
  for (const condition of document.conditions) {
    if (!Object.hasOwn(conditions, condition.name.text)) {
      conditions[condition.name.text] = conditionDefinition(condition, module)
    }
  }
  return {
    schema_version: document.header?.schema?.text ?? '',
    type_definitions: document.types.map((type) => typeDefinition(type, module)),
    ...(document.conditions.length > 0 && { conditions }),
  }
}

function typeDefinition(type: TypeSyntax, module: string | undefined): TypeDefinition {
  const relations = emptyRecord<Userset>()
  const metadata = emptyRecord<RelationMetadata>()
  for (const { name, definition } of type.relations) {
    if (!definition || Object.hasOwn(relations, name.text)) continue
    relations[name.text] = userset(definition)
    metadata[name.text] = {
      directly_related_user_types: restrictionsIn(definition).map(relationReference),
      ...(module !== undefined && type.extend && { module }),
    }
  }
  const hasRelations = Object.keys(relations).length > 0
  if (module === undefined) {
    return { type: type.name.text, relations, metadata: hasRelations ? { relations: metadata } : null }
  }
  return { type: type.name.text, relations, metadata: { ...(hasRelations && { relations: metadata }), module } }
}

function userset(definition: Definition): Userset {
  switch (definition.kind) {
    case 'restrictions':
      return { this: {} }
    case 'reference':
      return { computedUserset: { relation: definition.relation.text } }
    case 'arrow':
      return {
        tupleToUserset: {
          computedUserset: { relation: definition.relation.text },
          tupleset: { relation: definition.tupleset.text },
        },
      }
    case 'union':
      return { union: { child: definition.operands.map(userset) } }
    case 'intersection':
      return { intersection: { child: definition.operands.map(userset) } }
    case 'exclusion': {
      const [base, subtract] = definition.operands
      return { difference: { base: userset(base!), subtract: userset(subtract!) } }
    }
  }
}

function restrictionsIn(definition: Definition): readonly RestrictionSyntax[] {
  switch (definition.kind) {
    case 'restrictions':
      return definition.entries
    case 'reference':
    case 'arrow':
      return []
    default:
      return definition.operands.flatMap(restrictionsIn)
  }
}

function relationReference({ type, relation, wildcard, condition }: RestrictionSyntax): RelationReference {
  return {
    type: type.text,
    ...(condition && { condition: condition.text }),
    ...(relation && { relation: relation.text }),
    ...(wildcard && { wildcard: {} }),
  }
}

function conditionDefinition(condition: ConditionSyntax, module: string | undefined): ConditionDefinition {
  const parameters = emptyRecord<ParameterType>()
  for (const { name, type, element } of condition.parameters) {
    if (Object.hasOwn(parameters, name.text)) continue
    parameters[name.text] = {
      type_name: typeName(type.text),
      ...(element && { generic_types: [{ type_name: typeName(element.text) }] }),
    }
  }
  return {
    name: condition.name.text,
    expression: condition.expression,
    parameters,
    ...(module !== undefined && { metadata: { module } }),
  }
}

function typeName(word: string): string {
  return `TYPE_NAME_${word.toUpperCase()}`
}

function emptyRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>
}
