import type { AuthorizationModel, TypeDefinition, Userset } from '@lockness/authz'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseModel } from '../model/parse-model.ts'
import { diffModels, isSameMeaning, type ModelDiff, type RelationChange } from './diff-models.ts'

const HEAD = `model
  schema 1.1
type user
type group
  relations
    define member: [user, group#member]
`

/** A model from the relations of one type, `doc`. */
function doc(...definitions: string[]): AuthorizationModel {
  const relations = definitions.map((definition) => `    define ${definition}\n`).join('')
  const { model, diagnostics } = parseModel(
    `${HEAD}type doc\n  relations\n    define parent: [doc]\n${relations}${CONDITION}`,
  )
  // An operand said twice is an error of the text; here it has to be no change.
  expect(diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'duplicated-error')).toEqual([])
  return model
}

const CONDITION = 'condition office(hour: int) {\n  hour > 8\n}\n'

/** `viewer widened through …`, one line per change. */
function shown({ types, relations, conditions }: ModelDiff): string[] {
  return [
    ...types.map(({ type, change }) => `type ${type} ${change}`),
    ...relations.map(({ type, relation, change, through }) => {
      const name = type === 'doc' ? relation : `${type}#${relation}`
      return through.length > 0 ? `${name} ${change} through ${through.join(', ')}` : `${name} ${change}`
    }),
    ...conditions.map(({ condition, change, parts }) => `condition ${condition} ${change} ${parts.join(', ')}`.trim()),
  ]
}

const BASE = ['a: [user]', 'b: [user]', 'c: [user]']
const viewer = (rule: string) => doc(...BASE, `viewer: ${rule}`)

describe('a rewrite written in another way is no change', () => {
  it.each([
    ['a or b or c', 'c or b or a'],
    ['a or b or c', 'a or (b or c)'],
    ['a or b', 'a or b or a'],
    ['a and b', 'b and a and b'],
    ['a', 'a or (a and b)'],
    ['a', 'a and (a or b)'],
    ['a and (b or c)', '(a and b) or (a and c)'],
    ['[user, group#member] or a', '[group#member, user] or a'],
    ['(a but not b) but not c', 'a but not (b or c)'],
    ['(a but not c) and (b but not c)', '(a and b) but not c'],
    ['a or member from parent', 'member from parent or (a or a)'],
  ])('%s = %s', (before, after) => {
    const [a, b] = [before, after].map((rule) => doc(...BASE, 'member: [user]', `viewer: ${rule}`))
    expect(shown(diffModels(a!, b!))).toEqual([])
  })

  it('also when a part becomes a relation of its own', () => {
    const before = doc(...BASE, 'viewer: (a and b) or c')
    const after = doc(...BASE, 'both: a and b', 'viewer: both or c')
    expect(shown(diffModels(before, after))).toEqual(['both added'])
  })

  it('also when a relation that changed adds nothing', () => {
    const before = doc(...BASE, 'both: a and b', 'viewer: a or both')
    const after = doc(...BASE, 'both: a and c', 'viewer: both or a')
    expect(shown(diffModels(before, after))).toEqual(['both changed'])
  })

  it('but a condition under such a part is felt', () => {
    const before = doc('a: [user with office]', 'viewer: [user] or a')
    const after = doc('a: [user with office]', 'part: a', 'viewer: [user] or part')
    const later = { ...after, conditions: { office: { ...after.conditions!.office!, expression: 'hour > 7' } } }
    expect(shown(diffModels(before, after))).toEqual(['part added'])
    expect(shown(diffModels(before, later))).toContain('viewer affected through doc#a, doc#part')
  })
})

describe('a rewrite that means something else', () => {
  it.each<[string, string, RelationChange['change']]>([
    ['a', 'a or b', 'widened'],
    ['a and b', 'a', 'widened'],
    ['a but not b', 'a', 'widened'],
    ['a but not (b or c)', 'a but not b', 'widened'],
    ['[user]', '[user, group#member]', 'widened'],
    ['[user]', '[user, user:*]', 'widened'],
    ['a and (b or c)', 'a or b', 'widened'],
    ['a', 'b', 'changed'],
    ['a or b', 'a or c', 'changed'],
    ['[user]', '[user with office]', 'changed'],
    ['a but not b', 'b but not a', 'changed'],
  ])('%s → %s is %s', (before, after, change) => {
    expect(diffModels(viewer(before), viewer(after)).relations).toMatchObject([{ relation: 'viewer', change }])
    const mirrored = { widened: 'narrowed', changed: 'changed' }[change as 'widened' | 'changed']
    expect(diffModels(viewer(after), viewer(before)).relations).toMatchObject([
      { relation: 'viewer', change: mirrored },
    ])
  })

  it('names the type restrictions that came and went', () => {
    const { relations } = diffModels(viewer('[user, user with office] or a'), viewer('[user, group#member] or a'))
    expect(relations).toMatchObject([
      { change: 'changed', restrictionsAdded: ['group#member'], restrictionsRemoved: ['user with office'] },
    ])
  })
})

describe('what changes through others is affected', () => {
  const tail = ['editor: owner or a', 'viewer: editor or viewer from parent', 'apart: b']

  it('transitively, and says through what', () => {
    const before = doc(...BASE, 'owner: [user]', ...tail)
    const after = doc(...BASE, 'owner: [user, group#member]', ...tail)
    expect(shown(diffModels(before, after))).toEqual([
      'editor affected through doc#owner',
      'owner widened',
      'viewer affected through doc#editor',
    ])
  })

  it('through a condition', () => {
    const before = doc(...BASE, 'owner: [user with office]', ...tail)
    const after = { ...before, conditions: { office: { ...before.conditions!.office!, expression: 'hour > 7' } } }
    expect(shown(diffModels(before, after))).toEqual([
      'editor affected through doc#owner',
      'owner affected through condition office',
      'viewer affected through doc#editor',
      'condition office changed expression',
    ])
  })

  it('not through the spaces or comments of a condition', () => {
    const before = doc(...BASE, 'owner: [user with office]')
    const after = {
      ...before,
      conditions: { office: { ...before.conditions!.office!, expression: 'hour>8 // late' } },
    }
    expect(isSameMeaning(diffModels(before, after))).toBe(true)
  })

  it('through a type that came', () => {
    const before = doc(...BASE)
    const after: AuthorizationModel = { ...before, type_definitions: [...before.type_definitions, { type: 'team' }] }
    expect(shown(diffModels(before, after))).toEqual(['type team added'])
  })
})

describe('a chain that would double at every step', () => {
  it('is compared all the same', () => {
    const chain = Array.from({ length: 60 }, (_, i) => `r${i + 1}: r${i} or (r${i} and a)`)
    const before = doc(...BASE, 'r0: [user]', ...chain)
    const after = doc(...BASE, 'r0: [user]', ...chain.slice(0, -1), 'r60: r59 or b')
    expect(diffModels(before, after).relations).toMatchObject([{ relation: 'r60', change: 'widened' }])
  })

  it('and a product of many unions', () => {
    const names = Array.from({ length: 24 }, (_, i) => `n${i}`)
    const pairs = (joint: string) => names.map((name, i) => `(${name} or ${names[(i + 7) % 24]})`).join(joint)
    const wide = (rule: string) => doc(...names.map((name) => `${name}: [user]`), `viewer: ${rule}`)
    expect(diffModels(wide(pairs(' and ')), wide(pairs(' and '))).relations).toEqual([])
    expect(diffModels(wide(pairs(' and ')), wide(`n1 or n2`)).relations).toMatchObject([{ change: 'changed' }])
  })
})

describe('laws, on random rewrites', () => {
  const names = ['a', 'b', 'c', 'd'] as const
  const { rewrite } = fc.letrec<{ rewrite: Userset }>((tie) => ({
    rewrite: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...names).map((relation) => ({ computedUserset: { relation } })),
      fc.constant({ this: {} }),
      fc.array(tie('rewrite'), { minLength: 1, maxLength: 3 }).map((child) => ({ union: { child } })),
      fc.array(tie('rewrite'), { minLength: 1, maxLength: 3 }).map((child) => ({ intersection: { child } })),
      fc.tuple(tie('rewrite'), tie('rewrite')).map(([base, subtract]) => ({ difference: { base, subtract } })),
    ),
  }))

  it('nothing differs from itself, also with its operands turned around', () => {
    fc.assert(
      fc.property(rewrite, (rule) => isSameMeaning(diffModels(model(rule), model(turned(rule))))),
      { numRuns: 300 },
    )
  })

  it('the difference backwards is the mirror', () => {
    fc.assert(
      fc.property(rewrite, rewrite, (before, after) => {
        expect(shown(diffModels(model(after), model(before)))).toEqual(
          shown(mirror(diffModels(model(before), model(after)))),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('says same, wider and narrower exactly as trying every case does', () => {
    fc.assert(
      fc.property(rewrite, rewrite, (before, after) => {
        const change = diffModels(model(before), model(after)).relations.find(
          ({ relation }) => relation === 'viewer',
        )?.change
        expect(change).toBe(byTrying(before, after))
      }),
      { numRuns: 400 },
    )
  })

  function model(rule: Userset): AuthorizationModel {
    const direct = { directly_related_user_types: [{ type: 'user' }] }
    const relations: Record<string, Userset> = { viewer: rule }
    const metadata: NonNullable<NonNullable<TypeDefinition['metadata']>['relations']> = {
      viewer: direct,
      a: direct,
      b: direct,
      c: direct,
      d: direct,
    }
    for (const name of names) relations[name] = { this: {} }
    return {
      schema_version: '1.1',
      type_definitions: [{ type: 'user' }, { type: 'doc', relations, metadata: { relations: metadata } }],
    }
  }

  function turned(rule: Userset): Userset {
    if (rule.union) return { union: { child: [...rule.union.child].reverse().map(turned) } }
    if (rule.intersection) return { intersection: { child: [...rule.intersection.child].reverse().map(turned) } }
    return rule.difference
      ? { difference: { base: turned(rule.difference.base), subtract: turned(rule.difference.subtract) } }
      : rule
  }

  /** All assignments of yes, no and neither to the five facts. */
  function byTrying(before: Userset, after: Userset): RelationChange['change'] | undefined {
    let [same, wider, narrower, sameYes] = [true, true, true, true]
    for (let code = 0; code < 3 ** 5; code++) {
      const facts = [...names, 'this'].map((name, i) => [name, (Math.floor(code / 3 ** i) % 3) - 1] as const)
      const [x, y] = [value(before, new Map(facts)), value(after, new Map(facts))]
      if (x !== y) same = false
      if ((x === 1) !== (y === 1)) sameYes = false
      if (x === 1 && y !== 1) wider = false
      if (y === 1 && x !== 1) narrower = false
    }
    if (same) return undefined
    if (sameYes) return 'changed'
    return wider ? 'widened' : narrower ? 'narrowed' : 'changed'
  }

  function value(rule: Userset, facts: ReadonlyMap<string, number>): number {
    if (rule.this) return facts.get('this')!
    if (rule.computedUserset) return facts.get(rule.computedUserset.relation)!
    if (rule.difference) return Math.min(value(rule.difference.base, facts), -value(rule.difference.subtract, facts))
    const operands = (rule.union ?? rule.intersection)!.child.map((child) => value(child, facts))
    return rule.union ? Math.max(...operands) : Math.min(...operands)
  }

  function mirror({ types, relations, conditions }: ModelDiff): ModelDiff {
    const mirrored = {
      added: 'removed',
      removed: 'added',
      widened: 'narrowed',
      narrowed: 'widened',
      changed: 'changed',
      affected: 'affected',
    } as const
    return {
      types: types.map((change) => ({ ...change, change: mirrored[change.change] })),
      relations: relations.map((change) => ({
        ...change,
        change: mirrored[change.change],
        restrictionsAdded: change.restrictionsRemoved,
        restrictionsRemoved: change.restrictionsAdded,
      })),
      conditions: conditions.map((change) => ({ ...change, change: mirrored[change.change] })),
    }
  }
})
