// OpenFGA's own client against a real server: every question, and what the client does by itself.

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  ConsistencyPreference,
  CredentialsMethod,
  FgaApiAuthenticationError,
  OpenFgaClient,
  parseNDJSONStream,
} from '@openfga/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, key, openSdk, type Sdk } from '../test/sdk.ts'

let sdk: Sdk
let client: OpenFgaClient
let storeId: string
let clientOf: Sdk['clientOf']
beforeAll(async () => {
  sdk = await openSdk()
  ;({ client, storeId, clientOf } = sdk)
}, 120_000)
afterAll(() => sdk?.real.stop(), 60_000)

describe('questions', () => {
  test.each([
    ['user:anne', 'can_view', 'doc:plan', true],
    ['user:bob', 'can_view', 'doc:memo', true],
    ['user:carl', 'viewer', 'doc:memo', true],
    ['user:carl', 'can_view', 'doc:memo', false],
    ['group:eng#member', 'viewer', 'doc:plan', true],
  ])('%s %s %s: %s', async (user, relation, object, allowed) => {
    for (const consistency of [ConsistencyPreference.MinimizeLatency, ConsistencyPreference.HigherConsistency])
      expect(await client.check(key(user, relation, object), { consistency })).toMatchObject({ allowed })
  })

  test('take context and facts that are brought along', async () => {
    const dora = key('user:dora', 'editor', 'doc:plan')
    expect((await client.check({ ...dora, context: { hour: 10 } })).allowed).toBe(true)
    expect((await client.check({ ...dora, context: { hour: 20 } })).allowed).toBe(false)
    const missing = await failureOf(client.check(dora))
    expect([missing.statusCode, missing.apiErrorCode]).toEqual([400, 'validation_error'])
    expect(missing.apiErrorMessage).toContain('hour')
    const contextualTuples = [key('user:eve', 'member', 'group:eng')]
    expect((await client.check({ ...key('user:eve', 'viewer', 'doc:plan'), contextualTuples })).allowed).toBe(true)
    const wrong = { ...key('user:eve', 'viewer', 'doc:plan'), contextualTuples: [key('doc:1', 'member', 'group:eng')] }
    expect((await failureOf(client.check(wrong))).apiErrorCode).toBe('invalid_tuple')
  })

  test('come in batches, of the server and of the client', async () => {
    const checks = [
      { ...key('user:anne', 'can_view', 'doc:plan'), correlationId: 'a' },
      { ...key('user:carl', 'can_view', 'doc:memo'), correlationId: 'b' },
      { ...key('user:dora', 'editor', 'doc:plan'), correlationId: 'c' },
      { ...key('user:dora', 'editor', 'doc:plan'), correlationId: 'd', context: { hour: 9 } },
    ]
    const { result } = await client.batchCheck({ checks })
    const byId = new Map(result.map((each) => [each.correlationId, each]))
    expect(['a', 'b', 'd'].map((id) => byId.get(id)?.allowed)).toEqual([true, false, true])
    expect(byId.get('c')?.error).toMatchObject({ input_error: 'validation_error' })
    const many = Array.from({ length: 120 }, (_, i) => key(i % 2 ? 'user:anne' : 'user:zoe', 'can_view', 'doc:plan'))
    const split = await client.batchCheck({ checks: many })
    expect(split.result.filter(({ allowed }) => allowed)).toHaveLength(60)
    const alone = await client.clientBatchCheck(many.slice(0, 10))
    expect(alone.result.filter(({ allowed }) => allowed)).toHaveLength(5)
  })

  test('list objects, streamed and not, relations, and users', async () => {
    const asked = { user: 'user:bob', relation: 'can_view', type: 'doc' }
    expect((await client.listObjects(asked)).objects.toSorted()).toEqual(['doc:memo', 'doc:plan'])
    const streamed: string[] = []
    for await (const { object } of client.streamedListObjects(asked)) streamed.push(object)
    expect(streamed.toSorted()).toEqual(['doc:memo', 'doc:plan'])
    const held = await client.listRelations({
      ...key('user:anne', '', 'doc:plan'),
      relations: ['owner', 'can_view', 'blocked'],
    })
    expect(held.relations.toSorted()).toEqual(['can_view', 'owner'])
    const users = await client.listUsers({
      object: { type: 'doc', id: 'memo' },
      relation: 'can_view',
      user_filters: [{ type: 'user' }],
    })
    expect(users.users).toEqual([{ object: { type: 'user', id: 'bob' } }])
    const sets = await client.listUsers({
      object: { type: 'doc', id: 'memo' },
      relation: 'viewer',
      user_filters: [{ type: 'group', relation: 'member' }],
    })
    expect(sets.users).toEqual([{ userset: { type: 'group', id: 'eng', relation: 'member' } }])
    await client.writeTuples([key('user:*', 'viewer', 'folder:open')])
    const all = await client.listUsers({
      object: { type: 'folder', id: 'open' },
      relation: 'viewer',
      user_filters: [{ type: 'user' }],
    })
    expect(all.users).toEqual([{ wildcard: { type: 'user' } }])
    expect((await failureOf(client.listObjects({ ...asked, type: 'nothing' }))).apiErrorCode).toBe('type_not_found')
    expect((await failureOf(client.listObjects({ ...asked, relation: 'nothing' }))).apiErrorCode).toBe(
      'relation_not_found',
    )
    const failing = async () => {
      for await (const _ of client.streamedListObjects({ ...asked, type: 'nothing' }))
        throw new Error('nothing is sent')
    }
    await expect(failing()).rejects.toThrow()
  })

  test('a list of more than a thousand ends there, its stream does not', async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => key('user:wide', 'owner', `doc:wide-${i}`))
    await client.write({ writes: many }, { transaction: { disable: true, maxPerChunk: 100 } })
    const asked = { user: 'user:wide', relation: 'owner', type: 'doc' }
    const { objects } = await client.listObjects(asked)
    expect(new Set(objects).size).toBe(1_000)
    const streamed = new Set<string>()
    for await (const { object } of client.streamedListObjects(asked)) streamed.add(object)
    expect(streamed.size).toBe(1_200)
  })

  test('are expanded', async () => {
    const { tree } = await client.expand({ relation: 'viewer', object: 'doc:plan' })
    expect(tree?.root?.name).toBe('doc:plan#viewer')
    expect(tree?.root?.union?.nodes).toHaveLength(3)
    expect(tree?.root?.union?.nodes?.[2]?.leaf?.tupleToUserset).toEqual({
      tupleset: 'doc:plan#parent',
      computed: [{ userset: 'folder:all#viewer' }],
    })
  })
})

describe('the client itself', () => {
  test('is refused with a key that is not known, or none', async () => {
    const config = { token: 'not-a-key-of-this-installation' }
    const foreign = clientOf({ storeId, credentials: { method: CredentialsMethod.ApiToken, config } })
    const refused = await failureOf(foreign.getStore())
    expect(refused).toBeInstanceOf(FgaApiAuthenticationError)
    expect([refused.statusCode, refused.apiErrorCode]).toEqual([401, 'unauthenticated'])
    const none = await failureOf(clientOf({ storeId, credentials: { method: CredentialsMethod.None } }).getStore())
    expect([none.statusCode, none.apiErrorCode]).toEqual([401, 'bearer_token_missing'])
  })

  test('reads the name of its request from an answer', async () => {
    const { $response } = await client.check(key('user:anne', 'owner', 'doc:plan'))
    expect($response.headers['fga-request-id']).toBe($response.headers['x-request-id'])
    expect((await failureOf(client.check(key('user:anne', 'nothing', 'doc:plan')))).requestId).toMatch(/./)
  })

  test('calls any path of the API', async () => {
    const raw = await client.executeApiRequest({
      operationName: 'GetStore',
      method: 'GET',
      path: '/stores/{store_id}',
      pathParams: { store_id: storeId },
    })
    expect(raw).toMatchObject({ id: storeId })
  })

  test('calls any path of the API that answers line by line', async () => {
    const stream = await client.executeStreamedApiRequest({
      operationName: 'StreamedListObjects',
      method: 'POST',
      path: '/stores/{store_id}/streamed-list-objects',
      pathParams: { store_id: storeId },
      body: { user: 'user:bob', relation: 'viewer', type: 'doc' },
    })
    const lines = await Array.fromAsync(parseNDJSONStream(stream))
    const objects = lines.map((line) => (line as { readonly result: { readonly object: string } }).result.object)
    expect(objects.sort()).toEqual(['doc:memo', 'doc:plan'])
  })

  test('has no method that these tests do not call', async () => {
    const files = ['openfga-sdk.test.ts', 'openfga-sdk-records.test.ts'].map((name) => join(import.meta.dirname, name))
    const text = (await Promise.all(files.map((path) => readFile(path, 'utf8')))).join('')
    const methods = [OpenFgaClient.prototype, Object.getPrototypeOf(OpenFgaClient.prototype)].flatMap((each) =>
      Object.getOwnPropertyNames(each),
    )
    expect(methods).toContain('batchCheck')
    // They send nothing: two read what the client was made with, the third is a part of `batchCheck`.
    const own = ['constructor', 'getStoreId', 'getAuthorizationModelId', 'singleBatchCheck']
    const missed = methods.filter((name) => !own.includes(name) && !text.includes(`.${name}(`))
    expect(missed).toEqual([])
  })

  test('tries again when it is told to, and gets its answer', async () => {
    let refused = 0
    const gate = createServer((request, response) => {
      if (refused < 2) {
        refused++
        response.writeHead(429, { 'retry-after': '1', 'content-type': 'application/json' })
        response.end('{"code":"resource_exhausted","message":"the server has too much to do for a check"}')
        return
      }
      const chunks: Buffer[] = []
      request.on('data', (chunk) => chunks.push(chunk))
      request.on('end', async () => {
        const answer = await sdk.real.send('POST', request.url!, Buffer.concat(chunks).toString('utf8'))
        response.writeHead(answer.status, { 'content-type': 'application/json' })
        response.end(answer.text)
      })
    })
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = gate.address() as AddressInfo
      const patient = clientOf({ apiUrl: `http://127.0.0.1:${port}`, storeId })
      expect((await patient.check(key('user:anne', 'owner', 'doc:plan'))).allowed).toBe(true)
      expect(refused).toBe(2)
    } finally {
      gate.closeAllConnections()
      gate.close()
    }
  })
})
