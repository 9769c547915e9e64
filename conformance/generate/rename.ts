// The same world under other names: types, relations and ids, each mapped one to one, also to names that mean
// something to the language the engine is written in.

import {
  type AuthorizationModel,
  formatSubject,
  parseObject,
  parseSubject,
  type RelationMetadata,
  type Tuple,
  type Userset,
} from '@lockness/authz'
import type { Asked, Question, World } from '../subjects/subject.ts'
import type { Chance } from './chance.ts'

const AWKWARD = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'is_prototype_of',
  'length',
]

export class Renaming {
  private readonly types: ReadonlyMap<string, string>
  private readonly relations: ReadonlyMap<string, string>
  private readonly suffix: string

  constructor(model: AuthorizationModel, chance: Chance) {
    const types = model.type_definitions.map(({ type }) => type)
    const relations = new Set(model.type_definitions.flatMap((each) => Object.keys(each.relations ?? {})))
    this.types = pair(types, chance)
    this.relations = pair([...relations], chance)
    this.suffix = chance.pick(['!', '\u0301', '__proto__'])
  }

  world({ model, tuples }: World): World {
    return { model: this.model(model), tuples: tuples.map((tuple) => this.tuple(tuple)) }
  }

  asked({ question, given }: Asked): Asked {
    const { contextualTuples, ...rest } = given
    const renamed = contextualTuples
      ? { ...rest, contextualTuples: contextualTuples.map((tuple) => this.tuple(tuple)) }
      : rest
    return { question: this.question(question), given: renamed }
  }

  /** A name that the world does not have stays as it is. */
  type(name: string): string {
    return this.types.get(name) ?? name
  }

  relation(name: string): string {
    return this.relations.get(name) ?? name
  }

  object(text: string): string {
    const parsed = parseObject(text)
    return parsed ? `${this.type(parsed.type)}:${this.id(parsed.id)}` : text
  }

  subject(text: string): string {
    const parsed = parseSubject(text)
    if (!parsed) return text
    const { type, id, relation } = parsed
    return formatSubject({
      type: this.type(type),
      id: this.id(id),
      relation: relation === '' ? '' : this.relation(relation),
    })
  }

  private id(id: string): string {
    return id === '*' ? id : `${id}${this.suffix}`
  }

  private tuple(tuple: Tuple): Tuple {
    const { object, relation, subject } = tuple
    return { ...tuple, object: this.object(object), relation: this.relation(relation), subject: this.subject(subject) }
  }

  private question(question: Question): Question {
    switch (question.ask) {
      case 'check':
        return {
          ask: 'check',
          subject: this.subject(question.subject),
          relation: this.relation(question.relation),
          object: this.object(question.object),
        }
      case 'listObjects':
        return {
          ask: 'listObjects',
          subject: this.subject(question.subject),
          relation: this.relation(question.relation),
          type: this.type(question.type),
        }
      case 'listRelations':
        return { ask: 'listRelations', subject: this.subject(question.subject), object: this.object(question.object) }
      case 'expand':
        return { ask: 'expand', object: this.object(question.object), relation: this.relation(question.relation) }
      case 'listSubjects': {
        const { type, relation } = question.filter
        const filter =
          relation === undefined
            ? { type: this.type(type) }
            : { type: this.type(type), relation: this.relation(relation) }
        return {
          ask: 'listSubjects',
          object: this.object(question.object),
          relation: this.relation(question.relation),
          filter,
        }
      }
    }
  }

  private model(model: AuthorizationModel): AuthorizationModel {
    const type_definitions = model.type_definitions.map(({ type, relations, metadata }) => {
      const renamed = record<Userset>()
      const about = record<RelationMetadata>()
      for (const [name, rewrite] of Object.entries(relations ?? {}))
        renamed[this.relation(name)] = this.rewrite(rewrite)
      for (const [name, { directly_related_user_types: allowed = [] }] of Object.entries(metadata?.relations ?? {})) {
        const restrictions = allowed.map((each) => {
          const relation = each.relation === undefined ? {} : { relation: this.relation(each.relation) }
          return { ...each, type: this.type(each.type), ...relation }
        })
        about[this.relation(name)] = { directly_related_user_types: restrictions }
      }
      return { type: this.type(type), relations: renamed, metadata: { relations: about } }
    })
    return { ...model, type_definitions }
  }

  private rewrite(rewrite: Userset): Userset {
    const { computedUserset, tupleToUserset, union, intersection, difference } = rewrite
    const each = (child: Userset) => this.rewrite(child)
    if (computedUserset) return { computedUserset: { relation: this.relation(computedUserset.relation) } }
    if (tupleToUserset) {
      return {
        tupleToUserset: {
          tupleset: { relation: this.relation(tupleToUserset.tupleset.relation) },
          computedUserset: { relation: this.relation(tupleToUserset.computedUserset.relation) },
        },
      }
    }
    if (union) return { union: { child: union.child.map(each) } }
    if (intersection) return { intersection: { child: intersection.child.map(each) } }
    if (difference) return { difference: { base: each(difference.base), subtract: each(difference.subtract) } }
    return rewrite
  }
}

function pair(names: readonly string[], chance: Chance): Map<string, string> {
  const awkward = chance.shuffle(AWKWARD)
  return new Map(names.map((name, index) => [name, awkward[index] ?? `other_${name}`]))
}

function record<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>
}
