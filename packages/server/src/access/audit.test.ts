// The audit log over HTTP: of each revision one record, newest first, by who, what and when.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { makeStore, type Served, type Server, serve, tuple } from '../../test/served.ts'

const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'

let served: Served
let one: Server
let id: string
let writer: { id: string; secret: string }
/** After the third revision, and after the fifth. */
const times: string[] = []

beforeAll(async () => {
  served = await serve(1)
  ;[one] = served.servers as [Server]
  id = (await makeStore(one, MODEL, [tuple('doc:1#viewer@user:ann')])).id
  writer = await makeKey(one, { stores: [id], roles: ['writer'] })
  times.push(await databaseTime())
  for (const name of ['bob', 'cat'])
    await call(one, `POST /v1/stores/${id}/tuples`, {
      key: writer.secret,
      body: { added: [tuple(`doc:1#viewer@user:${name}`)], reason: `for ${name}` },
    })
  times.push(await databaseTime())
  await call(one, `PATCH /v1/stores/${id}`, { body: { name: 'renamed' } })
}, 60_000)
afterAll(() => served.stop(), 60_000)

/** With a millisecond of its own on both sides. */
async function databaseTime(): Promise<string> {
  const [row] = await served.cluster.database.query<{ at: Date }>(
    `select pg_sleep(0.005), clock_timestamp() as at, pg_sleep(0.005)`,
  )
  return row?.at.toISOString() ?? ''
}

const audit = (query = '', key?: string) => call(one, `GET /v1/stores/${id}/audit${query}`, { key })
const revisions = async (query: string): Promise<number[]> =>
  (await audit(query)).body.items.map(({ revision }: { revision: number }) => revision)

describe('the audit log of a store', () => {
  it('has one record for each revision, newest first', async () => {
    const { status, body } = await audit()
    expect(status).toBe(200)
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      'store.rename',
      'tuple.write',
      'tuple.write',
      'tuple.write',
      'model.write',
      'store.create',
    ])
    expect(body.items[1]).toEqual({
      revision: 5,
      at: expect.any(String),
      actor: `api_key:${writer.id}`,
      action: 'tuple.write',
      source: 'api',
      reason: 'for cat',
      added: 1,
      removed: 0,
    })
  })

  it('is read by who, by what, and by when', async () => {
    expect(await revisions(`?actor=api_key:${writer.id}`)).toEqual([5, 4])
    expect(await revisions('?action=tuple.write')).toEqual([5, 4, 3])
    expect(await revisions(`?actor=api_key:root&action=tuple.write`)).toEqual([3])
    expect(await revisions(`?since=${times[0]}`)).toEqual([6, 5, 4])
    expect(await revisions(`?until=${times[0]}`)).toEqual([3, 2, 1])
    expect(await revisions(`?since=${times[0]}&until=${times[1]}`)).toEqual([5, 4])
    expect(await revisions('?since=2020-01-01T00:00:00Z')).toHaveLength(6)
    expect(await revisions('?until=2020-01-01T00:00:00Z')).toEqual([])
    expect(await revisions('?actor=__proto__')).toEqual([])
  })

  it('is read page by page, each record once, with a cursor of this very list', async () => {
    const found: number[] = []
    let cursor: string | undefined
    do {
      const { body } = await audit(`?pageSize=2&since=2020-01-01T00:00:00Z${cursor ? `&cursor=${cursor}` : ''}`)
      found.push(...body.items.map(({ revision }: { revision: number }) => revision))
      cursor = body.cursor
    } while (cursor)
    expect(found).toEqual([6, 5, 4, 3, 2, 1])
    const first = await audit('?pageSize=1')
    expect((await audit(`?pageSize=1&cursor=${first.body.cursor}`)).body.items).toMatchObject([{ revision: 5 }])
    for (const query of [`?pageSize=1&action=tuple.write&cursor=${first.body.cursor}`, '?cursor=AAAA'])
      expect((await audit(query)).status).toBe(400)
    expect((await call(one, `GET /v1/audit?pageSize=1&cursor=${first.body.cursor}`)).status).toBe(400)
  })

  it.each([
    '?since=yesterday',
    '?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z',
    '?pageSize=0',
    '?pageSize=1001',
    '?pageSize=ten',
    '?who=me',
  ])('refuses %s', async (query) => {
    expect(await audit(query)).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  })

  it('is not for a key that may only write, and that of the installation not for a key of a store', async () => {
    expect((await audit('', writer.secret)).status).toBe(403)
    const manager = await makeKey(one, { stores: [id] })
    expect((await audit('', manager.secret)).status).toBe(200)
    expect((await call(one, 'GET /v1/audit', { key: manager.secret })).status).toBe(403)
    const reader = await makeKey(one, { roles: ['reader'] })
    expect((await call(one, 'GET /v1/audit', { key: reader.secret })).status).toBe(200)
  })
})
