// Values that are not models, and models that must pass.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadModel } from '../module/load-model.ts'
import { modelShapeMistakes } from './model-shape.ts'

const type = (fields: object) => ({ schema_version: '1.1', type_definitions: [{ type: 'a', ...fields }] })

test.each<[unknown, string]>([
  [null, '`model` is expected to be a map, received `null`'],
  [[], '`model` is expected to be a map, received a list'],
  [{}, '`type_definitions` is expected to be a list, received nothing'],
  [{ type_definitions: { a: 1 } }, '`type_definitions` is expected to be a list, received a map'],
  [{ type_definitions: [null] }, '`type_definitions[0]` is expected to be a map, received `null`'],
  [{ type_definitions: [{}] }, '`type_definitions[0].type` is expected to be text, received nothing'],
  [type({ metadata: 5 }), '`type_definitions[0].metadata` is expected to be a map, received `5`'],
  [type({ relations: { b: null } }), '`type_definitions[0].relations.b` is expected to be a map, received `null`'],
  [
    type({ relations: { b: { union: { child: [null] } } } }),
    '`type_definitions[0].relations.b.union.child[0]` is expected to be a map, received `null`',
  ],
  [
    type({ relations: { b: { difference: { base: {} } } } }),
    '`type_definitions[0].relations.b.difference.subtract` is expected to be a map, received nothing',
  ],
  [
    type({ metadata: { relations: { b: { directly_related_user_types: [{ type: 'a', wildcard: null }] } } } }),
    '`type_definitions[0].metadata.relations.b.directly_related_user_types[0].wildcard` is expected to be a map, received `null`',
  ],
  [{ type_definitions: [], conditions: { c: null } }, '`conditions.c` is expected to be a map, received `null`'],
  [
    { type_definitions: [], conditions: { c: { name: 'c', expression: 'x', parameters: { x: {} } } } },
    '`conditions.c.parameters.x.type_name` is expected to be text, received nothing',
  ],
])('%j', (value, mistake) => {
  expect(modelShapeMistakes(value)).toEqual([mistake])
  const { diagnostics } = loadModel('model.json', () => JSON.stringify(value))
  expect(diagnostics).toMatchObject([{ code: 'invalid-syntax', message: mistake, file: 'model.json' }])
})

test('all mistakes are told at once, to a bound', () => {
  expect(modelShapeMistakes({ type_definitions: [1, 2] })).toHaveLength(2)
  expect(modelShapeMistakes({ type_definitions: Array.from({ length: 10_000 }, () => 1) })).toHaveLength(100)
})

test('what the servers of OpenFGA write for nothing passes', () => {
  const source = { module: '', source_info: null }
  expect(modelShapeMistakes({ id: '1', ...type({ relations: {}, metadata: null }), conditions: {} })).toEqual([])
  expect(modelShapeMistakes(type({ metadata: { relations: { b: { ...source } }, ...source } }))).toEqual([])
})

test('names of the language itself are names', () => {
  const relations = JSON.parse('{"__proto__": {"this": {}}, "constructor": 5}') as object
  expect(modelShapeMistakes(type({ relations }))).toEqual([
    '`type_definitions[0].relations.constructor` is expected to be a map, received `5`',
  ])
})

test('depth costs no stack', () => {
  let rewrite: object = { this: {} }
  for (let i = 0; i < 50_000; i++) rewrite = { union: { child: [rewrite] } }
  expect(modelShapeMistakes(type({ relations: { b: rewrite } }))).toEqual([])
})

test('the models of the verticals have the shape', () => {
  const { model } = loadModel('verticals/fga.mod', (path) => readFileSync(path, 'utf8'))
  expect(modelShapeMistakes(model)).toEqual([])
})
