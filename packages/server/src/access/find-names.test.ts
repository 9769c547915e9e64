import { Graph, type Tuple } from '@lockness/authz'
import { describe, expect, it } from 'vitest'
import { findNames, type NamesFound } from './find-names.ts'

const TYPES = ['user', 'doc', 'group']

function find(tuples: readonly Tuple[], text: string, { max = 20, lookedAtMax = 1_000 } = {}): NamesFound {
  return finish(Graph.build(tuples), text, { max, lookedAtMax })
}

function finish(graph: Graph, text: string, { max = 20, lookedAtMax = 1_000 } = {}): NamesFound {
  const search = findNames(graph.view()!, { types: TYPES, text, max }, lookedAtMax)
  for (let step = search.next(); ; step = search.next()) if (step.done) return step.value
}

const viewer = (object: string, subject: string): Tuple => ({ object, relation: 'viewer', subject })
const world = [
  viewer('doc:luna', 'user:anne'),
  viewer('doc:moon-luna', 'user:Luna'),
  viewer('doc:pluna', 'user:bob'),
  viewer('doc:lunatic', 'group:a:b#member'),
]

describe('names that answer to a text', () => {
  it('tells the whole name first, then beginnings, then words, then parts; case does not count', () => {
    expect(find(world, 'luna').items).toEqual(['user:Luna', 'doc:luna', 'doc:lunatic', 'doc:moon-luna', 'doc:pluna'])
  })

  it('takes what stands before the colon as the type, when there is such a type', () => {
    expect(find(world, 'doc:lun').items).toEqual(['doc:luna', 'doc:lunatic', 'doc:moon-luna', 'doc:pluna'])
    expect(find(world, 'user:').items).toEqual(['user:anne', 'user:Luna', 'user:bob'])
    expect(find(world, 'a:b').items).toEqual(['group:a:b'])
  })

  it('tells as many as are wanted, and the better ones', () => {
    expect(find(world, 'luna', { max: 2 }).items).toEqual(['user:Luna', 'doc:luna'])
    expect(find(world, '', { max: 2 }).items).toEqual(['user:anne', 'user:Luna'])
    expect(find(world, 'nobody')).toEqual({ items: [], complete: true })
  })

  it('says when there was more than it looks through, and finds a whole name even so', () => {
    const many = Array.from({ length: 3_000 }, (_, i) => viewer(`doc:${i}`, `user:u${i}`))
    const short = find(many, 'u2999', { lookedAtMax: 100 })
    expect(short).toEqual({ items: ['user:u2999'], complete: false })
    expect(find(many, 'u2999', { lookedAtMax: 10_000 })).toEqual({ items: ['user:u2999'], complete: true })
  })

  it('leaves out what no tuple mentions any more', () => {
    const graph = Graph.build(world)
    graph.apply({ revision: graph.revision + 1, removed: [viewer('doc:pluna', 'user:bob')], added: [] } as never)
    expect(finish(graph, 'bob').items).toEqual([])
    expect(finish(graph, 'pluna').items).toEqual([])
  })
})
