// OpenFGA's own client against a real server: stores, models, tuples, changes, assertions, with their pages and errors.

import {
  ClientWriteRequestOnDuplicateWrites,
  ClientWriteRequestOnMissingDeletes,
  FgaApiNotFoundError,
  FgaApiValidationError,
  type OpenFgaClient,
  type WriteAuthorizationModelRequest,
} from '@openfga/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, key, openSdk, SDK_MODEL, type Sdk } from '../test/sdk.ts'

let sdk: Sdk
let client: OpenFgaClient
let modelId: string
let clientOf: Sdk['clientOf']
beforeAll(async () => {
  sdk = await openSdk()
  ;({ client, modelId, clientOf } = sdk)
}, 120_000)
afterAll(() => sdk?.real.stop(), 60_000)

describe('stores', () => {
  test('are made, read, listed by page and name, and deleted for ever', async () => {
    const names = ['pages-a', 'pages-b', 'pages-c']
    for (const name of names) await clientOf().createStore({ name })
    const seen: string[] = []
    let token: string | undefined
    do {
      const page = await clientOf().listStores({ pageSize: 2, ...(token && { continuationToken: token }) })
      expect(page.stores.length).toBeLessThanOrEqual(2)
      seen.push(...page.stores.map(({ name }) => name))
      token = page.continuation_token
    } while (token)
    expect(seen).toEqual(expect.arrayContaining(names))
    expect(new Set(seen).size).toBe(seen.length)
    const { stores } = await clientOf().listStores({ name: 'pages-b' })
    expect(stores.map(({ name }) => name)).toEqual(['pages-b'])

    const id = stores[0]!.id
    const one = clientOf({ storeId: id })
    const read = await one.getStore()
    expect(read).toMatchObject({ id, name: 'pages-b' })
    expect(new Date(String(read.created_at)).getTime()).toBeGreaterThan(Date.UTC(2020, 0))
    await one.deleteStore()
    const gone = await failureOf(one.getStore())
    expect(gone).toBeInstanceOf(FgaApiNotFoundError)
    expect(gone.apiErrorCode).toBe('store_id_not_found')
    expect((await failureOf(one.check(key('user:a', 'b', 'doc:c')))).apiErrorCode).toBe('store_id_not_found')
    expect((await failureOf(one.writeAuthorizationModel(SDK_MODEL))).apiErrorCode).toBe('store_id_not_found')
    expect((await failureOf(one.read())).apiErrorCode).toBe('store_id_not_found')
    expect((await clientOf().listStores({ name: 'pages-b' })).stores).toEqual([])
    await one.deleteStore()
  })
})

describe('models', () => {
  test('are written, read, listed newest first, and come back as they were', async () => {
    const { id } = await clientOf().createStore({ name: 'models' })
    const own = clientOf({ storeId: id })
    expect((await own.readLatestAuthorizationModel()).authorization_model).toBeUndefined()
    const ids: string[] = []
    for (let i = 0; i < 3; i++) ids.push((await own.writeAuthorizationModel(SDK_MODEL)).authorization_model_id)
    const first = await own.readAuthorizationModels({ pageSize: 2 })
    expect(first.authorization_models.map((model) => model.id)).toEqual([ids[2], ids[1]])
    const rest = await own.readAuthorizationModels({ pageSize: 2, continuationToken: first.continuation_token! })
    expect(rest.authorization_models.map((model) => model.id)).toEqual([ids[0]])
    expect(rest.continuation_token).toBe('')
    expect((await own.readLatestAuthorizationModel()).authorization_model?.id).toBe(ids[2])
    const read = (await own.readAuthorizationModel({ authorizationModelId: ids[0]! })).authorization_model
    expect(read?.schema_version).toBe('1.1')
    expect(read?.type_definitions.map(({ type }) => type)).toEqual(['user', 'group', 'folder', 'doc'])
    const again = await own.writeAuthorizationModel(read as WriteAuthorizationModelRequest)
    const reread = await own.readAuthorizationModel({ authorizationModelId: again.authorization_model_id })
    expect({ ...reread.authorization_model, id: '' }).toEqual({ ...read, id: '' })
    await own.checkValidApiConnection()
  })

  test('that are wrong, or not there, are refused in its words', async () => {
    const wrong = {
      ...SDK_MODEL,
      type_definitions: [{ type: 'doc', relations: { a: { computedUserset: { relation: 'b' } } } }],
    }
    const refused = await failureOf(client.writeAuthorizationModel(wrong as WriteAuthorizationModelRequest))
    expect(refused).toBeInstanceOf(FgaApiValidationError)
    expect([refused.statusCode, refused.apiErrorCode]).toEqual([400, 'invalid_authorization_model'])
    const absent = { authorizationModelId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }
    const calls = [client.readAuthorizationModel(absent), client.check(key('user:a', 'viewer', 'doc:1'), absent)]
    for (const { apiErrorCode } of await Promise.all(calls.map((call) => failureOf(call))))
      expect(apiErrorCode).toBe('authorization_model_not_found')
    const { id } = await clientOf().createStore({ name: 'without' })
    const none = await failureOf(clientOf({ storeId: id }).check(key('user:a', 'viewer', 'doc:1')))
    expect(none.apiErrorCode).toBe('latest_authorization_model_not_found')
  })
})

describe('tuples', () => {
  test('are written and deleted together, or nothing of it', async () => {
    const added = [key('user:t1', 'owner', 'doc:t'), key('user:t2', 'owner', 'doc:t')]
    const written = await client.write({ writes: added })
    expect(written.writes.map(({ status }) => status)).toEqual(['success', 'success'])
    expect((await client.check(added[0]!)).allowed).toBe(true)
    const twice = await failureOf(client.write({ writes: [key('user:t3', 'owner', 'doc:t'), added[0]!] }))
    expect(twice.apiErrorCode).toBe('write_failed_due_to_invalid_input')
    expect(twice.apiErrorMessage).toContain("user: 'user:t1', relation: 'owner', object: 'doc:t'")
    expect((await client.check(key('user:t3', 'owner', 'doc:t'))).allowed).toBe(false)
    await client.write({ writes: [key('user:t3', 'owner', 'doc:t')], deletes: [added[0]!] })
    expect((await client.check(added[0]!)).allowed).toBe(false)
    await client.deleteTuples([added[1]!, key('user:t3', 'owner', 'doc:t')])
    const missing = await failureOf(client.deleteTuples([added[1]!]))
    expect(missing.apiErrorCode).toBe('write_failed_due_to_invalid_input')
    expect(missing.apiErrorMessage).toContain('cannot delete a tuple which does not exist')
  })

  test('that are there, or are not, can be passed over; under another condition they are a conflict', async () => {
    const conflict = {
      onDuplicateWrites: ClientWriteRequestOnDuplicateWrites.Ignore,
      onMissingDeletes: ClientWriteRequestOnMissingDeletes.Ignore,
    }
    const one = { ...key('user:over', 'editor', 'doc:o'), condition: { name: 'office_hours', context: { hour: 10 } } }
    await client.writeTuples([one])
    await client.write({ writes: [one], deletes: [key('user:nobody', 'owner', 'doc:o')] }, { conflict })
    const other = { ...one, condition: { name: 'office_hours', context: { hour: 3 } } }
    const differs = await failureOf(client.write({ writes: [other] }, { conflict }))
    expect([differs.statusCode, (differs.responseData as { code: string }).code]).toEqual([409, 'Aborted'])
    expect((await client.check(key('user:over', 'editor', 'doc:o'))).allowed).toBe(true)
  })

  test('many at once pass over what another has written in between', async () => {
    const conflict = { onDuplicateWrites: ClientWriteRequestOnDuplicateWrites.Ignore }
    const same = Array.from({ length: 20 }, (_, i) => key(`user:race-${i}`, 'owner', 'doc:race'))
    await Promise.all(Array.from({ length: 8 }, () => client.writeTuples(same, { conflict })))
    const { tuples } = await client.read({ object: 'doc:race' })
    expect(tuples).toHaveLength(20)
  })

  test('more than a request may hold are sent in chunks, each told for itself', async () => {
    const many = Array.from({ length: 250 }, (_, i) => key(`user:bulk-${i}`, 'owner', 'doc:bulk'))
    const tooMany = await failureOf(client.write({ writes: many }))
    expect(tooMany.apiErrorCode).toBe('exceeded_entity_limit')
    const written = await client.write({ writes: many }, { transaction: { disable: true, maxPerChunk: 50 } })
    expect(written.writes.every(({ status }) => status === 'success')).toBe(true)
    const seen: string[] = []
    let token = ''
    do {
      const page = await client.read(
        { object: 'doc:bulk' },
        { pageSize: 100, ...(token && { continuationToken: token }) },
      )
      seen.push(...page.tuples.map((tuple) => tuple.key.user))
      token = page.continuation_token
    } while (token)
    expect(seen.toSorted()).toEqual(many.map(({ user }) => user).toSorted())
  })

  test('are read by each filter, with their conditions and times', async () => {
    const texts = async (filter?: object) =>
      (await client.read(filter, { pageSize: 100 })).tuples.map(
        (tuple) => `${tuple.key.object}#${tuple.key.relation}@${tuple.key.user}`,
      )
    expect(await texts({ object: 'doc:plan' })).toEqual([
      'doc:plan#editor@user:dora',
      'doc:plan#owner@user:anne',
      'doc:plan#parent@folder:all',
    ])
    expect(await texts({ object: 'doc:plan', relation: 'owner' })).toEqual(['doc:plan#owner@user:anne'])
    expect(await texts({ user: 'user:carl', object: 'doc:' })).toEqual([
      'doc:memo#blocked@user:carl',
      'doc:memo#viewer@user:carl',
    ])
    expect(await texts({ user: 'user:carl', relation: 'viewer', object: 'doc:' })).toEqual([
      'doc:memo#viewer@user:carl',
    ])
    expect((await texts()).length).toBeGreaterThan(7)
    const [editor] = (await client.read({ object: 'doc:plan', relation: 'editor' })).tuples
    expect(editor!.key.condition).toEqual({ name: 'office_hours', context: {} })
    expect(Math.abs(Date.now() - new Date(editor!.timestamp).getTime())).toBeLessThan(600_000)
    expect((await failureOf(client.read({ object: 'doc:' }))).statusCode).toBe(400)
    const foreign = await failureOf(client.read({ object: 'doc:plan' }, { continuationToken: 'bm9uc2Vuc2U' }))
    expect(foreign.apiErrorCode).toBe('invalid_continuation_token')
  })

  test('that the model does not allow are refused', async () => {
    const wrong = [
      key('user:a', 'nothing', 'doc:1'),
      key('user:a', 'viewer', 'nothing:1'),
      key('doc:1', 'owner', 'doc:1'),
    ]
    for (const tuple of wrong) {
      const refused = await failureOf(client.writeTuples([tuple]))
      expect([refused.statusCode, refused.apiErrorCode]).toEqual([400, 'validation_error'])
    }
  })
})

describe('changes', () => {
  test('are told in order, by type, from a time on, page by page, and the last token waits for more', async () => {
    const { id } = await clientOf().createStore({ name: 'changes' })
    const own = clientOf({ storeId: id })
    await own.writeAuthorizationModel(SDK_MODEL)
    await own.write({ writes: [key('user:a', 'owner', 'doc:1'), key('user:a', 'member', 'group:g')] })
    await own.write({ writes: [key('user:b', 'owner', 'doc:1')], deletes: [key('user:a', 'owner', 'doc:1')] })
    const told = ({ changes }: Awaited<ReturnType<typeof own.readChanges>>) =>
      changes.map(({ operation, tuple_key: { user, object } }) => `${operation.slice(16)} ${user} ${object}`)
    const first = await own.readChanges(undefined, { pageSize: 2 })
    expect(told(first)).toEqual(['WRITE user:a doc:1', 'WRITE user:a group:g'])
    const second = await own.readChanges(undefined, { pageSize: 2, continuationToken: first.continuation_token! })
    expect(told(second)).toEqual(['DELETE user:a doc:1', 'WRITE user:b doc:1'])
    const third = await own.readChanges(undefined, { continuationToken: second.continuation_token! })
    expect(third).toMatchObject({ changes: [], continuation_token: second.continuation_token })
    await own.writeTuples([key('user:c', 'owner', 'doc:2')])
    const fourth = await own.readChanges(undefined, { continuationToken: third.continuation_token! })
    expect(told(fourth)).toEqual(['WRITE user:c doc:2'])

    expect(told(await own.readChanges({ type: 'group' }))).toEqual(['WRITE user:a group:g'])
    const typed = await own.readChanges({ type: 'doc' }, { pageSize: 1 })
    const mixed = own.readChanges({ type: 'group' }, { continuationToken: typed.continuation_token! })
    expect((await failureOf(mixed)).apiErrorCode).toBe('query_string_type_continuation_token_mismatch')
    const since = fourth.changes[0]!.timestamp
    const late = own.readChanges({ type: '', startTime: new Date(since).toISOString() })
    expect(told(await late)).toEqual(['WRITE user:c doc:2'])
    const future = await own.readChanges({ type: '', startTime: '2999-01-01T00:00:00Z' })
    expect(future).toEqual({ changes: [], continuation_token: '' })
  })
})

describe('assertions', () => {
  test('are kept for each model, replaced as a whole, and judged by it', async () => {
    expect((await client.readAssertions()).assertions).toEqual([])
    await client.writeAssertions([
      { ...key('user:anne', 'can_view', 'doc:plan'), expectation: true },
      { ...key('user:carl', 'can_view', 'doc:memo'), expectation: false },
    ])
    const { assertions, authorization_model_id: of } = await client.readAssertions()
    expect(of).toBe(modelId)
    expect(assertions?.map(({ tuple_key: { user }, expectation }) => [user, expectation])).toEqual([
      ['user:anne', true],
      ['user:carl', false],
    ])
    const wrong = [{ ...key('user:anne', 'nothing', 'doc:plan'), expectation: true }]
    expect((await failureOf(client.writeAssertions(wrong))).apiErrorCode).toBe('validation_error')
    expect((await client.readAssertions()).assertions).toHaveLength(2)
    await client.writeAssertions([])
    expect((await client.readAssertions()).assertions).toEqual([])
  })
})
