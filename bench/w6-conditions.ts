// What do conditions cost? W1 with no, a tenth and all of its collaborator edges under
// `current_time < grant_time + grant_duration && ip in allowed`, and with all of them expiring: the same questions, and
// since every condition holds, the same answers. And one evaluation by itself, against plain `@bufbuild/cel` on the
// same expression with the same values.
//
// Sketch: a conditional edge costs the loading of three stored values and one evaluation, 150 ns, where the check itself
// takes 5 µs in the cold mix: 3 %; on the direct relation alone it would be 100 %. The closure is 10 to 20 ns when the
// slots are filled and 150 ns with its values taken out of JSON; @bufbuild/cel with Timestamps ready takes 3 µs.

import type { Condition, Engine, Given, JsonObject } from '@lockness/authz'
import { compileConditions, parseModel } from '@lockness/language'
import { type Expected, preparedCase, verify } from './harness/asking.ts'
import { accessFloor } from './harness/floors.ts'
import { type Case, measure } from './harness/measure.ts'
import { NOW, type Run } from './harness/run.ts'
import { CreatorOracle } from './oracle/creator-oracle.ts'
import { celCase } from './peer/cel.ts'
import { asText } from './w1-creator-platform.ts'
import { CREATOR_DSL, type CreatorWorld, makeCreatorWorld } from './workload/creator.ts'
import { CreatorQuestions } from './workload/creator-questions.ts'
import { loadWorld } from './workload/load.ts'
import type { EdgeTerms, World } from './workload/world.ts'

const QUESTIONS = 10_000
const EVALUATIONS = 200_000

const STORED: JsonObject = {
  grant_time: '2025-12-31T00:00:00Z',
  grant_duration: '48h',
  allowed: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
}
const CONTEXT: JsonObject = { current_time: '2026-01-01T00:00:00Z', ip: '10.0.0.2' }
const GIVEN: Given = { ...NOW, context: CONTEXT }

export function conditions(run: Run): void {
  run.report.heading('W6  conditions')
  measureEdges(run)
  measureEvaluation(run)
}

function measureEdges({ report, rounds, scale, seed }: Run): void {
  const plain = makeCreatorWorld({ scale, seed })
  const questions = new CreatorQuestions(plain, new CreatorOracle(plain), seed + 1)
  const cold = questions.cold(QUESTIONS).map((each) => asText(plain, each))
  const direct = questions.direct(QUESTIONS).map((each) => asText(plain, each))
  const worlds: readonly [string, World][] = [
    ['no edge conditional', plain],
    [
      'a tenth of the edges conditional',
      withTerms(plain, (edge) => (edge % 10 === 0 ? temporalGrant(edge) : undefined)),
    ],
    ['all edges conditional', withTerms(plain, temporalGrant)],
    ['all edges expiring', withTerms(plain, (edge) => ({ expiresAt: NOW.at + 86_400_000 + (edge % 1000) * 60_000 }))],
  ]
  const cases = worlds.map(([name, world]) => {
    const engine = loadWorld(world)
    const checked = verify(engine, cold, GIVEN) + verify(engine, direct, GIVEN)
    return {
      name,
      checked,
      cold: caseOf(`cold check, ${name}`, engine, cold),
      direct: caseOf(`direct check, ${name}`, engine, direct),
    }
  })
  const floor = accessFloor()
  const timings = measure([floor, ...cases.map((each) => each.cold), ...cases.map((each) => each.direct)], { rounds })
  const access = timings.get(floor.name)!.median
  for (const { name, checked, cold: ofCold, direct: ofDirect } of cases) {
    report.add({
      workload: 'W6',
      metric: ofCold.name,
      value: timings.get(ofCold.name)!.median,
      unit: 'ns',
      floor: access,
      checked,
    })
    report.add({
      workload: 'W6',
      metric: ofDirect.name,
      value: timings.get(ofDirect.name)!.median,
      unit: 'ns',
      floor: access,
      checked,
    })
    if (name === worlds[0]![0]) continue
    const ratio = timings.get(ofCold.name)!.median / timings.get(cases[0]!.cold.name)!.median
    report.add({ workload: 'W6', metric: `${name} over none`, value: ratio, unit: '×', floor: null, checked })
  }
}

function caseOf(name: string, engine: Engine, asked: readonly Expected[]): Case {
  return preparedCase(name, engine, asked, GIVEN)
}

function withTerms(world: CreatorWorld, terms: (edge: number) => EdgeTerms | undefined): World {
  const collaborator = world.set['track#collaborator@user']
  return { ...world, sets: world.sets.map((set) => (set === collaborator ? { ...set, terms } : set)) }
}

/** Grants of a thousand different times, as they are in life; all of them hold at the time of the questions. */
function temporalGrant(edge: number): EdgeTerms {
  const grant_time = new Date(Date.UTC(2025, 11, 31) + (edge % 1000) * 1000).toISOString().replace('.000Z', 'Z')
  return { condition: { name: 'temporal_grant', context: { ...STORED, grant_time } } }
}

function measureEvaluation({ report, rounds }: Run): void {
  const condition = compileConditions(parseModel(CREATOR_DSL).model).conditions.get('temporal_grant')!
  const values: JsonObject = { ...STORED, ...CONTEXT }
  const slots = fillSlots(condition, values)
  const cases: readonly Case[] = [
    evaluationCase('evaluation, slots filled', () => condition.evaluate(slots) === true),
    evaluationCase('evaluation, values from JSON', () => condition.evaluate(fillSlots(condition, values)) === true),
    celCase('evaluation by @bufbuild/cel', EVALUATIONS / 20),
  ]
  const timings = measure(cases, { rounds })
  for (const { name, operations } of cases) {
    report.add({
      workload: 'W6',
      metric: name,
      value: timings.get(name)!.median,
      unit: 'ns',
      floor: null,
      checked: operations * rounds,
    })
  }
  const ratio = timings.get(cases[2]!.name)!.median / timings.get(cases[0]!.name)!.median
  report.add({
    workload: 'W6',
    metric: 'cel over ours, evaluation',
    value: ratio,
    unit: '×',
    floor: null,
    checked: EVALUATIONS * rounds,
  })
  const fromJson = timings.get(cases[2]!.name)!.median / timings.get(cases[1]!.name)!.median
  report.add({
    workload: 'W6',
    metric: 'cel over ours, values from JSON',
    value: fromJson,
    unit: '×',
    floor: null,
    checked: EVALUATIONS * rounds,
  })
}

function fillSlots(condition: Condition, values: JsonObject): unknown[] {
  return condition.parameters.map((parameter, slot) => condition.coerce(slot, values[parameter]!))
}

function evaluationCase(name: string, evaluate: () => boolean): Case {
  return {
    name,
    operations: EVALUATIONS,
    expected: EVALUATIONS,
    run() {
      let count = 0
      for (let i = 0; i < EVALUATIONS; i++) if (evaluate()) count++
      return count
    },
  }
}
