import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { and, ask, butNot, direct, engine, from, groups, model, or, same, tuple } from './notation.ts'

describe('cycles', () => {
  test('a cycle of groups is a plain no, and a yes for who is in it', () => {
    const it = engine(groups, [
      'group:a#member@group:b#member',
      'group:b#member@group:a#member',
      'group:b#member@user:u',
      'doc:1#viewer@group:a#member',
    ])
    expect(ask(it, 'user:u viewer doc:1')).toBe('yes')
    expect(ask(it, 'user:v viewer doc:1')).toBe('no')
  })
  test('a cycle in what is taken away keeps the answer at no', () => {
    const loop = ['group:a#member@group:b#member', 'group:b#member@group:a#member']
    const it = engine(groups, [...loop, 'doc:1#viewer@user:u', 'doc:1#blocked@group:a#member', 'doc:2#viewer@user:u'])
    expect(ask(it, 'user:u can_view doc:1')).toBe('no')
    expect(ask(it, 'user:u can_view doc:2')).toBe('yes')
  })
  test('a relation that is allowed only if it is not is a no', () => {
    const paradox = model({
      user: {},
      doc: { restricted: direct('user', 'doc#viewer'), viewer: butNot(direct('user'), same('restricted')) },
    })
    const it = engine(paradox, ['doc:1#viewer@user:u', 'doc:1#restricted@doc:1#viewer'])
    expect(ask(it, 'user:u viewer doc:1')).toBe('no')
    expect(ask(it, 'user:u restricted doc:1')).toBe('no')
  })
  test('an operator that leads back to itself through data that does not cycle is exact', () => {
    const folders = model({
      user: {},
      folder: {
        parent: direct('folder'),
        blocked: direct('user'),
        viewer: butNot(or(direct('user'), from('viewer', 'parent')), same('blocked')),
      },
    })
    const chain = Array.from({ length: 300 }, (_, i) => `folder:${i + 1}#parent@folder:${i}`)
    const it = engine(folders, [
      ...chain,
      'folder:0#viewer@user:u',
      'folder:0#viewer@user:v',
      'folder:150#blocked@user:v',
    ])
    expect(ask(it, 'user:u viewer folder:300')).toBe('yes')
    expect(ask(it, 'user:v viewer folder:149')).toBe('yes')
    expect(ask(it, 'user:v viewer folder:300')).toBe('no')
  })
})

describe('large shapes', () => {
  const tree = model({
    user: {},
    folder: { parent: direct('folder'), viewer: or(direct('user'), from('viewer', 'parent')) },
  })
  test('a chain of ten thousand', () => {
    const it = engine(tree, [
      ...Array.from({ length: 10_000 }, (_, i) => `folder:${i + 1}#parent@folder:${i}`),
      'folder:0#viewer@user:u',
    ])
    expect(ask(it, 'user:u viewer folder:10000')).toBe('yes')
    expect(ask(it, 'user:v viewer folder:10000')).toBe('no')
    const shallow = { limits: { depthMax: 25 } }
    expect(ask(it, 'user:u viewer folder:10000', shallow)).toBe('limit_exceeded')
    expect(ask(it, 'user:u viewer folder:25', shallow)).toBe('yes')
    expect(ask(it, 'user:u viewer folder:26', shallow)).toBe('limit_exceeded')
    const deep = it.explain({ subject: 'user:u', relation: 'viewer', object: 'folder:26' }, { at: 0, ...shallow })
    expect(deep).toMatchObject({
      ok: true,
      value: { verdict: { answer: 'error', error: { code: 'limit_exceeded', limit: 'depthMax' } } },
    })
    const last = deep.ok ? deep.value.steps.at(-1) : undefined
    expect(last).toMatchObject({ object: 'folder:0', result: 'error', reason: expect.stringContaining('depthMax') })
    expect(
      it.checkMany([{ subject: 'user:u', relation: 'viewer', object: 'folder:30' }], { at: 0, ...shallow }),
    ).toEqual([expect.objectContaining({ answer: 'error' })])
    expect(it.listObjects({ subject: 'user:u', relation: 'viewer', type: 'folder' }, { at: 0 })).toMatchObject({
      ok: true,
      value: { items: { length: 10_001 } },
    })
    const why = it.explain({ subject: 'user:u', relation: 'viewer', object: 'folder:4000' }, { at: 0 })
    expect(why.ok && why.value.complete && why.value.steps.length).toBeGreaterThan(4000)
  })
  test('what is too deep does not stand in the way of an answer that does not need it', () => {
    const it = engine(tree, [
      ...Array.from({ length: 100 }, (_, i) => `folder:${i + 1}#parent@folder:${i}`),
      'folder:100#parent@folder:near',
      'folder:near#viewer@user:u',
    ])
    const shallow = { limits: { depthMax: 25 } }
    expect(ask(it, 'user:u viewer folder:100', shallow)).toBe('yes')
    // Nothing holds for the other one, which the search sees from that side, without going deep.
    expect(ask(it, 'user:v viewer folder:100', shallow)).toBe('no')
    const why = it.explain({ subject: 'user:u', relation: 'viewer', object: 'folder:100' }, { at: 0, ...shallow })
    expect(why).toMatchObject({ ok: true, value: { verdict: { answer: 'yes' } } })
  })
  test('2^30 paths through a diamond of thirty levels, also inside an operator', () => {
    const diamond: string[] = []
    for (let i = 0; i < 30; i++)
      for (const a of ['l', 'r'])
        for (const b of ['l', 'r']) diamond.push(`group:${a}${i}#member@group:${b}${i + 1}#member`)
    const it = engine(groups, [
      ...diamond,
      'doc:1#viewer@group:l0#member',
      'doc:1#blocked@group:r0#member',
      'group:l30#member@user:u',
      'doc:1#viewer@user:v',
    ])
    expect(ask(it, 'user:u viewer doc:1')).toBe('yes')
    expect(ask(it, 'user:v can_view doc:1')).toBe('yes')
    expect(ask(it, 'user:u can_view doc:1')).toBe('no')
    expect(ask(it, 'user:u both doc:1')).toBe('yes')
    expect(ask(it, 'user:w viewer doc:1')).toBe('no')
  })
  test('two hundred groups that all contain each other', () => {
    const complete: string[] = []
    for (let i = 0; i < 200; i++)
      for (let j = 0; j < 200; j++) if (i !== j) complete.push(`group:${i}#member@group:${j}#member`)
    const it = engine(groups, [
      ...complete,
      'doc:1#viewer@group:0#member',
      'group:199#member@user:u',
      'doc:2#viewer@user:u',
      'doc:2#blocked@group:7#member',
      'doc:2#viewer@user:w',
    ])
    expect(ask(it, 'user:u viewer doc:1')).toBe('yes')
    expect(ask(it, 'user:v viewer doc:1')).toBe('no')
    expect(ask(it, 'user:w can_view doc:2')).toBe('no')
  })
  test('a fan of a hundred thousand groups', () => {
    const fan = Array.from({ length: 100_000 }, (_, i) => `doc:1#viewer@group:${i}#member`)
    const it = engine(groups, [...fan, 'group:99999#member@user:u', 'group:5#member@user:w', 'doc:1#blocked@user:w'])
    expect(ask(it, 'user:u viewer doc:1')).toBe('yes')
    expect(ask(it, 'user:v viewer doc:1')).toBe('no')
    expect(ask(it, 'user:w can_view doc:1')).toBe('no')
    expect(ask(it, 'user:v viewer doc:1', { limits: { stepsMax: 1000 } })).toMatch(/no|limit_exceeded/)
    const listed = it.listSubjects(
      { object: 'doc:1', relation: 'viewer', filter: { type: 'group', relation: 'member' } },
      { at: 0 },
    )
    expect(listed.ok && listed.value.items.length).toBe(100_000)
  })
})

describe('memory', () => {
  test('thousands of hard questions leave it as it was', { timeout: 120_000 }, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      join(import.meta.dirname, 'hard-rounds.ts'),
    ])
    const bytes: readonly number[] = JSON.parse(stdout)
    const before = Math.min(...bytes.slice(0, 5))
    const after = Math.min(...bytes.slice(-5))
    expect(bytes).toHaveLength(25)
    expect(after - before, bytes.join(' ')).toBeLessThan(200_000)
  })
})

describe('errors and answers', () => {
  const timed = model({
    user: {},
    group: { member: direct('user with late') },
    doc: {
      owner: direct('user'),
      banned: direct('user with late'),
      viewer: or(direct('user with late', 'group#member with late'), same('owner')),
      can: butNot(same('owner'), same('banned')),
      strict: and(same('owner'), same('viewer')),
    },
  })
  const tuples = [
    'doc:1#viewer@user:u if late {"limit":10}',
    'doc:1#owner@user:o',
    'doc:1#banned@user:o if late',
    'doc:1#viewer@group:g#member if late',
    'group:g#member@user:m if late {"limit":5}',
  ]
  test('missing context is named, also inside operators', () => {
    const it = engine(timed, tuples)
    expect(it.check({ subject: 'user:u', relation: 'viewer', object: 'doc:1' }, { at: 0 })).toMatchObject({
      error: { code: 'missing_context', missing: ['hour'] },
    })
    expect(it.check({ subject: 'user:o', relation: 'can', object: 'doc:1' }, { at: 0 })).toMatchObject({
      error: { missing: ['hour', 'limit'] },
    })
    expect(ask(it, 'user:u viewer doc:1', { context: { hour: 9 } })).toBe('yes')
    expect(ask(it, 'user:u viewer doc:1', { context: { hour: 10, limit: 99 } })).toBe('no')
    expect(ask(it, 'user:u viewer doc:1', { context: { hour: 'x' } })).toBe('condition_failed')
  })
  test('an answer that is certain is not spoiled by an error', () => {
    const it = engine(timed, tuples)
    expect(ask(it, 'user:o viewer doc:1')).toBe('yes')
    expect(ask(it, 'user:x viewer doc:1')).toBe('no')
    expect(ask(it, 'user:u strict doc:1')).toBe('no')
    expect(ask(it, 'user:m viewer doc:1', { context: { hour: 3, limit: 4 } })).toBe('yes')
  })
  test('a list is an error when it cannot decide one of its members', () => {
    const it = engine(timed, tuples)
    expect(it.listObjects({ subject: 'user:u', relation: 'viewer', type: 'doc' }, { at: 0 })).toMatchObject({
      ok: false,
      error: { missing: ['hour'] },
    })
    expect(it.listObjects({ subject: 'user:x', relation: 'viewer', type: 'doc' }, { at: 0 })).toMatchObject({
      ok: true,
      value: { items: [] },
    })
  })
})

describe('names', () => {
  test('`__proto__`, `constructor` and look-alikes are names like any other', () => {
    const odd = model(
      Object.fromEntries([
        ['__proto__', {}],
        ['constructor', { ['__proto__']: direct('__proto__'), toString: same('__proto__') }],
      ]),
    )
    const it = engine(
      odd,
      ['constructor:__proto__#__proto__@__proto__:constructor', 'constructor:а#__proto__@__proto__:a'].map((line) =>
        tuple(line),
      ),
    )
    expect(ask(it, '__proto__:constructor toString constructor:__proto__')).toBe('yes')
    expect(ask(it, '__proto__:toString toString constructor:__proto__')).toBe('no')
    expect(ask(it, '__proto__:a toString constructor:а')).toBe('yes')
    expect(ask(it, '__proto__:a toString constructor:a')).toBe('no')
    expect(ask(it, '__proto__:a valueOf constructor:a')).toBe('unknown_relation')
  })
})
