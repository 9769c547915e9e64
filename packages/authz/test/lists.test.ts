import { describe, expect, test } from 'vitest'
import type { Engine, Page, Paging } from '../src/authz.ts'
import { and, ask, butNot, direct, engine, from, model, or, same } from './notation.ts'

const library = model({
  user: {},
  group: { member: direct('user', 'group#member') },
  folder: { viewer: direct('user', 'user:*', 'group#member') },
  doc: {
    parent: direct('folder'),
    banned: direct('user'),
    active: direct('user', 'user:*'),
    viewer: or(direct('user', 'user:*', 'group#member'), from('viewer', 'parent')),
    can_view: butNot(same('viewer'), same('banned')),
    can_use: and(same('viewer'), same('active')),
  },
})

const at = { at: 0 }

function items(answer: { ok: boolean; value?: Page }): readonly string[] {
  if (!answer.value) throw new Error(JSON.stringify(answer))
  return answer.value.items
}

function objects({ listObjects }: Engine, line: string, paging?: Paging): readonly string[] {
  const [subject, relation, type] = line.split(' ')
  return items(listObjects({ subject: subject!, relation: relation!, type: type! }, at, paging))
}

function subjects({ listSubjects }: Engine, line: string): readonly string[] {
  const [object, relation, filter] = line.split(' ')
  const [type, userset] = filter!.split('#')
  return items(
    listSubjects(
      { object: object!, relation: relation!, filter: { type: type!, ...(userset ? { relation: userset } : {}) } },
      at,
    ),
  )
}

describe('objects', () => {
  const docs = Array.from({ length: 500 }, (_, i) => `doc:${i}#parent@folder:${i % 5}`)
  const it = engine(library, [
    ...docs,
    'folder:1#viewer@group:g#member',
    'group:g#member@user:u',
    'folder:2#viewer@user:*',
    'doc:3#viewer@user:u',
    'doc:1#banned@user:u',
    'doc:6#active@user:*',
    'doc:11#active@user:u',
  ])
  test('everything that a check would allow, once', () => {
    expect(objects(it, 'user:u viewer doc')).toHaveLength(201)
    expect(new Set(objects(it, 'user:u viewer doc')).size).toBe(201)
    expect(objects(it, 'user:other viewer doc')).toHaveLength(100)
    expect(objects(it, 'user:u can_view doc')).toHaveLength(200)
    expect([...objects(it, 'user:u can_use doc')].sort()).toEqual(['doc:11', 'doc:6'])
    expect(objects(it, 'folder:1 viewer doc')).toEqual([])
    expect(objects(it, 'group:g#member viewer folder')).toEqual(['folder:1'])
  })
  test.each([1, 2, 7, 100, 201, 202])('pages of %i join to the whole list', (pageSize) => {
    const whole = objects(it, 'user:u viewer doc')
    const joined: string[] = []
    const question = { subject: 'user:u', relation: 'viewer', type: 'doc' }
    for (let cursor: string | undefined, first = true; first || cursor; first = false) {
      const page = it.listObjects(question, at, { pageSize, ...(cursor ? { cursor } : {}) })
      if (!page.ok) throw new Error(page.error.message)
      expect(page.value.items.length).toBeLessThanOrEqual(pageSize)
      joined.push(...page.value.items)
      cursor = page.value.cursor
    }
    expect(joined).toEqual(whole)
  })
  test('a cursor belongs to its question, and pins the instant', () => {
    const timed = engine(library, ['doc:1#viewer@user:u', 'doc:2#viewer@user:u until 100', 'doc:3#viewer@user:u'])
    const question = { subject: 'user:u', relation: 'viewer', type: 'doc' }
    const first = timed.listObjects(question, { at: 50 }, { pageSize: 1 })
    const cursor = (first.ok && first.value.cursor) as string
    expect(items(timed.listObjects(question, { at: 200 }, { cursor }))).toEqual(['doc:2', 'doc:3'])
    for (const wrong of [
      { ...question, subject: 'user:v' },
      { ...question, relation: 'can_view' },
    ]) {
      expect(timed.listObjects(wrong, { at: 50 }, { cursor })).toMatchObject({ error: { code: 'invalid_cursor' } })
    }
    for (const forged of ['', 'x', 'a'.repeat(200), `${cursor.slice(0, -2)}AA`, cursor.slice(1), '__proto__']) {
      expect(timed.listObjects(question, at, { cursor: forged })).toMatchObject({ error: { code: 'invalid_cursor' } })
    }
    for (let cut = 1; cut < cursor.length; cut++) {
      expect(timed.listObjects(question, at, { cursor: cursor.slice(0, cut) })).toMatchObject({
        error: { code: 'invalid_cursor' },
      })
    }
  })
  test('a stream is the list, and checks pass between its chunks', () => {
    const question = { subject: 'user:u', relation: 'viewer', type: 'doc' }
    const stream = it.streamObjects(question, at)
    const decoder = new TextDecoder()
    let text = ''
    for (const chunk of stream) {
      text += decoder.decode(chunk)
      expect(ask(it, 'user:u viewer doc:3')).toBe('yes')
    }
    expect(text.split('\n').slice(0, -1)).toEqual(objects(it, 'user:u viewer doc'))
  })
  test('a list that is too long is an error, not a shorter list', () => {
    const question = { subject: 'user:u', relation: 'viewer', type: 'doc' }
    expect(it.listObjects(question, { at: 0, limits: { resultsMax: 200 } })).toMatchObject({
      error: { code: 'limit_exceeded', limit: 'resultsMax' },
    })
    expect(it.listObjects(question, { at: 0, limits: { stepsMax: 50 } })).toMatchObject({
      error: { code: 'limit_exceeded', limit: 'stepsMax' },
    })
    let now = 0
    expect(it.listObjects(question, { at: 0, clock: () => (now += 10_000) })).toMatchObject({ ok: true })
  })
  test('what the model does not know is named', () => {
    expect(it.listObjects({ subject: 'user:u', relation: 'viewer', type: 'nothing' }, at)).toMatchObject({
      error: { code: 'unknown_type' },
    })
    expect(it.listObjects({ subject: 'user:u', relation: 'nothing', type: 'doc' }, at)).toMatchObject({
      error: { code: 'unknown_relation' },
    })
    expect(it.listObjects({ subject: 'nobody', relation: 'viewer', type: 'doc' }, at)).toMatchObject({
      error: { code: 'invalid_subject' },
    })
  })
})

describe('subjects', () => {
  const it = engine(library, [
    'doc:1#viewer@user:*',
    'doc:1#viewer@user:a',
    'doc:1#banned@user:b',
    'doc:1#active@user:a',
    'doc:1#active@user:c',
    'doc:2#viewer@group:g#member',
    'group:g#member@user:m',
    'group:g#member@group:h#member',
    'group:h#member@user:n',
    'doc:2#banned@user:n',
    'doc:3#parent@folder:f',
    'folder:f#viewer@user:x',
  ])
  test('everybody, and who is named beside', () => {
    expect(subjects(it, 'doc:1 viewer user')).toEqual(['user:*', 'user:a'])
    expect(subjects(it, 'doc:1 can_view user')).toEqual(['user:*', 'user:a'])
    expect([...subjects(it, 'doc:1 can_use user')].sort()).toEqual(['user:a', 'user:c'])
  })
  test('as a stream of JSON no id can be taken for two, or end its string', () => {
    const ids = ['a\ndoc:b', '"', '\\', '\u0001', 'ä', '한', 'plain']
    const them = engine(
      library,
      ids.map((id) => ({ object: `doc:${id}`, relation: 'viewer', subject: 'user:u' })),
    )
    const stream = them.streamObjects({ subject: 'user:u', relation: 'viewer', type: 'doc' }, at, 'json')
    const lines = [...stream]
      .map((chunk) => new TextDecoder('utf-8', { fatal: true }).decode(chunk))
      .join('')
      .split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.map((line) => JSON.parse(line) as string).sort()).toEqual(ids.map((id) => `doc:${id}`).sort())
  })
  test('as a stream of lines', () => {
    const decoder = new TextDecoder()
    const lines = (object: string, filter: { type: string; relation?: string }) =>
      [...it.streamSubjects({ object, relation: 'viewer', filter }, at)].map((chunk) => decoder.decode(chunk)).join('')
    expect(lines('doc:1', { type: 'user' })).toBe('user:*\nuser:a\n')
    expect(lines('doc:2', { type: 'group', relation: 'member' }).split('\n').sort()).toEqual([
      '',
      'group:g#member',
      'group:h#member',
    ])
    expect(lines('doc:unseen', { type: 'doc', relation: 'viewer' })).toBe('doc:unseen#viewer\n')
  })
  test('through groups and parents, without those taken away', () => {
    expect([...subjects(it, 'doc:2 viewer user')].sort()).toEqual(['user:m', 'user:n'])
    expect(subjects(it, 'doc:2 can_view user')).toEqual(['user:m'])
    expect(subjects(it, 'doc:3 viewer user')).toEqual(['user:x'])
  })
  test('usersets, and an object’s own', () => {
    expect([...subjects(it, 'doc:2 viewer group#member')].sort()).toEqual(['group:g#member', 'group:h#member'])
    expect(subjects(it, 'doc:2 viewer doc#viewer')).toEqual(['doc:2#viewer'])
    expect(subjects(it, 'doc:unseen viewer doc#viewer')).toEqual(['doc:unseen#viewer'])
    expect(subjects(it, 'doc:unseen viewer user')).toEqual([])
  })
})

describe('relations, trees and reasons', () => {
  const it = engine(library, [
    'doc:1#viewer@group:g#member',
    'group:g#member@user:u',
    'doc:1#banned@user:u',
    'doc:1#parent@folder:f',
    'folder:f#viewer@user:v until 100',
  ])
  test('what a subject can do here, in the model’s order', () => {
    expect(it.listRelations({ subject: 'user:u', object: 'doc:1' }, at)).toEqual({
      ok: true,
      value: ['banned', 'viewer'],
    })
    expect(it.listRelations({ subject: 'user:v', object: 'doc:1' }, at)).toEqual({
      ok: true,
      value: ['viewer', 'can_view'],
    })
    expect(it.listRelations({ subject: 'user:v', object: 'doc:1' }, { at: 100 })).toEqual({ ok: true, value: [] })
    expect(it.listRelations({ subject: 'user:v', object: 'user:v' }, at)).toEqual({ ok: true, value: [] })
    expect(it.listRelations({ subject: 'user:v', object: 'nothing:v' }, at)).toMatchObject({
      error: { code: 'unknown_type' },
    })
  })
  test('a relation’s tree', () => {
    expect(it.expand({ object: 'doc:1', relation: 'viewer' }, at)).toEqual({
      ok: true,
      value: {
        name: 'doc:1#viewer',
        union: [
          { name: 'doc:1#viewer', subjects: ['group:g#member'] },
          { name: 'doc:1#viewer', tupleset: 'doc:1#parent', computed: ['folder:f#viewer'] },
        ],
      },
    })
  })
  test('a yes is told by its proof', () => {
    const why = it.explain({ subject: 'user:u', relation: 'viewer', object: 'doc:1' }, at)
    if (!why.ok) throw new Error(why.error.message)
    expect(why.value.verdict.answer).toBe('yes')
    expect(
      why.value.steps.map(({ rule, object, relation, tuple }) => [rule, object, relation, tuple?.subject]),
    ).toEqual([
      ['relation', 'doc:1', 'viewer', undefined],
      ['tuple', 'doc:1', 'viewer', 'group:g#member'],
      ['relation', 'group:g', 'member', undefined],
      ['tuple', 'group:g', 'member', 'user:u'],
    ])
  })
  test('a no is told by all that was tried, and what stopped it', () => {
    const why = it.explain({ subject: 'user:v', relation: 'viewer', object: 'doc:1' }, { at: 100 })
    if (!why.ok) throw new Error(why.error.message)
    expect(why.value.verdict.answer).toBe('no')
    const reasons = why.value.steps.map(({ object, reason }) => [object, reason]).filter(([, reason]) => reason)
    expect(reasons).toContainEqual(['folder:f', 'it has expired'])
    expect(reasons).toContainEqual(['group:g', 'no tuple of `member` names `user:v`'])
    expect(reasons).toContainEqual(['doc:1', 'no tuple of `viewer` names `user:v`'])
    const taken = it.explain({ subject: 'user:u', relation: 'can_view', object: 'doc:1' }, at)
    expect(
      taken.ok && taken.value.steps.some(({ relation, result }) => relation === 'banned' && result === 'yes'),
    ).toBe(true)
  })
})

describe('facts brought along', () => {
  const it = engine(library, ['doc:1#viewer@user:u', 'doc:1#viewer@user:w until 10'])
  test('they hold for the question, and replace the stored tuple of the same key', () => {
    expect(
      ask(it, 'user:new viewer doc:9', {
        contextualTuples: [{ object: 'doc:9', relation: 'viewer', subject: 'user:new' }],
      }),
    ).toBe('yes')
    expect(ask(it, 'user:new viewer doc:9')).toBe('no')
    expect(
      ask(it, 'user:w viewer doc:1', {
        at: 20,
        contextualTuples: [{ object: 'doc:1', relation: 'viewer', subject: 'user:w' }],
      }),
    ).toBe('yes')
    expect(
      ask(it, 'user:u viewer doc:1', {
        at: 20,
        contextualTuples: [{ object: 'doc:1', relation: 'viewer', subject: 'user:u', expiresAt: 5 }],
      }),
    ).toBe('no')
  })
  test.each([
    { object: 'doc:1', relation: 'viewer', subject: 'doc:2' },
    { object: 'doc:1', relation: 'can_view', subject: 'user:u' },
    { object: 'doc:1', relation: 'nothing', subject: 'user:u' },
    { object: 'nothing:1', relation: 'viewer', subject: 'user:u' },
    { object: 'doc:1', relation: 'parent', subject: 'folder:*' },
    { object: 'doc:1', relation: 'viewer', subject: 'user:u', condition: { name: 'late' } },
    { object: 'doc:*', relation: 'viewer', subject: 'user:u' },
  ])('the model must allow %j', (tuple) => {
    expect(ask(it, 'user:u viewer doc:1', { contextualTuples: [tuple] })).toBe('invalid_contextual_tuple')
  })
  test('an id has at most 512 characters', () => {
    const long = { object: `doc:${'é'.repeat(513)}`, relation: 'viewer', subject: 'user:u' }
    expect(ask(it, 'user:u viewer doc:1', { contextualTuples: [long] })).toBe('invalid_contextual_tuple')
    expect(it.graph.apply({ removed: [], added: [long] })).toMatchObject({
      ok: false,
      conflict: { code: 'invalid_tuple' },
    })
    const longest = { ...long, object: `doc:${'é'.repeat(512)}` }
    const lines = [
      ...engine(library, [longest]).streamObjects({ subject: 'user:u', relation: 'viewer', type: 'doc' }, at),
    ]
    expect(new TextDecoder().decode(lines.at(-1))).toBe(`${longest.object}\n`)
  })
  test('there is a bound to them', () => {
    const contextualTuples = Array.from({ length: 101 }, (_, i) => ({
      object: `doc:${i}`,
      relation: 'viewer',
      subject: 'user:u',
    }))
    expect(ask(it, 'user:u viewer doc:1', { contextualTuples })).toBe('limit_exceeded')
  })
})

describe('questions prepared once, and many at once', () => {
  const it = engine(library, ['doc:1#viewer@user:u', 'doc:2#viewer@user:*'])
  test('they answer like check', () => {
    const questions = [
      'user:u viewer doc:1',
      'user:v viewer doc:1',
      'user:v viewer doc:2',
      'user:v nothing doc:2',
      'user:ghost viewer doc:ghost',
    ].map((line) => {
      const [subject, relation, object] = line.split(' ')
      return { subject: subject!, relation: relation!, object: object! }
    })
    const single = questions.map((question) => it.check(question, at))
    expect(it.checkMany(questions, at)).toEqual(single)
    for (const [index, question] of questions.entries()) {
      const prepared = it.prepare(question)
      expect(prepared.ok ? it.checkPrepared(prepared.value, at) : { answer: 'error', error: prepared.error }).toEqual(
        single[index],
      )
    }
  })
})
