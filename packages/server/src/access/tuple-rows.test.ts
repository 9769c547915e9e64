// Rows of an import are held to what the body of a write is held to: what is stored must be readable by everybody who
// follows the log.

import { expect, it } from 'vitest'
import { readRow } from './tuple-rows.ts'

const row = (context: string) =>
  `{"object":"doc:1","relation":"viewer","subject":"user:ann","condition":{"name":"soon","context":${context}}}`

it.each([
  ['nested deeply', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'nested more than 64 deep'],
  ['with a prototype', '{"__proto__":{"a":1}}', 'the key `__proto__` is not accepted'],
  ['with a zero', '{"a":"\\u0000"}', 'text with `\\u0000` is not accepted'],
  ['with half a character', '{"a":"\\ud800"}', 'text with half a surrogate pair is not accepted'],
])('a context that is %s is a bad row', (_, context, why) => {
  expect(readRow(row(context))).toEqual({ wrong: expect.stringContaining(why) })
})

it('any other context is taken as it is', () => {
  const context = { constructor: 1, a: [{ b: ['ü', null] }] }
  expect(readRow(row(JSON.stringify(context)))).toMatchObject({ condition: { name: 'soon', context } })
})
