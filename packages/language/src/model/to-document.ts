// A model in JSON as a document: the same shape as what is read from text, only that nothing has a place. So the rules
// of validation, and printing, are written once.

import type {
  AuthorizationModel,
  ConditionDefinition,
  RelationReference,
  TypeDefinition,
  Userset,
} from '@lockness/authz'
import { own } from '@lockness/authz'
import type { Range } from '../syntax/diagnostic.ts'
import type {
  ConditionSyntax,
  Definition,
  Name,
  Operation,
  RelationSyntax,
  RestrictionSyntax,
  TypeSyntax,
} from '../syntax/document.ts'

/** The range of what does not come from text. */
export const NOWHERE: Range = { from: -1, to: -1 }

export function typesOfModel(model: AuthorizationModel): TypeSyntax[] {
  return (model.type_definitions ?? []).map((type) => ({
    name: placeless(type.type),
    extend: false,
    relations: Object.keys(type.relations ?? {}).map((name) => relationOf(type, name)),
    ...NOWHERE,
  }))
}

export function conditionsOfModel(model: AuthorizationModel): ConditionSyntax[] {
  return Object.entries(model.conditions ?? {}).map(([name, condition]) => conditionOf(name, condition))
}

function relationOf(type: TypeDefinition, name: string): RelationSyntax {
  const restrictions = own(type.metadata?.relations, name)?.directly_related_user_types ?? []
  const rewrite = own(type.relations, name)
  const definition = rewrite && definitionOf(rewrite, restrictions.map(restrictionOf))
  return { name: placeless(name), ...(definition && { definition }), ...NOWHERE }
}

/** Undefined when the rewrite says nothing. */
function definitionOf(rewrite: Userset, entries: readonly RestrictionSyntax[]): Definition | undefined {
  if (rewrite.union) return operation('union', rewrite.union.child ?? [], entries)
  if (rewrite.intersection) return operation('intersection', rewrite.intersection.child ?? [], entries)
  if (rewrite.difference) {
    return operation('exclusion', [rewrite.difference.base ?? {}, rewrite.difference.subtract ?? {}], entries)
  }
  if (rewrite.this) return { kind: 'restrictions', entries, ...NOWHERE }
  const relation = rewrite.computedUserset?.relation ?? rewrite.tupleToUserset?.computedUserset?.relation
  if (relation === undefined) return undefined
  if (rewrite.computedUserset) return { kind: 'reference', relation: placeless(relation), ...NOWHERE }
  const tupleset = placeless(rewrite.tupleToUserset?.tupleset?.relation ?? '')
  return { kind: 'arrow', relation: placeless(relation), tupleset, ...NOWHERE }
}

function operation(
  kind: Operation['kind'],
  children: readonly Userset[],
  entries: readonly RestrictionSyntax[],
): Definition | undefined {
  const operands = children.map((child) => definitionOf(child, entries))
  if (operands.length === 0 || operands.includes(undefined)) return undefined
  return { kind, operands: operands.filter((operand) => operand !== undefined), ...NOWHERE }
}

function restrictionOf({ type, relation, wildcard, condition }: RelationReference): RestrictionSyntax {
  return {
    type: placeless(type),
    wildcard: wildcard !== undefined,
    ...(relation && { relation: placeless(relation) }),
    ...(condition && { condition: placeless(condition) }),
    ...NOWHERE,
  }
}

function conditionOf(key: string, condition: ConditionDefinition): ConditionSyntax {
  const parameters = Object.entries(condition.parameters ?? {}).map(([name, type]) => {
    const element = type.generic_types?.[0]
    return {
      name: placeless(name),
      type: placeless(parameterTypeWord(type.type_name)),
      ...(element && { element: placeless(parameterTypeWord(element.type_name)) }),
      ...NOWHERE,
    }
  })
  return { name: placeless(key), parameters, expression: condition.expression, expressionRange: NOWHERE, ...NOWHERE }
}

/** `TYPE_NAME_STRING` → `string` */
function parameterTypeWord(typeName: string): string {
  return typeName.replace(/^TYPE_NAME_/, '').toLowerCase()
}

function placeless(text: string): Name {
  return { text, ...NOWHERE }
}
