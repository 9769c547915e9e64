// Requests for a key that are sent again: one key, and its secret told once.

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
