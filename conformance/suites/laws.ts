// What must hold of any right engine, whatever its answers are: adding what can only give never takes, order and
// names do not matter, a list is what checks say, more context never changes an answer. The reference has no part in
// this, so a mistake that the reference shares with the engine is found here.

import {
  type AuthorizationModel,
  type CheckQuestion,
  composeChanges,
  type Given,
  invertChange,
  type JsonValue,
  own,
  parseObject,
  type RelationReference,
  type Tuple,
} from '@lockness/authz'
import type { Chance } from '../generate/chance.ts'
import { wander } from '../generate/history.ts'
import { polaritiesOf } from '../generate/polarity.ts'
import { Renaming } from '../generate/rename.ts'
import { addTuple, type Case, someValue } from '../generate/world.ts'
import { isAllowed } from '../reference/equations.ts'
import { openEngine } from '../subjects/configurations.ts'
import { engineSubject } from '../subjects/engine-subject.ts'
import type { Parts } from '../subjects/parts.ts'
import { type Asked, isSame, type Question, type Reply, replyOf, type World } from '../subjects/subject.ts'
import { alteredIsAll } from './altered.ts'

export interface Law {
  readonly name: string
  /** Undefined when the law does not apply to the case; else what breaks it, or an empty text. */
  readonly broken: (lab: Lab) => string | undefined
}

/** A case, the means to ask about it, and chance. */
export class Lab {
  readonly parts: Parts
  readonly case: Case
  readonly chance: Chance

  constructor(parts: Parts, from: Case, chance: Chance) {
    this.parts = parts
    this.case = from
    this.chance = chance
  }

  ask(world: World, asked: readonly Asked[]): Reply[] {
    const subject = engineSubject(openEngine(this.parts, this.parts.authz.Graph.build(world.tuples), world))
    return asked.map((each) => replyOf(subject, each))
  }

  checks(): Asked[] {
    return this.case.asked.filter(({ question }) => question.ask === 'check')
  }

  /** Empty when all replies are as expected. */
  compare(expected: readonly Reply[], received: readonly Reply[], asked: readonly Asked[]): string {
    const at = expected.findIndex(
      (each, index) => !isSame(each, received[index]!, asked[index]!.question.ask !== 'check'),
    )
    if (at < 0) return ''
    return `${JSON.stringify(asked[at])}: ${JSON.stringify(expected[at])} became ${JSON.stringify(received[at])}`
  }
}

export const LAWS: readonly Law[] = [
  { name: 'a tuple that can only give never takes, one that can only take never gives', broken: monotone },
  { name: 'order and repeats of tuples do not matter', broken: unordered },
  { name: 'names do not matter', broken: nameless },
  { name: 'tuples that have no bearing on a permission do not matter', broken: sliced },
  { name: 'a change and its inverse change nothing', broken: undone },
  { name: 'what a change is said to alter is what it alters', broken: alteredIsAll },
  { name: 'what was true at a revision stays true at it', broken: stableAtRevision },
  { name: 'a list is what checks say', broken: listsAreChecks },
  { name: 'what proves a yes is enough for it', broken: proofsSuffice },
  { name: 'a cursor serves only its own question', broken: cursorsBelong },
  { name: 'a model printed and parsed is the same model', broken: reprinted },
  { name: 'an answer does not change when more context is given', broken: soundOverCompletions },
  { name: 'what is named as missing is all that is missing', broken: completeOverCompletions },
  { name: 'an error in a branch is an error, unless the other branches decide', broken: errorsSurface },
]

function monotone(lab: Lab): string | undefined {
  const { world } = lab.case
  const tuple = addTuple(world, lab.chance)
  const asked = lab.checks()
  if (!tuple || asked.length === 0) return undefined
  const before = lab.ask(world, asked)
  const after = lab.ask({ ...world, tuples: [...world.tuples, tuple] }, asked)
  for (const [index, { question }] of asked.entries()) {
    const [was, is] = [before[index]!.answer, after[index]!.answer]
    const polarity = bearing(world, question, tuple)
    const isBroken =
      (polarity === 'gives' && was === 'yes' && is !== 'yes') || (polarity === 'takes' && was !== 'yes' && is === 'yes')
    if (isBroken)
      return `${JSON.stringify(tuple)} ${polarity}, and ${JSON.stringify(asked[index])}: ${was} became ${is}`
  }
  return ''
}

function unordered(lab: Lab): string {
  const { world, asked } = lab.case
  const tuples = lab.chance.shuffle([...world.tuples, ...lab.chance.some(world.tuples, 0.3)])
  return lab.compare(lab.ask(world, asked), lab.ask({ ...world, tuples }, asked), asked)
}

function nameless(lab: Lab): string {
  const { world } = lab.case
  const asked = lab.case.asked.filter(({ question }) => question.ask !== 'expand')
  const renaming = new Renaming(world.model, lab.chance)
  const expected = lab.ask(world, asked).map((reply, index) => renamedReply(reply, asked[index]!.question, renaming))
  return lab.compare(
    expected,
    lab.ask(
      renaming.world(world),
      asked.map((each) => renaming.asked(each)),
    ),
    asked,
  )
}

function sliced(lab: Lab): string | undefined {
  const { world } = lab.case
  const asked = lab.checks().slice(0, 3)
  for (const each of asked) {
    const tuples = world.tuples.filter((tuple) => bearing(world, each.question, tuple) !== undefined)
    const broken = lab.compare(lab.ask(world, [each]), lab.ask({ ...world, tuples }, [each]), [each])
    if (broken) return broken
  }
  return asked.length === 0 ? undefined : ''
}

function undone(lab: Lab): string {
  const { world, asked } = lab.case
  const graph = lab.parts.authz.Graph.build(world.tuples)
  const subject = engineSubject(openEngine(lab.parts, graph, world))
  const before = asked.map((each) => replyOf(subject, each))
  const changes = wander(world.tuples, lab.chance, 3)
  for (const change of changes) graph.apply(change)
  if (changes.length > 0) graph.apply(invertChange(changes.reduce(composeChanges)))
  return lab.compare(
    before,
    asked.map((each) => replyOf(subject, each)),
    asked,
  )
}

function stableAtRevision(lab: Lab): string {
  const { world, asked } = lab.case
  const graph = lab.parts.authz.Graph.build(world.tuples)
  const engine = openEngine(lab.parts, graph, world)
  const pinned = engineSubject(engine, graph.revision)
  const before = asked.map((each) => replyOf(pinned, each))
  for (const change of wander(world.tuples, lab.chance, 3)) {
    graph.apply(change)
    const broken = lab.compare(
      before,
      asked.map((each) => replyOf(pinned, each)),
      asked,
    )
    if (broken) return broken
  }
  return ''
}

function listsAreChecks(lab: Lab): string {
  const { world, asked } = lab.case
  const subject = engineSubject(openEngine(lab.parts, lab.parts.authz.Graph.build(world.tuples), world))
  for (const { question, given } of asked) {
    const reply = replyOf(subject, { question, given })
    if (reply.answer !== 'list') continue
    const checks = question.ask === 'listRelations' ? [] : checksOfList(world, question, given)
    for (const [item, check] of checks) {
      const verdict = subject.check(check, given).answer
      const isListed = reply.items.includes(item)
      // Beside everybody, somebody who is allowed only as one of them is not listed.
      const mayBeHidden = question.ask === 'listSubjects' && reply.items.includes(`${question.filter.type}:*`)
      if (isListed ? verdict !== 'yes' : verdict === 'yes' && !mayBeHidden) {
        return `${JSON.stringify(question)} lists ${JSON.stringify(reply.items)}, and ${item} is a ${verdict}`
      }
    }
  }
  return ''
}

function cursorsBelong(lab: Lab): string | undefined {
  const { world, asked } = lab.case
  const engine = openEngine(lab.parts, lab.parts.authz.Graph.build(world.tuples), world)
  const lists = asked.flatMap(({ question, given }) => (question.ask === 'listObjects' ? [{ question, given }] : []))
  let applies = false
  for (const { question, given } of lists) {
    const first = engine.listObjects(question, given, { pageSize: 1 })
    if (!first.ok || first.value.cursor === undefined) continue
    applies = true
    const paging = { pageSize: 1, cursor: first.value.cursor }
    const others = [
      engine.listObjects({ ...question, subject: `${question.subject}x` }, given, paging),
      engine.listObjects(question, { ...given, context: { ...given.context, one: 'more' } }, paging),
      engine.listObjects(question, given, {
        ...paging,
        cursor: `${paging.cursor.startsWith('A') ? 'B' : 'A'}${paging.cursor.slice(1)}`,
      }),
    ]
    const served = others.find((other) => other.ok || other.error.code !== 'invalid_cursor')
    if (served)
      return `${JSON.stringify(question)}: another question was given ${JSON.stringify(served)} for its cursor`
  }
  return applies ? '' : undefined
}

function reprinted(lab: Lab): string | undefined {
  const { world } = lab.case
  // Printed, the `[…]` of a rewrite comes first; a tree shows that, and no verdict does.
  const asked = lab.case.asked.filter(({ question }) => question.ask !== 'expand')
  const { language } = lab.parts
  if (language.validateModel(world.model).some(({ severity }) => severity === 'error')) return undefined
  const { text, diagnostics: unprintable } = language.printModel(world.model)
  if (unprintable.length > 0) return undefined
  const { model, diagnostics } = language.parseModel(text)
  if (diagnostics.some(({ severity }) => severity === 'error')) return `${text}: ${JSON.stringify(diagnostics)}`
  return lab.compare(lab.ask(world, asked), lab.ask({ ...world, model }, asked), asked)
}

function soundOverCompletions(lab: Lab): string {
  const { world } = lab.case
  const asked = lab.checks()
  const more = asked.map(({ question, given }) => ({ question, given: completed(lab, given, parametersOf(world)) }))
  const [before, after] = [lab.ask(world, asked), lab.ask(world, more)]
  const at = before.findIndex(({ answer }, index) => answer !== 'error' && answer !== after[index]!.answer)
  return at < 0 ? '' : `${JSON.stringify(more[at])}: ${before[at]!.answer} became ${JSON.stringify(after[at])}`
}

function completeOverCompletions(lab: Lab): string | undefined {
  const { world } = lab.case
  const checks = lab.checks()
  const replies = lab.ask(world, checks)
  let applies = false
  for (const [index, reply] of replies.entries()) {
    if (reply.answer !== 'error' || reply.code !== 'missing_context') continue
    applies = true
    const { question, given } = checks[index]!
    const asked = {
      question,
      given: completed(
        lab,
        given,
        parametersOf(world).filter(([name]) => reply.missing.includes(name)),
      ),
    }
    const [again] = lab.ask(world, [asked])
    if (again!.answer === 'error' && again!.code === 'missing_context') {
      return `${JSON.stringify(checks[index])} lacks ${reply.missing}, and then ${again!.missing}`
    }
  }
  return applies ? '' : undefined
}

function errorsSurface(lab: Lab): string | undefined {
  const { world } = lab.case
  const asked = lab.checks()
  const plain = world.tuples.filter((tuple) => !tuple.condition && isAllowed(world.model, tuple))
  if (plain.length === 0 || asked.length === 0) return undefined
  const tuple = lab.chance.pick(plain)
  const model = allowingFailure(world.model, tuple)
  const others = world.tuples.filter((each) => each !== tuple)
  const failing: Tuple = { ...tuple, condition: { name: FAILURE.name, context: { z: 0 } } }
  const present = lab.ask({ model, tuples: world.tuples }, asked)
  const absent = lab.ask({ model, tuples: others }, asked)
  const unsure = lab.ask({ model, tuples: [...others, failing] }, asked)
  for (const [index, { answer }] of unsure.entries()) {
    if (answer === 'error' || (answer === present[index]!.answer && answer === absent[index]!.answer)) continue
    const detail = `${present[index]!.answer} with it, ${absent[index]!.answer} without, ${answer} when it cannot be judged`
    return `${JSON.stringify(tuple)}, ${JSON.stringify(asked[index])}: ${detail}`
  }
  return ''
}

const FAILURE = {
  name: 'always_fails',
  expression: '10 / z > 1',
  parameters: { z: { type_name: 'TYPE_NAME_INT' } },
}

function allowingFailure(model: AuthorizationModel, tuple: Tuple): AuthorizationModel {
  const type_definitions = model.type_definitions.map((definition) => {
    const about = own(definition.metadata?.relations, tuple.relation)
    if (definition.type !== parseObject(tuple.object)!.type || !about) return definition
    const allowed = about.directly_related_user_types ?? []
    const { condition: _, ...form } = allowed.find((each) => isAllowed(onlyAllowing(model, tuple, each), tuple))!
    const widened = { ...about, directly_related_user_types: [...allowed, { ...form, condition: FAILURE.name }] }
    const entries = Object.entries(definition.metadata!.relations!).map(([name, each]) => [
      name,
      name === tuple.relation ? widened : each,
    ])
    return { ...definition, metadata: { relations: Object.fromEntries(entries) } }
  })
  return {
    ...model,
    type_definitions,
    conditions: Object.fromEntries([...Object.entries(model.conditions ?? {}), [FAILURE.name, FAILURE]]),
  }
}

/** The model with one restriction only, to find the one that allows a tuple. */
function onlyAllowing(
  model: AuthorizationModel,
  { object, relation }: Tuple,
  restriction: RelationReference,
): AuthorizationModel {
  const { type } = parseObject(object)!
  const relations = Object.fromEntries([[relation, { directly_related_user_types: [restriction] }]])
  return { ...model, type_definitions: [{ type, metadata: { relations } }] }
}

/** The tuples of a proof, and nothing else, prove it again. */
function proofsSuffice(lab: Lab): string | undefined {
  const { world } = lab.case
  const engine = openEngine(lab.parts, lab.parts.authz.Graph.build(world.tuples), world)
  let applies = false
  for (const { question, given } of lab.checks()) {
    if (question.ask !== 'check') continue
    const explained = engine.explain(question, given)
    if (!explained.ok || explained.value.verdict.answer !== 'yes') continue
    applies = true
    const proof = explained.value.steps.flatMap(({ tuple }) => tuple ?? [])
    const { contextualTuples: _, ...alone } = given
    const [reply] = lab.ask({ ...world, tuples: proof }, [{ question, given: alone }])
    if (reply!.answer !== 'yes')
      return `${JSON.stringify(question)} is proved by ${JSON.stringify(proof)}, and with these a ${reply!.answer}`
  }
  return applies ? '' : undefined
}

function checksOfList(world: World, question: Question, given: Given): [string, CheckQuestion][] {
  const tuples = [...world.tuples, ...(given.contextualTuples ?? [])]
  const mentioned = [...new Set(tuples.flatMap(({ object, subject }) => [object, subject.split('#')[0]!]))]
  const ofType = (type: string) => mentioned.filter((each) => each.startsWith(`${type}:`) && !each.endsWith(':*'))
  if (question.ask === 'listObjects') {
    return ofType(question.type).map((object) => [object, { ...question, object }])
  }
  if (question.ask !== 'listSubjects') return []
  const { type, relation } = question.filter
  const items =
    relation === undefined ? [...ofType(type), `${type}:*`] : ofType(type).map((each) => `${each}#${relation}`)
  return items.map((subject) => [subject, { ...question, subject }])
}

function renamedReply(reply: Reply, question: Question, renaming: Renaming): Reply {
  if (reply.answer !== 'list') return reply
  const rename = (item: string) => (question.ask === 'listRelations' ? renaming.relation(item) : renaming.subject(item))
  return { answer: 'list', items: reply.items.map(rename) }
}

function parametersOf({ model }: World): [string, string][] {
  const all = Object.values(model.conditions ?? {}).flatMap(({ parameters }) => Object.entries(parameters ?? {}))
  return all.map(([name, { type_name }]) => [name, type_name])
}

/** Gives what is not given yet; what is given stays, be it wrong. */
function completed({ chance }: Lab, given: Given, parameters: readonly (readonly [string, string])[]): Given {
  const entries = parameters.map(([name, type]): [string, JsonValue] => [name, someValue(type, chance)])
  return { ...given, context: Object.fromEntries([...entries, ...Object.entries(given.context ?? {})]) }
}

/** How a tuple bears on what is asked; undefined when it does not. */
function bearing(world: World, question: Question, tuple: Tuple): string | undefined {
  if (question.ask !== 'check') return 'either'
  const type = parseObject(question.object)?.type ?? ''
  return polaritiesOf(world.model, type, question.relation).get(`${parseObject(tuple.object)!.type}#${tuple.relation}`)
}
