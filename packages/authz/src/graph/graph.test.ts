// The graph against the plainest model of it: a map from key to tuple for every revision. Random histories, looked at
// through every way of reading, at every revision, with and without facts brought along.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseObject, parseSubject, type Tuple, tupleKey } from '../tuple.ts'
import { type Change, composeChanges, invertChange } from './change.ts'
import { Graph } from './graph.ts'
import { Row, type View } from './view.ts'

type State = ReadonlyMap<string, Tuple>

const ids = [
  '1',
  '2',
  '3',
  '__proto__',
  'constructor',
  'é',
  'e\u0301',
  '\ud800',
  '\udc00',
  '\u{1f600}',
  '*a',
  'a:b',
  'x'.repeat(512),
]
const id = fc.constantFrom(...ids)
const object = fc.tuple(fc.constantFrom('doc', 'group', '__proto__'), id).map(([type, each]) => `${type}:${each}`)
const subject = fc.oneof(
  id.map((each) => `user:${each}`),
  id.map((each) => `group:${each}#member`),
  id.map((each) => `group:${each}`),
  fc.constant('user:*'),
)
const context = fc.dictionary(
  fc.constantFrom('a', 'b', '__proto__', 'at'),
  fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.0Z',
      '2026-02-30T00:00:00Z',
      'x',
    ),
  ),
)
const extras = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record(
    {
      condition: fc.record({ name: fc.constantFrom('c', 'constructor'), context }, { requiredKeys: ['name'] }),
      expiresAt: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: [] },
  ),
)
const tuple: fc.Arbitrary<Tuple> = fc
  .tuple(object, fc.constantFrom('viewer', 'member'), subject, extras)
  .map(([on, relation, of, extra]) => ({ object: on, relation, subject: of, ...extra }) as Tuple)

/** Some tuples to remove, if they are there, and some to add, if they are not or are removed as well. */
const wish = fc.record({ remove: fc.array(fc.nat(), { maxLength: 4 }), add: fc.array(tuple, { maxLength: 6 }) })

describe('the graph and a map', () => {
  it('agree at every revision that is held', () => {
    fc.assert(
      fc.property(fc.array(tuple, { maxLength: 30 }), fc.array(wish, { maxLength: 8 }), (first, wishes) => {
        const graph = Graph.build(first)
        const states = [stateOf(first)]
        for (const { remove, add } of wishes) {
          const change = changeFrom(states.at(-1)!, remove, add)
          expect(graph.apply(change)).toEqual({ ok: true, revision: states.length })
          states.push(changed(states.at(-1)!, change))
        }
        for (const [revision, state] of states.entries()) expectSame(graph.view(revision)!, state)
        expect(graph.view(states.length)).toBeUndefined()
        expect(graph.view(-1)).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  it('agree when a question brings facts along', () => {
    fc.assert(
      fc.property(
        fc.array(tuple, { maxLength: 20 }),
        fc.array(wish, { maxLength: 2 }),
        fc.array(tuple, { maxLength: 8 }),
        (first, wishes, facts) => {
          const graph = Graph.build(first)
          let state = stateOf(first)
          for (const { remove, add } of wishes) {
            const change = changeFrom(state, remove, add)
            graph.apply(change)
            state = changed(state, change)
          }
          const view = graph.view(undefined, facts)!
          graph.apply({ removed: [], added: [{ object: 'doc:later', relation: 'viewer', subject: 'user:later' }] })
          expectSame(view, new Map([...state, ...stateOf(facts)]))
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a change', () => {
  it('is applied whole or not at all, and a conflict is named', () => {
    const there = { object: 'doc:1', relation: 'viewer', subject: 'user:1' }
    const other = { object: 'doc:2', relation: 'viewer', subject: 'user:1' }
    const graph = Graph.build([there])
    const codeOf = (change: Change) => {
      const result = graph.apply(change)
      return result.ok ? result.revision : result.conflict.code
    }
    expect(codeOf({ removed: [], added: [other, there] })).toBe('tuple_exists')
    expect(codeOf({ removed: [there, other], added: [] })).toBe('tuple_absent')
    expect(codeOf({ removed: [there, there], added: [] })).toBe('repeated_tuple')
    expect(codeOf({ removed: [], added: [other, other] })).toBe('repeated_tuple')
    expect(codeOf({ removed: [], added: [other, { ...other, subject: 'user' }] })).toBe('invalid_tuple')
    expect(graph.revision).toBe(0)
    expectSame(graph.view()!, stateOf([there]))
    expect(codeOf({ removed: [there], added: [{ ...there, expiresAt: 5 }, other] })).toBe(1)
    expectSame(graph.view()!, stateOf([{ ...there, expiresAt: 5 }, other]))
  })

  it('undone is as if it had not been', () => {
    fc.assert(
      fc.property(fc.array(tuple, { maxLength: 15 }), wish, (first, { remove, add }) => {
        const graph = Graph.build(first)
        const change = changeFrom(stateOf(first), remove, add)
        graph.apply(change)
        expect(graph.apply(invertChange(change)).ok).toBe(true)
        expectSame(graph.view()!, stateOf(first))
        expect(composeChanges(change, invertChange(change))).toEqual({ removed: [], added: [] })
        expect(invertChange(invertChange(change))).toEqual(change)
      }),
      { numRuns: 100 },
    )
  })

  it('composed with the next is both', () => {
    fc.assert(
      fc.property(
        fc.array(tuple, { maxLength: 15 }),
        fc.array(wish, { minLength: 3, maxLength: 3 }),
        (first, wishes) => {
          const changes: Change[] = []
          let state = stateOf(first)
          for (const { remove, add } of wishes) {
            changes.push(changeFrom(state, remove, add))
            state = changed(state, changes.at(-1)!)
          }
          const [a, b, c] = changes as [Change, Change, Change]
          const graph = Graph.build(first)
          expect(graph.apply(composeChanges(composeChanges(a, b), c)).ok).toBe(true)
          expectSame(graph.view()!, state)
          expect(normal(composeChanges(a, composeChanges(b, c)))).toEqual(
            normal(composeChanges(composeChanges(a, b), c)),
          )
          expect(normal(invertChange(composeChanges(a, b)))).toEqual(
            normal(composeChanges(invertChange(b), invertChange(a))),
          )
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('large rows', () => {
  it('of 70,000 subjects are read, searched and changed', () => {
    const wide = Array.from({ length: 70_000 }, (_, i) => ({
      object: 'group:all',
      relation: 'member',
      subject: `user:${i}`,
    }))
    const graph = Graph.build([...wide, { object: 'group:one', relation: 'member', subject: 'user:7' }])
    const kind = graph.registerKind('group', 'member', 'user', '')
    const added = { object: 'group:all', relation: 'member', subject: 'user:new' }
    graph.apply({ removed: [wide[123]!], added: [added] })
    const row = new Row()
    for (const [revision, size] of [
      [0, 70_000],
      [1, 70_000],
    ] as const) {
      const view = graph.view(revision)!
      const all = view.node(view.type('group'), 'all')
      view.subjects(kind, all, row)
      expect(row.end - row.start).toBe(size)
      const has = (name: string) => view.attribute(kind, all, view.node(view.type('user'), name))
      expect([has('123'), has('69999'), has('new')]).toEqual(revision === 0 ? [0, 0, -1] : [-1, 0, 0])
    }
  })

  it('and very few rows among many nodes', () => {
    const few = [0, 77, 4000, 4001].map((i) => ({ object: `doc:${i}`, relation: 'owner', subject: 'user:0' }))
    const many = Array.from({ length: 5000 }, (_, i) => ({
      object: `doc:${i}`,
      relation: 'viewer',
      subject: `user:${i % 7}`,
    }))
    expectSame(Graph.build([...many, ...few]).view()!, stateOf([...many, ...few]))
  })
})

function stateOf(tuples: readonly Tuple[]): State {
  return new Map(tuples.map((each) => [tupleKey(each), each]))
}

function changeFrom(state: State, remove: readonly number[], add: readonly Tuple[]): Change {
  const there = [...state.values()]
  const removed = new Map<string, Tuple>()
  for (const index of remove) {
    const each = there[index % Math.max(1, there.length)]
    if (each) removed.set(tupleKey(each), each)
  }
  const added = new Map<string, Tuple>()
  for (const each of add) {
    const key = tupleKey(each)
    if (state.has(key)) removed.set(key, state.get(key)!)
    added.set(key, each)
  }
  return { removed: [...removed.values()], added: [...added.values()] }
}

function changed(state: State, { removed, added }: Change): State {
  const next = new Map(state)
  for (const each of removed) next.delete(tupleKey(each))
  for (const each of added) next.set(tupleKey(each), each)
  return next
}

function normal({ removed, added }: Change): Change {
  return { removed: inOrder(removed), added: inOrder(added) }
}

function inOrder(tuples: Iterable<Tuple>): Tuple[] {
  return [...tuples].sort((a, b) => (tupleKey(a) < tupleKey(b) ? -1 : 1))
}

function expectSame(view: View, state: State): void {
  expect(inOrder(view.tuples())).toEqual(inOrder(state.values()))
  const { kinds } = view.graph.registry
  const edges = new Map(kinds.map((_, kind) => [kind, new Map<number, number[]>()]))
  for (const each of state.values()) expectEdge(view, each, edges)
  for (const [kind, rows] of edges) expectRows(view, kind, rows)
  expectMentioned(view, state)
  for (const each of [...state.values()].slice(0, 3)) expectFiltered(view, state, each)
}

function expectEdge(view: View, each: Tuple, edges: Map<number, Map<number, number[]>>): void {
  const on = parseObject(each.object)!
  const of = parseSubject(each.subject)!
  const form = of.id === '*' ? '*' : of.relation
  const kind = view.graph.registry.findKind(on.type, each.relation, of.type, form)
  const from = view.node(view.type(on.type), on.id)
  const to = form === '*' ? 0 : view.node(view.type(of.type), of.id)
  expect(view.id(view.type(on.type), from)).toBe(on.id)
  const attribute = view.attribute(kind, from, to)
  const has = each.condition !== undefined || each.expiresAt !== undefined
  expect(has ? attribute > 0 : attribute === 0).toBe(true)
  const row = edges.get(kind)!
  row.set(from, [...(row.get(from) ?? []), to])
}

/** Every row both ways, and that no row has an edge more. */
function expectRows(view: View, kind: number, rows: Map<number, number[]>): void {
  const { objectTypeNumber, subjectTypeNumber, subjectRelation } = view.graph.registry.kinds[kind]!
  const row = new Row()
  const subjects = subjectRelation === '*' ? 1 : view.nodes(subjectTypeNumber)
  const reverse = new Map<number, number[]>()
  let edges = 0
  for (let node = 0; node < view.nodes(objectTypeNumber); node++) {
    const expected = (rows.get(node) ?? []).sort((a, b) => a - b)
    view.subjects(kind, node, row)
    if (row.end > row.start || expected.length > 0)
      expect([...row.nodes.subarray(row.start, row.end)]).toEqual(expected)
    expect(view.degree(kind, node)).toBeGreaterThanOrEqual(expected.length)
    for (let i = row.start; i < row.end; i++) {
      const attribute = row.attributes === null ? 0 : row.attributes[i]!
      expect(view.attribute(kind, node, row.nodes[i]!)).toBe(attribute)
    }
    for (const to of expected) reverse.set(to, [...(reverse.get(to) ?? []), node])
    edges += expected.length
  }
  for (let node = 0; node < subjects; node++) {
    const expected = reverse.get(node) ?? []
    view.objects(kind, node, row)
    if (row.end > row.start || expected.length > 0)
      expect([...row.nodes.subarray(row.start, row.end)]).toEqual(expected)
    expect(view.reverseDegree(kind, node)).toBeGreaterThanOrEqual(expected.length)
  }
  expect(view.edges(kind)).toBeGreaterThanOrEqual(edges)
}

function expectMentioned(view: View, state: State): void {
  const mentioned = new Set<string>()
  for (const each of state.values()) {
    mentioned.add(each.object)
    const of = parseSubject(each.subject)!
    if (of.id !== '*') mentioned.add(`${of.type}:${of.id}`)
  }
  for (const name of view.graph.registry.types) {
    const type = view.type(name)
    const nodes = view.nodes(type)
    for (let node = 0; node < nodes; node += nodes > 100 ? 97 : 1) {
      expect(view.mentioned(type, node)).toBe(mentioned.has(`${name}:${view.id(type, node)}`))
    }
  }
}

function expectFiltered(view: View, state: State, { object: on, relation, subject: of }: Tuple): void {
  const objectType = on.slice(0, on.indexOf(':'))
  const all = [...state.values()]
  const type = (each: Tuple) => each.object.startsWith(`${objectType}:`)
  expect(inOrder(view.tuples({ object: on }))).toEqual(inOrder(all.filter((each) => each.object === on)))
  expect(inOrder(view.tuples({ subject: of }))).toEqual(inOrder(all.filter((each) => each.subject === of)))
  const some = all.filter((each) => each.relation === relation && each.subject === of && type(each))
  expect(inOrder(view.tuples({ objectType, relation, subject: of }))).toEqual(inOrder(some))
  expect([...view.tuples({ object: on, relation, subject: of })]).toEqual(
    all.filter((each) => tupleKey(each) === tupleKey({ object: on, relation, subject: of })),
  )
}
