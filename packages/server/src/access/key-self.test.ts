// What a key is told of itself over HTTP, on two nodes: all that it reaches, and nothing of anybody else.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { makeStore, type Served, type Server, serve } from '../../test/served.ts'

const MODEL = 'model\n  schema 1.1\ntype user\n'

let served: Served
let one: Server
let two: Server
let mine: string
let other: string

beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
  mine = (await makeStore(one, MODEL, [])).id
  other = (await makeStore(one, MODEL, [])).id
  await call(one, `PATCH /v1/stores/${mine}`, { body: { name: 'mine' } })
}, 60_000)
afterAll(() => served.stop(), 60_000)

const self = (key: string, server = two) => call(server, 'GET /v1/self', { key })
const told = { isRoot: false, name: 'for a test', isCut: false, createdAt: expect.any(String) }

it('the root key reaches everything', async () => {
  const { status, body } = await call(one, 'GET /v1/self')
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { id: 'root', isRoot: true, roles: ['manager'], isEverywhere: true, stores: [] },
  })
})

it('a key for stores is told what they are called, and of no other one', async () => {
  const expiresAt = '2100-01-01T00:00:00.000Z'
  const { id, secret } = await makeKey(one, { stores: [mine], roles: ['asker'], expiresAt })
  const stores = [{ id: mine, name: 'mine', roles: ['asker'] }]
  expect(await self(secret)).toEqual({
    status: 200,
    body: { ...told, id, roles: ['asker'], isEverywhere: false, stores, expiresAt },
  })
})

it('a key that has no role is told what it pushes', async () => {
  const { secret } = await makeKey(one, { modules: [`${mine}/music`] })
  expect((await self(secret)).body).toMatchObject({
    roles: [],
    isEverywhere: false,
    stores: [{ id: mine, name: 'mine', roles: [] }],
    modules: [`${mine}/music`],
  })
})

it('a key that may ask for one other thing only may ask this too, and nothing besides', async () => {
  const actions = ['access.check']
  const { secret } = await makeKey(one, { stores: [mine], actions })
  expect(await self(secret)).toMatchObject({ status: 200, body: { actions } })
  expect((await call(two, `GET /v1/stores/${mine}`, { key: secret })).status).toBe(403)
})

it('a key that makes stores is told those that it made, until they are closed', async () => {
  const { secret } = await makeKey(one, { roles: ['store_creator', 'reader'] })
  const made = await call(one, 'POST /v1/stores', { key: secret, body: { name: 'made' } })
  const closed = await call(one, 'POST /v1/stores', { key: secret, body: { name: 'closed' } })
  await call(one, `DELETE /v1/stores/${closed.body.id}`)
  expect((await self(secret)).body).toMatchObject({
    isEverywhere: true,
    stores: [{ id: made.body.id, name: 'made', roles: ['manager'] }],
  })
  const { secret: creator } = await makeKey(one, { roles: ['store_creator'] })
  expect((await self(creator)).body).toMatchObject({ isEverywhere: false, stores: [] })
})

it('a key that is to be replaced is told by which one, and until when it goes on', async () => {
  const { id, secret } = await makeKey(one, { stores: [other] })
  const next = await call(one, `POST /v1/keys/${id}/rotate`, { body: { overlapSeconds: 600 } })
  expect((await self(secret)).body).toMatchObject({ replacedBy: next.body.id, expiresAt: expect.any(String) })
  expect((await self(next.body.secret)).body.replacedBy).toBeUndefined()
})

it('who has no key, or one that is over, is told nothing', async () => {
  const { id, secret } = await makeKey(one, { stores: [mine] })
  expect((await self(secret, one)).status).toBe(200)
  await call(one, `DELETE /v1/keys/${id}`)
  for (const key of ['', 'lk_unknown', secret])
    expect(await self(key, one)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
})
