// One path from HTTP to PostgreSQL and back, on a real database, by the server's front door.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../test/cluster.ts'
import { type Server, startServer } from './server.ts'

const KEY = 'a-root-key-for-tests-only'
const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
let cluster: TestCluster
let one: Server
let two: Server

beforeAll(async () => {
  cluster = await startCluster()
  const { host, user } = cluster.embedded.connection
  const { database } = cluster.connection as { database: string }
  const databaseUrl = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
  const start = () =>
    startServer({ place: { databaseUrl }, host: '127.0.0.1', port: 0, rootKey: KEY, report: () => undefined })
  one = await start()
  two = await start()
}, 60_000)
afterAll(async () => {
  await Promise.all([one?.close(), two?.close()])
  await cluster.stop()
}, 60_000)

async function post(server: Server, path: string, body: unknown, key = KEY) {
  const response = await fetch(`${server.url}/v1/stores${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function storeWithModel(): Promise<string> {
  const made = await post(one, '', { name: 'docs' })
  expect(made).toMatchObject({ status: 201, body: { revision: 1 } })
  const id = String(made.body.id)
  expect(await post(one, `/${id}/models`, { text: MODEL })).toMatchObject({ status: 201, body: { revision: 2 } })
  return id
}

const ann = { subject: 'user:ann', relation: 'viewer', object: 'doc:1' }

it('answers on another node what a token proves was written, and no longer what was removed', async () => {
  const id = await storeWithModel()
  expect(await post(two, `/${id}/check`, ann)).toMatchObject({ status: 200, body: { allowed: false } })
  const added = await post(one, `/${id}/tuples`, { added: [ann], reason: 'she asked' })
  expect(added).toMatchObject({ status: 200, body: { revision: 3 } })
  const atLeast = { mode: 'at_least', token: added.body.token }
  const yes = { status: 200, body: { allowed: true, revision: 3 } }
  expect(await post(two, `/${id}/check`, { ...ann, consistency: atLeast })).toMatchObject(yes)
  const list = { subject: 'user:ann', relation: 'viewer', type: 'doc', consistency: atLeast }
  expect(await post(two, `/${id}/list-objects`, list)).toMatchObject({ status: 200, body: { items: ['doc:1'] } })
  expect(await post(one, `/${id}/tuples`, { removed: [ann] })).toMatchObject({ status: 200, body: { revision: 4 } })
  const full = await post(two, `/${id}/check`, { ...ann, consistency: { mode: 'full' } })
  expect(full).toMatchObject({ status: 200, body: { allowed: false, revision: 4 } })
  const exact = { mode: 'exact', token: added.body.token }
  expect(await post(two, `/${id}/check`, { ...ann, consistency: exact })).toMatchObject(yes)
})

it('refuses what the model does not allow, a failed precondition and a key that is not known, and writes nothing', async () => {
  const id = await storeWithModel()
  const wrong = { added: [{ ...ann, relation: 'owner' }] }
  expect((await post(one, `/${id}/tuples`, wrong)).status).toBe(400)
  expect(
    (await post(one, `/${id}/tuples`, { added: [ann], preconditions: [{ kind: 'revision', revision: 1 }] })).status,
  ).toBe(412)
  expect((await post(one, `/${id}/tuples`, { added: [ann] }, 'another-key')).status).toBe(401)
  expect((await post(one, '/nowhere/check', ann)).status).toBe(404)
  expect(await post(one, `/${id}/check`, { ...ann, consistency: { mode: 'full' } })).toMatchObject({
    body: { allowed: false, revision: 2 },
  })
})

it('gives a token of lost history, or of another store, no answer', async () => {
  const id = await storeWithModel()
  const { body } = await post(one, `/${id}/tuples`, { added: [ann] })
  const other = await storeWithModel()
  const atLeast = { ...ann, consistency: { mode: 'at_least', token: body.token } }
  expect((await post(one, `/${other}/check`, atLeast)).status).toBe(400)
  await cluster.database.query('delete from lockness.store_log where store_id = $1 and rev = 3', [id])
  await cluster.database.query(
    `update lockness.store_head set rev = 2, chain = (select chain from lockness.store_log where store_id = $1 and rev = 2)
     where store_id = $1`,
    [id],
  )
  await cluster.database.query('delete from lockness.tuple where store_id = $1', [id])
  const full = { ...ann, consistency: { mode: 'full' } }
  await post(one, `/${id}/check`, full)
  expect((await post(one, `/${id}/check`, atLeast)).status).toBe(409)
  expect(await post(one, `/${id}/check`, full)).toMatchObject({ status: 200, body: { allowed: false, revision: 2 } })
})

it('does a write with an idempotency key once', async () => {
  const id = await storeWithModel()
  const write = { added: [ann], idempotencyKey: 'once' }
  expect(await post(one, `/${id}/tuples`, write)).toMatchObject({ body: { revision: 3, isReplay: false } })
  expect(await post(two, `/${id}/tuples`, write)).toMatchObject({ body: { revision: 3, isReplay: true } })
})
