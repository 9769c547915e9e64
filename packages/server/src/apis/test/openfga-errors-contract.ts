// Exactly which error OpenFGA's API answers with, whatever stands behind the wire.

import { beforeEach, describe, expect, test } from 'vitest'
import {
  ANNE,
  anne,
  type Documents,
  deletes,
  errorOf,
  key,
  MODEL,
  type OpenDocuments,
  writes,
} from './document-store.ts'

const UNKNOWN = '01HZZZZZZZZZZZZZZZZZZZZZZZ'

export function errorsContract(open: OpenDocuments): void {
  let client: Documents['client']
  let store: string
  let nobody: string
  beforeEach(async () => {
    ;({ client, store, nobody } = await open())
  }, 120_000)

  const post = (path: string, body: unknown = {}) => client.send('POST', `/stores/${store}/${path}`, body)
  const get = (path: string) => client.send('GET', `/stores/${store}/${path}`)

  const check = (tuple_key: unknown, more: object = {}) => ['check', { tuple_key, ...more }] as const
  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ ...anne, object: `document:${i}` }))

  describe('exact errors', () => {
    test.each<readonly [string, readonly [string, unknown], string]>([
      ['no body', ['check', ''], '400 validation_error'],
      ['a body that is a list', ['check', []], '400 validation_error'],
      ['a body that is no JSON', ['check', '{'], '400 validation_error'],
      ['no tuple key', check(undefined), '400 tuple_key_value_not_specified'],
      ['a tuple key of null', check(null), '400 tuple_key_value_not_specified'],
      ['a user that is a number', check({ ...ANNE, user: 1 }), '400 validation_error'],
      ['a user with a space', check({ ...ANNE, user: 'user:a b' }), '400 validation_error'],
      ['a user too long', check({ ...ANNE, user: `user:${'x'.repeat(508)}` }), '400 validation_error'],
      ['a user of the greatest length', check({ ...ANNE, user: `user:${'x'.repeat(507)}` }), '200 undefined'],
      ['a relation with a colon', check({ ...ANNE, relation: 'a:b' }), '400 validation_error'],
      ['a relation too long', check({ ...ANNE, relation: 'r'.repeat(51) }), '400 relation_too_long'],
      ['an object of one letter', check({ ...ANNE, object: 'd' }), '400 object_invalid_pattern'],
      ['an object without a type', check({ ...ANNE, object: 'document' }), '400 validation_error'],
      ['an unknown type', check({ ...ANNE, object: 'folder:1' }), '400 validation_error'],
      ['an unknown relation', check({ ...ANNE, relation: 'editor' }), '400 validation_error'],
      ['a relation of every object', check({ ...ANNE, relation: 'toString' }), '400 validation_error'],
      ['a model id that is none', check(ANNE, { authorization_model_id: 'x' }), '400 validation_error'],
      [
        'a model that is not there',
        check(ANNE, { authorization_model_id: UNKNOWN }),
        '400 authorization_model_not_found',
      ],
      ['a consistency that is none', check(ANNE, { consistency: 'SOON' }), '400 validation_error'],
      ['a consistency of every object', check(ANNE, { consistency: 'constructor' }), '400 validation_error'],
      ['a context that is a list', check(ANNE, { context: [] }), '400 validation_error'],
      [
        'a fact that the model does not allow',
        check(ANNE, { contextual_tuples: { tuple_keys: [key('document:1', 'owner', 'document:1')] } }),
        '400 invalid_tuple',
      ],
      ['101 contextual tuples', check(ANNE, { contextual_tuples: { tuple_keys: many(101) } }), '400 validation_error'],
      ['100 contextual tuples', check(ANNE, { contextual_tuples: { tuple_keys: many(100) } }), '200 undefined'],
      [
        'missing context',
        check(ANNE, { contextual_tuples: { tuple_keys: [{ ...ANNE, condition: { name: 'near' } }] } }),
        '400 validation_error',
      ],
      [
        'a list of an unknown type',
        ['list-objects', { user: 'user:a', relation: 'viewer', type: 'folder' }],
        '400 type_not_found',
      ],
      [
        'a list by an unknown relation',
        ['list-objects', { user: 'user:a', relation: 'editor', type: 'document' }],
        '400 relation_not_found',
      ],
      [
        'a list for an unknown user type',
        ['list-objects', { user: 'robot:a', relation: 'viewer', type: 'document' }],
        '400 validation_error',
      ],
      [
        'a stream of an unknown type',
        ['streamed-list-objects', { user: 'user:a', relation: 'viewer', type: 'folder' }],
        '400 type_not_found',
      ],
      [
        'users by two filters',
        [
          'list-users',
          {
            object: { type: 'document', id: '1' },
            relation: 'viewer',
            user_filters: [{ type: 'user' }, { type: 'user' }],
          },
        ],
        '400 validation_error',
      ],
      [
        'users of an unknown type',
        [
          'list-users',
          { object: { type: 'document', id: '1' }, relation: 'viewer', user_filters: [{ type: 'robot' }] },
        ],
        '400 type_not_found',
      ],
      ['an empty batch', ['batch-check', { checks: [] }], '400 validation_error'],
      [
        'a batch of 51',
        [
          'batch-check',
          { checks: Array.from({ length: 51 }, (_, i) => ({ tuple_key: ANNE, correlation_id: `${i}` })) },
        ],
        '400 validation_error',
      ],
      [
        'a batch with a name twice',
        ['batch-check', { checks: [1, 1].map(() => ({ tuple_key: ANNE, correlation_id: 'a' })) }],
        '400 validation_error',
      ],
      [
        'a batch with a bad name',
        ['batch-check', { checks: [{ tuple_key: ANNE, correlation_id: 'a b' }] }],
        '400 validation_error',
      ],
      ['nothing to write', ['write', {}], '400 invalid_write_input'],
      ['101 writes', ['write', writes(...many(101))], '400 exceeded_entity_limit'],
      ['100 writes', ['write', writes(...many(100))], '200 undefined'],
      ['a tuple twice', ['write', writes(anne, anne)], '400 cannot_allow_duplicate_tuples_in_one_request'],
      [
        'a tuple written and deleted',
        ['write', { ...writes(anne), ...deletes(anne) }],
        '400 cannot_allow_duplicate_tuples_in_one_request',
      ],
      [
        'a tuple that is implied',
        ['write', writes(key('document:1#viewer', 'viewer', 'document:1'))],
        '400 validation_error',
      ],
      [
        'a tuple that the model does not allow',
        ['write', writes(key('user:a', 'constructor', 'document:1'))],
        '400 validation_error',
      ],
      ['an unknown condition', ['write', writes({ ...ANNE, condition: { name: 'far' } })], '400 validation_error'],
      [
        'an unknown way with duplicates',
        ['write', { writes: { tuple_keys: [anne], on_duplicate: 'merge' } }],
        '400 validation_error',
      ],
      ['a filter without an object', ['read', { tuple_key: { user: 'user:a' } }], '400 validation_error'],
      ['a filter of a type alone', ['read', { tuple_key: { object: 'document:' } }], '400 validation_error'],
      ['a page of 0', ['read', { page_size: 0 }], '400 page_size_invalid'],
      ['a page of 101', ['read', { page_size: 101 }], '400 page_size_invalid'],
      ['a page of half', ['read', { page_size: 1.5 }], '400 validation_error'],
      ['a token that is none', ['read', { continuation_token: 'abc' }], '400 invalid_continuation_token'],
      ['a token with other letters', ['read', { continuation_token: '../..' }], '400 invalid_continuation_token'],
      [
        'a model without types',
        ['authorization-models', { schema_version: '1.1', type_definitions: [] }],
        '400 type_definitions_too_few_items',
      ],
      [
        'a model of another schema',
        ['authorization-models', { ...MODEL, schema_version: '2' }],
        '400 validation_error',
      ],
      [
        'a type with a bad name',
        ['authorization-models', { ...MODEL, type_definitions: [{ type: 'a b' }] }],
        '400 type_invalid_pattern',
      ],
      [
        'a relation with a bad name',
        ['authorization-models', { ...MODEL, type_definitions: [{ type: 'a', relations: { 'b c': { this: {} } } }] }],
        '400 relations_invalid_pattern',
      ],
      [
        'a model that contradicts itself',
        [
          'authorization-models',
          { ...MODEL, type_definitions: [{ type: 'a', relations: { b: { computedUserset: { relation: 'c' } } } }] },
        ],
        '400 invalid_authorization_model',
      ],
      [
        'a difference without a base',
        [
          'authorization-models',
          { ...MODEL, type_definitions: [{ type: 'a', relations: { b: { difference: { subtract: { this: {} } } } } }] },
        ],
        '400 difference_base_missing_value',
      ],
      [
        '101 types',
        [
          'authorization-models',
          { ...MODEL, type_definitions: Array.from({ length: 101 }, (_, i) => ({ type: `t${i}` })) },
        ],
        '400 exceeded_entity_limit',
      ],
    ])('%s', async (_, [path, body], expected) => {
      const reply = await post(path, body)
      expect(`${reply.status} ${reply.body?.code}`).toBe(expected)
      if (reply.status >= 400) expect(Object.keys(reply.body).sort()).toEqual(['code', 'message'])
    })
  })

  test('paths, stores and keys', async () => {
    expect(errorOf(await client.send('GET', '/stores/x/authorization-models'))).toBe('400 validation_error')
    expect(errorOf(await client.send('POST', `/stores/${UNKNOWN}/check`, { tuple_key: ANNE }))).toBe(
      '404 store_id_not_found',
    )
    expect(errorOf(await client.send('GET', `/stores/${store}/nowhere`))).toBe('404 undefined_endpoint')
    expect(errorOf(await get(`authorization-models/${UNKNOWN}`))).toBe('400 authorization_model_not_found')
    const empty = (await client.send('POST', '/stores', { name: 'empty' })).body.id
    expect(errorOf(await client.send('POST', `/stores/${empty}/check`, { tuple_key: ANNE }))).toBe(
      '400 latest_authorization_model_not_found',
    )
    const asked = { tuple_key: ANNE }
    const as = (authorization: string) => client.send('POST', `/stores/${store}/check`, asked, { authorization })
    expect(errorOf(await as('Bearer wrong'))).toBe('401 unauthenticated')
    expect(errorOf(await as(`Bearer ${nobody}`))).toBe('401 forbidden')
  })

  test('a body of any content type is read, as their gateway does', async () => {
    const reply = await client.send('POST', `/stores/${store}/check`, JSON.stringify({ tupleKey: ANNE }), {
      'content-type': 'text/plain',
    })
    expect(reply).toMatchObject({ status: 200, body: { allowed: false } })
  })
}
