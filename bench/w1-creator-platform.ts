// How long does a check take on 10 M tuples of a creator platform, where nothing asked for is in the cache?
//
// Sketch, in dependent memory accesses (D, about 60 ns): a direct relation is the row's bounds and a search in a row of
// one or two: 2 D. A cold view has a yes in one of nine cases; a no visits the release, its artist and two labels, then
// about 50 labels of the closure with some 60 members each: the teams of the person are known after 9 accesses, and
// each label is two searches: 5 µs. A page of 50 tracks of one person expands the person once: 1 µs per check.
// What a no costs must not depend on what else is stored: the same questions with a thousand times more tuples around
// them pay only for colder caches.

import type { Engine } from '@lockness/authz'
import { batchCase, type Expected, preparedCase, textBatchCase, textCase, verify } from './harness/asking.ts'
import { accessFloor } from './harness/floors.ts'
import { latencies, measure, quantile, WrongAnswer } from './harness/measure.ts'
import { NOW, type Run } from './harness/run.ts'
import { CreatorOracle } from './oracle/creator-oracle.ts'
import { type CreatorWorld, makeCreatorWorld } from './workload/creator.ts'
import { CreatorQuestions, type TrackQuestion } from './workload/creator-questions.ts'
import { loadWorld } from './workload/load.ts'
import { objectName, tuplesIn } from './workload/world.ts'

const DIRECT_QUESTIONS = 100_000
const VIEW_QUESTIONS = 10_000
const PAGES = 400
const LISTS = 50

export function creatorPlatform(run: Run): void {
  const world = makeCreatorWorld(run)
  run.report.heading(`W1  creator platform, ${tuplesIn(world).toLocaleString('en-US')} tuples, seed ${run.seed}`)
  const oracle = new CreatorOracle(world)
  const engine = loadWorld(world)
  const questions = new CreatorQuestions(world, oracle, run.seed + 1)
  measureChecks(run, world, engine, questions)
  measureLists(run, world, engine, oracle, questions)
}

/** As text, the way a caller asks. */
export function asText(world: CreatorWorld, { user, relation, track, expected }: TrackQuestion): Expected {
  const subject = objectName(world, 'user', user)
  return { question: { subject, relation, object: objectName(world, 'track', track) }, expected }
}

function measureChecks(
  { report, rounds }: Run,
  world: CreatorWorld,
  engine: Engine,
  questions: CreatorQuestions,
): void {
  const text = (asked: readonly TrackQuestion[]) => asked.map((each) => asText(world, each))
  const direct = text(questions.direct(DIRECT_QUESTIONS))
  const cold = text(questions.cold(VIEW_QUESTIONS))
  const hot = text(questions.hot(VIEW_QUESTIONS))
  const pages = questions.pages(PAGES).map(text)
  const checked = [direct, cold, hot, ...pages].map((asked) => verify(engine, asked, NOW))
  const floor = accessFloor()
  const cases = [
    preparedCase('direct check', engine, direct, NOW),
    textCase('direct check, names as text', engine, direct, NOW),
    preparedCase('cold check', engine, cold, NOW),
    textCase('cold check, names as text', engine, cold, NOW),
    preparedCase('hot check', engine, hot, NOW),
    textCase('hot check, names as text', engine, hot, NOW),
    preparedCase('page of 50, one by one', engine, pages.flat(), NOW),
    batchCase('page of 50, in a batch', engine, pages, NOW),
    textBatchCase('page of 50, in a batch, names as text', engine, pages, NOW),
  ]
  const timings = measure([floor, ...cases], { rounds })
  const access = timings.get(floor.name)!.median
  const total = checked.reduce((sum, each) => sum + each, 0)
  for (const { name } of cases) {
    report.add({
      workload: 'W1',
      metric: name,
      value: timings.get(name)!.median,
      unit: 'ns',
      floor: access,
      checked: total,
    })
  }
  const rate = timings.get('page of 50, one by one')!.median / timings.get('page of 50, in a batch')!.median
  report.add({
    workload: 'W1',
    metric: 'batch-50 rate over single rate',
    value: rate,
    unit: '×',
    floor: null,
    checked: total,
  })
  const single = latencies(cold.length, (i) => engine.check(cold[i]!.question, NOW))
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
    ['p99.9', 0.999],
  ] as const) {
    report.add({
      workload: 'W1',
      metric: `cold check ${name}, names as text`,
      value: quantile(single, share),
      unit: 'ns',
      floor: access,
      checked: total,
    })
  }
}

function measureLists(
  { report, rounds }: Run,
  world: CreatorWorld,
  engine: Engine,
  oracle: CreatorOracle,
  questions: CreatorQuestions,
): void {
  const users = Array.from({ length: LISTS }, () => questions.user())
  const tracks = Array.from({ length: LISTS }, () => questions.track())
  const objects = users.map((user) => ({ subject: objectName(world, 'user', user), relation: 'view', type: 'track' }))
  const subjects = tracks.map((track) => ({
    object: objectName(world, 'track', track),
    relation: 'view',
    filter: { type: 'user' },
  }))
  const ofObjects = (index: number, pageSize?: number) =>
    itemsOf(engine.listObjects(objects[index]!, NOW, pageSize ? { pageSize } : {}))
  const ofSubjects = (index: number) => itemsOf(engine.listSubjects(subjects[index]!, NOW))
  for (const [index, user] of users.entries()) {
    expectSame(
      ofObjects(index),
      oracle.viewableTracks(user).map((track) => objectName(world, 'track', track)),
    )
    expectSame(
      ofSubjects(index),
      [...oracle.viewers(tracks[index]!)].map((viewer) => objectName(world, 'user', viewer)),
    )
  }
  const sum = (list: (index: number) => readonly string[]) =>
    users.reduce((total, _, index) => total + list(index).length, 0)
  const list = (name: string, of: (index: number) => readonly string[]) => ({
    name,
    operations: LISTS,
    expected: sum(of),
    run: () => sum(of),
  })
  const cases = [list('list-objects, first 100', (index) => ofObjects(index, 100)), list('list-subjects', ofSubjects)]
  const timings = measure(cases, { rounds, warmups: 1 })
  for (const { name } of cases) {
    report.add({
      workload: 'W1',
      metric: name,
      value: timings.get(name)!.median / 1000,
      unit: 'µs',
      floor: null,
      checked: 2 * LISTS,
    })
  }
}

function itemsOf(answer: ReturnType<Engine['listObjects']>): readonly string[] {
  if (!answer.ok) throw new WrongAnswer(answer.error.message)
  return answer.value.items
}

function expectSame(received: readonly string[], expected: readonly string[]): void {
  const wanted = new Set(expected)
  if (received.length === wanted.size && received.every((item) => wanted.has(item))) return
  throw new WrongAnswer(`a list of ${wanted.size} entries was expected, received ${received.length}, or others`)
}
