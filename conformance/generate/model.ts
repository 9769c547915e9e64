// Random models in which everything is well-typed: relations refer to relations that exist, arrows go over relations
// that hold only whole objects, conditions are declared. The shapes lean towards those on which engines have failed:
// one relation that takes a user, everybody and two usersets; several parents; everybody on either side of an `and` or
// a `but not`; cycles, also through a `but not`.

import type { AuthorizationModel, ConditionDefinition, RelationReference, Userset } from '@lockness/authz'
import { validateModel } from '@lockness/language'
import type { Chance } from './chance.ts'

export interface ModelPlan {
  readonly subjectTypes: readonly string[]
  readonly types: readonly PlannedType[]
  readonly conditions: readonly ConditionDefinition[]
}

interface PlannedType {
  readonly name: string
  readonly relations: readonly PlannedRelation[]
}

interface PlannedRelation {
  readonly name: string
  /** Types of whole objects, when arrows may go over the relation. */
  readonly parents?: readonly string[]
}

const TYPE_NAMES = ['group', 'folder', 'doc']
const RELATION_NAMES = ['member', 'viewer', 'editor', 'owner', 'blocked', 'allowed']
const PARENT_NAMES = ['parent', 'container']
/** Names that mean something to the language the engine is written in, and must mean nothing to the engine. */
const AWKWARD_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']

const REWRITE_DEPTH_MAX = 3

const CONDITIONS: readonly ConditionDefinition[] = [
  condition('flagged', 'flag', { flag: 'BOOL' }),
  condition('small', 'x < 10', { x: 'INT' }),
  condition('either', 'x < 5 || y > 5', { x: 'INT', y: 'INT' }),
  condition('divides', '10 / z > 1', { z: 'INT' }),
  condition('listed', 'name in names', { name: 'STRING', names: 'LIST' }),
  condition('timely', 'now < limit', { now: 'TIMESTAMP', limit: 'TIMESTAMP' }),
]

/** Mostly models that the language accepts; now and then one in which somebody can never be anything. */
export function generateModel(chance: Chance): AuthorizationModel {
  for (let attempts = chance.happens(0.8) ? 10 : 1; ; attempts--) {
    const model = drawModel(chance)
    if (attempts === 1 || !validateModel(model).some(({ severity }) => severity === 'error')) return model
  }
}

function drawModel(chance: Chance): AuthorizationModel {
  const plan = planModel(chance)
  const subjects = plan.subjectTypes.map((type) => ({ type, relations: record<Userset>(), metadata: null }))
  const typeDefinitions = plan.types.map((type) => {
    const relations = record<Userset>()
    const metadata = record<{ directly_related_user_types: RelationReference[] }>()
    for (const [index, relation] of type.relations.entries()) {
      const rewriter = new Rewriter(plan, type, index, chance)
      relations[relation.name] = relation.parents ? { this: {} } : rewriter.rewrite(0)
      metadata[relation.name] = {
        directly_related_user_types: relation.parents ? rewriter.parentRestrictions() : rewriter.restrictions,
      }
    }
    return { type: type.name, relations, metadata: { relations: metadata } }
  })
  const conditions = record<ConditionDefinition>()
  for (const each of plan.conditions) conditions[each.name] = each
  return { schema_version: '1.1', type_definitions: [...subjects, ...typeDefinitions], conditions }
}

function planModel(chance: Chance): ModelPlan {
  const isAwkward = chance.happens(0.1)
  const names = TYPE_NAMES.slice(0, 1 + chance.below(3)).map((name) =>
    isAwkward && chance.happens(0.4) ? chance.pick(AWKWARD_NAMES) : name,
  )
  const typeNames = [...new Set(names)]
  const types = typeNames.map((name) => {
    const parents = PARENT_NAMES.slice(0, chance.pick([0, 1, 1, 1, 2])).map((parent) => ({
      name: parent,
      parents: nonEmpty(chance.some(typeNames, 0.6), typeNames, chance),
    }))
    const others = chance.shuffle(isAwkward ? [...RELATION_NAMES.slice(0, 3), ...AWKWARD_NAMES] : RELATION_NAMES)
    const relations: PlannedRelation[] = [
      ...parents,
      ...others.slice(0, 2 + chance.below(4)).map((each) => ({ name: each })),
    ]
    return { name, relations }
  })
  return {
    subjectTypes: chance.happens(0.3) ? ['user', 'bot'] : ['user'],
    types,
    conditions: chance.happens(0.7) ? chance.some(CONDITIONS, 0.4) : [],
  }
}

class Rewriter {
  readonly restrictions: RelationReference[] = []
  private readonly plan: ModelPlan
  private readonly type: PlannedType
  private readonly index: number
  private readonly chance: Chance

  constructor(plan: ModelPlan, type: PlannedType, index: number, chance: Chance) {
    this.plan = plan
    this.type = type
    this.index = index
    this.chance = chance
  }

  rewrite(depth: number): Userset {
    const { chance } = this
    const operator = depth < REWRITE_DEPTH_MAX && chance.happens([0.65, 0.4, 0.25][depth]!)
    if (!operator) return this.leaf(depth)
    const children = () => Array.from({ length: 2 + Number(chance.happens(0.25)) }, () => this.rewrite(depth + 1))
    const kind = chance.below(10)
    if (kind < 4) return { union: { child: children() } }
    if (kind < 6) return { intersection: { child: children() } }
    return { difference: { base: this.rewrite(depth + 1), subtract: this.rewrite(depth + 1) } }
  }

  parentRestrictions(): RelationReference[] {
    const { parents } = this.type.relations[this.index]!
    return this.withConditions(parents!.map((type) => ({ type })))
  }

  private leaf(depth: number): Userset {
    const { chance, type, index } = this
    const kind = chance.below(10)
    const earlier = type.relations.slice(0, index)
    if (kind < 3 && earlier.length > 0 && depth > 0) return { computedUserset: { relation: chance.pick(earlier).name } }
    const arrow = kind < 6 ? this.arrow() : undefined
    if (arrow) return arrow
    if (this.restrictions.length === 0) this.restrictions.push(...this.pickRestrictions())
    else if (earlier.length > 0) return { computedUserset: { relation: chance.pick(earlier).name } }
    return { this: {} }
  }

  private arrow(): Userset | undefined {
    const { chance, plan, type } = this
    const tuplesets = type.relations.filter((relation) => relation.parents)
    if (tuplesets.length === 0) return undefined
    const tupleset = chance.pick(tuplesets)
    const parents = plan.types.filter((each) => tupleset.parents!.includes(each.name))
    const relations = parents.flatMap((parent) =>
      parent.relations.filter((relation) => !relation.parents || chance.happens(0.2)),
    )
    if (relations.length === 0) return undefined
    const relation = chance.pick(relations).name
    return { tupleToUserset: { tupleset: { relation: tupleset.name }, computedUserset: { relation } } }
  }

  private pickRestrictions(): RelationReference[] {
    const { chance, plan } = this
    const usersets = plan.types.flatMap((type) =>
      type.relations.map((relation) => ({ type: type.name, relation: relation.name })),
    )
    const subjectTypes = chance.happens(0.2)
      ? [...plan.subjectTypes, ...plan.types.map(({ name }) => name)]
      : plan.subjectTypes
    const everybody = subjectTypes.map((type) => ({ type, wildcard: {} as Record<string, never> }))
    const user = { type: 'user' }
    // One relation that takes a user, everybody and two usersets: the shape that has broken the most engines.
    if (chance.happens(0.3)) return this.withConditions([user, everybody[0]!, ...chance.shuffle(usersets).slice(0, 2)])
    const plain = [...plan.subjectTypes, ...plan.types.map((type) => type.name)].map((type) => ({ type }))
    const forms: RelationReference[] = [user, ...chance.some(plain, 0.2), ...chance.some(everybody, 0.35)]
    forms.push(...chance.shuffle(usersets).slice(0, chance.pick([0, 1, 1, 2, 3])))
    return this.withConditions(nonEmpty(chance.some(unique(forms), 0.8), forms, chance))
  }

  private withConditions(forms: readonly RelationReference[]): RelationReference[] {
    const { chance, plan } = this
    return unique(forms).flatMap((form) => {
      if (plan.conditions.length === 0 || chance.happens(0.6)) return [form]
      const conditioned = { ...form, condition: chance.pick(plan.conditions).name }
      return chance.happens(0.5) ? [form, conditioned] : [conditioned]
    })
  }
}

function unique(forms: readonly RelationReference[]): RelationReference[] {
  return [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()]
}

function nonEmpty<T>(some: readonly T[], all: readonly T[], chance: Chance): readonly T[] {
  return some.length > 0 ? some : [chance.pick(all)]
}

function record<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>
}

function condition(
  name: string,
  expression: string,
  parameters: Readonly<Record<string, string>>,
): ConditionDefinition {
  const types = record<{ type_name: string; generic_types?: { type_name: string }[] }>()
  for (const [parameter, type] of Object.entries(parameters)) {
    types[parameter] =
      type === 'LIST'
        ? { type_name: 'TYPE_NAME_LIST', generic_types: [{ type_name: 'TYPE_NAME_STRING' }] }
        : { type_name: `TYPE_NAME_${type}` }
  }
  return { name, expression, parameters: types }
}
