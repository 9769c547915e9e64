// What do changes cost until they are merged? 100,000 tuples come and go over W1 as they do in life, a few at a time, and
// checks about all of W1 go on. Then, in a process that holds the graph and not the names that it was made from, a merge
// runs in slices beside the checks.
//
// Sketch: a row that nobody touched is known by one look at a filter that is in the cache: 2 to 5 ns on each of a
// check's lookups, 5 %; a row that was touched costs one more memory access. A slice of a merge takes 1 ms.

import type { Change, Engine } from '@lockness/authz'
import { type Expected, preparedCase, verify } from './harness/asking.ts'
import { accessFloor } from './harness/floors.ts'
import { measure, WrongAnswer } from './harness/measure.ts'
import type { MergeFigures } from './harness/merge-probe.ts'
import { runProbe } from './harness/probe.ts'
import { NOW, type Run, scaled } from './harness/run.ts'
import { CreatorOracle } from './oracle/creator-oracle.ts'
import { asText } from './w1-creator-platform.ts'
import { type CreatorWorld, makeCreatorWorld } from './workload/creator.ts'
import { makeChanges, TUPLES_PER_CHANGE } from './workload/creator-changes.ts'
import { CreatorQuestions } from './workload/creator-questions.ts'
import { loadWorld } from './workload/load.ts'

export const CHANGED_TUPLES = 100_000
const QUESTIONS = 10_000

export async function overlay(run: Run): Promise<void> {
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
  await measureMerge(run)
}

export function questionsOf(world: CreatorWorld, questions: CreatorQuestions): Expected[] {
  return [...questions.cold(QUESTIONS / 2), ...questions.direct(QUESTIONS / 2)].map((each) => asText(world, each))
}

export function apply({ graph }: Engine, change: Change): void {
  const applied = graph.apply(change)
  if (!applied.ok) throw new WrongAnswer(applied.conflict.message)
}

async function measureMerge({ report, scale, seed }: Run): Promise<void> {
  const it = await runProbe<MergeFigures>('merge-probe.ts', [scale, seed])
  const add = (metric: string, value: number) =>
    report.add({ workload: 'overlay', metric, value, unit: 'ms', floor: null, checked: it.checked })
  add('longest step of a merge', it.longestMs)
  add('second longest step of a merge', it.secondMs)
  add('merge, all steps', it.allMs)
}
