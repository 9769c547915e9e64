// What stands behind a record: the change, before and after, and a chain that shows whoever altered it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { makeStore, type Served, type Server, serve, tuple } from '../../test/served.ts'

const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
const WIDER = `${MODEL}    define editor: [user]\n`
const ANN = tuple('doc:1#viewer@user:ann')

let served: Served
let one: Server
let id: string
let models: readonly string[]

beforeAll(async () => {
  served = await serve(1)
  ;[one] = served.servers as [Server]
  const made = await makeStore(one, MODEL, [ANN])
  id = made.id
  const ended = { ...ANN, expiresAt: 4_000_000_000_000 }
  await write({ added: [ended], onExisting: 'replace', reason: 'until the tour is over' })
  await write({ added: [tuple('doc:2#viewer@user:bob')], removed: [ANN] })
  const { body } = await call(one, `POST /v1/stores/${id}/models`, { body: { text: WIDER, label: 'stable' } })
  models = [made.model, body.model]
}, 60_000)
afterAll(() => served.stop(), 60_000)

async function write(body: object) {
  const answer = await call(one, `POST /v1/stores/${id}/tuples`, { body })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
}
const change = (revision: number | string) => call(one, `GET /v1/stores/${id}/audit/${revision}`)
const verify = (query: string) => call(one, `GET /v1/stores/${id}/audit/verify?${query}`)
const found = async (query: string): Promise<number[]> =>
  (await call(one, `GET /v1/stores/${id}/audit?${query}`)).body.items.map(
    ({ revision }: { revision: number }) => revision,
  )

describe('a change', () => {
  it('is shown before and after', async () => {
    expect((await change(3)).body).toMatchObject({ isKept: true, isWhole: true, changes: [{ after: ANN }], labels: [] })
    expect((await change(4)).body).toMatchObject({
      revision: 4,
      action: 'tuple.write',
      reason: 'until the tour is over',
      changes: [{ before: ANN, after: { ...ANN, expiresAt: 4_000_000_000_000 } }],
    })
    expect((await change(5)).body.changes).toEqual([
      { before: { ...ANN, expiresAt: 4_000_000_000_000 } },
      { after: tuple('doc:2#viewer@user:bob') },
    ])
  })

  it('of a model names the one before it, and the labels that moved', async () => {
    const [first, second] = models
    expect((await change(2)).body.model).toEqual({ after: first })
    expect((await change(6)).body).toMatchObject({
      model: { before: first, after: second },
      labels: [{ label: 'stable', model: second }],
    })
  })

  it('stands in a chain', async () => {
    const [before, after] = [(await change(4)).body.proof, (await change(5)).body.proof]
    expect(after.previous).toBe(before.hash)
    expect(after.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    [0, 400],
    ['x', 400],
    [99, 404],
  ])('is not there as revision %s: %i', async (revision, status) => {
    expect((await change(revision)).status).toBe(status)
  })
})

describe('a search for text', () => {
  it.each([
    ['text=TOUR', [4]],
    ['text=user%3Abob', [5]],
    ['text=doc%3A1%23viewer', [5, 4, 3]],
    ['text=doc%3A1%23viewer%40user%3Aann', [5, 4, 3]],
    ['text=model.write', [6, 2]],
    ['text=expiresAt', []],
    ['text=%22%5C', []],
    ['text=ann&action=tuple.write&pageSize=1', [5]],
  ])('%s', async (query, revisions) => {
    expect(await found(query)).toEqual(revisions)
  })
})

describe('the chain', () => {
  it('holds, whole and in parts', async () => {
    const { body } = await verify('from=1')
    expect(body).toEqual({ from: 1, to: 6, isWhole: true, hash: expect.any(String), faults: [] })
    expect((await verify('from=3&to=4')).body).toMatchObject({ from: 3, to: 4, isWhole: true, faults: [] })
    expect((await call(one, 'GET /v1/audit/verify?from=1')).body).toMatchObject({ isWhole: true, faults: [] })
    expect((await call(one, 'GET /v1/audit/1')).body).toMatchObject({ revision: 1, isKept: true })
    expect((await verify('from=5&to=4')).status).toBe(400)
    expect(await verify('from=1000')).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  })

  it('is not for a key that may not read', async () => {
    const { secret } = await makeKey(one, { stores: [id], roles: ['asker'] })
    for (const path of ['audit/verify?from=1', 'audit/3'])
      expect((await call(one, `GET /v1/stores/${id}/${path}`, { key: secret })).status).toBe(403)
  })

  it('shows a body, a record and a row that somebody has altered', async () => {
    const { database } = served.cluster
    const kinds = async (query: string) =>
      (await verify(query)).body.faults.map(({ kind, revision }: { kind: string; revision: number }) => [
        kind,
        revision,
      ])
    await database.query(
      `update lockness.store_log set body = replace(body, 'until the tour', 'until the show') where store_id = $1 and rev = 4`,
      [id],
    )
    expect(await kinds('from=1')).toEqual([
      ['chain', 4],
      ['record', 4],
    ])
    await database.query(`update lockness.audit set actor = 'api_key:nobody' where store_id = $1 and rev = 5`, [id])
    expect(await kinds('from=5')).toEqual([['record', 5]])
    await database.query(`delete from lockness.store_log where store_id = $1 and rev = 3`, [id])
    expect(await kinds('from=2&to=3')).toEqual([['gap', 3]])
    expect((await change(3)).body).toMatchObject({ isKept: false, changes: [] })
  })
})
