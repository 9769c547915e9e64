// The shadow against engines that say the truth, and engines that do not.

import {
  type AuthorizationModel,
  compileModel,
  createEngine,
  type Engine,
  Graph,
  type Verdict,
  YES,
} from '@lockness/authz'
import { afterEach, describe, expect, it } from 'vitest'
import { Shadow } from './shadow.ts'

const MODEL: AuthorizationModel = {
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    {
      type: 'doc',
      relations: {
        banned: { this: {} },
        viewer: { difference: { base: { this: {} }, subtract: { computedUserset: { relation: 'banned' } } } },
      },
      metadata: {
        relations: {
          banned: { directly_related_user_types: [{ type: 'user' }] },
          viewer: { directly_related_user_types: [{ type: 'user' }, { type: 'user', wildcard: {} }] },
        },
      },
    },
  ],
}
const TUPLES = [
  { object: 'doc:1', relation: 'viewer', subject: 'user:*' },
  { object: 'doc:1', relation: 'banned', subject: 'user:b' },
]
const at = 1_000
const shadows: Shadow[] = []
afterEach(() => {
  for (const shadow of shadows.splice(0)) shadow.stop()
})

function watched(more: Partial<Engine> = {}, sampleEvery = 1) {
  const reports: string[] = []
  const report = (message: string) => void reports.push(message)
  const shadow = new Shadow({ report, nowMs: () => performance.now(), sampleEvery })
  shadows.push(shadow)
  const engine = createEngine(Graph.build(TUPLES), compileModel(MODEL, new Map()))
  return { shadow, reports, engine: shadow.over('store', 'model', { ...engine, ...more }), graph: engine.graph }
}

const check = (user: string) => ({ subject: `user:${user}`, relation: 'viewer', object: 'doc:1' })

describe('the shadow', () => {
  it('finds nothing where there is nothing', () => {
    const { shadow, engine, reports } = watched()
    expect(engine.check(check('a'), { at }).answer).toBe('yes')
    expect(engine.check(check('b'), { at }).answer).toBe('no')
    expect(engine.check({ ...check('b'), relation: 'owner' }, { at }).answer).toBe('error')
    const prepared = engine.prepare(check('b'))
    if (prepared.ok) engine.checkPrepared(prepared.value, { at })
    shadow.compareAll()
    expect(shadow.counts()).toEqual({ compared: 4, different: 0, skipped: 0 })
    expect(reports).toEqual([])
  })

  it('tells of an answer that is wrong, with the question and without what was brought along', () => {
    const { shadow, engine, reports } = watched({ check: () => YES })
    engine.check(check('b'), { at, context: { password: 'hunter2' } })
    shadow.compareAll()
    expect(shadow.counts()).toEqual({ compared: 1, different: 1, skipped: 0 })
    const told = JSON.parse(/`(.*)`/.exec(reports[0] ?? '')?.[1] ?? '')
    const asked = { store: 'store', model: 'model', revision: 0, at, ...check('b') }
    const differing = { answered: 'yes', exact: 'no', ...asked, context: ['password'], contextualTuples: 0 }
    expect(told).toEqual(differing)
  })

  it('asks again at the revision of the answer, and not at all when that is gone', () => {
    const { shadow, engine, graph, reports } = watched()
    engine.check(check('c'), { at })
    graph.apply({ removed: [], added: [{ object: 'doc:1', relation: 'banned', subject: 'user:c' }] })
    shadow.compareAll()
    expect(shadow.counts()).toEqual({ compared: 1, different: 0, skipped: 0 })
    engine.check(check('c'), { at, revision: 0 })
    graph.merge()
    shadow.compareAll()
    expect(shadow.counts()).toEqual({ compared: 1, different: 0, skipped: 1 })
    expect(reports).toEqual([])
  })

  it('takes one answer out of so many, of a batch too, and no more than it can keep', () => {
    const wrong = (questions: readonly unknown[]): Verdict[] => questions.map(() => YES)
    const { shadow, engine } = watched({ checkMany: wrong }, 10)
    const questions = Array.from({ length: 25 }, () => check('b'))
    engine.checkMany(questions, { at })
    engine.checkMany(questions.slice(0, 9), { at })
    shadow.compareAll()
    expect(shadow.counts()).toEqual({ compared: 1, different: 1, skipped: 0 })
    for (let i = 0; i < 600; i++) engine.check(check('a'), { at })
    shadow.compareAll()
    expect(shadow.counts()).toEqual({ compared: 51, different: 1, skipped: 10 })
  })

  it('compares by itself when nobody waits', async () => {
    const { shadow, engine } = watched()
    engine.check(check('a'), { at })
    await expect.poll(() => shadow.counts().compared).toBe(1)
  })
})
