// A mistake is told once, wherever the model comes from.

import { expect, test } from 'vitest'
import { loadModel } from './load-model.ts'

const EXPRESSION = `x == ${'1 + '.repeat(200)}1`
const BODY = `type user
type doc
  relations
    define viewer: [user with long]
condition long(x: int) {
  ${EXPRESSION}
}
`
const FILES: Readonly<Record<string, string>> = {
  'text.fga': `model\n  schema 1.1\n${BODY}`,
  'fga.mod': "schema: '1.2'\ncontents:\n  - module.fga\n",
  'module.fga': `module docs\n${BODY}`,
  'model.json': JSON.stringify({
    schema_version: '1.1',
    type_definitions: [
      { type: 'user' },
      {
        type: 'doc',
        relations: { viewer: { this: {} } },
        metadata: { relations: { viewer: { directly_related_user_types: [{ type: 'user', condition: 'long' }] } } },
      },
    ],
    conditions: { long: { name: 'long', expression: EXPRESSION, parameters: { x: { type_name: 'TYPE_NAME_INT' } } } },
  }),
}

test.each(['text.fga', 'fga.mod', 'model.json'])('an expression that is too long, in %s', (path) => {
  const { diagnostics } = loadModel(path, (name) => FILES[name])
  expect(diagnostics.map(({ code }) => code)).toEqual(['limit-exceeded'])
})

test('a file that is not JSON says so', () => {
  const { diagnostics } = loadModel('model.json', () => '{"a":')
  expect(diagnostics).toMatchObject([{ code: 'invalid-syntax', message: expect.stringMatching(/^not JSON: /) }])
})
