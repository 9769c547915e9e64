import { expect, test } from 'vitest'
import { type Draft, movedIn } from './use-workspace.ts'

const draft = (more: Partial<Draft>): Draft => ({ model: 'm1', kind: 'modules', versions: {}, texts: {}, ...more })
const versions = new Map([
  ['music', 'v2'],
  ['ads', 'v1'],
])

test.each([
  ['a module that somebody else pushed', draft({ versions: { music: 'v1' } }), ['music/model.fga'], ['music']],
  ['a module that is as it was', draft({ versions: { ads: 'v1' } }), ['ads/model.fga'], []],
  ['a module that is new here and there', draft({ versions: { ads: null } }), ['ads/model.fga'], ['ads']],
  ['a module that is new here only', draft({ versions: { films: null } }), ['films/model.fga'], []],
  ['a module that was not changed', draft({ versions: { music: 'v1' } }), [], []],
] as const)('%s', (_, began, changed, moved) => {
  expect(movedIn({ kind: 'modules', draft: began, model: 'm2', versions, changed })).toEqual(moved)
})

test('a model in one file has moved when another one is in force', () => {
  const whole = { kind: 'whole', draft: draft({ kind: 'whole' }), versions, changed: ['model.fga'] } as const
  expect(movedIn({ ...whole, model: 'm1' })).toEqual([])
  expect(movedIn({ ...whole, model: 'm2' })).toEqual(['model.fga'])
  expect(movedIn({ ...whole, model: 'm2', changed: [] })).toEqual([])
})
