// What is under way when its key is revoked: long pieces of work end with the key, and who waits for a lock is judged by
// what holds when it has it. The locks here are held by the test, so that each case meets the moment that it is about.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { makeStore, type Served, type Server, serve } from '../../test/served.ts'
import { live } from '../../test/writes.ts'

const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'

let served: Served
let one: Server

beforeAll(async () => {
  served = await serve(1)
  one = served.servers[0]!
}, 60_000)
afterAll(() => served.stop(), 60_000)

const make = async () => (await makeStore(one, MODEL, [])).id
const revoke = async (id: string) => expect((await call(one, `DELETE /v1/keys/${id}`)).status).toBe(200)
const rowsFrom = (from: number, to: number, length = 1) =>
  Array.from({ length: to - from }, (_, i) =>
    JSON.stringify({ object: `doc:${'d'.repeat(length)}${from + i}`, relation: 'viewer', subject: 'user:ann' }),
  ).join('\n')

function importAs(secret: string, id: string, body: AsyncIterable<Buffer>): Promise<Response> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' }
  const init = { method: 'POST', headers, body, duplex: 'half' }
  return fetch(`${one.url}/v1/stores/${id}/tuples/import?import=a`, init as unknown as RequestInit)
}

async function fill(id: string, count: number, length = 1): Promise<void> {
  const { secret } = await makeKey(one)
  async function* body() {
    for (let from = 0; from < count; from += 5_000) yield Buffer.from(`${rowsFrom(from, from + 5_000, length)}\n`)
  }
  // A machine that has no time for it is asked again; what is in already is passed over.
  let end = ''
  do end = (await (await importAs(secret, id, body())).text()).trim().split('\n').at(-1) ?? ''
  while (end.includes('"overloaded"'))
  expect(end).toContain('"end"')
}

/** Holds the lock of a store's head until it is let go. */
async function lockHead(storeId: string): Promise<{ letGo(): Promise<void> }> {
  const held = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const done = served.cluster.database.transaction(async (tx) => {
    await tx.query('select from lockness.store_head where store_id = $1 for no key update', [storeId])
    held.resolve()
    await ended.promise
  })
  await Promise.race([held.promise, done])
  return {
    async letGo() {
      ended.resolve()
      await done
    },
  }
}

const waiters = async () =>
  (
    await served.cluster.database.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'lockness'`,
    )
  )[0]!.count

it('an import ends with its key, before the next chunk', async () => {
  const id = await make()
  const key = await makeKey(one, { stores: [id], roles: ['importer'] })
  const isRevoked = Promise.withResolvers<void>()
  async function* body() {
    yield Buffer.from(`${rowsFrom(0, 10_000)}\n`)
    await isRevoked.promise
    yield Buffer.from(`${rowsFrom(10_000, 20_000)}\n`)
  }
  const importing = importAs(key.secret, id, body())
  await expect.poll(() => live(served.cluster.database, id), { timeout: 20_000 }).toHaveLength(10_000)
  await revoke(key.id)
  isRevoked.resolve()
  const last = (await (await importing).text()).trim().split('\n').at(-1)
  expect(JSON.parse(last ?? '')).toMatchObject({ error: { code: 'forbidden' } })
  expect(await live(served.cluster.database, id)).toHaveLength(10_000)
}, 60_000)

it('a deletion by filter ends with its key, before the next ten thousand', async () => {
  const id = await make()
  await fill(id, 25_000)
  const key = await makeKey(one, { stores: [id], roles: ['writer'] })
  const lock = await lockHead(id)
  const deleting = fetch(`${one.url}/v1/stores/${id}/tuples/delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ relation: 'viewer' }),
  })
  await expect.poll(waiters, { timeout: 20_000, interval: 10 }).toBeGreaterThan(0)
  await revoke(key.id)
  await lock.letGo()
  const last = (await (await deleting).text()).trim().split('\n').at(-1)
  expect(JSON.parse(last ?? '')).toMatchObject({ error: { code: 'forbidden' } })
  expect(await live(served.cluster.database, id)).toHaveLength(15_000)
}, 60_000)

it('an export ends with its key: what is read slowly is not read to its end', async () => {
  const id = await make()
  // More than two sockets and all that is between them hold at a time.
  await fill(id, 60_000, 500)
  const key = await makeKey(one, { stores: [id], roles: ['exporter'] })
  const response = await fetch(`${one.url}/v1/stores/${id}/tuples/export`, {
    headers: { authorization: `Bearer ${key.secret}` },
  })
  expect(response.status).toBe(200)
  await revoke(key.id)
  const end = await response.text().then(
    () => 'whole',
    () => 'cut',
  )
  expect(end).toBe('cut')
}, 60_000)

// biome-ignore format: a table is read by its columns
const LISTS = [
  ['a list of lines', 'v1/stores', 'list-objects',          { subject: 'user:ann', relation: 'viewer', type: 'doc' }],
  ["OpenFGA's list",  'stores',    'streamed-list-objects', { user: 'user:ann', relation: 'viewer', type: 'doc' }],
] as const

it.each(LISTS)(
  '%s ends with its key: what is read slowly is not read to its end',
  async (_, root, path, body) => {
    const id = await make()
    await fill(id, 60_000, 500)
    const key = await makeKey(one, { stores: [id], roles: ['asker'] })
    const response = await fetch(`${one.url}/${root}/${id}/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key.secret}`,
        'content-type': 'application/json',
        accept: root === 'stores' ? 'application/json' : 'application/x-ndjson',
      },
      body: JSON.stringify(body),
    })
    expect(response.status).toBe(200)
    await revoke(key.id)
    const text = await response.text().catch(() => 'cut')
    const end = text.trim().split('\n').at(-1) ?? ''
    expect(end === 'cut' ? 'cut' : JSON.parse(end)).not.toMatchObject({ end: {} })
    expect(end).toMatch(root === 'stores' ? /"error":."code":"forbidden"/ : /^cut$/)
  },
  60_000,
)

it('a key that was revoked while it waited makes no other and ends none', async () => {
  const maker = await makeKey(one)
  const other = await makeKey(one)
  const lock = await lockHead('lockness')
  // First in the queue of the lock, so that it is done when the others have it.
  const revoking = call(one, `DELETE /v1/keys/${maker.id}`)
  await expect.poll(waiters, { timeout: 20_000, interval: 10 }).toBe(1)
  const making = call(one, 'POST /v1/keys', { key: maker.secret, body: { name: 'late' } })
  const ending = call(one, `DELETE /v1/keys/${other.id}`, { key: maker.secret })
  await expect.poll(waiters, { timeout: 20_000, interval: 10 }).toBe(3)
  await lock.letGo()
  expect((await revoking).status).toBe(200)
  expect(await making).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await ending).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await call(one, `GET /v1/keys/${other.id}`)).body.state).toBe('live')
}, 60_000)
