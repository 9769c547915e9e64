import { afterEach, expect, test, vi } from 'vitest'
import { Graph } from './graph.ts'

afterEach(() => vi.unstubAllGlobals())

test('a graph is built, changed and read where threads share no memory, as in the page of a browser', () => {
  vi.stubGlobal('SharedArrayBuffer', undefined)
  const many = Array.from({ length: 3_000 }, (_, i) => ({
    object: `doc:${i % 50}`,
    relation: 'viewer',
    subject: `user:somebody-${i}`,
  }))
  const graph = Graph.build(many)
  const added = [{ object: 'doc:new', relation: 'viewer', subject: 'user:anne' }]
  graph.apply({ added, removed: [] })
  const view = graph.view()
  expect([...(view?.tuples({ objectType: 'doc', relation: 'viewer' }) ?? [])]).toHaveLength(3_001)
})
