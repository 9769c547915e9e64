// Keys over HTTP, on two nodes of one database: what one may do, that it gives no more than it has, and that it ends.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { KEY, makeStore, type Served, type Server, serve, tuple } from '../../test/served.ts'
import { expectSound } from '../../test/writes.ts'

const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
const ASK = { subject: 'user:ann', relation: 'viewer', object: 'doc:1' }
const ADD = { added: [tuple('doc:1#viewer@user:ann')] }

let served: Served
let one: Server
let two: Server
let mine: string
let other: string

beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
  mine = (await makeStore(one, MODEL, [])).id
  other = (await makeStore(one, MODEL, [])).id
}, 60_000)
afterAll(async () => {
  await expectSound(served.cluster.database, 'lockness')
  await served.stop()
}, 60_000)

const check = (server: Server, store: string, key?: string) =>
  call(server, `POST /v1/stores/${store}/check`, { key, body: ASK })
const statusOf = async (answer: Promise<{ status: number }>) => (await answer).status

describe('a key', () => {
  it('works on the node that made it and on the other one, at once', async () => {
    const { secret } = await makeKey(one, { stores: [mine] })
    expect(await check(two, mine, secret)).toMatchObject({ status: 200, body: { allowed: false } })
    expect(await check(one, mine, secret)).toMatchObject({ status: 200 })
  })

  it('is shown without its secret ever after, and no secret is in the database', async () => {
    const { id, secret } = await makeKey(one, { name: 'reader of mine', stores: [mine], roles: ['reader'] })
    const shown = { id, name: 'reader of mine', state: 'live', roles: ['reader'], stores: [mine] }
    expect((await call(one, `GET /v1/keys/${id}`)).body).toEqual({
      ...shown,
      createdBy: 'api_key:root',
      createdAt: expect.any(String),
    })
    const all = JSON.stringify((await call(one, 'GET /v1/keys?pageSize=1000')).body)
    expect(all).toContain(id)
    const audit = JSON.stringify((await call(one, 'GET /v1/audit?pageSize=1000')).body)
    const tables = ['api_key', 'store_log', 'tuple', 'audit', 'model']
    const rows = await Promise.all(
      tables.map((table) => served.cluster.database.query(`select t::text as text from lockness.${table} t`)),
    )
    const ofSecret = secret.split('_').slice(2).join('_')
    expect(ofSecret.length).toBeGreaterThan(40)
    for (const text of [all, audit, JSON.stringify(rows), served.cluster.reports.join()]) {
      expect(text).not.toContain(ofSecret)
      expect(text).not.toContain(KEY)
    }
  })

  it('that nobody was given, or that is cut or longer by one character, opens nothing and is not repeated', async () => {
    const { secret } = await makeKey(one)
    const wrong = [`${secret}x`, secret.slice(0, -1), secret.toUpperCase(), 'lk_root_', '__proto__', KEY.slice(1)]
    for (const key of wrong) {
      const answer = await check(one, mine, key)
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
      expect(JSON.stringify(answer.body)).not.toContain(key)
    }
    expect(await statusOf(check(one, mine, secret))).toBe(200)
  })

  it('reaches the stores that it is for and no other, whether that one exists or not', async () => {
    const { secret } = await makeKey(one, { stores: [mine] })
    const refused = await check(one, other, secret)
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const absent = await check(one, '01ARZ3NDEKTSV4RRFFQ69G5FAV', secret)
    const { requestId: _, ...words } = refused.body
    expect(absent.body).toMatchObject(words)
    for (const row of [`POST /v1/stores/${other}/tuples`, 'POST /v1/stores', 'POST /v1/keys'])
      expect(await statusOf(call(one, row, { key: secret, body: { ...ADD, name: 'x' } }))).not.toBeLessThan(400)
    for (const row of [
      'GET /v1/stores',
      'GET /v1/keys',
      'GET /v1/audit',
      `GET /v1/stores/${other}/audit`,
      `DELETE /v1/stores/${other}`,
    ])
      expect(await statusOf(call(one, row, { key: secret }))).toBe(403)
    expect((await call(one, `GET /v1/stores/${other}`)).body.revision).toBe(2)
  })

  it('is held to its stores by the engine too, and not by its row alone', async () => {
    const { id, secret } = await makeKey(one, { stores: [mine] })
    await served.cluster.database.query('update lockness.api_key set stores = null where id = $1', [id])
    expect(await statusOf(check(two, other, secret))).toBe(403)
    expect(await statusOf(check(two, mine, secret))).toBe(200)
  })

  it('does what its roles say and no more', async () => {
    const { secret } = await makeKey(one, { stores: [mine], roles: ['asker', 'reader'] })
    expect(await statusOf(check(one, mine, secret))).toBe(200)
    expect(await statusOf(call(one, `GET /v1/stores/${mine}`, { key: secret }))).toBe(200)
    const write = await call(one, `POST /v1/stores/${mine}/tuples`, { key: secret, body: ADD })
    expect(write).toMatchObject({
      status: 403,
      body: { detail: `\`tuple.write\` needs \`can_write\` on \`store:${mine}\`` },
    })
    expect(await statusOf(call(one, `POST /v1/stores/${mine}/freeze`, { key: secret, body: {} }))).toBe(403)
  })

  it('is for its actions only', async () => {
    const { secret } = await makeKey(one, { stores: [mine], actions: ['access.*', 'store.read'] })
    expect(await statusOf(check(one, mine, secret))).toBe(200)
    expect(await statusOf(call(one, `GET /v1/stores/${mine}`, { key: secret }))).toBe(200)
    const write = await call(one, `POST /v1/stores/${mine}/tuples`, { key: secret, body: ADD })
    expect(write).toMatchObject({ status: 403, body: { detail: 'this key is not for `tuple.write`' } })
    expect(await statusOf(call(one, `PATCH /v1/stores/${mine}`, { key: secret, body: { name: 'x' } }))).toBe(403)
  })

  it.each([
    ['a name of Object', { actions: ['__proto__'] }],
    ['a noun of Object', { actions: ['constructor'] }],
    ['all of everything', { actions: ['*'] }],
    ['no action at all', { actions: [] }],
    ['a role that is none', { roles: ['__proto__'] }],
    ['a role of the system on a store', { stores: ['s'], roles: ['key_manager'] }],
    ['a role beside modules alone', { modules: ['s/m'], roles: ['writer'] }],
    ['a module without its store', { modules: ['m'] }],
    ['a store twice', { stores: ['s', 's'] }],
    ['an end that is over', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['an end that is no time', { expiresAt: 'tomorrow' }],
    ['a field that there is not', { isRoot: true }],
    ['no name', { name: '' }],
  ])('is not made with %s', async (_, wish) => {
    const answer = await call(one, 'POST /v1/keys', { body: { name: 'x', ...wish } })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  })

  it('that was given no role asks and reads where it reaches, and nothing else', async () => {
    const made = await call(one, 'POST /v1/keys', { body: { name: 'plain', stores: [mine] } })
    expect(made).toMatchObject({ status: 201, body: { roles: ['asker', 'reader'] } })
    const key = made.body.secret
    expect(await statusOf(check(one, mine, key))).toBe(200)
    expect(await statusOf(call(one, `GET /v1/stores/${mine}`, { key }))).toBe(200)
    const added = [{ object: 'doc:new', relation: 'viewer', subject: 'user:ann' }]
    expect(await statusOf(call(one, `POST /v1/stores/${mine}/tuples`, { key, body: { added } }))).toBe(403)
    expect(await statusOf(call(one, `GET /v1/stores/${mine}/watch`, { key }))).toBe(403)
    expect(await statusOf(call(one, `POST /v1/stores/${mine}/freeze`, { key, body: {} }))).toBe(403)
    expect(await statusOf(call(one, `DELETE /v1/stores/${mine}`, { key }))).toBe(403)
    const everywhere = (await call(one, 'POST /v1/keys', { body: { name: 'plain' } })).body.secret
    expect(await statusOf(call(one, 'GET /v1/stores', { key: everywhere }))).toBe(200)
    for (const row of ['POST /v1/stores', 'POST /v1/keys'])
      expect(await statusOf(call(one, row, { key: everywhere, body: { name: 'x' } }))).toBe(403)
    expect(await statusOf(call(one, 'GET /v1/keys', { key: everywhere }))).toBe(403)
  })

  it('named like a property of objects is data: it has the rights that it was given, and none is inherited', async () => {
    const { secret } = await makeKey(one, {
      name: '__proto__',
      stores: [mine],
      actions: ['constructor.*', 'access.check'],
    })
    expect(await statusOf(check(one, mine, secret))).toBe(200)
    expect(await statusOf(call(one, `GET /v1/stores/${mine}`, { key: secret }))).toBe(403)
    expect(await statusOf(call(one, 'GET /v1/stores/__proto__', { key: secret }))).toBe(403)
    expect(await statusOf(call(one, 'GET /v1/stores/__proto__'))).toBe(404)
    expect(await statusOf(call(one, 'GET /v1/keys/__proto__'))).toBe(404)
  })

  it('for stores that there are not is not made', async () => {
    const answer = await call(one, 'POST /v1/keys', { body: { name: 'x', stores: ['nowhere'] } })
    expect(answer).toMatchObject({ status: 404, body: { detail: 'there is no store `nowhere`' } })
    expect(await statusOf(call(one, 'POST /v1/keys', { body: { name: 'x', stores: ['lockness'] } }))).toBe(404)
  })

  it('tells when it was used last', async () => {
    const third = await served.start()
    const { id, secret } = await makeKey(third, { stores: [mine] })
    expect((await call(one, `GET /v1/keys/${id}`)).body.lastUsedAt).toBeUndefined()
    await check(third, mine, secret)
    await third.close()
    expect((await call(one, `GET /v1/keys/${id}`)).body.lastUsedAt).toEqual(expect.any(String))
  })
})

describe('a key that makes a key', () => {
  it('gives no role that it does not have', async () => {
    const { secret } = await makeKey(one, { roles: ['key_manager', 'asker'] })
    const wish = (body: object) => call(one, 'POST /v1/keys', { key: secret, body: { name: 'x', ...body } })
    const wider = await wish({ roles: ['manager'] })
    const words = 'a key cannot give `manager` on `system:lockness` that it does not have itself'
    expect(wider).toMatchObject({ status: 403, body: { detail: words } })
    for (const body of [{ roles: ['writer'] }, { stores: [mine] }, { stores: [mine], roles: ['asker', 'writer'] }])
      expect(await statusOf(wish(body))).toBe(403)
    expect(await statusOf(wish({ modules: [`${mine}/music`] }))).toBe(403)
    expect(await statusOf(wish({ roles: ['asker'] }))).toBe(201)
    const narrower = await wish({ roles: ['asker'], stores: [mine] })
    expect(narrower.status).toBe(201)
    expect(await statusOf(check(one, mine, narrower.body.secret))).toBe(200)
    expect(await statusOf(check(one, other, narrower.body.secret))).toBe(403)
  })

  it('gives no action that it is not for', async () => {
    const { secret } = await makeKey(one, { actions: ['key.*', 'access.check'] })
    const wish = (actions?: string[]) =>
      call(one, 'POST /v1/keys', { key: secret, body: { name: 'x', ...(actions && { actions }) } })
    for (const actions of [undefined, ['access.*'], ['tuple.write'], ['access.check', 'store.read']])
      expect(await statusOf(wish(actions))).toBe(403)
    expect(await statusOf(wish(['key.create', 'access.check']))).toBe(201)
  })

  it('gives no longer time than it has, and its own when none is said', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const { secret } = await makeKey(one, { expiresAt })
    const wish = (end?: string) =>
      call(one, 'POST /v1/keys', { key: secret, body: { name: 'x', ...(end && { expiresAt: end }) } })
    expect(await statusOf(wish(new Date(Date.now() + 7_200_000).toISOString()))).toBe(403)
    expect((await wish()).body.expiresAt).toBe(expiresAt)
  })

  it('cannot get a wider one by replacing it', async () => {
    const { secret } = await makeKey(one, { roles: ['key_manager', 'asker'] })
    const wide = await makeKey(one)
    expect(await statusOf(call(one, `POST /v1/keys/${wide.id}/rotate`, { key: secret, body: {} }))).toBe(403)
    expect(await statusOf(call(one, 'POST /v1/keys/root/rotate', { key: secret, body: {} }))).toBe(403)
    expect(await statusOf(check(one, mine, wide.secret))).toBe(200)
    const short = await makeKey(one, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() })
    const longer = await call(one, `POST /v1/keys/${wide.id}/rotate`, { key: short.secret, body: {} })
    expect(longer).toMatchObject({ status: 403 })
  })

  it('makes stores that it manages, and sees no others', async () => {
    const { secret } = await makeKey(one, { roles: ['store_creator'] })
    const made = await call(one, 'POST /v1/stores', { key: secret, body: { name: 'own' } })
    expect(made).toMatchObject({ status: 201, body: { revision: 1 } })
    expect(await statusOf(call(two, `GET /v1/stores/${made.body.id}`, { key: secret }))).toBe(200)
    expect(await statusOf(call(one, `GET /v1/stores/${mine}`, { key: secret }))).toBe(403)
    expect(await statusOf(call(one, 'GET /v1/stores', { key: secret }))).toBe(403)
  })
})

describe('a key for a module', () => {
  it('may push that module and nothing else', async () => {
    const { secret } = await makeKey(one, { modules: [`${mine}/music`] })
    const file = { path: 'model.fga', text: 'module music\ntype song\n' }
    const push = (store: string, module: string) =>
      call(one, `PUT /v1/stores/${store}/modules/${module}`, { key: secret, body: { files: [file], dryRun: true } })
    expect(await statusOf(push(mine, 'music'))).not.toBe(403)
    expect(await statusOf(push(mine, 'ads'))).toBe(403)
    expect(await statusOf(push(other, 'music'))).toBe(403)
    expect(await statusOf(check(one, mine, secret))).toBe(403)
  })
})

describe('a key ends', () => {
  it('when it is revoked: on this node with the answer, on the other one soon after, with all that it had', async () => {
    const { id, secret } = await makeKey(one, { stores: [mine] })
    expect(await statusOf(check(two, mine, secret))).toBe(200)
    const revoked = await call(one, `DELETE /v1/keys/${id}`, { body: { reason: 'it leaked' } })
    expect(revoked).toMatchObject({ status: 200, body: { id, state: 'revoked', revokedAt: expect.any(String) } })
    const words = { code: 'unauthenticated', detail: `the key \`${id}\` was revoked`, info: { credentials: 'revoked' } }
    expect(await check(one, mine, secret)).toMatchObject({ status: 401, body: words })
    await expect.poll(() => statusOf(check(two, mine, secret)), { timeout: 10_000 }).toBe(401)
    const left = await served.cluster.database.query(
      `select from lockness.tuple where store_id = 'lockness' and until is null and subject = $1`,
      [`api_key:${id}`],
    )
    expect(left).toEqual([])
    expect((await call(two, 'GET /v1/audit?action=key.revoke&pageSize=1')).body.items).toMatchObject([
      { actor: 'api_key:root', action: 'key.revoke', reason: 'it leaked', removed: 2 },
    ])
  })

  it('on a node that is never told, by the sweep alone', async () => {
    const { id, secret } = await makeKey(one, { stores: [mine] })
    expect(await statusOf(check(two, mine, secret))).toBe(200)
    // As another program would do it: no hint is sent.
    await served.cluster.database.query(`select * from lockness.append('lockness', $1::jsonb)`, [
      JSON.stringify([
        {
          commitId: crypto.randomUUID(),
          changes: [{ op: 'remove', object: 'system:lockness', relation: 'key', subject: `api_key:${id}` }],
          preconditions: [],
          actor: 'test',
          action: 'key.revoke',
          source: 'test',
        },
      ]),
    ])
    await expect.poll(() => statusOf(check(two, mine, secret)), { timeout: 15_000 }).toBe(401)
  })

  it('for what runs in a transaction as soon as the revocation is committed, also where it has not arrived', async () => {
    const { id, secret } = await makeKey(one)
    expect(await statusOf(call(two, 'POST /v1/stores', { key: secret, body: { name: 'before' } }))).toBe(201)
    await call(one, `DELETE /v1/keys/${id}`)
    const after = await statusOf(call(two, 'POST /v1/stores', { key: secret, body: { name: 'after' } }))
    expect([401, 403]).toContain(after)
    const stores = (await call(one, 'GET /v1/stores?name=after')).body.items
    expect(stores).toEqual([])
  })

  it('when its time has come, by the clock of the database, and says since when', async () => {
    const expiresAt = new Date(Date.now() + 2_500).toISOString()
    const { id, secret } = await makeKey(one, { stores: [mine], expiresAt })
    expect(await statusOf(check(two, mine, secret))).toBe(200)
    await expect.poll(() => statusOf(check(two, mine, secret)), { timeout: 15_000 }).toBe(401)
    const words = { detail: `the key \`${id}\` expired at ${expiresAt}`, info: { credentials: 'expired' } }
    expect(await check(one, mine, secret)).toMatchObject({ status: 401, body: words })
    expect((await call(one, `GET /v1/keys/${id}`)).body.state).toBe('expired')
    expect(await statusOf(call(one, `POST /v1/keys/${id}/rotate`, { body: {} }))).toBe(409)
  })

  it('when it is replaced: the new one does the same, the old one nothing', async () => {
    const old = await makeKey(one, { name: 'ci', stores: [mine], roles: ['asker'] })
    const replaced = await call(one, `POST /v1/keys/${old.id}/rotate`, { body: { reason: 'every quarter' } })
    expect(replaced).toMatchObject({ status: 201, body: { name: 'ci', stores: [mine], roles: ['asker'] } })
    expect(replaced.body.secret).not.toBe(old.secret)
    expect(await statusOf(check(one, mine, old.secret))).toBe(401)
    expect(await statusOf(check(one, mine, replaced.body.secret))).toBe(200)
    const shown = await call(one, `GET /v1/keys/${old.id}`)
    expect(shown.body).toMatchObject({ state: 'revoked', replacedBy: replaced.body.id })
    expect(await statusOf(call(one, `POST /v1/keys/${old.id}/rotate`, { body: {} }))).toBe(409)
  })

  it('a while after it is replaced, when that is wished', async () => {
    const old = await makeKey(one, { stores: [mine] })
    const replaced = await call(one, `POST /v1/keys/${old.id}/rotate`, { body: { overlapSeconds: 2 } })
    expect(await statusOf(check(one, mine, old.secret))).toBe(200)
    expect((await call(one, `GET /v1/keys/${old.id}`)).body).toMatchObject({ replacedBy: replaced.body.id })
    await expect.poll(() => statusOf(check(one, mine, old.secret)), { timeout: 15_000 }).toBe(401)
    expect(await statusOf(check(one, mine, replaced.body.secret))).toBe(200)
  })

  it('for unknown ones with 404', async () => {
    expect(await call(one, 'DELETE /v1/keys/nobody')).toMatchObject({
      status: 404,
      body: { detail: 'there is no key `nobody`' },
    })
  })
})

describe('the last key that manages the system', () => {
  it('cannot be revoked, not even by two at once; another one without an end lets it go', async () => {
    for (const { id, state } of (await call(one, 'GET /v1/keys?pageSize=1000')).body.items)
      if (id !== 'root' && state === 'live') await call(one, `DELETE /v1/keys/${id}`)
    const refused = await call(one, 'DELETE /v1/keys/root')
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', info: { reason: 'last_manager' } } })
    await makeKey(one, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() })
    await makeKey(one, { actions: ['key.*'] })
    await makeKey(one, { roles: ['key_manager'] })
    await makeKey(one, { stores: [mine] })
    expect(await statusOf(call(one, 'DELETE /v1/keys/root'))).toBe(409)
    const second = await makeKey(one)
    const both = await Promise.all([
      call(one, 'DELETE /v1/keys/root'),
      call(two, `DELETE /v1/keys/${second.id}`, { key: second.secret }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const survivor = both[0].status === 200 ? second.secret : KEY
    expect(await statusOf(call(one, 'GET /v1/keys', { key: survivor }))).toBe(200)
    const next = await call(one, `POST /v1/keys/${both[0].status === 200 ? second.id : 'root'}/rotate`, {
      key: survivor,
      body: {},
    })
    expect(next.status).toBe(201)
    expect(await statusOf(call(one, 'GET /v1/keys', { key: survivor }))).toBe(401)
    expect(await statusOf(call(one, 'GET /v1/keys', { key: next.body.secret }))).toBe(200)
  })
})
