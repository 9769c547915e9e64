// What OpenFGA's API keeps and answers, whatever stands behind the wire.

import { beforeEach, expect, test } from 'vitest'
import { anne, type Documents, deletes, errorOf, key, type OpenDocuments, writes } from './document-store.ts'

export function recordsContract(open: OpenDocuments): void {
  let client: Documents['client']
  let store: string
  let model: string

  beforeEach(async () => {
    ;({ client, store, model } = await open())
  }, 120_000)

  const post = (path: string, body: unknown = {}) => client.send('POST', `/stores/${store}/${path}`, body)
  const get = (path: string) => client.send('GET', `/stores/${store}/${path}`)

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
    const read = async (body: object) =>
      (await post('read', body)).body.tuples.map((tuple: { key: object }) => tuple.key)
    expect(await read({})).toEqual([{ ...anne, condition: null }, near])
    expect(await read({ tuple_key: { object: 'document:1', relation: 'owner' } })).toEqual([
      { ...anne, condition: null },
    ])
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
}
