import { describe, expect, test } from 'vitest'
import { offersAt } from './complete.ts'
import { describeSymbol } from './describe.ts'
import { ModelIndex } from './symbols.ts'

const OTHER = `module core
type user
type team
  relations
    define member: [user]
condition window(now: timestamp) {
  now > timestamp("2026-01-01T00:00:00Z")
}
`

/** `|` is the cursor. */
function labels(marked: string): string[] {
  const at = marked.indexOf('|')
  const text = marked.replace('|', '')
  const index = new ModelIndex(
    new Map([
      ['core/model.fga', OTHER],
      ['docs/model.fga', text],
    ]),
  )
  return offersAt(index, 'docs/model.fga', text, at)?.offers.map(({ label }) => label) ?? []
}

const HEAD = 'module docs\ntype doc\n  relations\n    define team: [team]\n    define reader: [user]\n'

describe('what can be written', () => {
  test.each([
    ['a list begins with types', `${HEAD}    define x: [|`, ['user', 'user:*', 'team', 'team:*', 'doc', 'doc:*']],
    ['of a userset, the relations of its type', `${HEAD}    define x: [user, team#|`, ['member']],
    ['behind a type, `with`', `${HEAD}    define x: [user |`, ['with']],
    ['behind `with`, conditions', `${HEAD}    define x: [user with |`, ['window']],
    ['behind `from`, what leads elsewhere', `${HEAD}    define x: member from |`, ['team', 'reader']],
    ['behind an operand, operators', `${HEAD}    define x: reader |`, ['or', 'and', 'but not', 'from']],
    ['behind an operator, relations', `${HEAD}    define x: reader or |`, ['team', 'reader', 'x']],
    ['a name that is new: nothing', `${HEAD}    define |`, []],
    ['in a type', `${HEAD}    |`, ['relations', 'define']],
    ['at the beginning of a line', `${HEAD}|`, ['type', 'extend type', 'condition']],
    ['at the beginning of all', '|', ['model', 'module', 'type', 'extend type', 'condition']],
    ['a type to extend', 'module docs\nextend type |', ['user', 'team']],
    ['the type of a parameter', 'module docs\ncondition c(a: d|', undefined],
    ['in a comment: nothing', `${HEAD}    # define |`, []],
  ])('%s', (_, text, expected) => {
    const found = labels(text)
    if (expected) expect(found).toEqual(expected)
    else expect(found).toContain('duration')
  })

  test('a word that has begun finds arrows too', () => {
    expect(labels(`${HEAD}    define x: mem|`)).toContain('member from team')
  })
})

test('a relation is described by its catalog, its rule and who uses it', () => {
  const text = `${HEAD}    define x: reader or member from team\n`
  const index = new ModelIndex(
    new Map([
      ['core/model.fga', OTHER],
      ['docs/model.fga', text],
    ]),
  )
  const entry = { kind: 'permission', relation: 'reader', title: 'Read', sentence: 'Reads it.', risk: 'low' } as const
  const row = { ...entry, module: 'docs', requestable: false, approvers: [], conflicts: [] }
  const catalog = [{ type: 'doc', isPrincipal: false, containedIn: [], entries: [row] }]
  const symbol = { kind: 'relation', type: 'doc', relation: 'reader' } as const
  expect(describeSymbol(index, catalog, symbol)).toEqual({
    symbol,
    name: 'doc#reader',
    title: 'Read',
    sentence: 'Reads it.',
    risk: 'low',
    module: 'docs',
    rule: 'define reader: [user]',
    users: ['doc#x'],
  })
  expect(index.at('docs/model.fga', text.indexOf('member from'))?.symbols).toEqual([
    { kind: 'relation', type: 'team', relation: 'member' },
  ])
})
