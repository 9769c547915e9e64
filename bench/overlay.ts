// What do changes cost until they are merged? 100,000 tuples come and go over W1 as they do in life, a few at a time, and
// checks about all of W1 go on. Then a merge runs in slices beside the checks.
//
// Sketch: a row that nobody touched is known by one look at a filter that is in the cache: 2 to 5 ns on each of a
// check's lookups, 5 %; a row that was touched costs one more memory access. A slice of a merge takes 1 ms.

import type { Change, Engine, Tuple } from '@lockness/authz'
import { type Expected, expectAnswer, prepareAll, preparedCase, verify } from './harness/asking.ts'
import { accessFloor } from './harness/floors.ts'
import { measure, WrongAnswer } from './harness/measure.ts'
import { NOW, type Run, scaled } from './harness/run.ts'
import { CreatorOracle } from './oracle/creator-oracle.ts'
import { asText } from './w1-creator-platform.ts'
import { type CreatorWorld, makeCreatorWorld } from './workload/creator.ts'
import { CreatorQuestions } from './workload/creator-questions.ts'
import { loadWorld } from './workload/load.ts'
import { Random } from './workload/random.ts'
import { edgeSet, objectName } from './workload/world.ts'

const CHANGED_TUPLES = 100_000
const TUPLES_PER_CHANGE = 10
const QUESTIONS = 10_000

export function overlay(run: Run): void {
  const { report, rounds, scale, seed } = run
  const before = makeCreatorWorld({ scale, seed })
  const changes = makeChanges(before, scaled(CHANGED_TUPLES, Math.min(1, scale)), seed + 7)
  report.heading(`overlay  ${changes.count.toLocaleString('en-US')} changed tuples over W1`)
  const quiet = loadWorld(before)
  const changed = loadWorld(before)
  const started = performance.now()
  for (const change of changes.list) apply(changed, change)
  const applyNs = ((performance.now() - started) * 1e6) / changes.list.length
  const cold = (world: CreatorWorld) => new CreatorQuestions(world, new CreatorOracle(world), seed + 1)
  const ofBefore = questionsOf(before, cold(before))
  const ofAfter = questionsOf(changes.after, cold(changes.after))
  const checked = verify(quiet, ofBefore, NOW) + verify(changed, ofAfter, NOW)
  const floor = accessFloor()
  const cases = [
    preparedCase('check, no changes', quiet, ofBefore, NOW),
    preparedCase('check, with changes', changed, ofAfter, NOW),
  ]
  const timings = measure([floor, ...cases], { rounds })
  const access = timings.get(floor.name)!.median
  for (const { name } of cases) {
    report.add({
      workload: 'overlay',
      metric: name,
      value: timings.get(name)!.median,
      unit: 'ns',
      floor: access,
      checked,
    })
  }
  const ratio = timings.get(cases[1]!.name)!.median / timings.get(cases[0]!.name)!.median
  report.add({
    workload: 'overlay',
    metric: 'checks over 100 k changes',
    value: ratio,
    unit: '×',
    floor: null,
    checked,
  })
  report.add({
    workload: 'overlay',
    metric: `change of ${TUPLES_PER_CHANGE} tuples`,
    value: applyNs / 1000,
    unit: 'µs',
    floor: null,
    checked: changes.list.length,
  })
  measureMerge(run, changed, ofAfter)
}

function questionsOf(world: CreatorWorld, questions: CreatorQuestions): Expected[] {
  return [...questions.cold(QUESTIONS / 2), ...questions.direct(QUESTIONS / 2)].map((each) => asText(world, each))
}

function apply({ graph }: Engine, change: Change): void {
  const applied = graph.apply(change)
  if (!applied.ok) throw new WrongAnswer(applied.conflict.message)
}

/** Between two steps of the merge a few checks are asked; their answers may not change. */
function measureMerge({ report }: Run, engine: Engine, questions: readonly Expected[]): void {
  const prepared = prepareAll(engine, questions)
  const steps: number[] = []
  let asked = 0
  for (const merge = engine.graph.mergeSteps(); ; ) {
    const started = performance.now()
    const { done } = merge.next()
    steps.push(performance.now() - started)
    if (done) break
    const { question, expected } = questions[asked % questions.length]!
    expectAnswer(question, expected, engine.checkPrepared(prepared[asked % questions.length]!, NOW))
    asked++
  }
  const checked = asked + verify(engine, questions, NOW)
  const sorted = steps.sort((a, b) => b - a)
  report.add({
    workload: 'overlay',
    metric: 'longest step of a merge',
    value: sorted[0]!,
    unit: 'ms',
    floor: null,
    checked,
  })
  report.add({
    workload: 'overlay',
    metric: 'second longest step of a merge',
    value: sorted[1] ?? 0,
    unit: 'ms',
    floor: null,
    checked,
  })
  report.add({
    workload: 'overlay',
    metric: 'merge, all steps',
    value: steps.reduce((sum, ms) => sum + ms, 0),
    unit: 'ms',
    floor: null,
    checked,
  })
}

interface Changes {
  readonly list: readonly Change[]
  /** Tuples added and removed. */
  readonly count: number
  /** The world when all of them are applied. */
  readonly after: CreatorWorld
}

/** People leave and join teams and collaborations: half of the tuples are removed ones, half are new. */
function makeChanges(world: CreatorWorld, count: number, seed: number): Changes {
  const random = new Random(seed)
  const set = { ...world.set }
  const removed: Tuple[] = []
  const added: Tuple[] = []
  for (const kind of ['track#collaborator@user', 'team#member@user'] as const) {
    const { objects, subjects, objectType, relation } = set[kind]
    const pairs = new Map<number, [number, number]>()
    for (let edge = 0; edge < objects.length; edge++)
      pairs.set(keyOf(objects[edge]!, subjects[edge]!), [objects[edge]!, subjects[edge]!])
    const text = ([object, subject]: readonly [number, number]): Tuple => ({
      object: objectName(world, objectType, object),
      relation,
      subject: objectName(world, 'user', subject),
    })
    const wanted = Math.min(count >>> 2, objects.length >>> 1)
    const gone = new Set<number>()
    while (gone.size < wanted) gone.add(random.below(objects.length))
    for (const edge of gone) {
      const pair = [objects[edge]!, subjects[edge]!] as const
      removed.push(text(pair))
      pairs.delete(keyOf(...pair))
    }
    const takenBefore = new Set(removed.map(({ object, subject }) => `${object} ${subject}`))
    for (let made = 0; made < wanted; ) {
      const pair: [number, number] = [
        random.below(world.sizes[objectType as 'track' | 'team']),
        random.below(world.sizes.user),
      ]
      const tuple = text(pair)
      if (pairs.has(keyOf(...pair)) || takenBefore.has(`${tuple.object} ${tuple.subject}`)) continue
      pairs.set(keyOf(...pair), pair)
      added.push(tuple)
      made++
    }
    const all = [...pairs.values()]
    set[kind] = edgeSet(
      kind,
      Uint32Array.from(all, ([object]) => object),
      Uint32Array.from(all, ([, subject]) => subject),
    )
  }
  const half = TUPLES_PER_CHANGE / 2
  const list = Array.from({ length: Math.ceil(removed.length / half) }, (_, i) => ({
    removed: removed.slice(i * half, (i + 1) * half),
    added: added.slice(i * half, (i + 1) * half),
  }))
  return { list, count: removed.length + added.length, after: { ...world, set, sets: Object.values(set) } }
}

function keyOf(object: number, subject: number): number {
  return object * 0x400_0000 + subject
}
