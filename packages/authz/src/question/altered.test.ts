// What the laws of the conformance cannot see: the bounds, what matters, and that the graph itself is left alone.

import { expect, it } from 'vitest'
import { Graph } from '../graph/graph.ts'
import type { AuthorizationModel, Userset } from '../model.ts'
import { compileModel } from '../plan/plan.ts'
import type { Tuple } from '../tuple.ts'
import { type AlteredDecision, type AlterQuestion, findAltered } from './altered.ts'

const own: Userset = { this: {} }
const from = (tupleset: string, relation: string): Userset => ({
  tupleToUserset: { tupleset: { relation: tupleset }, computedUserset: { relation } },
})
const allows = (...types: string[]) => ({ directly_related_user_types: types.map((type) => ({ type })) })
const MODEL: AuthorizationModel = {
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    { type: 'label', relations: { admin: own }, metadata: { relations: { admin: allows('user') } } },
    {
      type: 'release',
      relations: { label: own, can_edit: from('label', 'admin'), can_read: from('label', 'admin') },
      metadata: { relations: { label: allows('label') } },
    },
  ],
}
const model = compileModel(MODEL, new Map())
const RELEASES = 5_000
const anne: Tuple = { object: 'label:north', relation: 'admin', subject: 'user:anne' }
const releases = Array.from(
  { length: RELEASES },
  (_, n): Tuple => ({ object: `release:${n}`, relation: 'label', subject: 'label:north' }),
)

function find(question: Omit<AlterQuestion, 'onAltered'>, graph = Graph.build([anne, ...releases])) {
  const altered: AlteredDecision[] = []
  const work = findAltered(graph, model, { ...question, onAltered: (each) => altered.push(each) }, { at: 0 })
  let step = work.next()
  while (!step.done) step = work.next()
  return { altered, end: step.value, graph }
}

it('names every decision that one tuple carries', () => {
  const { altered, end, graph } = find({ change: { removed: [anne], added: [] } })
  expect(altered).toHaveLength(1 + 2 * RELEASES)
  expect(altered[0]).toEqual({ ...anne, before: 'yes', after: 'no' })
  expect(new Set(altered.map((each) => `${each.before} ${each.after}`))).toEqual(new Set(['yes no']))
  expect(end).toEqual({ limit: undefined, compared: 1 + 2 * RELEASES, missing: [] })
  expect([graph.revision, [...graph.view()!.tuples()].length]).toEqual([0, 1 + RELEASES])
})

it('asks only about what matters', () => {
  const matters = (_: string, relation: string) => relation === 'can_read'
  const { altered } = find({ change: { removed: [anne], added: [] }, matters })
  expect(altered).toHaveLength(RELEASES)
})

it('names the bound that it met, and what it had by then', () => {
  const few = find({ change: { removed: [anne], added: [] }, limits: { comparedMax: 100 } })
  expect(few.end).toMatchObject({ limit: 'comparedMax', compared: 100 })
  expect(few.altered).toHaveLength(100)
  const near = find({ change: { removed: [anne], added: [] }, limits: { placeStepsMax: 10 } })
  expect(near.end).toMatchObject({ limit: 'placeStepsMax' })
  expect(near.altered.length).toBeGreaterThan(0)
})

it('says what does not fit instead of guessing', () => {
  const { end } = find({ change: { removed: [], added: [anne] } })
  expect(end).toMatchObject({ conflict: { code: 'tuple_exists' } })
})
