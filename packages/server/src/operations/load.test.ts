// How a server is doing, and which nodes there are, as those who run it ask for it: of real servers on one database.

import { hostname } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { KEY, makeStore, post, type Served, serve, tuple } from '../../test/served.ts'

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user]
`

let served: Served
let store: string

beforeAll(async () => {
  served = await serve(1)
  const made = await makeStore(served.servers[0]!, MODEL, [tuple('doc:1#viewer@user:ann')])
  store = made.id
}, 60_000)
afterAll(() => served.stop())

async function get(path: string, key = KEY, server = served.servers[0]!) {
  const response = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${key}` } })
  return { status: response.status, body: (await response.json()) as ReturnType<typeof JSON.parse> }
}

async function makeKey(body: object): Promise<string> {
  const response = await fetch(`${served.servers[0]!.url}/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'for a test', ...body }),
  })
  return ((await response.json()) as { secret: string }).secret
}

it('tells how much was asked and how long it took', async () => {
  const question = { subject: 'user:ann', relation: 'viewer', object: 'doc:1' }
  for (let i = 0; i < 5; i++) await post(served.servers[0]!, `/${store}/check`, question)
  const { status, body } = await get('/v1/system/load')
  expect(status).toBe(200)
  expect(body.threads).toBe(1)
  expect(body.inFlight).toBe(1)
  const check = body.operations.find(({ action }: { action: string }) => action === 'access.check')
  expect(check).toMatchObject({ count: 5, failed: 0 })
  expect(check.p50Ms).toBeGreaterThan(0)
  expect(check.p99Ms).toBeGreaterThanOrEqual(check.p50Ms)
  expect((await get('/v1/system/load?minutes=5')).status).toBe(400)
})

it('tells the slowest questions to who manages the system, with names only to who may read their store', async () => {
  const question = { subject: 'user:ann', relation: 'viewer', object: 'doc:1' }
  await post(served.servers[0]!, `/${store}/check`, question)
  await post(served.servers[0]!, `/${store}/list-objects`, { subject: 'user:ann', relation: 'viewer', type: 'doc' })
  const { status, body } = await get('/v1/system/slow-questions')
  expect(status).toBe(200)
  const about = { store, type: 'doc', relation: 'viewer', subject: 'user:ann', hasFailed: false }
  expect(body.items).toContainEqual(expect.objectContaining({ ...about, action: 'access.check', object: 'doc:1' }))
  expect(body.items).toContainEqual(expect.objectContaining({ ...about, action: 'access.list_objects' }))
  const narrow = await makeKey({ roles: ['manager'], actions: ['system.slow_questions'] })
  const shown = await get('/v1/system/slow-questions', narrow)
  expect(shown.status).toBe(200)
  expect(shown.body.items.length).toBeGreaterThan(1)
  expect(JSON.stringify(shown.body)).not.toMatch(/user:ann|doc:1/)
  const reader = await makeKey({ roles: ['reader'] })
  expect((await get('/v1/system/slow-questions', reader)).status).toBe(403)
})

it('tells the nodes of the installation, and takes one that ended away', async () => {
  const other = await served.start()
  const ids = async () => (await get('/v1/nodes')).body.items.map(({ id }: { id: string }) => id)
  await expect.poll(async () => (await ids()).length, { timeout: 20_000 }).toBe(2)
  const { body } = await get('/v1/nodes')
  const self = (await get('/v1/system')).body.node
  expect(body.items.map(({ isThis }: { isThis: boolean }) => isThis).sort()).toEqual([false, true])
  expect(body.items.find(({ id }: { id: string }) => id === self)).toMatchObject({
    isThis: true,
    state: 'up',
    ready: true,
    threads: 1,
    threadsUp: 1,
    behind: 0,
  })
  await other.close()
  expect(await ids()).toEqual([self])
}, 60_000)

it('says that a node is silent, and forgets it after an hour', async () => {
  const { database } = served.cluster
  await database.query(
    `insert into lockness.node select 'gone', thread, 'far', version, 2, started_at - interval '1 day',
       clock_timestamp() - interval '1 minute', stores, 4, staleness_ms, 'draining' from lockness.node limit 1`,
  )
  const { body } = await get('/v1/nodes')
  expect(body.items[0]).toMatchObject({
    id: 'gone',
    host: 'far',
    state: 'silent',
    isThis: false,
    threads: 2,
    threadsUp: 0,
    behind: 4,
    ready: 'draining',
  })
  await database.query(`update lockness.node set seen_at = seen_at - interval '1 hour' where id = 'gone'`)
  await expect
    .poll(async () => JSON.stringify((await get('/v1/nodes')).body), { timeout: 20_000 })
    .not.toContain('"gone"')
}, 60_000)

it('forgets a silent node of a machine on which another one began since, and no other', async () => {
  const { database } = served.cluster
  const insert = (id: string, host: string, seenAt: string) =>
    database.query(
      `insert into lockness.node select $1, thread, $2, version, threads, started_at, ${seenAt}, stores, behind,
         staleness_ms, not_ready from lockness.node limit 1`,
      [id, host],
    )
  await insert('before', hostname(), "started_at - interval '1 minute'")
  await insert('since', hostname(), "started_at + interval '1 ms'")
  await insert('elsewhere', 'far', "started_at - interval '1 minute'")
  const ids = async () => (await get('/v1/nodes')).body.items.map(({ id }: { id: string }) => id)
  await expect.poll(ids, { timeout: 20_000 }).not.toContain('before')
  expect(await ids()).toEqual(expect.arrayContaining(['since', 'elsewhere']))
}, 60_000)
