// Modules that name one another, pushed together; and pushes that are sent again.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { type Served, type Server, serve } from '../../test/served.ts'
import { expectSound } from '../../test/writes.ts'

let served: Served
let one: Server
let two: Server

beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
}, 60_000)
afterAll(() => served.stop(), 60_000)

const file = (text: string) => [{ path: 'model.fga', text }]
const PEOPLE = file('module people\n\ntype user\n')
/** Each names a type of the other. */
const BANDS = file('module bands\n\ntype band\n  relations\n    define member: [user]\n    define label: [label]\n')
const LABELS = file(
  'module labels\n\ntype label\n  relations\n    define signed: [band]\n    define artist: member from signed\n',
)
const SET = [
  { module: 'bands', files: BANDS },
  { module: 'labels', files: LABELS },
]

async function newStore(): Promise<string> {
  const { id } = (await call(one, 'POST /v1/stores', { body: { name: 'modules' } })).body
  const pushed = await call(one, `PUT /v1/stores/${id}/modules/people`, { body: { files: PEOPLE } })
  expect(pushed.status).toBe(200)
  return id
}

const pushSet = (id: string, body: object, server = one, key?: string) =>
  call(server, `POST /v1/stores/${id}/modules`, { body, key })
const namesOf = async (id: string) =>
  (await call(one, `GET /v1/stores/${id}/modules`)).body.items.map(({ module }: { module: string }) => module)

describe('a set of modules', () => {
  it('that name one another comes into force together, which none of them does alone', async () => {
    const id = await newStore()
    for (const { module, files } of SET) {
      const alone = await call(one, `PUT /v1/stores/${id}/modules/${module}`, { body: { files } })
      expect(alone).toMatchObject({ status: 400, body: { info: { reason: 'invalid_model' } } })
    }
    const pushed = await pushSet(id, { modules: SET, reason: 'two teams' })
    expect(pushed).toMatchObject({
      status: 200,
      body: {
        modules: [
          { module: 'bands', version: expect.stringMatching(/^[0-9a-f]{64}$/) },
          { module: 'labels', version: expect.stringMatching(/^[0-9a-f]{64}$/) },
        ],
        isAccepted: true,
        isReplay: false,
      },
    })
    expect(await namesOf(id)).toEqual(['bands', 'labels', 'people'])
    expect((await call(two, `GET /v1/stores/${id}/modules/labels`)).body.files).toEqual(LABELS)
    const added = [
      { object: 'band:tide', relation: 'member', subject: 'user:ann' },
      { object: 'label:sea', relation: 'signed', subject: 'band:tide' },
    ]
    expect((await call(one, `POST /v1/stores/${id}/tuples`, { body: { added } })).status).toBe(200)
    const asked = { subject: 'user:ann', relation: 'artist', object: 'label:sea' }
    expect((await call(one, `POST /v1/stores/${id}/check`, { body: asked })).body.allowed).toBe(true)
    expect((await pushSet(id, { modules: [...SET].reverse() })).body).toMatchObject({ isUnchanged: true })
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  })

  it('is refused whole: what is wrong with one of them stands against all', async () => {
    const id = await newStore()
    const broken = file('module labels\n\ntype label\n  relations\n    define signed: [bands]\n')
    const refused = await pushSet(id, { modules: [SET[0], { module: 'labels', files: broken }] })
    expect(refused).toMatchObject({ status: 400, body: { info: { reason: 'invalid_model' } } })
    expect(JSON.stringify(refused.body)).toContain('labels/model.fga')
    const moved = await pushSet(id, { modules: [SET[0], { ...SET[1], basedOn: 'a'.repeat(64) }] })
    expect(moved).toMatchObject({ status: 409, body: { info: { reason: 'module_moved' } } })
    const twice = await pushSet(id, { modules: [SET[0], SET[0]] })
    expect(twice).toMatchObject({ status: 400, body: { detail: '`bands` is given twice' } })
    expect((await pushSet(id, { modules: [] })).status).toBe(400)
    expect(await namesOf(id)).toEqual(['people'])
  })

  it('takes out what goes with it, in the same revision, and says who did it once', async () => {
    const id = await newStore()
    await pushSet(id, { modules: SET })
    const alone = file('module bands\n\ntype band\n  relations\n    define member: [user]\n')
    const modules = [{ module: 'bands', files: alone }]
    const first = await pushSet(id, { removed: [{ module: 'labels' }], dryRun: true })
    expect(first).toMatchObject({ status: 200, body: { isDryRun: true, isAccepted: false } })
    const removed = [{ module: 'labels' }]
    const pushed = await pushSet(id, { modules, removed, reason: 'labels are gone' })
    expect(pushed).toMatchObject({
      status: 200,
      body: { modules: [{ module: 'bands' }, { module: 'labels', version: null }], isAccepted: true, revision: 4 },
    })
    expect(await namesOf(id)).toEqual(['bands', 'people'])
    const audit = (await call(one, `GET /v1/stores/${id}/audit`)).body.items
    expect(audit.filter(({ reason }: { reason?: string }) => reason === 'labels are gone')).toMatchObject([
      { action: 'module.push_set', revision: 4 },
    ])
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  })

  it('is refused when what goes is not there, was changed, or is given twice, and nothing goes', async () => {
    const id = await newStore()
    await pushSet(id, { modules: SET })
    const refusals = [
      [404, { removed: [{ module: 'nobody' }] }],
      [409, { removed: [{ module: 'labels', basedOn: 'a'.repeat(64) }] }],
      [400, { removed: [{ module: 'labels' }, { module: 'labels' }] }],
      [400, { modules: SET, removed: [{ module: 'labels' }] }],
      [400, { modules: [], removed: [] }],
    ] as const
    for (const [status, body] of refusals) expect(await pushSet(id, body)).toMatchObject({ status })
    const moved = await call(one, `DELETE /v1/stores/${id}/modules/labels?basedOn=${'a'.repeat(64)}`)
    expect(moved).toMatchObject({ status: 409, body: { info: { reason: 'module_moved' } } })
    const both = { removed: SET.map(({ module }) => ({ module })), idempotencyKey: 'both' }
    expect((await pushSet(id, both)).body).toMatchObject({ revision: 4, isReplay: false })
    expect((await pushSet(id, both)).body).toMatchObject({ revision: 4, isReplay: true })
    expect(await namesOf(id)).toEqual(['people'])
  })

  it('is the store’s: a key for its modules does not push them as a set', async () => {
    const id = await newStore()
    const { secret } = await makeKey(one, { modules: [`${id}/bands`, `${id}/labels`] })
    expect((await pushSet(id, { modules: SET }, one, secret)).status).toBe(403)
    const pusher = await makeKey(one, { stores: [id], roles: ['pusher'] })
    expect((await pushSet(id, { modules: SET, dryRun: true }, one, pusher.secret)).body).toMatchObject({
      isDryRun: true,
      isAccepted: true,
    })
    expect(await namesOf(id)).toEqual(['people'])
  })
})

describe('a push that is sent again', () => {
  it('is done once, also at once on two nodes, and never undoes what came after it', async () => {
    const id = await newStore()
    const body = { modules: SET, idempotencyKey: 'p-1' }
    const all = await Promise.all([one, two, one].map((server) => pushSet(id, body, server)))
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(all.map(({ body: { model, revision } }) => `${model} ${revision}`)).size).toBe(1)
    const [{ model, revision, token }] = all.map((each) => each.body) as [ReturnType<typeof JSON.parse>]
    const other = file('module labels\n\ntype label\n  relations\n    define signed: [band]\n')
    const later = await call(one, `PUT /v1/stores/${id}/modules/labels`, { body: { files: other } })
    expect(later.status).toBe(200)
    const again = await pushSet(id, body)
    expect(again).toMatchObject({ status: 200, body: { model, revision, token, isReplay: true } })
    expect((await call(one, `GET /v1/stores/${id}/modules/labels`)).body.files).toEqual(other)
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  })

  it('with the key of another request is refused, whichever kind of request that was', async () => {
    const id = await newStore()
    const path = `PUT /v1/stores/${id}/modules/bands`
    const alone = file('module bands\n\ntype band\n  relations\n    define member: [user]\n')
    const first = await call(one, path, { body: { files: alone, idempotencyKey: 'k' } })
    expect(first).toMatchObject({ status: 200, body: { isReplay: false } })
    const same = await call(one, path, { body: { files: alone, idempotencyKey: 'k' } })
    expect(same).toMatchObject({ status: 200, body: { module: 'bands', isReplay: true, model: first.body.model } })
    const mismatch = { status: 409, body: { code: 'idempotency_mismatch' } }
    expect(await call(one, path, { body: { files: alone, reason: 'x', idempotencyKey: 'k' } })).toMatchObject(mismatch)
    expect(await pushSet(id, { modules: SET, idempotencyKey: 'k' })).toMatchObject(mismatch)
    const added = [{ object: 'band:tide', relation: 'member', subject: 'user:ann' }]
    const written = await call(one, `POST /v1/stores/${id}/tuples`, { body: { added, idempotencyKey: 't' } })
    expect(written.status).toBe(200)
    expect(await call(one, path, { body: { files: alone, idempotencyKey: 't' } })).toMatchObject(mismatch)
    const dry = await call(one, path, { body: { files: alone, dryRun: true, idempotencyKey: 'k' } })
    expect(dry).toMatchObject({ status: 200, body: { isUnchanged: true } })
  })
})

describe('a database that dies in the middle of a push', () => {
  const ALONE = file('module bands\n\ntype band\n  relations\n    define member: [user]\n')
  const body = { modules: [{ module: 'bands', files: ALONE }], removed: [{ module: 'labels' }], idempotencyKey: 'once' }

  /** Ends the session that writes when revision, audit record and model are there, and the module is not: so many times. */
  async function dyingFor(times: number): Promise<() => Promise<unknown>> {
    const { database } = served.cluster
    await database.query('create sequence lockness.deaths')
    await database.query(`create function lockness.die() returns trigger language plpgsql as $$ begin
      if nextval('lockness.deaths') <= ${times} then
        perform pg_terminate_backend(pg_backend_pid());
        perform pg_sleep(5);
      end if;
      return new;
    end $$`)
    await database.query(
      'create trigger die after insert on lockness.module for each row execute function lockness.die()',
    )
    return async () => {
      await database.query('drop trigger die on lockness.module')
      await database.query('drop function lockness.die')
      const [row] = await database.query<{ deaths: number }>('select last_value as deaths from lockness.deaths')
      await database.query('drop sequence lockness.deaths')
      return row?.deaths
    }
  }

  async function begun(): Promise<string> {
    const id = await newStore()
    expect((await pushSet(id, { modules: SET })).status).toBe(200)
    return id
  }

  it('and comes back: it is done once, as one revision', async () => {
    const id = await begun()
    const live = await dyingFor(1)
    const pushed = await pushSet(id, body)
    expect(await live()).toBe(2)
    expect(pushed).toMatchObject({ status: 200, body: { revision: 4 } })
    expect(await namesOf(id)).toEqual(['bands', 'people'])
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  }, 60_000)

  it('and dies again and again: nothing of it is there, and the same push is done later', async () => {
    const id = await begun()
    const live = await dyingFor(1_000)
    const pushed = await pushSet(id, body)
    expect(await live()).toBeGreaterThan(1)
    expect(pushed.status).toBe(503)
    expect(await namesOf(id)).toEqual(['bands', 'labels', 'people'])
    expect((await call(two, `GET /v1/stores/${id}/modules/bands`)).body.files).toEqual(BANDS)
    expect((await call(two, `GET /v1/stores/${id}/models`)).body.items).toHaveLength(2)
    expect(await expectSound(served.cluster.database, id)).toBe(3)
    expect(await pushSet(id, body)).toMatchObject({ status: 200, body: { revision: 4 } })
    expect(await namesOf(id)).toEqual(['bands', 'people'])
  }, 60_000)
})
