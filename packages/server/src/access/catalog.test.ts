// A catalog is of its store: what was read of one store is not told to a reader of another one.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { post, type Served, type Server, serve } from '../../test/served.ts'

let served: Served
let one: Server

beforeAll(async () => {
  served = await serve(1)
  one = served.servers[0]!
}, 60_000)
afterAll(() => served.stop(), 60_000)

const TEXT = 'module docs\n\ntype user\n\ntype doc\n  relations\n    define viewer: [user]\n'

async function makeWithModule(): Promise<{ id: string; model: string }> {
  const files = [{ path: 'model.fga', text: TEXT }]
  const id = String((await post(one, '', { name: 'catalogs' })).body.id)
  const pushed = await call(one, `PUT /v1/stores/${id}/modules/docs`, { body: { files } })
  expect(pushed).toMatchObject({ status: 200 })
  return { id, model: pushed.body.model }
}

it('of a model of another store is not there, also when somebody has read it', async () => {
  const theirs = await makeWithModule()
  const mine = await makeWithModule()
  const { secret } = await makeKey(one, { stores: [mine.id], roles: ['reader'] })
  const read = () => call(one, `GET /v1/stores/${mine.id}/catalog?model=${theirs.model}`, { key: secret })
  const before = await read()
  expect(before.status).toBe(404)
  const told = await call(one, `GET /v1/stores/${theirs.id}/catalog`)
  expect(told.status).toBe(200)
  const after = await read()
  expect(after).toMatchObject({ status: 404, body: { code: 'not_found', detail: before.body.detail } })
}, 60_000)
