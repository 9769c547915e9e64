// Keys that come twice: a request that is sent again makes one key, and a key that replaces another one may what that did.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { makeStore, type Served, type Server, serve } from '../../test/served.ts'

const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'

let served: Served
let one: Server
let two: Server
let mine: string

beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
  mine = (await makeStore(one, MODEL, [])).id
}, 60_000)
afterAll(() => served.stop(), 60_000)

const statusOf = async (answer: Promise<{ status: number }>) => (await answer).status

describe('a key that is asked for again', () => {
  it('is made once, and its secret is told once', async () => {
    const body = { name: 'again', stores: [mine], idempotencyKey: 'k-1' }
    const all = await Promise.all([1, 2, 3].map(() => call(one, 'POST /v1/keys', { body })))
    const [made, ...others] = all.sort((a, b) => a.status - b.status)
    expect(made).toMatchObject({ status: 201, body: { name: 'again', secret: expect.any(String) } })
    for (const other of [...others, await call(two, 'POST /v1/keys', { body })])
      expect(other).toMatchObject({
        status: 409,
        body: { code: 'conflict', info: { reason: 'secret_told', key: made!.body.id } },
      })
    const { items } = (await call(one, 'GET /v1/keys?pageSize=1000')).body
    expect(items.filter(({ name }: { name: string }) => name === 'again')).toHaveLength(1)
    expect((await call(one, `POST /v1/keys/${made!.body.id}/rotate`, { body: {} })).status).toBe(201)
  })

  it('is another request when anything of it is different, or when another key asks', async () => {
    const body = { name: 'other', stores: [mine], idempotencyKey: 'k-2' }
    expect(await statusOf(call(one, 'POST /v1/keys', { body }))).toBe(201)
    const more = await call(one, 'POST /v1/keys', { body: { ...body, roles: ['manager'] } })
    expect(more).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } })
    const { secret } = await makeKey(one)
    expect(await statusOf(call(one, 'POST /v1/keys', { key: secret, body }))).toBe(201)
    const kept = await served.cluster.database.query('select answer from lockness.kept_answer')
    expect(JSON.stringify(kept)).not.toContain('lk_')
  })

  it('that was refused may be asked for again, and a day later the request is a new one', async () => {
    const body = { name: 'later', stores: ['nowhere'], idempotencyKey: 'k-3' }
    expect(await statusOf(call(one, 'POST /v1/keys', { body }))).toBe(404)
    const right = { ...body, stores: [mine] }
    expect(await statusOf(call(one, 'POST /v1/keys', { body: right }))).toBe(201)
    await served.cluster.database.query(
      `update lockness.kept_answer set created_at = created_at - interval '25 hours' where key = 'k-3'`,
    )
    expect(await statusOf(call(one, 'POST /v1/keys', { body: right }))).toBe(201)
  })
})

describe('a key that has made stores', () => {
  const rotate = (id: string, body: object = {}, key?: string) => call(one, `POST /v1/keys/${id}/rotate`, { key, body })
  const make = async (key: string) =>
    String((await call(one, 'POST /v1/stores', { key, body: { name: 'own' } })).body.id)
  const read = (server: Server, store: string, key: string) => call(server, `GET /v1/stores/${store}`, { key })
  const left = (id: string) =>
    served.cluster.database.query(
      `select object from lockness.tuple where store_id = 'lockness' and until is null and subject = $1`,
      [`api_key:${id}`],
    )

  it('hands them on to the key that replaces it, and nothing else', async () => {
    const old = await makeKey(one, { roles: ['store_creator'] })
    const [kept, closed] = [await make(old.secret), await make(old.secret)]
    expect(await statusOf(call(one, `DELETE /v1/stores/${closed}`, { key: old.secret }))).toBe(200)
    const next = (await rotate(old.id)).body
    for (const server of [one, two]) await expect.poll(() => statusOf(read(server, kept, next.secret))).toBe(200)
    expect(await statusOf(call(one, `POST /v1/stores/${kept}/freeze`, { key: next.secret, body: {} }))).toBe(200)
    expect(await statusOf(read(one, mine, next.secret))).toBe(403)
    expect(await statusOf(read(one, kept, old.secret))).toBe(401)
    expect(await left(old.id)).toEqual([])
    const third = (await rotate(next.id, { overlapSeconds: 60 })).body
    expect(await statusOf(read(one, kept, third.secret))).toBe(200)
    expect(await statusOf(read(one, kept, next.secret))).toBe(200)
    await call(one, `DELETE /v1/keys/${third.id}`)
    expect(await left(third.id)).toEqual([])
  })

  it('is replaced only by who may manage all of them', async () => {
    const creator = await makeKey(one, { roles: ['store_creator'] })
    const store = await make(creator.secret)
    const keeper = await makeKey(one, { roles: ['key_manager', 'store_creator'] })
    const refused = await rotate(creator.id, {}, keeper.secret)
    const words = `a key cannot give \`manager\` on \`store:${store}\` that it does not have itself`
    expect(refused).toMatchObject({ status: 403, body: { detail: words } })
    expect(await statusOf(read(one, store, creator.secret))).toBe(200)
  })
})
