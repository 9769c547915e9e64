// What do conditions cost? W1 with no, a tenth and all of its collaborator edges under
// `current_time < grant_time + grant_duration && ip in allowed`, and with all of them expiring: the same questions, and
// since every condition holds, the same answers. And one evaluation by itself, against plain `@bufbuild/cel` on the
// same expression with the same values.
//
// Sketch: a conditional edge costs the loading of three stored values and one evaluation, 150 ns, where the check itself
// takes 5 µs in the cold mix: 3 %; on the direct relation alone it would be 100 %. The closure is 10 to 20 ns when the
// slots are filled and 150 ns with its values taken out of JSON; @bufbuild/cel with Timestamps ready takes 3 µs.

import type { Condition, Given, JsonObject } from '@lockness/authz'
import { compileConditions, parseModel } from '@lockness/language'
import type { ConditionFigures } from './harness/conditions-probe.ts'
import { type Case, measure } from './harness/measure.ts'
import { runProbe } from './harness/probe.ts'
import { NOW, type Run } from './harness/run.ts'
import { celCase } from './peer/cel.ts'
import { CREATOR_DSL, type CreatorWorld, makeCreatorWorld } from './workload/creator.ts'
import type { EdgeTerms } from './workload/world.ts'

const EVALUATIONS = 200_000

const STORED: JsonObject = {
  grant_time: '2025-12-31T00:00:00Z',
  grant_duration: '48h',
  allowed: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
}
const CONTEXT: JsonObject = { current_time: '2026-01-01T00:00:00Z', ip: '10.0.0.2' }
export const GIVEN: Given = { ...NOW, context: CONTEXT }

export async function conditions(run: Run): Promise<void> {
  run.report.heading('W6  conditions')
  await measureEdges(run)
  measureEvaluation(run)
}

/** By name what goes with an edge. */
const WORLDS: ReadonlyMap<string, ((edge: number) => EdgeTerms | undefined) | undefined> = new Map([
  ['no edge conditional', undefined],
  ['a tenth of the edges conditional', (edge: number) => (edge % 10 === 0 ? temporalGrant(edge) : undefined)],
  ['all edges conditional', temporalGrant],
  ['all edges expiring', (edge: number) => ({ expiresAt: NOW.at + 86_400_000 + (edge % 1000) * 60_000 })],
])

/**
 * One graph after the other, each in a process of its own: several in one compete for the cache. The plain one is
 * measured before and after the others, which are compared with the mean of both.
 */
async function measureEdges({ report, rounds, scale, seed }: Run): Promise<void> {
  const [plain = '', ...others] = WORLDS.keys()
  const probe = (name: string) => runProbe<ConditionFigures>('conditions-probe.ts', [name, scale, seed, rounds])
  const before = await probe(plain)
  const measured = new Map<string, ConditionFigures>()
  for (const name of others) measured.set(name, await probe(name))
  const after = await probe(plain)
  const mean = (of: (figures: ConditionFigures) => number) => (of(before) + of(after)) / 2
  const coldNs = mean((figures) => figures.coldNs)
  const ofPlain: ConditionFigures = {
    coldNs,
    directNs: mean((figures) => figures.directNs),
    accessNs: mean((figures) => figures.accessNs),
    checked: before.checked + after.checked,
  }
  for (const [name, figures] of [[plain, ofPlain] as const, ...measured]) {
    const add = (metric: string, value: number, unit: string, floor: number | null) =>
      report.add({ workload: 'W6', metric, value, unit, floor, checked: figures.checked })
    add(`cold check, ${name}`, figures.coldNs, 'ns', figures.accessNs)
    add(`direct check, ${name}`, figures.directNs, 'ns', figures.accessNs)
    if (name !== plain) add(`${name} over none`, figures.coldNs / coldNs, '×', null)
  }
}

export function conditionsWorld(name: string, scale: number, seed: number): CreatorWorld {
  const world = makeCreatorWorld({ scale, seed })
  const terms = WORLDS.get(name)
  if (!terms) return world
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
