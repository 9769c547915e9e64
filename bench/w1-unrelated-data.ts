// Does a no depend on what else is stored? The same questions, all of them with a no, are asked of 10 k tuples and of
// the same 10 k tuples with 10 M unrelated ones between them. The steps are the same; only the caches are colder.
//
// Sketch: a no over 10 k tuples stays in the second-level cache: 1 µs. Spread over 200 MB the same lines are still few
// enough for the third level: 1.2 to 1.5 times as long.
//
// Counted: either way a no takes 34 accesses (53 at p99) to 28 lines of memory (34 to 36). All 5,000 questions touch 93 KiB
// of lines alone. Between 0.5 M unrelated tuples it is 934 KiB: no line is shared any more. What is beyond the sketch may
// be the look-up of the addresses of up to 15,000 pages, or misses of the caches themselves: neither was counted. Either
// way it takes fewer lines for a question.

import { type Expected, preparedCase, textCase, verify } from './harness/asking.ts'
import { accessFloor } from './harness/floors.ts'
import { latencies, measure, medianOf, quantile } from './harness/measure.ts'
import { NOW, type Run } from './harness/run.ts'
import { CreatorOracle } from './oracle/creator-oracle.ts'
import { asText } from './w1-creator-platform.ts'
import { makeCreatorWorld } from './workload/creator.ts'
import { CreatorQuestions } from './workload/creator-questions.ts'
import { loadWorld } from './workload/load.ts'
import { surround } from './workload/surrounded.ts'
import { tuplesIn } from './workload/world.ts'

/** 10 k tuples */
const INNER_SCALE = 0.001
const QUESTIONS = 5_000

export function unrelatedData({ report, rounds, scale, seed }: Run): void {
  const inner = makeCreatorWorld({ scale: INNER_SCALE, seed: seed + 100 })
  const outer = makeCreatorWorld({ scale, seed })
  const both = surround(inner, outer)
  report.heading(
    `W1  a no over ${tuplesIn(inner).toLocaleString('en-US')} tuples, and over ${tuplesIn(both).toLocaleString('en-US')}`,
  )
  const questions = new CreatorQuestions(inner, new CreatorOracle(inner), seed + 1).denied(QUESTIONS)
  const asked = questions.map((each) => asText(inner, each))
  const alone = loadWorld(inner)
  const surrounded = loadWorld(both)
  const checked = verify(alone, asked, NOW) + verify(surrounded, asked, NOW)
  const floor = accessFloor()
  const cases = [
    preparedCase('deny, alone', alone, asked, NOW),
    preparedCase('deny, surrounded', surrounded, asked, NOW),
    textCase('deny, alone, names as text', alone, asked, NOW),
    textCase('deny, surrounded, names as text', surrounded, asked, NOW),
  ]
  const timings = measure([floor, ...cases], { rounds })
  for (const { name } of cases) {
    report.add({
      workload: 'W1',
      metric: name,
      value: timings.get(name)!.median,
      unit: 'ns',
      floor: timings.get(floor.name)!.median,
      checked,
    })
  }
  const p99 = { alone: [] as number[], surrounded: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    p99.alone.push(tail(asked, alone))
    p99.surrounded.push(tail(asked, surrounded))
  }
  const ratio = medianOf(p99.surrounded) / medianOf(p99.alone)
  report.add({
    workload: 'W1',
    metric: 'deny p99, alone',
    value: medianOf(p99.alone),
    unit: 'ns',
    floor: null,
    checked,
  })
  report.add({
    workload: 'W1',
    metric: 'deny p99, surrounded',
    value: medianOf(p99.surrounded),
    unit: 'ns',
    floor: null,
    checked,
  })
  report.add({
    workload: 'W1',
    metric: 'deny p99, 10 M tuples over 10 k',
    value: ratio,
    unit: '×',
    floor: null,
    checked,
  })
}

function tail(asked: readonly Expected[], engine: ReturnType<typeof loadWorld>): number {
  const prepared = asked.map(({ question }) => engine.prepare(question))
  return quantile(
    latencies(prepared.length, (i) => {
      const each = prepared[i]!
      if (each.ok) engine.checkPrepared(each.value, NOW)
    }),
    0.99,
  )
}
