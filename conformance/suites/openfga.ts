// OpenFGA's own test data: every test of one stage twice, with its tuples stored and with all of them brought along by
// the question; every listed object and user checked; lists compared as sets without repeats; answers that are errors
// compared by their number on the wire. Here one test after the other, in any configuration; `openfga-server.ts` runs
// them as OpenFGA's project does.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuthorizationModel, Given, QuestionError, Tuple, TupleCondition } from '@lockness/authz'
import { parse } from 'yaml'
import type { Chance } from '../generate/chance.ts'
import type { Parts } from '../subjects/parts.ts'
import { REFERENCE } from '../subjects/reference-subject.ts'
import { type Configuration, isSameSet, type Subject, type World } from '../subjects/subject.ts'
import type { Tally } from '../tally.ts'
import { PUBLIC_DATA } from './public-data.ts'

const FILES = ['consolidated_1_1_tests.yaml', 'abac_tests.yaml']

/** OpenFGA does not follow relations further than this, and one of its tests wants to see the error. */
const DEPTH_MAX = 25
const CONTEXTUAL_TUPLES_MAX = 100

interface TupleText {
  readonly object: string
  readonly relation: string
  readonly user: string
  readonly condition?: TupleCondition
}

interface Expected<T> {
  readonly context?: Given['context']
  readonly contextualTuples?: readonly TupleText[]
  readonly expectation?: T
  readonly errorCode?: number
}

export interface Stage {
  readonly model: string
  readonly tuples?: readonly TupleText[]
  readonly checkAssertions?: readonly (Expected<boolean> & { readonly tuple: TupleText })[]
  readonly listObjectsAssertions?: readonly (Expected<string[]> & {
    readonly request: { readonly user: string; readonly type: string; readonly relation: string }
  })[]
  readonly listUsersAssertions?: readonly (Expected<string[]> & {
    readonly request: { readonly filters: readonly string[]; readonly object: string; readonly relation: string }
  })[]
}

export interface OpenfgaTest {
  readonly name: string
  readonly stages: readonly Stage[]
}

export function readOpenfgaTests(): OpenfgaTest[] {
  return FILES.flatMap((file) => {
    const text = readFileSync(join(PUBLIC_DATA, 'openfga', file), 'utf8')
    return (parse(text) as { tests: OpenfgaTest[] }).tests
  })
}

export function runOpenfgaTest(
  test: OpenfgaTest,
  parts: Parts,
  configuration: Configuration,
  chance: Chance,
  tally: Tally,
): void {
  runStages(test, parts, configuration, chance, tally, 'stored')
  if (mayBeContextual(test)) runStages(test, parts, configuration, chance, tally, 'contextual')
}

export function mayBeContextual({ stages }: OpenfgaTest): boolean {
  return stages.length === 1 && (stages[0]!.tuples?.length ?? 0) <= CONTEXTUAL_TUPLES_MAX
}

/** The model of a stage; a wrong one is a failure. */
export function modelOfStage(
  { model: text }: Stage,
  { language }: Parts,
  tally: Tally,
  name: string,
): AuthorizationModel {
  const { model, diagnostics } = language.parseModel(text)
  const wrong = diagnostics.filter((each) => each.severity === 'error')
  tally.expect(wrong.length === 0, `${name} model`, () => JSON.stringify(wrong))
  return model
}

function runStages(
  test: OpenfgaTest,
  parts: Parts,
  configuration: Configuration,
  chance: Chance,
  tally: Tally,
  place: 'stored' | 'contextual',
): void {
  const stored = new Map<string, Tuple>()
  for (const [index, stage] of test.stages.entries()) {
    const name = `openfga/${test.name}/${place}/${index + 1} [${configuration.name}]`
    tally.attempt(name, () => {
      const tuples = (stage.tuples ?? []).map(tupleOf)
      if (place === 'stored') for (const tuple of tuples) stored.set(parts.authz.tupleKey(tuple), tuple)
      const model = modelOfStage(stage, parts, tally, name)
      const world: World = { model, tuples: chance.shuffle([...stored.values()]) }
      const subject = configuration.open(world, chance)
      const brought = place === 'contextual' ? chance.shuffle(tuples) : []
      for (const _ of stepsOfStage(stage, { subject, brought, tally, name, configuration }));
    })
  }
}

export interface Run {
  readonly subject: Subject
  readonly brought: readonly Tuple[]
  readonly tally: Tally
  readonly name: string
  readonly configuration: Configuration
}

/** One assertion a step. */
export function* stepsOfStage(stage: Stage, run: Run): Generator<undefined, void> {
  for (const expected of stage.checkAssertions ?? []) {
    checkOne(run, expected)
    yield undefined
  }
  for (const expected of stage.listObjectsAssertions ?? []) {
    listObjects(run, expected)
    yield undefined
  }
  for (const expected of stage.listUsersAssertions ?? []) {
    listUsers(run, expected)
    yield undefined
  }
}

type CheckAssertion = NonNullable<Stage['checkAssertions']>[number]
type ListObjectsAssertion = NonNullable<Stage['listObjectsAssertions']>[number]
type ListUsersAssertion = NonNullable<Stage['listUsersAssertions']>[number]

function checkOne(run: Run, expected: CheckAssertion): void {
  if (isBeyondReference(run, expected)) return
  const { object, relation, user } = expected.tuple
  const verdict = run.subject.check({ subject: user, relation, object }, givenFor(run, expected))
  const received = verdict.answer === 'error' ? wireCode('check', verdict.error) : verdict.answer === 'yes'
  const wanted = expected.errorCode ?? expected.expectation
  const isFurther = wanted === 2002 && received === true && run.configuration.reachesFurther === true
  run.tally.expect(received === wanted || isFurther, `${run.name} check`, () => describe(expected, verdict))
}

function listObjects(run: Run, expected: ListObjectsAssertion): void {
  const { user, type, relation } = expected.request
  const given = givenFor(run, expected)
  const list = run.subject.listObjects({ subject: user, relation, type }, given)
  const holds = list.ok
    ? expected.errorCode === undefined && isSameSet(expected.expectation ?? [], list.value)
    : wireCode('list', list.error) === expected.errorCode
  run.tally.expect(holds, `${run.name} listObjects`, () => describe(expected, list))
  for (const object of list.ok ? list.value : []) confirm(run, { subject: user, relation, object }, given)
}

function listUsers(run: Run, expected: ListUsersAssertion): void {
  if (isBeyondReference(run, expected)) return
  const { filters, object, relation } = expected.request
  const [type, ...rest] = filters[0]!.split('#')
  const filter = rest.length === 0 ? { type: type! } : { type: type!, relation: rest[0]! }
  const given = givenFor(run, expected)
  const list = run.subject.listSubjects({ object, relation, filter }, given)
  const holds = list.ok
    ? expected.errorCode === undefined && isSameSet(expected.expectation ?? [], list.value)
    : wireCode('list', list.error) === expected.errorCode
  run.tally.expect(holds, `${run.name} listUsers`, () => describe(expected, list))
  for (const subject of list.ok ? list.value : []) confirm(run, { subject, relation, object }, given)
}

function confirm(run: Run, question: { subject: string; relation: string; object: string }, given: Given): void {
  const verdict = run.subject.check(question, given)
  run.tally.expect(verdict.answer === 'yes', `${run.name} listed but not allowed`, () => describe(question, verdict))
}

function givenFor({ brought, configuration }: Run, { context, contextualTuples = [] }: Expected<unknown>): Given {
  return {
    at: 0,
    contextualTuples: [...brought, ...contextualTuples.map(tupleOf)],
    ...(context ? { context } : {}),
    ...(configuration !== REFERENCE ? { limits: { depthMax: DEPTH_MAX } } : {}),
  }
}

/** The reference has no bounds. */
function isBeyondReference({ configuration }: Run, { errorCode }: Expected<unknown>): boolean {
  return configuration === REFERENCE && errorCode === 2002
}

/** The number of an error in OpenFGA's API: a check calls everything wrong a validation error, a list is more exact. */
function wireCode(api: 'check' | 'list', { code }: QuestionError): number {
  if (code === 'invalid_contextual_tuple') return 2027
  if (code === 'limit_exceeded') return 2002
  if (api === 'check') return 2000
  return code === 'unknown_type' ? 2021 : code === 'unknown_relation' ? 2022 : 2000
}

export function tupleOf({ object, relation, user, condition }: TupleText): Tuple {
  return condition ? { object, relation, subject: user, condition } : { object, relation, subject: user }
}

function describe(expected: unknown, received: unknown): string {
  return `expected ${JSON.stringify(expected)}, received ${JSON.stringify(received)}`
}
