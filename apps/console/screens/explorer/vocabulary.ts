// The words of a store: its types and relations as the model has them, with the titles and sentences that its catalogs give
// them. It is made on the server from two answers and goes to the browser as a plain value; `Words` looks things up in it.

import type { AuthorizationModel, ParameterType } from '@lockness/authz'
import type { CatalogGetOutput } from '@lockness/client'
import { recordsOf, relationKindOf, textsOf } from '../catalog-facts.ts'
import { hasOwnTuples } from '../own-tuples.ts'

export type Risk = 'low' | 'medium' | 'high' | 'critical'

export interface DirectSubject {
  readonly type: string
  readonly relation?: string
  readonly isEverybody?: true
  readonly condition?: string
}

export interface RelationWord {
  readonly relation: string
  /** `other`: no catalog names it. */
  readonly kind: 'permission' | 'role' | 'fact' | 'other'
  readonly title?: string
  readonly sentence?: string
  readonly risk?: Risk
  /** Who can be named by its tuples; empty for what is derived. */
  readonly direct: readonly DirectSubject[]
}

export interface TypeWord {
  readonly type: string
  readonly singular?: string
  readonly plural?: string
  readonly icon?: string
  readonly sentence?: string
  readonly isPrincipal: boolean
  readonly relations: readonly RelationWord[]
}

export interface ConditionWord {
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly type: string }[]
}

export interface Vocabulary {
  readonly model: string
  readonly types: readonly TypeWord[]
  readonly conditions: readonly ConditionWord[]
}

type Catalog = Pick<CatalogGetOutput, 'types'>

export function vocabularyOf(model: string, document: AuthorizationModel, catalog: Catalog | undefined): Vocabulary {
  const told = new Map((catalog?.types ?? []).map((each) => [each.type, each]))
  const types = document.type_definitions.map((definition) => {
    const { type, relations = {}, metadata } = definition
    const entry = told.get(type)
    const entries = new Map(recordsOf(entry?.entries).map((each) => [String(each.relation), each]))
    return {
      type,
      ...textsOf(entry, ['singular', 'plural', 'icon', 'sentence']),
      isPrincipal: entry ? entry.isPrincipal === true : Object.keys(relations).length === 0,
      relations: Object.entries(relations).map(([relation, rewrite]): RelationWord => {
        const named = entries.get(relation)
        const metadataOf = Object.hasOwn(metadata?.relations ?? {}, relation)
          ? metadata?.relations?.[relation]
          : undefined
        return {
          relation,
          kind: relationKindOf(named?.kind),
          ...textsOf(named, ['title', 'sentence']),
          ...(isRisk(named?.risk) && { risk: named.risk }),
          direct: hasOwnTuples(rewrite) ? (metadataOf?.directly_related_user_types ?? []).map(directOf) : [],
        }
      }),
    }
  })
  return { model, types, conditions: conditionsOf(document) }
}

/** Looks up; what is not known stands for itself. */
export class Words {
  readonly vocabulary: Vocabulary | undefined
  private readonly types: ReadonlyMap<string, TypeWord>
  private readonly relations: ReadonlyMap<string, ReadonlyMap<string, RelationWord>>

  constructor(vocabulary: Vocabulary | undefined) {
    this.vocabulary = vocabulary
    const types = vocabulary?.types ?? []
    this.types = new Map(types.map((each) => [each.type, each]))
    this.relations = new Map(types.map(({ type, relations }) => [type, new Map(relations.map((r) => [r.relation, r]))]))
  }

  get allTypes(): readonly TypeWord[] {
    return this.vocabulary?.types ?? []
  }

  type(type: string): TypeWord | undefined {
    return this.types.get(type)
  }

  relation(type: string, relation: string): RelationWord | undefined {
    return this.relations.get(type)?.get(relation)
  }

  /** Permissions before roles, and what no catalog names last. */
  relationsOf(type: string): readonly RelationWord[] {
    const order: readonly RelationWord['kind'][] = ['permission', 'role', 'other', 'fact']
    return [...(this.types.get(type)?.relations ?? [])].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  }

  /** All of a type. */
  readonly namesOfRelations = (type: string): readonly string[] =>
    this.types.get(type)?.relations.map(({ relation }) => relation) ?? []

  /** `Edit the profile`; where nobody gave it a title, its own name with spaces. */
  titleOf(type: string, relation: string): string {
    return this.relation(type, relation)?.title ?? relation.replaceAll('_', ' ')
  }

  singularOf(type: string): string {
    return this.types.get(type)?.singular ?? type.replaceAll('_', ' ')
  }

  pluralOf(type: string): string {
    return this.types.get(type)?.plural ?? type.replaceAll('_', ' ')
  }

  iconOf(type: string): string | undefined {
    return this.types.get(type)?.icon
  }

  /** `user`, and `team#member` where a relation can be held by usersets: what can be asked for by `who`. */
  get subjectForms(): readonly string[] {
    const forms = new Set(this.allTypes.filter(({ isPrincipal }) => isPrincipal).map(({ type }) => type))
    for (const { relations } of this.allTypes) {
      for (const { direct } of relations) {
        for (const { type, relation, isEverybody } of direct) {
          if (relation !== undefined) forms.add(`${type}#${relation}`)
          else if (isEverybody) forms.add(type)
        }
      }
    }
    return [...forms]
  }

  parameterType(parameter: string): string | undefined {
    for (const { parameters } of this.vocabulary?.conditions ?? []) {
      const found = parameters.find(({ name }) => name === parameter)
      if (found) return found.type
    }
    return undefined
  }
}

function directOf(reference: {
  readonly type: string
  readonly relation?: string
  readonly wildcard?: object
  readonly condition?: string
}): DirectSubject {
  const { type, relation, wildcard, condition } = reference
  return {
    type,
    ...(relation && { relation }),
    ...(wildcard && { isEverybody: true as const }),
    ...(condition && { condition }),
  }
}

function conditionsOf({ conditions = {} }: AuthorizationModel): ConditionWord[] {
  return Object.entries(conditions).map(([name, { parameters = {} }]) => ({
    name,
    parameters: Object.entries(parameters).map(([parameter, type]) => ({ name: parameter, type: parameterText(type) })),
  }))
}

/** `TYPE_NAME_LIST` of `TYPE_NAME_STRING` → `list<string>` */
function parameterText({ type_name, generic_types = [] }: ParameterType): string {
  const name = type_name.replace('TYPE_NAME_', '').toLowerCase()
  return generic_types.length === 0 ? name : `${name}<${generic_types.map(parameterText).join(', ')}>`
}

function isRisk(risk: unknown): risk is Risk {
  return risk === 'low' || risk === 'medium' || risk === 'high' || risk === 'critical'
}
