// The lives of a graph beside being changed: merged while it is asked and changed, written and read back, damaged on
// the way, attached by another thread.

import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Tuple, tupleKey } from '../tuple.ts'
import { Graph } from './graph.ts'
import type { View } from './view.ts'

const tuples: Tuple[] = [
  { object: 'doc:1', relation: 'viewer', subject: 'user:anna' },
  { object: 'doc:1', relation: 'viewer', subject: 'user:*' },
  { object: 'doc:2', relation: 'viewer', subject: 'group:é#member', expiresAt: 7 },
  { object: 'doc:2', relation: 'owner', subject: 'user:\ud800' },
  { object: '__proto__:constructor', relation: 'toString', subject: 'user:\udc00' },
  { object: 'doc:3', relation: 'viewer', subject: 'user:anna', condition: { name: 'c' } },
  { object: 'doc:3', relation: 'viewer', subject: 'user:bob', condition: { name: 'c', context: {} } },
  {
    object: 'doc:4',
    relation: 'viewer',
    subject: 'user:anna',
    condition: { name: 'c', context: { n: -0, at: '2026-01-01T00:00:00Z', list: [1, 'a', { x: null }], yes: true } },
    expiresAt: 1_800_000_000_000,
  },
]

describe('a merge', () => {
  it('changes nothing that can be seen, whenever it happens', () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          name: fc.nat(40),
          subject: fc.nat(5),
          expiresAt: fc.option(fc.nat(3), { nil: undefined }),
        }),
      },
      { weight: 2, arbitrary: fc.constant('merge' as const) },
      { weight: 3, arbitrary: fc.constant('some slices' as const) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const graph = Graph.build(tuples)
        let state = new Map(tuples.map((each) => [tupleKey(each), each]))
        const seen: { view: View; state: typeof state }[] = []
        let merging: Generator<undefined, void> | undefined
        for (const each of steps) {
          if (each === 'merge') {
            if (!merging) graph.merge()
          } else if (each === 'some slices') {
            merging ??= graph.mergeSteps()
            for (let i = 0; i < 3 && merging; i++) if (merging.next().done) merging = undefined
          } else {
            state = toggle(
              graph,
              state,
              { object: `doc:${each.name}`, relation: 'viewer', subject: `user:${each.subject}` },
              each.expiresAt,
            )
          }
          seen.push({ view: graph.view()!, state })
        }
        for (const { view, state: then } of seen) expect(inOrder(view.tuples())).toEqual(inOrder(then.values()))
        for (const { view, state: then } of seen) {
          const again = graph.view(view.revision)
          if (view.revision >= graph.oldestRevision) expect(inOrder(again!.tuples())).toEqual(inOrder(then.values()))
          else expect(again).toBeUndefined()
        }
      }),
      { numRuns: 150 },
    )
  })

  it('keeps the numbers of nodes, and finds all names again', () => {
    const graph = Graph.build(tuples)
    const added = Array.from({ length: 3000 }, (_, i) => ({
      object: `doc:n${i}`,
      relation: 'viewer',
      subject: `user:n${i % 50}`,
    }))
    graph.apply({ removed: [], added })
    const before = graph.view()!
    const type = before.type('doc')
    const nodes = added.map(({ object }) => before.node(type, object.slice(4)))
    graph.merge()
    const after = graph.view()!
    expect(added.map(({ object }) => after.node(type, object.slice(4)))).toEqual(nodes)
    expect(graph.oldestRevision).toBe(1)
    expect(inOrder(after.tuples())).toEqual(inOrder([...tuples, ...added]))
  })
})

describe('an image', () => {
  it('gives the same graph, which goes on from there', () => {
    const graph = changedGraph()
    const opened = Graph.open(graph.image())
    if (!opened.ok) throw new Error(opened.reason)
    const again = opened.value
    expect(again.revision).toBe(1)
    expect([...again.view()!.tuples()]).toEqual([...graph.view()!.tuples()])
    expect(inOrder(again.view(0)!.tuples())).toEqual(inOrder(tuples))
    const added = [{ object: 'doc:new', relation: 'viewer', subject: 'user:new' }]
    expect(again.apply({ removed: [], added })).toEqual({ ok: true, revision: 2 })
    expect(graph.view()!.node(graph.view()!.type('doc'), 'new')).toBe(-1)
    again.merge()
    expect(inOrder(again.view()!.tuples())).toEqual(inOrder([...graph.view()!.tuples(), ...added]))
    expect(imageOf(Graph.open(imageOf(graph)))).toEqual(imageOf(graph))
  })

  it('with any bit flipped is refused', () => {
    const image = imageOf(changedGraph())
    fc.assert(
      fc.property(fc.nat(image.length * 8 - 1), (bit) => {
        const damaged = image.slice()
        damaged[bit >> 3]! ^= 1 << (bit & 7)
        expect(Graph.open(damaged).ok).toBe(false)
      }),
      { numRuns: 3000 },
    )
    for (let bit = 0; bit < 48 * 8; bit++) {
      const damaged = image.slice()
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      expect(Graph.open(damaged).ok).toBe(false)
    }
  })

  it('cut short or with something after it is refused', () => {
    const image = imageOf(changedGraph())
    for (let length = 0; length < image.length; length += length < 100 || image.length - length < 40 ? 1 : 13) {
      expect(Graph.open(image.slice(0, length)).ok).toBe(false)
    }
    expect(Graph.open([image, new Uint8Array(16)])).toEqual({ ok: false, reason: 'it has 16 bytes too many' })
    expect(Graph.open(image).ok).toBe(true)
  })

  it('of an empty graph is a graph', () => {
    const opened = Graph.open(Graph.build([]).image())
    expect(opened.ok && [...opened.value.view()!.tuples()]).toEqual([])
  })
})

describe('a thread', () => {
  it('attaches what another shares, and each goes its own way', async () => {
    const graph = changedGraph()
    const shared = graph.share()
    const expected = [...graph.view()!.tuples()]
    const answer = askThread(shared)
    for (let i = 0; i < 500; i++) {
      graph.apply({ removed: [], added: [{ object: `doc:m${i}`, relation: 'viewer', subject: `user:m${i}` }] })
    }
    expect(await answer).toEqual({
      tuples: expected,
      isShared: true,
      added: { object: 'doc:there', relation: 'viewer', subject: 'user:there' },
    })
    expect(graph.view()!.node(graph.view()!.type('doc'), 'there')).toBe(-1)
    expect(graph.view()!.id(graph.view()!.type('doc'), graph.view()!.node(graph.view()!.type('doc'), 'm499'))).toBe(
      'm499',
    )
  })
})

function askThread(shared: unknown): Promise<unknown> {
  const code = `
    import { parentPort, workerData } from 'node:worker_threads'
    import { Graph } from ${JSON.stringify(new URL('./graph.ts', import.meta.url).href)}
    const graph = Graph.attach(workerData)
    const tuples = [...graph.view().tuples()]
    const isShared = workerData.base.forward[0].nodes.buffer instanceof SharedArrayBuffer
    const added = { object: 'doc:there', relation: 'viewer', subject: 'user:there' }
    graph.apply({ removed: [], added: [added] })
    const found = [...graph.view().tuples({ object: 'doc:there' })][0]
    parentPort.postMessage({ tuples, isShared, added: found })
  `
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { workerData: shared })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** A graph with a base and a delta, with everything in it that an edge can carry. */
function changedGraph(): Graph {
  const graph = Graph.build(tuples)
  const added = [
    { object: 'doc:5', relation: 'viewer', subject: 'user:x', condition: { name: 'd', context: { text: 'some' } } },
    { ...tuples[0]!, expiresAt: 9 },
  ]
  const result = graph.apply({ removed: [tuples[0]!, tuples[3]!], added })
  if (!result.ok) throw new Error(result.conflict.message)
  return graph
}

function imageOf(graph: Graph | ReturnType<typeof Graph.open>): Uint8Array {
  const whole = 'ok' in graph ? (graph.ok ? graph.value : undefined) : graph
  return Uint8Array.from([...whole!.image()].flatMap((chunk) => [...chunk]))
}

function toggle(
  graph: Graph,
  state: Map<string, Tuple>,
  tuple: Tuple,
  expiresAt: number | undefined,
): Map<string, Tuple> {
  const next = new Map(state)
  const old = state.get(tupleKey(tuple))
  const now = expiresAt === undefined ? tuple : { ...tuple, expiresAt }
  const isReplaced = old !== undefined && expiresAt !== undefined
  const result = graph.apply({ removed: old ? [old] : [], added: old && !isReplaced ? [] : [now] })
  if (!result.ok) throw new Error(result.conflict.message)
  if (old && !isReplaced) next.delete(tupleKey(tuple))
  else next.set(tupleKey(tuple), now)
  return next
}

function inOrder(each: Iterable<Tuple>): Tuple[] {
  return [...each].sort((a, b) => (tupleKey(a) < tupleKey(b) ? -1 : 1))
}
