import { expect, it } from 'vitest'
import { contextValue } from './context-value.ts'

it.each([
  ['12', 'string', '12'],
  [' 2026-11-21T12:00:00Z ', 'timestamp', '2026-11-21T12:00:00Z'],
  ['12', 'int', 12],
  ['true', 'bool', true],
  ['["SE"]', 'list<string>', ['SE']],
  ['SE', undefined, 'SE'],
  ['{', 'map<string>', '{'],
])('%s as %s', (text, type, value) => {
  expect(contextValue(text, type)).toEqual(value)
})
