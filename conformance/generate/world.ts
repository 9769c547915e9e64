// Random worlds on a random model: tuples (also some that the model does not allow any more), facts, contexts, an
// instant at which some tuples are just expiring, and questions about all of it, a few of them about things that do
// not exist.

import {
  type AuthorizationModel,
  formatSubject,
  type Given,
  type JsonObject,
  type JsonValue,
  own,
  type RelationReference,
  type Tuple,
  type TupleCondition,
  tupleKey,
} from '@lockness/authz'
import type { Asked, Question, World } from '../subjects/subject.ts'
import type { Chance } from './chance.ts'
import { generateModel } from './model.ts'

export interface Case {
  readonly world: World
  readonly asked: readonly Asked[]
}

export const INSTANT = 1_000
const EXPIRIES = [INSTANT - 1, INSTANT, INSTANT + 1, INSTANT * 2]
const OBJECT_IDS = ['1', '2', '3']
const SUBJECT_IDS = ['a', 'b', 'c']
/** Of a wide world, in which an object has enough subjects that the engine may begin at either side. */
const MORE_IDS = Array.from({ length: 12 }, (_, index) => `more${index}`)
/** Look-alikes, names of the machinery, and a long one. */
const AWKWARD_IDS = ['__proto__', 'constructor', 'é', 'e\u0301', 'A', 'a ', '\u0430', 'x'.repeat(300), '日本', '|@,"']
const GIVEN_PER_WORLD = 3
const QUESTIONS_PER_GIVEN = 14

interface Names {
  readonly model: AuthorizationModel
  readonly chance: Chance
  readonly ids: ReadonlyMap<string, readonly string[]>
}

export function generateCase(chance: Chance): Case {
  const model = generateModel(chance)
  const isAwkward = chance.happens(0.15)
  const isWide = chance.happens(0.05)
  const idsPerType = chance.pick([1, 2, 2, 3])
  const ids = new Map(
    model.type_definitions.map(({ type, relations }) => {
      const few = (Object.keys(relations ?? {}).length === 0 ? SUBJECT_IDS : OBJECT_IDS).slice(0, idsPerType)
      const usual = isWide ? [...few, ...MORE_IDS] : few
      return [type, isAwkward ? [...usual.slice(0, 2), ...chance.shuffle(AWKWARD_IDS).slice(0, 2)] : usual] as const
    }),
  )
  const names: Names = { model, chance, ids }
  const tuples = generateTuples(names, isWide ? 60 + chance.below(90) : 6 + chance.below(26), 0.08)
  const asked = Array.from({ length: GIVEN_PER_WORLD }, () => {
    const given = generateGiven(names, tuples)
    return Array.from({ length: QUESTIONS_PER_GIVEN }, () => ({ question: generateQuestion(names, tuples), given }))
  })
  return { world: { model, tuples }, asked: asked.flat() }
}

/** One more tuple that the model allows, without condition or end, and that the world does not have. */
export function addTuple(world: World, chance: Chance): Tuple | undefined {
  const ids = new Map(
    world.model.type_definitions.map(({ type, relations }) => [
      type,
      Object.keys(relations ?? {}).length ? OBJECT_IDS : SUBJECT_IDS,
    ]),
  )
  const keys = new Set(world.tuples.map(tupleKey))
  const found = allowedTuple({ model: world.model, chance, ids })
  return found && !found.condition && found.expiresAt === undefined && !keys.has(tupleKey(found)) ? found : undefined
}

function generateTuples(names: Names, count: number, outdated: number): Tuple[] {
  const tuples = new Map<string, Tuple>()
  for (let i = 0; i < count; i++) {
    const tuple = names.chance.happens(outdated) ? outdatedTuple(names) : allowedTuple(names)
    if (tuple) tuples.set(tupleKey(tuple), tuple)
  }
  return [...tuples.values()]
}

function allowedTuple(names: Names): Tuple | undefined {
  const { model, chance, ids } = names
  const places = placesOf(model).filter(({ restrictions }) => restrictions.length > 0)
  if (places.length === 0) return undefined
  const { type, relation, restrictions } = chance.pick(places)
  const restriction = chance.pick(restrictions)
  const id = restriction.wildcard ? '*' : chance.pick(ids.get(restriction.type)!)
  const subject = formatSubject({ type: restriction.type, id, relation: restriction.relation ?? '' })
  const tuple = { object: `${type}:${chance.pick(ids.get(type)!)}`, relation, subject }
  return decorate(names, tuple, restriction.condition)
}

/** Something that an earlier model allowed, or nobody ever did; often only the condition is not the model's. */
function outdatedTuple(names: Names): Tuple | undefined {
  const { model, chance, ids } = names
  const conditionNames = Object.keys(model.conditions ?? {})
  const allowed = chance.happens(0.5) ? allowedTuple(names) : undefined
  if (allowed && conditionNames.length > 0) {
    const { condition, ...plain } = allowed
    return decorate(names, plain, condition && chance.happens(0.7) ? undefined : chance.pick(conditionNames))
  }
  const { type, relation } = chance.pick(placesOf(model))
  const subject = chance.pick(allSubjects(names))
  const condition = conditionNames.length > 0 && chance.happens(0.4) ? chance.pick(conditionNames) : undefined
  return decorate(names, { object: `${type}:${chance.pick(ids.get(type)!)}`, relation, subject }, condition)
}

function decorate(names: Names, tuple: Tuple, conditionName: string | undefined): Tuple {
  const { chance } = names
  const expiring = chance.happens(0.12) ? { expiresAt: chance.pick(EXPIRIES) } : {}
  if (conditionName === undefined) return { ...tuple, ...expiring }
  const context = generateContext(names, conditionName, 0.35)
  const condition: TupleCondition = context ? { name: conditionName, context } : { name: conditionName }
  return { ...tuple, condition, ...expiring }
}

function generateGiven(names: Names, tuples: readonly Tuple[]): Given {
  const { chance, model } = names
  const conditionNames = Object.keys(model.conditions ?? {})
  const context: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>
  for (const name of conditionNames) Object.assign(context, generateContext(names, name, 0.6))
  const brought = chance.happens(0.4) ? generateTuples(names, 1 + chance.below(4), 0) : []
  if (tuples.length > 0 && chance.happens(0.04)) brought.push(...generateTuples(names, 1, 0.7))
  return {
    at: INSTANT,
    ...(conditionNames.length > 0 ? { context } : {}),
    ...(brought.length > 0
      ? { contextualTuples: [...new Map(brought.map((tuple) => [tupleKey(tuple), tuple])).values()] }
      : {}),
  }
}

function generateContext({ model, chance }: Names, conditionName: string, share: number): JsonObject | undefined {
  const context: Record<string, JsonValue> = {}
  for (const [name, { type_name }] of Object.entries(own(model.conditions, conditionName)?.parameters ?? {})) {
    if (chance.happens(share)) context[name] = generateValue(type_name, chance)
  }
  if (chance.happens(0.1)) context.unasked = 'extra'
  return Object.keys(context).length === 0 ? undefined : context
}

function generateValue(typeName: string, chance: Chance): JsonValue {
  return chance.happens(0.07) ? chance.pick<JsonValue>([null, 'wrong', 1.5, [], {}]) : someValue(typeName, chance)
}

/** A value of the type. */
export function someValue(typeName: string, chance: Chance): JsonValue {
  switch (typeName) {
    case 'TYPE_NAME_BOOL':
      return chance.happens(0.6)
    case 'TYPE_NAME_INT':
      return chance.pick<JsonValue>([0, 1, 3, 7, 12, '4', -1])
    case 'TYPE_NAME_STRING':
      return chance.pick(['a', 'b'])
    case 'TYPE_NAME_LIST':
      return chance.pick<JsonValue>([[], ['a'], ['a', 'b']])
    default:
      return chance.pick(['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '2026-06-01T02:00:00+02:00'])
  }
}

function generateQuestion(names: Names, tuples: readonly Tuple[]): Question {
  const { model, chance, ids } = names
  const places = placesOf(model)
  const about = tuples.length > 0 && chance.happens(0.8) ? chance.pick(tuples).object : undefined
  const ofObject = places.filter(({ type }) => about?.startsWith(`${type}:`))
  const { type, relation } = chance.pick(ofObject.length > 0 ? ofObject : places)
  const object = about ?? `${type}:${chance.happens(0.2) ? 'unheard' : chance.pick(ids.get(type)!)}`
  const subject = chance.happens(0.02) ? chance.pick(WRONG_SUBJECTS) : chance.pick(weighted(names))
  const kind = chance.below(20)
  if (kind === 0 && chance.happens(0.5)) return chance.pick(wrongQuestions({ type, relation, object, subject }))
  if (kind < 9) return { ask: 'check', subject, relation, object }
  if (kind < 13) return { ask: 'listObjects', subject, relation, type }
  if (kind < 14)
    return chance.happens(0.5) ? { ask: 'listRelations', subject, object } : { ask: 'expand', object, relation }
  if (kind < 18) {
    const filter = { type: chance.happens(0.6) ? 'user' : chance.pick(model.type_definitions).type }
    return { ask: 'listSubjects', object, relation, filter }
  }
  const userset = chance.pick(places)
  return { ask: 'listSubjects', object, relation, filter: { type: userset.type, relation: userset.relation } }
}

const WRONG_SUBJECTS = ['user', 'user:', ':a', 'nobody:a', 'user:a#member', 'nobody:*', 'user:*#member', '']

function wrongQuestions(place: { type: string; relation: string; object: string; subject: string }): Question[] {
  const { type, relation, object, subject } = place
  return [
    { ask: 'check', subject, relation: 'no_such_relation', object },
    { ask: 'check', subject, relation, object: 'no_such_type:1' },
    { ask: 'check', subject, relation, object: `${type}:*` },
    { ask: 'check', subject, relation, object: type },
    { ask: 'expand', object, relation: 'no_such_relation' },
    { ask: 'listObjects', subject, relation: 'no_such_relation', type },
    { ask: 'listObjects', subject, relation, type: 'no_such_type' },
    { ask: 'listSubjects', object, relation, filter: { type: 'no_such_type' } },
    { ask: 'listSubjects', object, relation, filter: { type, relation: 'no_such_relation' } },
  ]
}

/** Mostly plain subjects; every form now and then; somebody whom no tuple names. */
function weighted(names: Names): string[] {
  const all = allSubjects(names)
  const plain = all.filter((subject) => !subject.includes('#') && !subject.endsWith(':*'))
  return [
    names.chance.pick(all),
    ...plain,
    ...plain.filter((subject) => subject.startsWith('user:')),
    'user:*',
    'user:unheard',
  ]
}

function allSubjects({ model, ids }: Names): string[] {
  return model.type_definitions.flatMap(({ type, relations }) => {
    const objects = ids.get(type)!.map((id) => `${type}:${id}`)
    const usersets = Object.keys(relations ?? {}).flatMap((relation) =>
      objects.map((object) => `${object}#${relation}`),
    )
    return [...objects, ...usersets, `${type}:*`]
  })
}

interface PlaceOfTuples {
  readonly type: string
  readonly relation: string
  readonly restrictions: readonly RelationReference[]
}

function placesOf(model: AuthorizationModel): PlaceOfTuples[] {
  return model.type_definitions.flatMap(({ type, relations, metadata }) =>
    Object.keys(relations ?? {}).map((relation) => {
      const restrictions = own(metadata?.relations, relation)?.directly_related_user_types ?? []
      return { type, relation, restrictions }
    }),
  )
}
