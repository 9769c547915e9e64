import { describe, expect, test } from 'vitest'
import { expectAnswer, verify } from '../harness/asking.ts'
import { WrongAnswer } from '../harness/measure.ts'
import { NOW } from '../harness/run.ts'
import { casbinFor } from '../peer/casbin.ts'
import { cedarFor } from '../peer/cedar.ts'
import { locknessFor, questionFor } from '../peer/lockness.ts'
import { APP_NAMES, makeApp } from './cedar-apps.ts'
import { makeChains, makeDiamond, makeRing } from './deep.ts'
import { makeListsWorld } from './lists.ts'
import { engineOf, loadWorld } from './load.ts'
import { OPENFGA_SHAPES } from './openfga-shapes.ts'
import { SPICEDB_SHAPES } from './spicedb-shapes.ts'
import { LARGE_GROUP, makeWideWorld, SHARED_DOC } from './wide.ts'
import { objectName } from './world.ts'

const shapes = [...SPICEDB_SHAPES, ...OPENFGA_SHAPES].map((make) => make())

test.each(shapes.map((shape) => [shape.name, shape] as const))('%s is answered as its author expects', (_, shape) => {
  const engine = engineOf(shape.dsl, shape.tuples)
  const given = shape.context ? { ...NOW, context: shape.context } : NOW
  expect(verify(engine, [{ question: shape.check, expected: shape.expected }], given)).toBe(3)
})

test('the shapes have the sizes of the originals', () => {
  const sizes = new Map(shapes.map(({ name, tuples }) => [name, tuples.length]))
  expect(sizes.get('CheckWideDirect')).toBe(9_001)
  expect(sizes.get('CheckWideGroups')).toBe(1 + 81 + 99 + 1)
  expect(sizes.get('DeepArrow')).toBe(32)
  expect(sizes.get('LookupIntersection')).toBe(999)
  expect(sizes.get('WideGroups')).toBe(306)
  expect(sizes.get('ShareWith')).toBe(23)
  expect(sizes.get('with_complex_ttu')).toBe(1_001)
})

test('a wrong answer is an error that shows the question', () => {
  const question = { subject: 'user:u', relation: 'view', object: 'doc:1' }
  expect(() => expectAnswer(question, true, { answer: 'no' })).toThrow(WrongAnswer)
  expect(() => expectAnswer(question, true, { answer: 'no' })).toThrow(
    '`user:u view doc:1`: expected `yes`, received `no`',
  )
})

describe('worlds with answers known from their construction', () => {
  test('chains end at their own person only', () => {
    for (const of of ['folder', 'group'] as const) {
      const world = makeChains(of, 7, 30, 1)
      const engine = loadWorld(world)
      const relation = of === 'folder' ? 'viewer' : 'member'
      const asked = [0, 1].flatMap((shift) =>
        Array.from({ length: world.count }, (_, chain) => ({
          question: {
            subject: objectName(world, 'user', (chain + shift) % world.count),
            relation,
            object: objectName(world, of, world.near[chain]!),
          },
          expected: shift === 0,
        })),
      )
      expect(verify(engine, asked, NOW)).toBe(180)
    }
  })
  test('a diamond and a ring know who is in them', () => {
    for (const world of [makeDiamond(20), makeRing(50)]) {
      const asked = [true, false].map((expected) => ({
        question: {
          subject: objectName(world, 'user', expected ? 0 : 1),
          relation: 'member',
          object: objectName(world, 'group', 0),
        },
        expected,
      }))
      expect(verify(loadWorld(world), asked, NOW)).toBe(6)
    }
  })
  test('the large group has the even people', () => {
    const world = makeWideWorld(200, 5, 10, 20, 1)
    const ask = (person: number, relation: string, object: string, expected: boolean) => ({
      question: { subject: objectName(world, 'user', person), relation, object },
      expected,
    })
    const people = Array.from({ length: 200 }, (_, person) => person)
    const asked = [
      ...people.map((person) => ask(person, 'member', objectName(world, 'group', LARGE_GROUP), person % 2 === 0)),
      ...people
        .filter((person) => person % 2 === 1)
        .map((person) => ask(person, 'view', objectName(world, 'doc', SHARED_DOC), false)),
    ]
    expect(verify(loadWorld(world), asked, NOW)).toBe(900)
  })
  test('each list has exactly its documents', () => {
    const world = makeListsWorld([10, 300])
    const engine = loadWorld(world)
    for (const { operator, person, size, docs } of world.lists) {
      expect(docs.length).toBe(size)
      const listed = engine.listObjects(
        { subject: objectName(world, 'user', person), relation: operator, type: 'doc' },
        NOW,
      )
      expect(listed.ok && new Set(listed.value.items)).toEqual(
        new Set(Array.from(docs, (doc) => objectName(world, 'doc', doc))),
      )
    }
  })
})

test.each(APP_NAMES)('casbin, cedar and we agree on %s', async (name) => {
  for (const [n, seed] of [
    [5, 1],
    [15, 2],
    [25, 3],
  ] as const) {
    const app = makeApp(name, n, 60, seed)
    const engine = locknessFor(app)
    const casbin = await casbinFor(app)
    const cedar = cedarFor(app)
    const ours = app.requests.map((request) => engine.check(questionFor(app, request), NOW).answer === 'yes')
    expect(cedar.map((call) => call())).toEqual(ours)
    expect(app.requests.map(({ subject, action, resource }) => casbin.enforceSync(subject, resource, action))).toEqual(
      ours,
    )
  }
})
