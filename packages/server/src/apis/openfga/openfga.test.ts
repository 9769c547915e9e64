import { beforeEach, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../errors.ts'
import { AppError } from '../../errors.ts'
import { type Client, openClient } from '../test/inject.ts'
import { createMemory } from '../test/memory-port.ts'
import { failFga, NUMBERS, statusOfFga } from './openfga.errors.ts'
import { openFgaWire } from './openfga.routes.ts'

const MODEL = {
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    {
      type: 'document',
      relations: {
        owner: { this: {} },
        viewer: { union: { child: [{ this: {} }, { computedUserset: { relation: 'owner' } }] } },
        constructor: { computedUserset: { object: '', relation: 'viewer' } },
      },
      metadata: {
        relations: {
          owner: { directly_related_user_types: [{ type: 'user' }] },
          viewer: {
            directly_related_user_types: [
              { type: 'user', condition: '' },
              { type: 'user', wildcard: {} },
              { type: 'user', condition: 'near' },
            ],
          },
        },
      },
    },
  ],
  conditions: { near: { name: 'near', expression: 'x < 10', parameters: { x: { type_name: 'TYPE_NAME_INT' } } } },
}

const UNKNOWN = '01HZZZZZZZZZZZZZZZZZZZZZZZ'
let client: Client
let store: string
let model: string

beforeEach(async () => {
  const memory = createMemory({ depthMax: 25 })
  client = await openClient(memory, [openFgaWire(memory.port)])
  store = (await client.send('POST', '/stores', { name: 'a store' })).body.id
  model = (await client.send('POST', `/stores/${store}/authorization-models`, MODEL)).body.authorization_model_id
})

const post = (path: string, body: unknown = {}) => client.send('POST', `/stores/${store}/${path}`, body)
const get = (path: string) => client.send('GET', `/stores/${store}/${path}`)
const key = (user: string, relation: string, object: string, more: object = {}) => ({ user, relation, object, ...more })
const anne = key('user:anne', 'owner', 'document:1')
const writes = (...keys: object[]) => ({ writes: { tuple_keys: keys } })
const deletes = (...keys: object[]) => ({ deletes: { tuple_keys: keys } })
const errorOf = ({ status, body }: { status: number; body: { code: string } }) => `${status} ${body.code}`

test('stores are made, listed by page and name, read and deleted', async () => {
  const made = await client.send('POST', '/stores', { name: 'another' })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    id: made.body.id,
    name: 'another',
    created_at: expect.stringMatching(/Z$/),
    updated_at: made.body.created_at,
  })
  const first = await client.send('GET', '/stores?page_size=1')
  expect(first.body.stores).toEqual([
    { id: store, name: 'a store', created_at: expect.any(String), updated_at: expect.any(String), deleted_at: null },
  ])
  const second = await client.send('GET', `/stores?page_size=1&continuation_token=${first.body.continuation_token}`)
  expect([second.body.stores[0].id, second.body.continuation_token]).toEqual([made.body.id, ''])
  expect((await client.send('GET', '/stores?name=another')).body.stores.length).toBe(1)
  expect((await client.send('GET', `/stores/${store}`)).body.name).toBe('a store')
  expect(await client.send('DELETE', `/stores/${store}`)).toMatchObject({ status: 204, text: '' })
  expect(errorOf(await client.send('GET', `/stores/${store}`))).toBe('404 store_id_not_found')
  expect((await client.send('DELETE', `/stores/${store}`)).status).toBe(204)
})

test('a model comes back with everything written out, and may be written again as it came', async () => {
  const { body } = await get(`authorization-models/${model}`)
  const whole: object = {
    id: model,
    schema_version: '1.1',
    type_definitions: [
      { type: 'user', relations: {}, metadata: null },
      {
        type: 'document',
        relations: {
          owner: { this: {} },
          viewer: { union: { child: [{ this: {} }, { computedUserset: { object: '', relation: 'owner' } }] } },
          constructor: { computedUserset: { object: '', relation: 'viewer' } },
        },
        metadata: {
          relations: {
            owner: { directly_related_user_types: [{ type: 'user', condition: '' }], module: '', source_info: null },
            viewer: {
              directly_related_user_types: [
                { type: 'user', condition: '' },
                { type: 'user', wildcard: {}, condition: '' },
                { type: 'user', condition: 'near' },
              ],
              module: '',
              source_info: null,
            },
          },
          module: '',
          source_info: null,
        },
      },
    ],
    conditions: {
      near: {
        name: 'near',
        expression: 'x < 10',
        parameters: { x: { type_name: 'TYPE_NAME_INT', generic_types: [] } },
        metadata: null,
      },
    },
  }
  expect(body.authorization_model).toEqual(whole)
  const again = await post('authorization-models', body.authorization_model)
  expect(again.status).toBe(201)
  const other = await get(`authorization-models/${again.body.authorization_model_id}`)
  expect({ ...other.body.authorization_model, id: model }).toEqual(body.authorization_model)
  const list = await get('authorization-models?page_size=1')
  expect([list.body.authorization_models[0].id, list.body.continuation_token]).toEqual([
    again.body.authorization_model_id,
    expect.stringMatching(/./),
  ])
})

test('tuples: written, read by filter and page, deleted, and told in order', async () => {
  const near = key('user:bob', 'viewer', 'document:1', { condition: { name: 'near', context: { x: 1 } } })
  expect(await post('write', writes(anne, near))).toMatchObject({ status: 200, body: {} })
  const read = async (body: object) => (await post('read', body)).body.tuples.map((tuple: { key: object }) => tuple.key)
  expect(await read({})).toEqual([{ ...anne, condition: null }, near])
  expect(await read({ tuple_key: { object: 'document:1', relation: 'owner' } })).toEqual([{ ...anne, condition: null }])
  expect(await read({ tuple_key: { object: 'document:', user: 'user:bob' } })).toEqual([near])
  const page = await post('read', { page_size: 1 })
  const rest = await post('read', { page_size: 1, continuation_token: page.body.continuation_token })
  expect([page.body.tuples.length, rest.body.tuples[0].key.user, rest.body.continuation_token]).toEqual([
    1,
    'user:bob',
    '',
  ])

  await post('write', deletes(near))
  const changes = await get('changes')
  expect(
    changes.body.changes.map(
      ({ operation, tuple_key }: { operation: string; tuple_key: { user: string } }) =>
        `${operation} ${tuple_key.user}`,
    ),
  ).toEqual(['TUPLE_OPERATION_WRITE user:anne', 'TUPLE_OPERATION_WRITE user:bob', 'TUPLE_OPERATION_DELETE user:bob'])
  const token = changes.body.continuation_token
  expect((await get(`changes?continuation_token=${token}`)).body).toEqual({ changes: [], continuation_token: token })
  expect(errorOf(await get(`changes?type=document&continuation_token=${token}`))).toBe(
    '400 query_string_type_continuation_token_mismatch',
  )
  expect((await get('changes?start_time=2030-01-01T00:00:00Z')).body).toEqual({ changes: [], continuation_token: '' })
})

test('a token goes on after what comes later, and works for a type with any name', async () => {
  const { continuation_token } = (await get('changes?type=a%7Cb')).body
  expect(continuation_token).toBe('')
  await post('write', writes(anne))
  const { body } = await get('changes?type=document')
  await post('write', writes({ ...anne, object: 'document:2' }))
  const later = await get(`changes?type=document&continuation_token=${body.continuation_token}`)
  expect(later.body.changes.map(({ tuple_key }: { tuple_key: { object: string } }) => tuple_key.object)).toEqual([
    'document:2',
  ])
})

test('what is there already, or is not there, is an error or passed over', async () => {
  await post('write', writes(anne))
  expect(errorOf(await post('write', writes(anne)))).toBe('400 write_failed_due_to_invalid_input')
  expect(errorOf(await post('write', deletes({ ...anne, object: 'document:9' })))).toBe(
    '400 write_failed_due_to_invalid_input',
  )
  const ignore = {
    writes: { tuple_keys: [anne], on_duplicate: 'ignore' },
    deletes: { tuple_keys: [{ ...anne, object: 'document:9' }], on_missing: 'ignore' },
  }
  expect((await post('write', ignore)).status).toBe(200)
  const free = key('user:bob', 'viewer', 'document:1')
  await post('write', writes(free))
  const conditional = { ...free, condition: { name: 'near', context: { x: 1 } } }
  expect(errorOf(await post('write', { writes: { tuple_keys: [conditional], on_duplicate: 'ignore' } }))).toBe(
    '409 Aborted',
  )
  expect((await post('read', {})).body.tuples.length).toBe(2)
})

test('questions', async () => {
  await post('write', writes(anne, key('user:*', 'viewer', 'document:2')))
  const tuple_key = key('user:anne', 'viewer', 'document:1')
  const checked = await post('check', { tuple_key, consistency: 'HIGHER_CONSISTENCY', trace: true, unknown: 1 })
  expect(checked).toMatchObject({ status: 200, body: { allowed: true, resolution: '' } })
  expect(checked.headers['fga-request-id']).toBe(checked.headers['x-request-id'])
  expect((await post('check', { tuple_key: key('user:anne', 'constructor', 'document:1') })).body.allowed).toBe(true)
  expect((await post('list-objects', { user: 'user:anne', relation: 'viewer', type: 'document' })).body).toEqual({
    objects: ['document:1', 'document:2'],
  })
  const users = await post('list-users', {
    object: { type: 'document', id: '2' },
    relation: 'viewer',
    user_filters: [{ type: 'user' }],
  })
  expect(users.body).toEqual({ users: [{ wildcard: { type: 'user' } }] })
  const streamed = await post('streamed-list-objects', { user: 'user:anne', relation: 'viewer', type: 'document' })
  expect(streamed.text).toBe('{"result":{"object":"document:1"}}\n{"result":{"object":"document:2"}}\n')
  expect((await post('expand', { tuple_key: { relation: 'viewer', object: 'document:1' } })).body).toEqual({
    tree: {
      root: {
        name: 'document:1#viewer',
        union: {
          nodes: [
            { name: 'document:1#viewer', leaf: { users: { users: [] } } },
            { name: 'document:1#viewer', leaf: { computed: { userset: 'document:1#owner' } } },
          ],
        },
      },
    },
  })
})

test('a batch answers each by its name, an error of one is not one of the others', async () => {
  await post('write', writes(anne))
  const viewer = (user: string) => key(user, 'viewer', 'document:1')
  const { body } = await post('batch-check', {
    checks: [
      { tuple_key: viewer('user:anne'), correlation_id: 'a' },
      { tuple_key: viewer('user:bob'), correlation_id: '__proto__' },
      { tuple_key: viewer('user:bob'), correlation_id: 'c', contextual_tuples: { tuple_keys: [viewer('user:bob')] } },
      { tuple_key: viewer('robot:x'), correlation_id: 'd' },
    ],
  })
  expect(Object.entries(body.result)).toEqual([
    ['a', { allowed: true }],
    ['__proto__', { allowed: false }],
    ['c', { allowed: true }],
    ['d', { error: { input_error: 'validation_error', message: expect.stringContaining('robot') } }],
  ])
})

test('assertions are kept with their model', async () => {
  const url = `/stores/${store}/assertions/${model}`
  const assertion = {
    tuple_key: anne,
    expectation: true,
    contextual_tuples: [{ ...anne, condition: null }],
    context: { x: 1 },
  }
  expect((await client.send('PUT', url, { assertions: [assertion] })).status).toBe(204)
  expect((await client.send('GET', url)).body).toEqual({ authorization_model_id: model, assertions: [assertion] })
})

const check = (tuple_key: unknown, more: object = {}) => ['check', { tuple_key, ...more }] as const
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ ...anne, object: `document:${i}` }))
const ANNE = key('user:anne', 'viewer', 'document:1')

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
      ['list-users', { object: { type: 'document', id: '1' }, relation: 'viewer', user_filters: [{ type: 'robot' }] }],
      '400 type_not_found',
    ],
    ['an empty batch', ['batch-check', { checks: [] }], '400 validation_error'],
    [
      'a batch of 51',
      ['batch-check', { checks: Array.from({ length: 51 }, (_, i) => ({ tuple_key: ANNE, correlation_id: `${i}` })) }],
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
    ['a model of another schema', ['authorization-models', { ...MODEL, schema_version: '2' }], '400 validation_error'],
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
  expect(errorOf(await as('Bearer nobody'))).toBe('401 forbidden')
  const open = await client.listener.fastify.inject({ method: 'POST', url: `/stores/${store}/check`, payload: asked })
  expect([open.statusCode, open.json().code]).toEqual([401, 'bearer_token_missing'])
  expect((await client.listener.fastify.inject({ method: 'GET', url: '/healthz' })).json()).toEqual({
    status: 'SERVING',
  })
})

test('a body of any content type is read, as their gateway does', async () => {
  const reply = await client.send('POST', `/stores/${store}/check`, JSON.stringify({ tupleKey: ANNE }), {
    'content-type': 'text/plain',
  })
  expect(reply).toMatchObject({ status: 200, body: { allowed: false } })
})

test('every operation asks who may, on the store it is for', async () => {
  const { asked, port } = client
  asked.length = 0
  const replies = await Promise.all(
    openFgaWire(port)
      .routes.filter(({ path }) => path.includes(':store'))
      .map(({ method, path }) =>
        client.send(
          method as 'GET',
          path.replace(':store', store).replace(':model', model),
          method === 'GET' ? undefined : bodies[path.split('/').at(-1)!],
          {
            authorization: 'Bearer nobody',
          },
        ),
      ),
  )
  expect(new Set(replies.map(errorOf))).toEqual(new Set(['401 forbidden']))
  expect(asked.length).toBe(replies.length)
  expect(asked.every((each) => each.endsWith(` store:${store}`))).toBe(true)
})

const bodies: Record<string, unknown> = {
  'authorization-models': MODEL,
  ':model': { assertions: [] },
  read: {},
  write: writes(anne),
  check: { tuple_key: ANNE },
  'batch-check': { checks: [{ tuple_key: ANNE, correlation_id: 'a' }] },
  expand: { tuple_key: { relation: 'viewer', object: 'document:1' } },
  'list-objects': { user: 'user:a', relation: 'viewer', type: 'document' },
  'streamed-list-objects': { user: 'user:a', relation: 'viewer', type: 'document' },
  'list-users': { object: { type: 'document', id: '1' }, relation: 'viewer', user_filters: [{ type: 'user' }] },
}

test('numbers give statuses, with the exceptions that clients know', () => {
  expect(statusOfFga('forbidden')).toBe(401)
  expect(statusOfFga('validation_error')).toBe(400)
  expect(statusOfFga('throttled_timeout_error')).toBe(422)
  expect(statusOfFga('internal_error')).toBe(500)
  expect(statusOfFga('undefined_endpoint')).toBe(404)
  const codes: readonly ErrorCode[] = ['rate_limited', 'unavailable', 'conflict']
  expect(codes.map((code) => failFga(new AppError(code, 'm')).status)).toEqual([429, 503, 409])
  expect(failFga(new Error('secret')).body).toEqual({ code: 'internal_error', message: 'Internal Server Error' })
  expect(new Set(Object.values(NUMBERS)).size).toBe(Object.keys(NUMBERS).length)
})
