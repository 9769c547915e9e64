// Stores over HTTP, on two nodes of one database: found, named, frozen, closed for ever.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { makeStore, type Served, type Server, serve, tuple } from '../../test/served.ts'
import { expectSound } from '../../test/writes.ts'
import { selectStoresWithExpired } from '../store/expire.ts'

const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
const ASK = { subject: 'user:ann', relation: 'viewer', object: 'doc:1' }
const ANN = tuple('doc:1#viewer@user:ann')

let served: Served
let one: Server
let two: Server

beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
}, 60_000)
afterAll(async () => {
  await expectSound(served.cluster.database, 'lockness')
  await served.stop()
}, 60_000)

const make = async () => (await makeStore(one, MODEL, [ANN])).id
const check = (server: Server, id: string, key?: string) =>
  call(server, `POST /v1/stores/${id}/check`, { key, body: ASK })
const write = (server: Server, id: string, subject: string) =>
  call(server, `POST /v1/stores/${id}/tuples`, { body: { added: [{ ...ANN, subject }] } })
const statusOf = async (answer: Promise<{ status: number }>) => (await answer).status

describe('a store', () => {
  it('is known on every node as soon as it is made', async () => {
    const made = await call(one, 'POST /v1/stores', { body: { name: 'new', reason: 'a new team' } })
    expect(made).toMatchObject({ status: 201, body: { name: 'new', revision: 1, isReplay: false } })
    expect(made.body.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    const read = await call(two, `GET /v1/stores/${made.body.id}`)
    expect(read).toMatchObject({ status: 200, body: { name: 'new', revision: 1, epoch: 1, isFrozen: false } })
    expect((await call(one, 'GET /v1/audit?pageSize=1')).body.items).toMatchObject([
      { action: 'store.create', actor: 'api_key:root', reason: 'a new team', added: 1 },
    ])
  })

  it('is made once by all requests with one key, on whichever node', async () => {
    const body = { name: 'once', idempotencyKey: 'make-once' }
    const all = await Promise.all([one, two, one, two].map((server) => call(server, 'POST /v1/stores', { body })))
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(new Set(all.map(({ body: { id, revision, token } }) => JSON.stringify([id, revision, token]))).size).toBe(1)
    expect(all.filter(({ body: { isReplay } }) => isReplay)).toHaveLength(3)
    expect((await call(one, 'GET /v1/stores?name=once')).body.items).toHaveLength(1)
    const other = await call(one, 'POST /v1/stores', { body: { ...body, name: 'twice' } })
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } })
  })

  it('is made beside many others at once, more than there are connections to the database', async () => {
    const make = (i: number) => call(i % 2 ? one : two, 'POST /v1/stores', { body: { name: `at once ${i}` } })
    const made = await Promise.all(Array.from({ length: 40 }, (_, i) => make(i)))
    expect(made.filter(({ status }) => status !== 201)).toEqual([])
  })

  it('is in the list, page by page and by its name; a cursor of one list is not one of another', async () => {
    const ids = [await make(), await make(), await make()]
    await call(one, `PATCH /v1/stores/${ids[1]}`, { body: { name: 'the one' } })
    const found: string[] = []
    let cursor = ''
    do {
      const { status, body } = await call(two, `GET /v1/stores?pageSize=2${cursor && `&cursor=${cursor}`}`)
      expect(status).toBe(200)
      expect(body.items.length).toBeLessThanOrEqual(2)
      found.push(...body.items.map(({ id }: { id: string }) => id))
      cursor = body.cursor ?? ''
    } while (cursor)
    expect(found).toEqual([...found].sort())
    expect(found).toEqual(expect.arrayContaining(ids))
    expect(found).not.toContain('lockness')
    expect((await call(one, 'GET /v1/stores?name=the+one')).body.items).toMatchObject([{ id: ids[1] }])
    const page = await call(one, 'GET /v1/stores?pageSize=1')
    expect(await statusOf(call(one, `GET /v1/stores?pageSize=1&name=x&cursor=${page.body.cursor}`))).toBe(400)
    expect(await statusOf(call(one, `GET /v1/keys?pageSize=1&cursor=${page.body.cursor}`))).toBe(400)
    expect(await statusOf(call(one, 'GET /v1/stores?pageSize=0'))).toBe(400)
  })

  it('is renamed by a revision that says who and why', async () => {
    const id = await make()
    const renamed = await call(one, `PATCH /v1/stores/${id}`, { body: { name: 'better', reason: 'nobody knew it' } })
    expect(renamed).toMatchObject({ status: 200, body: { id, name: 'better', revision: 4 } })
    expect((await call(two, `GET /v1/stores/${id}`)).body.name).toBe('better')
    expect((await call(one, `GET /v1/stores/${id}/audit?pageSize=1`)).body.items).toMatchObject([
      { revision: 4, action: 'store.rename', reason: 'nobody knew it', added: 0, removed: 0 },
    ])
    for (const body of [{}, { name: '' }, { name: 'x', id: 'y' }])
      expect(await statusOf(call(one, `PATCH /v1/stores/${id}`, { body }))).toBe(400)
  })
})

describe('a frozen store', () => {
  it('takes no write on any node, answers questions, and takes writes again when it is thawed', async () => {
    const id = await make()
    const frozen = await call(one, `POST /v1/stores/${id}/freeze`, { body: { reason: 'an audit' } })
    expect(frozen).toMatchObject({ status: 200, body: { isFrozen: true, revision: 4 } })
    for (const node of [one, two]) {
      const refused = await write(node, id, 'user:bob')
      expect(refused).toMatchObject({
        status: 503,
        body: { detail: `the store \`${id}\` is frozen: it takes no writes` },
      })
      expect(await check(node, id)).toMatchObject({ status: 200, body: { allowed: true } })
    }
    expect(await statusOf(call(one, `PATCH /v1/stores/${id}`, { body: { name: 'x' } }))).toBe(503)
    const again = await call(two, `POST /v1/stores/${id}/freeze`, { body: {} })
    expect(again).toMatchObject({ status: 409, body: { detail: `the store \`${id}\` is frozen already` } })
    const thawed = await call(two, `POST /v1/stores/${id}/unfreeze`, { body: {} })
    expect(thawed).toMatchObject({ status: 200, body: { isFrozen: false, revision: 5 } })
    expect(await statusOf(call(one, `POST /v1/stores/${id}/unfreeze`, { body: {} }))).toBe(409)
    expect(await statusOf(write(one, id, 'user:bob'))).toBe(200)
    await expectSound(served.cluster.database, id)
  })
})

describe('a deleted store', () => {
  it('is there for nobody: not on this node, not on the other one, not for its own keys', async () => {
    const id = await make()
    const key = await makeKey(one, { stores: [id] })
    expect(await statusOf(check(two, id, key.secret))).toBe(200)
    const deleted = await call(one, `DELETE /v1/stores/${id}`, { body: { reason: 'moved' } })
    expect(deleted).toMatchObject({ status: 200, body: { id } })
    const words = { status: 404, body: { code: 'not_found', detail: `there is no store \`${id}\`` } }
    expect(await check(one, id)).toMatchObject(words)
    await expect.poll(() => statusOf(check(two, id)), { timeout: 10_000 }).toBe(404)
    for (const secret of [undefined, key.secret]) expect(await check(two, id, secret)).toMatchObject(words)
    for (const row of ['GET', 'DELETE', 'PATCH'])
      expect(await call(one, `${row} /v1/stores/${id}`, row === 'PATCH' ? { body: { name: 'x' } } : {})).toMatchObject(
        words,
      )
    for (const row of [`POST /v1/stores/${id}/freeze`, `POST /v1/stores/${id}/unfreeze`])
      expect(await call(one, row, { body: {} })).toMatchObject(words)
    expect(await write(one, id, 'user:bob')).toMatchObject(words)
    expect(await statusOf(call(one, `GET /v1/stores/${id}/audit`))).toBe(404)
    const items: { id: string }[] = (await call(one, 'GET /v1/stores?pageSize=1000')).body.items
    expect(items.map((item) => item.id)).not.toContain(id)
    expect((await call(one, 'GET /v1/audit?action=store.delete&pageSize=1')).body.items).toMatchObject([
      { actor: 'api_key:root', reason: 'moved', removed: 1 },
    ])
    const kept = await served.cluster.database.query('select from lockness.store_log where store_id = $1', [id])
    expect(kept).toHaveLength(3)
  })

  it('takes nothing that comes late: every write was before its end or was not made', async () => {
    const id = await make()
    const writes = Array.from({ length: 20 }, (_, i) => write(i % 2 ? one : two, id, `user:u${i}`))
    const [deleted, ...written] = await Promise.all([call(one, `DELETE /v1/stores/${id}`), ...writes])
    expect(deleted.status).toBe(200)
    const made = written.filter(({ status }) => status === 200).length
    // Who was reading the model when the store ended is told to ask again: 503, and nothing was done.
    expect(written.filter(({ status }) => ![200, 404, 503].includes(status))).toEqual([])
    const log = await served.cluster.database.query('select from lockness.store_log where store_id = $1', [id])
    expect(log).toHaveLength(3 + made)
    expect(await statusOf(write(two, id, 'user:late'))).toBe(404)
  })

  it('and a frozen one have nothing to be collected, although a tuple of theirs has expired', async () => {
    const [deleted, frozen] = [await make(), await make()]
    const timed = { ...ANN, subject: 'user:tim', expiresAt: Date.now() + 1_500 }
    for (const id of [deleted, frozen])
      expect(await statusOf(call(one, `POST /v1/stores/${id}/tuples`, { body: { added: [timed] } }))).toBe(200)
    await call(one, `DELETE /v1/stores/${deleted}`)
    await call(one, `POST /v1/stores/${frozen}/freeze`, { body: {} })
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const collected = await selectStoresWithExpired(served.cluster.database)
    expect(collected).not.toContain(deleted)
    expect(collected).not.toContain(frozen)
  })

  it('is deleted once, however many ask for it at once', async () => {
    const id = await make()
    const answers = await Promise.all([one, two, one].map((node) => statusOf(call(node, `DELETE /v1/stores/${id}`))))
    expect(answers.sort()).toEqual([200, 404, 404])
    const records = (await call(one, 'GET /v1/audit?action=store.delete&pageSize=10')).body.items
    expect(records.filter(({ removed }: { removed: number }) => removed === 0)).toEqual([])
  })
})
