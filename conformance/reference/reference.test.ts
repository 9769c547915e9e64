// The definition, by example: each row is one rule of docs/semantics.md at its edge.

import type { Given, Tuple } from '@lockness/authz'
import { parseModel } from '@lockness/language'
import { describe, expect, test } from 'vitest'
import { Reference } from './reference.ts'

const AT = 1_000

/** `object#relation@subject`, perhaps ` with condition {"context": 1}`, perhaps ` until 999`. */
function tuple(text: string): Tuple {
  const match = /^(\S+?)#(\S+?)@(\S+)(?: with (\w+)(?: (\{.*\}))?)?(?: until (\d+))?$/.exec(text)
  if (!match) throw new Error(`not a tuple: ${text}`)
  const [, object, relation, subject, name, context, until] = match
  const condition =
    name === undefined ? {} : { condition: { name, ...(context ? { context: JSON.parse(context) } : {}) } }
  return {
    object: object!,
    relation: relation!,
    subject: subject!,
    ...condition,
    ...(until ? { expiresAt: Number(until) } : {}),
  }
}

function reference(relations: readonly string[], tuples: readonly string[], more = ''): Reference {
  const defined = relations.map((relation) => `    define ${relation}\n`).join('')
  const text = `model\n  schema 1.1\ntype user\ntype doc\n  relations\n${defined}${more}`
  const { model, diagnostics } = parseModel(text)
  const wrong = diagnostics.filter(({ code }) => code === 'invalid-syntax')
  if (wrong.length > 0) throw new Error(`${text}\n${JSON.stringify(wrong)}`)
  return new Reference(model, tuples.map(tuple))
}

function ask(from: Reference, question: string, given: Partial<Given> = {}): string {
  const { object, relation, subject } = tuple(question)
  const verdict = from.check({ object, relation, subject }, { at: AT, ...given })
  if (verdict.answer !== 'error') return verdict.answer
  const { code, missing = [] } = verdict.error
  return [code, ...missing].join(' ')
}

function subjects(
  from: Reference,
  object: string,
  relation: string,
  type: string,
  given: Partial<Given> = {},
): readonly string[] | string {
  const list = from.listSubjects({ object, relation, filter: { type } }, { at: AT, ...given })
  return list.ok ? [...list.value].sort() : list.error.code
}

const CONDITION = '\ncondition flagged(flag: bool) {\n  flag\n}\ncondition small(x: int) {\n  x < 10\n}\n'

describe('who is meant', () => {
  const world = reference(
    ['viewer: [user, user:*, doc#viewer]'],
    ['doc:1#viewer@user:a', 'doc:2#viewer@user:*', 'doc:3#viewer@doc:1#viewer'],
  )
  test.each([
    ['doc:1#viewer@user:a', 'yes'],
    ['doc:1#viewer@user:b', 'no'],
    ['doc:2#viewer@user:b', 'yes'],
    ['doc:2#viewer@user:*', 'yes'],
    ['doc:1#viewer@user:*', 'no'],
    ['doc:3#viewer@user:a', 'yes'],
    ['doc:3#viewer@doc:1#viewer', 'yes'],
    // A userset has its relation on its own object, whatever the tuples say; a wildcard is never a userset.
    ['doc:9#viewer@doc:9#viewer', 'yes'],
    ['doc:2#viewer@doc:1#viewer', 'no'],
    ['doc:1#viewer@nobody:a', 'invalid_subject'],
    ['doc:1#editor@user:a', 'unknown_relation'],
    ['page:1#viewer@user:a', 'unknown_type'],
  ])('%s is %s', (question, expected) => {
    expect(ask(world, question)).toBe(expected)
  })
})

describe('tuples that do not count', () => {
  test('what the model does not allow any more, in type, form or condition', () => {
    const world = reference(
      ['parent: [doc]', 'viewer: [user with flagged] or viewer from parent'],
      [
        'doc:1#viewer@user:a',
        'doc:1#viewer@user:b with small {"x":1}',
        'doc:1#viewer@user:* with flagged {"flag":true}',
        'doc:1#parent@doc:2#viewer',
      ],
      CONDITION,
    )
    for (const user of ['a', 'b', 'c']) expect(ask(world, `doc:1#viewer@user:${user}`)).toBe('no')
  })

  test('one that has expired, from the very instant', () => {
    const world = reference(['viewer: [user]'], ['doc:1#viewer@user:a until 1000', 'doc:1#viewer@user:b until 1001'])
    expect(ask(world, 'doc:1#viewer@user:a')).toBe('no')
    expect(ask(world, 'doc:1#viewer@user:b')).toBe('yes')
  })

  test('a stored one whose key the question brings along', () => {
    const world = reference(['viewer: [user, user with flagged]'], ['doc:1#viewer@user:a'], CONDITION)
    const contextualTuples = [tuple('doc:1#viewer@user:a with flagged {"flag":false}')]
    expect(ask(world, 'doc:1#viewer@user:a', { contextualTuples })).toBe('no')
    expect(ask(world, 'doc:1#viewer@user:a', { contextualTuples: [tuple('doc:1#viewer@doc:2')] })).toBe(
      'invalid_contextual_tuple',
    )
  })
})

describe('arrows', () => {
  test('a parent whose type lacks the relation is passed over; every other parent counts', () => {
    const { model } = parseModel(
      'model\n  schema 1.1\ntype user\ntype org\ntype folder\n  relations\n    define viewer: [user]\ntype doc\n  relations\n    define parent: [org, folder]\n    define viewer: viewer from parent\n',
    )
    const tuples = [
      'doc:1#parent@org:1',
      'doc:1#parent@folder:1',
      'doc:1#parent@folder:2',
      'folder:2#viewer@user:a',
    ].map(tuple)
    expect(ask(new Reference(model, tuples), 'doc:1#viewer@user:a')).toBe('yes')
  })
})

describe('cycles', () => {
  const world = reference(
    [
      'member: [user, doc#member]',
      'blocked: [user, doc#blocked]',
      'free: member but not blocked',
      'both: member and blocked',
    ],
    ['doc:1#member@doc:2#member', 'doc:2#member@doc:1#member', 'doc:2#member@user:a', 'doc:1#blocked@doc:1#blocked'],
  )
  test.each([
    ['doc:1#member@user:a', 'yes'],
    ['doc:1#member@user:b', 'no'],
    // Nothing says that `a` is blocked, and nothing can say that they are not.
    ['doc:1#free@user:a', 'no'],
    ['doc:2#free@user:a', 'yes'],
    ['doc:1#both@user:a', 'no'],
  ])('%s is %s', (question, expected) => {
    expect(ask(world, question)).toBe(expected)
  })

  test('a `but not` that takes itself away is a no', () => {
    const paradox = reference(['viewer: [user] but not hidden', 'hidden: viewer'], ['doc:1#viewer@user:a'])
    expect(ask(paradox, 'doc:1#viewer@user:a')).toBe('no')
  })
})

describe('conditions', () => {
  const relations = ['a: [user with flagged]', 'b: [user with small]', 'plain: [user]']
  const tuples = [
    'doc:1#a@user:u with flagged',
    'doc:1#b@user:u with small',
    'doc:1#plain@user:u',
    'doc:2#b@user:u with small {"x":5}',
  ]
  const world = reference(
    [
      ...relations,
      'any: a or plain',
      'all: a and b',
      'none: a and nobody',
      'nobody: [user]',
      'less: plain but not a',
      'more: nobody but not a',
    ],
    tuples,
    CONDITION,
  )
  test.each([
    ['doc:1#a@user:u', {}, 'missing_context flag'],
    ['doc:1#a@user:u', { flag: true }, 'yes'],
    ['doc:1#a@user:u', { flag: false }, 'no'],
    ['doc:1#a@user:u', { flag: 'yes' }, 'condition_failed'],
    ['doc:1#a@user:v', {}, 'no'],
    ['doc:1#any@user:u', {}, 'yes'],
    ['doc:1#all@user:u', {}, 'missing_context flag x'],
    ['doc:1#all@user:u', { flag: true }, 'missing_context x'],
    ['doc:1#all@user:u', { x: 50 }, 'no'],
    ['doc:1#none@user:u', {}, 'no'],
    ['doc:1#less@user:u', {}, 'missing_context flag'],
    ['doc:1#less@user:u', { flag: false }, 'yes'],
    ['doc:1#more@user:u', {}, 'no'],
    // The tuple's own context goes first.
    ['doc:2#b@user:u', { x: 50 }, 'yes'],
  ])('%s given %j is %s', (question, context, expected) => {
    expect(ask(world, question, { context })).toBe(expected)
  })

  test('on the right of `but not`, a cycle that a condition may end is an error', () => {
    const world = reference(
      ['parent: [doc, doc with flagged]', 'member: member from parent', 'viewer: [user] but not member'],
      ['doc:2#parent@doc:3', 'doc:3#parent@doc:1', 'doc:1#parent@doc:3 with flagged', 'doc:2#viewer@user:a'],
      CONDITION,
    )
    expect(ask(world, 'doc:2#viewer@user:a')).toBe('missing_context flag')
    expect(ask(world, 'doc:2#viewer@user:a', { context: { flag: true } })).toBe('no')
    expect(ask(world, 'doc:2#viewer@user:a', { context: { flag: false } })).toBe('yes')
    expect(ask(world, 'doc:2#member@user:a')).toBe('no')
  })

  test('a userset under a condition is a no for those who are not in it, whatever the condition says', () => {
    const guarded = reference(
      ['member: [user]', 'viewer: [doc#member with flagged]'],
      ['doc:1#viewer@doc:2#member with flagged', 'doc:2#member@user:a'],
      CONDITION,
    )
    expect(ask(guarded, 'doc:1#viewer@user:a')).toBe('missing_context flag')
    expect(ask(guarded, 'doc:1#viewer@user:b')).toBe('no')
  })
})

describe('lists of subjects', () => {
  test('beside everybody only those who are named', () => {
    const world = reference(
      ['other: [user]', 'viewer: [user, user:*] but not other'],
      ['doc:1#viewer@user:*', 'doc:1#viewer@user:a', 'doc:2#viewer@user:b', 'doc:1#other@user:c'],
    )
    expect(subjects(world, 'doc:1', 'viewer', 'user')).toEqual(['user:*', 'user:a'])
  })

  test('an intersection with everybody is the others, by name', () => {
    const world = reference(['all: [user:*]', 'viewer: [user] and all'], ['doc:1#all@user:*', 'doc:1#viewer@user:a'])
    expect(subjects(world, 'doc:1', 'viewer', 'user')).toEqual(['user:a'])
  })

  test('an error is an error also beside a yes', () => {
    const world = reference(
      ['editor: [user with flagged]', 'viewer: [user] or editor'],
      ['doc:1#viewer@user:a', 'doc:1#editor@user:a with flagged'],
      CONDITION,
    )
    expect(ask(world, 'doc:1#viewer@user:a')).toBe('yes')
    expect(subjects(world, 'doc:1', 'viewer', 'user')).toBe('missing_context')
    expect(subjects(world, 'doc:1', 'viewer', 'user', { context: { flag: true } })).toEqual(['user:a'])
  })
})
