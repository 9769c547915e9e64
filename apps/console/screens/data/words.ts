// What the data of a store is called: types and relations as the model has them, with what the catalogs tell people. Made
// on the server from two answers, handed to the browser as a plain value, and looked up here.

import type { AuthorizationModel, RelationReference } from '@lockness/authz'
import type { CatalogGetOutput } from '@lockness/client'
import { recordsOf, relationKindOf, textsOf } from '../catalog-facts.ts'
import { hasOwnTuples } from '../own-tuples.ts'

export interface RelationWord {
  readonly relation: string
  /** `other`: no catalog names it. */
  readonly kind: 'permission' | 'role' | 'fact' | 'other'
  readonly title?: string
  readonly sentence?: string
  /** Who can be named by its tuples; empty for what is derived. */
  readonly direct: readonly DirectForm[]
}

export interface DirectForm {
  readonly type: string
  /** Empty for a plain subject, `*` for everybody of the type, else the relation of a userset. */
  readonly relation: string
  /** Empty: without a condition. */
  readonly condition: string
}

export interface TypeWord {
  readonly type: string
  readonly singular?: string
  readonly plural?: string
  readonly icon?: string
  readonly sentence?: string
  readonly isPrincipal: boolean
  /** The relations whose subjects a thing of this type lies in. */
  readonly containedIn: readonly string[]
  readonly relations: readonly RelationWord[]
}

export interface ConditionWord {
  readonly name: string
  readonly parameters: readonly string[]
}

export interface Words {
  readonly model: string
  readonly types: readonly TypeWord[]
  readonly conditions: readonly ConditionWord[]
}

export const NO_WORDS: Words = { model: '', types: [], conditions: [] }

export function wordsOf(
  model: string,
  document: AuthorizationModel,
  catalog: Pick<CatalogGetOutput, 'types'> | undefined,
): Words {
  const told = new Map((catalog?.types ?? []).map((each) => [each.type, each]))
  const types = document.type_definitions.map(({ type, relations = {}, metadata }): TypeWord => {
    const entry = told.get(type)
    const entries = new Map(recordsOf(entry?.entries).map((each) => [String(each.relation), each]))
    const references = (relation: string) =>
      Object.hasOwn(metadata?.relations ?? {}, relation)
        ? (metadata?.relations?.[relation]?.directly_related_user_types ?? [])
        : []
    return {
      type,
      ...textsOf(entry, ['singular', 'plural', 'icon', 'sentence']),
      isPrincipal: entry ? entry.isPrincipal === true : Object.keys(relations).length === 0,
      containedIn: Array.isArray(entry?.containedIn) ? entry.containedIn.map(String) : [],
      relations: Object.entries(relations).map(([relation, rewrite]) => {
        const named = entries.get(relation)
        return {
          relation,
          kind: relationKindOf(named?.kind),
          ...textsOf(named, ['title', 'sentence']),
          direct: hasOwnTuples(rewrite) ? references(relation).map(formOf) : [],
        }
      }),
    }
  })
  const conditions = Object.entries(document.conditions ?? {}).map(([name, { parameters = {} }]) => ({
    name,
    parameters: Object.keys(parameters),
  }))
  return { model, types, conditions }
}

/** Looks up; what is not known stands for itself. */
export class Lexicon {
  readonly words: Words
  /** What decisions are about: the permissions of the catalogs; undefined for a store that has none. */
  readonly decisions: readonly string[] | undefined
  /** Those who can do something: people, services. */
  readonly principals: readonly string[]
  private readonly byType: ReadonlyMap<string, TypeWord>

  constructor(words: Words) {
    this.words = words
    this.byType = new Map(words.types.map((each) => [each.type, each]))
    this.principals = words.types.filter(({ isPrincipal }) => isPrincipal).map(({ type }) => type)
    const permissions = words.types.flatMap(({ type, relations }) =>
      relations.filter(({ kind }) => kind === 'permission').map(({ relation }) => `${type}#${relation}`),
    )
    this.decisions = permissions.length === 0 ? undefined : permissions
  }

  type(type: string): TypeWord | undefined {
    return this.byType.get(type)
  }

  relation(type: string, relation: string): RelationWord | undefined {
    return this.byType.get(type)?.relations.find((each) => each.relation === relation)
  }

  /** `Edit the profile`; where nobody gave it a title, its own name with spaces. */
  titleOf(type: string, relation: string): string {
    return this.relation(type, relation)?.title ?? spaced(relation)
  }

  singularOf(type: string): string {
    return this.byType.get(type)?.singular ?? spaced(type)
  }

  pluralOf(type: string): string {
    return this.byType.get(type)?.plural ?? spaced(type)
  }

  iconOf(type: string): string | undefined {
    return this.byType.get(type)?.icon
  }

  /** Types whose things lie directly in a thing of this type, and by which relations. */
  containedIn(container: string): readonly { readonly type: string; readonly relations: readonly string[] }[] {
    return this.words.types.flatMap((word) => {
      const relations = word.containedIn.filter((relation) =>
        this.relation(word.type, relation)?.direct.some((form) => form.type === container && form.relation === ''),
      )
      return relations.length === 0 ? [] : [{ type: word.type, relations }]
    })
  }
}

export function typeOf(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(0, colon)
}

/** What a tuple's subject is a subject of: `team:press#member` → `team:press`. */
export function thingOf(subject: string): string {
  const hash = subject.lastIndexOf('#')
  return hash > subject.indexOf(':') ? subject.slice(0, hash) : subject
}

function spaced(name: string): string {
  return name.replaceAll('_', ' ')
}

function formOf({ type, relation, wildcard, condition }: RelationReference): DirectForm {
  return { type, relation: wildcard ? '*' : (relation ?? ''), condition: condition ?? '' }
}
