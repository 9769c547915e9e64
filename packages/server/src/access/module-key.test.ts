// A key that may push one module changes that module, and nothing that belongs to the store: not what a label stands for,
// and not a model that somebody wrote whole.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { makeStore, post, type Served, type Server, serve } from '../../test/served.ts'

const WHOLE = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
const PEOPLE = [{ path: 'model.fga', text: 'module people\n\ntype user\n' }]
const DOCS = [{ path: 'model.fga', text: 'module docs\n\ntype doc\n  relations\n    define viewer: [user]\n' }]

let served: Served
let one: Server

beforeAll(async () => {
  served = await serve(1)
  one = served.servers[0]!
}, 60_000)
afterAll(() => served.stop(), 60_000)

const push = (id: string, module: string, body: object, key?: string) =>
  call(one, `PUT /v1/stores/${id}/modules/${module}`, { key, body })
const refused = { status: 403, body: { code: 'forbidden' } }

it('moves no label by a push or a removal, as it moves none by itself', async () => {
  const id = String((await post(one, '', { name: 'labels' })).body.id)
  const first = await push(id, 'people', { files: PEOPLE, label: 'production' })
  expect(first.status).toBe(200)
  const { secret } = await makeKey(one, { modules: [`${id}/docs`] })
  expect(await push(id, 'docs', { files: DOCS, label: 'production' }, secret)).toMatchObject(refused)
  expect(await push(id, 'docs', { files: DOCS }, secret)).toMatchObject({ status: 200 })
  const removal = `DELETE /v1/stores/${id}/modules/docs`
  expect(await call(one, `${removal}?label=production`, { key: secret })).toMatchObject(refused)
  const setting = `PUT /v1/stores/${id}/model-labels/production`
  expect(await call(one, setting, { key: secret, body: { model: 'in-force' } })).toMatchObject(refused)
  const labels = await call(one, `GET /v1/stores/${id}/model-labels`)
  expect(labels.body.items).toMatchObject([{ label: 'production', model: first.body.model }])
  expect(await call(one, removal, { key: secret })).toMatchObject({ status: 200 })
  expect(await push(id, 'docs', { files: DOCS, label: 'production' })).toMatchObject({ status: 200 })
}, 60_000)

it('does not put its module in the place of a model that was written whole', async () => {
  const { id, model } = await makeStore(one, WHOLE, [])
  const { secret } = await makeKey(one, { modules: [`${id}/people`] })
  const body = { files: PEOPLE, replacesModel: true, allowOrphans: true }
  expect(await push(id, 'people', body, secret)).toMatchObject(refused)
  expect((await call(one, `GET /v1/stores/${id}/models/in-force`)).body.id).toBe(model)
}, 60_000)
