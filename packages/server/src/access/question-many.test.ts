// Many checks take turns with other work. Whatever happens in between, all of them are answered at one revision.

import { compileModel, createEngine, Graph } from '@lockness/authz'
import { parseModel } from '@lockness/language'
import { expect, it } from 'vitest'
import { type Asked, STRANGER } from '../action.ts'
import { checkActions } from './question.actions.ts'
import type { Place } from './situation.ts'

const { model } = parseModel('model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n')
const asked: Asked = {
  actor: STRANGER,
  now: new Date(0),
  purpose: 'enforce',
  deadline: { remainingMs: () => 60_000 },
  requestId: 'r',
}
const checks = Array.from({ length: 1_600 }, (_, i) => ({
  subject: 'user:ann',
  relation: 'viewer',
  object: `doc:${i}`,
}))

function world() {
  const graph = Graph.build([])
  const engine = createEngine(graph, compileModel(model, new Map()))
  const credited: number[] = []
  const places: number[] = []
  const place = (): Place => {
    const { revision } = graph
    places.push(revision)
    const computedAt = { revision, model: 'm', at: '' }
    return { storeId: 's', engine, given: { at: 0, revision }, computedAt, isPresent: true }
  }
  const usage = { credit: (_: Place, yeses: readonly object[]) => credited.push(yeses.length) }
  const { checkMany } = checkActions({ situations: { place }, usage } as never)
  const ask = async () => checkMany.answer(asked, { store: 's', checks })
  const write = () =>
    graph.apply({
      removed: [],
      added: checks
        .slice(places.length, places.length + 1)
        .map(({ object, relation, subject }) => ({ object, relation, subject })),
    })
  return { graph, ask, write, places, credited }
}

it('answers all at the revision that it began with, though others write between two turns', async () => {
  const { ask, write, places, credited } = world()
  const answering = ask()
  setImmediate(write)
  const { revision, results } = await answering
  expect(revision).toBe(0)
  expect(results.filter((each) => 'allowed' in each && each.allowed)).toHaveLength(0)
  expect([places, credited]).toEqual([[0], [0]])
})

it('asks all again at the next one when a merge lets go of the first', async () => {
  const { graph, ask, write, places, credited } = world()
  const answering = ask()
  setImmediate(() => {
    write()
    graph.merge()
  })
  const { revision, results } = await answering
  expect(revision).toBe(1)
  expect(results.filter((each) => 'allowed' in each && each.allowed)).toHaveLength(1)
  expect([places, credited]).toEqual([[0, 1], [1]])
})

it('gives up when that goes on', async () => {
  const { graph, ask, write, places } = world()
  let isOver = false
  const mergeOnAndOn = () => {
    if (isOver) return
    write()
    graph.merge()
    setImmediate(mergeOnAndOn)
  }
  const answering = ask()
  setImmediate(mergeOnAndOn)
  await expect(answering).rejects.toMatchObject({ code: 'unavailable' })
  isOver = true
  expect(places).toHaveLength(3)
})
