// How long does a check take on the shapes that SpiceDB and OpenFGA measure themselves with? They are small: everything
// lies in the cache, so the figure is the number of steps and not of memory accesses.
//
// Sketch, per check: CheckWideDirect one search in 9,001 sorted numbers, 14 halvings: 50 ns. WideArrow 30 groups of 20,
// smaller side first: 300 ns. DoubleWideArrow 20 × 10 groups: 3.6 µs, less when the person's few groups are met first.
// DeepArrow 30 hops of 20 ns: 650 ns. CheckWideGroups 81 + 81 groups: 2 µs. LookupIntersection three lookups: 60 ns; its
// list 499 × 45 ns. OpenFGA's 999 parents: 10 µs from the object, 100 ns from the person.

import type { Engine, Given } from '@lockness/authz'
import { preparedCase, textCase, verify } from './harness/asking.ts'
import { accessFloor } from './harness/floors.ts'
import { type Case, measure, WrongAnswer } from './harness/measure.ts'
import { NOW, type Run } from './harness/run.ts'
import { engineOf } from './workload/load.ts'
import { OPENFGA_SHAPES } from './workload/openfga-shapes.ts'
import type { Shape } from './workload/shape.ts'
import { SPICEDB_SHAPES } from './workload/spicedb-shapes.ts'

const CHECKS_PER_RUN = 20_000
const LISTS_PER_RUN = 200

export function publishedShapes(run: Run): void {
  run.report.heading('W0  the shapes that others measure themselves with')
  measureShapes(run, 'spicedb', SPICEDB_SHAPES)
  measureShapes(run, 'openfga', OPENFGA_SHAPES)
}

function measureShapes({ report, rounds }: Run, peer: string, makers: readonly (() => Shape)[]): void {
  const floor = accessFloor()
  const shapes = makers.map((make) => loadShape(make()))
  const timings = measure([floor, ...shapes.flatMap(({ cases }) => cases)], { rounds })
  const access = timings.get(floor.name)!.median
  for (const { cases, checked } of shapes) {
    for (const { name } of cases) {
      report.add({
        workload: 'W0',
        metric: `${peer} ${name}`,
        value: timings.get(name)!.median,
        unit: 'ns',
        floor: access,
        checked,
      })
    }
  }
}

function loadShape(shape: Shape): { cases: Case[]; checked: number } {
  const engine = engineOf(shape.dsl, shape.tuples)
  const given: Given = shape.context ? { ...NOW, context: shape.context } : NOW
  const asked = [{ question: shape.check, expected: shape.expected }]
  const checked = verify(engine, asked, given)
  const cases = [
    preparedCase(shape.name, engine, asked, given, CHECKS_PER_RUN),
    textCase(`${shape.name}, names as text`, engine, asked, given, CHECKS_PER_RUN),
    ...listCases(shape, engine, given),
  ]
  return { cases, checked: checked + cases.length - 2 }
}

function listCases({ name, listObjects, listSubjects }: Shape, engine: Engine, given: Given): Case[] {
  const cases: Case[] = []
  if (listObjects) {
    const { question, expected } = listObjects
    const list = () => itemsOf(engine.listObjects(question, given))
    expectSame(name, list(), expected)
    cases.push(listCase(`${name}, list of ${expected.length} objects`, list, expected.length))
  }
  if (listSubjects) {
    const { question, expected } = listSubjects
    const list = () => itemsOf(engine.listSubjects(question, given))
    expectSame(name, list(), expected)
    cases.push(listCase(`${name}, list of ${expected.length} subjects`, list, expected.length))
  }
  return cases
}

function listCase(name: string, list: () => readonly string[], length: number): Case {
  return {
    name,
    operations: LISTS_PER_RUN,
    expected: LISTS_PER_RUN * length,
    run() {
      let sum = 0
      for (let i = 0; i < LISTS_PER_RUN; i++) sum += list().length
      return sum
    },
  }
}

function itemsOf(answer: ReturnType<Engine['listObjects']>): readonly string[] {
  if (!answer.ok) throw new WrongAnswer(answer.error.message)
  return answer.value.items
}

function expectSame(name: string, received: readonly string[], expected: readonly string[]): void {
  const same = [...received].sort().join(' ') === [...expected].sort().join(' ')
  if (!same)
    throw new WrongAnswer(`${name}: expected ${expected.length} entries, received ${received.length}, or others`)
}
