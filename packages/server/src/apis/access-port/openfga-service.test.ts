// What OpenFGA's API keeps of the service behind it: several nodes, keys and their scopes, the audit log, use, ends of
// tuples, a log that was cut, history that was lost.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY, type RealServer, startReal } from '../../../test/real-server.ts'
import { anne, errorOf, fillDocuments, key, MODEL, writes } from '../test/document-store.ts'
import type { Reply, Send } from '../test/inject.ts'

let real: RealServer
let other: { readonly send: Send }
let store: string
let model: string

beforeAll(async () => {
  real = await startReal()
  other = await real.start()
  ;({ store, model } = await fillDocuments(real))
  await real.send('POST', `/stores/${store}/write`, writes(anne))
}, 120_000)
afterAll(() => real?.stop(), 60_000)

const check = (send: Send, tuple_key: object, more: object = {}) =>
  send('POST', `/stores/${store}/check`, { tuple_key, ...more })
const usersOf = ({ body }: Reply) =>
  body.changes.map(
    ({ operation, tuple_key }: { operation: string; tuple_key: { user: string } }) =>
      `${operation.slice(16)} ${tuple_key.user}`,
  )

describe('two nodes', () => {
  test('what one has acknowledged, the other says when it is asked for the newest', async () => {
    for (let i = 0; i < 10; i++) {
      const tuple = key(`user:new-${i}`, 'owner', 'document:two')
      await real.send('POST', `/stores/${store}/write`, writes(tuple))
      const newest = await check(other.send, tuple, { consistency: 'HIGHER_CONSISTENCY' })
      expect(newest.body).toEqual({ allowed: true, resolution: '' })
      await other.send('POST', `/stores/${store}/write`, { deletes: { tuple_keys: [tuple] } })
      expect((await check(real.send, tuple, { consistency: 'HIGHER_CONSISTENCY' })).body.allowed).toBe(false)
    }
  })

  test('whoever wrote by a node finds it there, without asking for the newest', async () => {
    for (let i = 0; i < 10; i++) {
      const tuple = key(`user:own-${i}`, 'owner', 'document:own')
      const node = i % 2 ? real : other
      await node.send('POST', `/stores/${store}/write`, writes(tuple))
      expect((await check(node.send, tuple)).body.allowed).toBe(true)
      const list = { user: tuple.user, relation: 'viewer', type: 'document' }
      expect((await node.send('POST', `/stores/${store}/list-objects`, list)).body.objects).toEqual(['document:own'])
    }
  })

  test('a model of one judges what is written by the other', async () => {
    const fresh = (await real.send('POST', '/stores', { name: 'fresh' })).body.id
    expect(errorOf(await other.send('POST', `/stores/${fresh}/write`, writes(anne)))).toBe(
      '400 latest_authorization_model_not_found',
    )
    await real.send('POST', `/stores/${fresh}/authorization-models`, MODEL)
    expect((await other.send('POST', `/stores/${fresh}/write`, writes(anne))).status).toBe(200)
    const wider = { ...MODEL, type_definitions: [...MODEL.type_definitions, { type: 'robot' }] }
    const narrower = { ...MODEL, type_definitions: [{ type: 'user' }] }
    const { body } = await real.send('POST', `/stores/${fresh}/authorization-models`, wider)
    await real.send('POST', `/stores/${fresh}/authorization-models`, { ...narrower, conditions: {} })
    const late = key('user:late', 'owner', 'document:1')
    expect(errorOf(await other.send('POST', `/stores/${fresh}/write`, writes(late)))).toBe('400 validation_error')
    const named = { ...writes(late), authorization_model_id: body.authorization_model_id }
    expect((await other.send('POST', `/stores/${fresh}/write`, named)).status).toBe(200)
  })

  test('a token of changes goes on at the other', async () => {
    const first = await real.send('GET', `/stores/${store}/changes?page_size=1`)
    const token = encodeURIComponent(first.body.continuation_token)
    const one = await real.send('GET', `/stores/${store}/changes?page_size=5&continuation_token=${token}`)
    const two = await other.send('GET', `/stores/${store}/changes?page_size=5&continuation_token=${token}`)
    expect(usersOf(two)).toEqual(usersOf(one))
  })
})

describe('keys', () => {
  const makeKey = async (reach: object): Promise<string> =>
    (await real.send('POST', '/v1/keys', { name: 'for a test', stores: [store], ...reach })).body.secret
  const as = (secret: string, path: string, body?: object) =>
    real.send(body ? 'POST' : 'GET', `/stores/${store}/${path}`, body, { authorization: `Bearer ${secret}` })
  const asked = { tuple_key: key('user:anne', 'viewer', 'document:1') }

  test('have the roles that they were given, and no more', async () => {
    const asker = await makeKey({ roles: ['asker'] })
    expect((await as(asker, 'check', asked)).body.allowed).toBe(true)
    const listed = await as(asker, 'list-objects', { user: 'user:anne', relation: 'viewer', type: 'document' })
    expect(listed.body.objects).toEqual(['document:1'])
    for (const refused of [
      await as(asker, 'write', writes(key('user:x', 'owner', 'document:1'))),
      await as(asker, 'read', {}),
      await as(asker, 'changes'),
      await as(asker, 'authorization-models'),
      await as(asker, 'authorization-models', MODEL),
    ])
      expect(errorOf(refused)).toBe('401 forbidden')
    expect((await check(real.send, key('user:x', 'owner', 'document:1'))).body.allowed).toBe(false)
  })

  test.each([
    ['access.check', true],
    ['access.*', true],
    ['openfga.check', true],
    ['openfga.*', true],
    ['access.expand', false],
    ['tuple.*', false],
  ])('for the action `%s`: a check is answered: %s', async (name, isAnswered) => {
    const narrowed = await makeKey({ roles: ['manager'], actions: [name] })
    expect((await as(narrowed, 'check', asked)).status).toBe(isAnswered ? 200 : 401)
  })

  test('for one store reach no other, and not the list of all', async () => {
    const narrow = await makeKey({ roles: ['manager'] })
    const { store: foreign } = await fillDocuments(real)
    const elsewhere = (path: string, body?: object) =>
      real.send(body ? 'POST' : 'GET', `/stores${path}`, body, { authorization: `Bearer ${narrow}` })
    for (const reply of [
      await elsewhere(`/${foreign}`),
      await elsewhere(`/${foreign}/check`, asked),
      await elsewhere(`/${foreign}/write`, writes(anne)),
      await elsewhere(''),
      await elsewhere('', { name: 'another' }),
    ])
      expect(errorOf(reply)).toBe('401 forbidden')
    expect((await elsewhere(`/${store}`)).body.id).toBe(store)
  })
})

describe('the service', () => {
  test('a write is in the audit log once, with who did it', async () => {
    const tuple = key('user:audited', 'owner', 'document:1')
    await real.send('POST', `/stores/${store}/write`, writes(tuple))
    const rows = await real.cluster.database.query<{ actor: string; action: string; source: string; added: number }>(
      'select actor, action, source, added from lockness.audit where store_id = $1 order by rev desc limit 1',
      [store],
    )
    expect(rows).toEqual([{ actor: 'api_key:root', action: 'openfga.write_tuples', source: 'openfga', added: 1 }])
  })

  test('nothing to be done makes no revision', async () => {
    const before = (await real.send('GET', `/v1/stores/${store}`)).body.revision
    const passed = {
      writes: { tuple_keys: [anne], on_duplicate: 'ignore' },
      deletes: { tuple_keys: [key('user:none', 'owner', 'document:1')], on_missing: 'ignore' },
    }
    expect((await real.send('POST', `/stores/${store}/write`, passed)).status).toBe(200)
    expect((await real.send('GET', `/v1/stores/${store}`)).body.revision).toBe(before)
  })

  test('a tuple that has ended is not there, may be written again, and is told as deleted', async () => {
    const expiring = { object: 'document:end', relation: 'owner', subject: 'user:end', expiresAt: Date.now() + 300 }
    const written = await real.send('POST', `/v1/stores/${store}/tuples`, { added: [expiring] })
    expect(written.status, written.text).toBe(200)
    const tuple = key('user:end', 'owner', 'document:end')
    expect(
      (await real.send('POST', `/stores/${store}/read`, { tuple_key: { object: 'document:end' } })).body.tuples,
    ).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(
      (await real.send('POST', `/stores/${store}/read`, { tuple_key: { object: 'document:end' } })).body.tuples,
    ).toEqual([])
    expect((await check(real.send, tuple)).body.allowed).toBe(false)
    const since = new Date(Date.now() - 2_000).toISOString()
    const first = await real.send('GET', `/stores/${store}/changes?page_size=100&start_time=${since}`)
    expect((await real.send('POST', `/stores/${store}/write`, writes(tuple))).status).toBe(200)
    const token = encodeURIComponent(first.body.continuation_token)
    const later = usersOf(await real.send('GET', `/stores/${store}/changes?page_size=100&continuation_token=${token}`))
    // The server may have taken it out by itself already.
    expect([...usersOf(first), ...later]).toContain('DELETE user:end')
    expect(later).toContain('WRITE user:end')
    expect((await check(real.send, tuple)).body.allowed).toBe(true)
  })

  test('a store that is frozen takes no writes and answers', async () => {
    const frozen = await fillDocuments(real)
    await real.send('POST', `/stores/${frozen.store}/write`, writes(anne))
    expect((await real.send('POST', `/v1/stores/${frozen.store}/freeze`, {})).status).toBe(200)
    // Not sent again, as the others are that are told to come back later.
    const refused = fetch(`${real.url}/stores/${frozen.store}/write`, {
      method: 'POST',
      body: JSON.stringify(writes(key('user:x', 'owner', 'document:1'))),
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    })
    expect((await refused).status).toBe(503)
    const asked = { tuple_key: key('user:anne', 'viewer', 'document:1') }
    expect((await real.send('POST', `/stores/${frozen.store}/check`, asked)).body.allowed).toBe(true)
  })

  test('a model made of modules is not replaced', async () => {
    const { body } = await real.send('POST', '/stores', { name: 'modules' })
    const text = 'module core\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
    const files = [{ path: 'core.fga', text }]
    const pushed = await real.send('PUT', `/v1/stores/${body.id}/modules/core`, { files })
    expect(pushed.status, pushed.text).toBeLessThan(300)
    expect(errorOf(await real.send('POST', `/stores/${body.id}/authorization-models`, MODEL))).toBe('409 Aborted')
    const read = await real.send('GET', `/stores/${body.id}/authorization-models`)
    expect(read.body.authorization_models).toHaveLength(1)
    expect(read.body.authorization_models[0].type_definitions.map(({ type }: { type: string }) => type)).toEqual([
      'user',
      'doc',
    ])
  })

  test('what was allowed counts as used', { timeout: 60_000 }, async () => {
    const tuple = key('user:used', 'owner', 'document:used')
    await real.send('POST', `/stores/${store}/write`, writes(tuple))
    for (let i = 0; i < 3; i++) await check(real.send, { ...tuple, relation: 'viewer' })
    const checks = [{ tuple_key: tuple, correlation_id: 'a' }]
    await real.send('POST', `/stores/${store}/batch-check`, { checks })
    const query = `/v1/stores/${store}/usage/tuples?object=document:used`
    await expect
      .poll(async () => (await real.send('GET', query)).text, { timeout: 50_000, interval: 500 })
      .toContain('"uses":4')
  })

  test('changes that were cut from the log are refused, never passed over', async () => {
    const cut = await fillDocuments(real)
    const url = `/stores/${cut.store}/changes`
    for (let i = 0; i < 4; i++)
      await real.send('POST', `/stores/${cut.store}/write`, writes(key(`user:${i}`, 'owner', 'document:1')))
    const first = await real.send('GET', `${url}?page_size=1`)
    await real.cluster.database.query('delete from lockness.store_log where store_id = $1 and rev <= 5', [cut.store])
    await real.cluster.database.query('update lockness.store_head set log_floor = 5 where store_id = $1', [cut.store])
    const token = encodeURIComponent(first.body.continuation_token)
    expect(errorOf(await real.send('GET', `${url}?continuation_token=${token}`))).toBe('400 invalid_continuation_token')
    expect(usersOf(await real.send('GET', url))).toEqual(['WRITE user:3'])
  })

  test('a token of changes that were lost is not gone on with', async () => {
    const lost = await fillDocuments(real)
    const url = `/stores/${lost.store}/changes`
    for (let i = 0; i < 3; i++)
      await real.send('POST', `/stores/${lost.store}/write`, writes(key(`user:${i}`, 'owner', 'document:1')))
    const { body } = await real.send('GET', url)
    const { database } = real.cluster
    // As after a failover to a replica that had one revision less.
    await database.query('delete from lockness.store_log where store_id = $1 and rev = 5', [lost.store])
    await database.query(
      `update lockness.store_head set rev = 4, chain = (select chain from lockness.store_log where store_id = $1 and rev = 4)
       where store_id = $1`,
      [lost.store],
    )
    const token = encodeURIComponent(body.continuation_token)
    expect(errorOf(await real.send('GET', `${url}?continuation_token=${token}`))).toBe('409 Aborted')
  })

  test('the assertions of a model are a revision, and are gone with nothing else', async () => {
    const before = (await real.send('GET', `/v1/stores/${store}`)).body.revision
    const url = `/stores/${store}/assertions/${model}`
    const assertions = [{ tuple_key: anne, expectation: true }]
    expect((await real.send('PUT', url, { assertions })).status).toBe(204)
    expect((await other.send('GET', url)).body.assertions).toMatchObject(assertions)
    expect((await real.send('GET', `/v1/stores/${store}`)).body.revision).toBe(before + 1)
  })
})
