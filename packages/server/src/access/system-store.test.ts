// The beginning of an installation: one system store and one root key, whoever comes first and however many come at once.

import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { generateSystemModel } from '../../build-system-model.ts'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { call, openMaintenance, type ServerOptions, serveOn } from '../../test/keys.ts'
import { KEY, type Server } from '../../test/served.ts'
import { openDatabase } from '../store/database.ts'
import { migrate, readMigrations } from '../store/migrate.ts'
import { recoverRootKey } from './system-store.actions.ts'

let cluster: TestCluster
const running: Server[] = []

/** Migrated and nothing more, so that each test begins with a copy of it. */
const EMPTY = 'not_begun'

beforeAll(async () => {
  cluster = await startCluster()
  await cluster.database.query(`create database ${EMPTY}`)
  const database = connect(EMPTY)
  await migrate(database, await readMigrations())
  await database.close()
}, 60_000)
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
}, 60_000)
afterAll(() => cluster.stop(), 60_000)

let databases = 0

function connect(database: string) {
  const connection = { ...cluster.embedded.connection, database }
  return openDatabase({ connection, report: (message) => cluster.reports.push(message) })
}

/** A database in which nothing has begun, and a way to start nodes on it. */
async function fresh() {
  const name = `fresh_${++databases}`
  await cluster.database.query(`create database ${name} template ${EMPTY}`)
  return async (more: Partial<ServerOptions> = {}) => {
    const server = await serveOn(cluster, name, more)
    running.push(server)
    return server
  }
}

describe('a new installation', () => {
  it('makes a root key, hands it out once, and every node knows it', async () => {
    const start = await fresh()
    const one = await start({ rootKey: undefined })
    const key = one.firstRootKey
    expect(key).toMatch(/^lk_root_[\w-]{43}$/)
    const two = await start({ rootKey: undefined })
    expect(two.firstRootKey).toBeUndefined()
    for (const server of [one, two])
      expect(await call(server, 'GET /v1/keys', { key })).toMatchObject({
        status: 200,
        body: { items: [{ id: 'root', roles: ['manager'], state: 'live' }] },
      })
    expect(cluster.reports.join()).not.toContain(key)
  })

  it('has one system store and one root key when many nodes begin at once', async () => {
    const start = await fresh()
    const nodes = await Promise.all([1, 2, 3].map(() => start({ rootKey: undefined })))
    const keys = nodes.map(({ firstRootKey }) => firstRootKey).filter((key) => key !== undefined)
    expect(keys).toHaveLength(1)
    for (const node of nodes) {
      const all = await call(node, 'GET /v1/keys', { key: keys[0] })
      expect(all).toMatchObject({ status: 200, body: { items: [{ id: 'root' }] } })
      const audit = await call(node, 'GET /v1/audit', { key: keys[0] })
      expect(audit.body.items).toMatchObject([{ revision: 1, action: 'system.begin', actor: 'system', added: 2 }])
    }
  })

  it('takes the root key that it is given, and none is handed out', async () => {
    const start = await fresh()
    const nodes = await Promise.all([1, 2].map(() => start({ rootKey: KEY })))
    expect(nodes.map(({ firstRootKey }) => firstRootKey)).toEqual([undefined, undefined])
    for (const node of nodes) expect((await call(node, 'GET /v1/keys')).body.items).toHaveLength(1)
  })

  it.each([
    ['short', 'too-short'],
    ['with what no header carries', `${KEY} and more`],
  ])('refuses a root key that is %s, and does not repeat it', async (_, rootKey) => {
    const start = await fresh()
    const refused = await start({ rootKey }).catch((error: Error) => error)
    expect(refused).toMatchObject({ code: 'misconfigured' })
    expect(String(refused)).not.toContain(rootKey)
  })
})

describe('an installation that is there', () => {
  it('refuses another root key, takes the same one, and needs none', async () => {
    const start = await fresh()
    await start({ rootKey: KEY })
    const other = 'another-root-key-for-tests'
    const refused = await start({ rootKey: other }).catch((error: Error) => error)
    expect(refused).toMatchObject({ code: 'misconfigured' })
    expect(String(refused)).toContain('is not the root key of this installation')
    expect(String(refused)).not.toContain(other)
    const same = await start({ rootKey: KEY })
    const none = await start({ rootKey: undefined })
    expect(none.firstRootKey).toBeUndefined()
    for (const node of [same, none]) {
      expect(await call(node, 'GET /v1/keys')).toMatchObject({ status: 200 })
      expect(await call(node, 'GET /v1/keys', { key: other })).toMatchObject({ status: 401 })
    }
  })

  it('starts with a root key that was replaced, which opens nothing; refuses any key that is not a root', async () => {
    const start = await fresh()
    const one = await start({ rootKey: KEY })
    const next = await call(one, 'POST /v1/keys/root/rotate', { body: {} })
    const made = await call(one, 'POST /v1/keys', { key: next.body.secret, body: { name: 'wide' } })
    const refused = await start({ rootKey: made.body.secret }).catch((error: Error) => error)
    expect(String(refused)).toContain('is not the root key of this installation')
    const reports: string[] = []
    const two = await start({ rootKey: KEY, report: (message) => reports.push(message) })
    expect(reports.join()).toContain('`LOCKNESS_ROOT_KEY` was revoked at')
    expect(reports.join()).not.toContain(KEY)
    expect((await call(two, 'GET /v1/keys')).status).toBe(401)
    const three = await start({ rootKey: next.body.secret })
    expect((await call(three, 'GET /v1/keys', { key: next.body.secret })).status).toBe(200)
  })

  it('gets the model of a newer version once, and keeps it when an older one comes back', async () => {
    const start = await fresh()
    const one = await start({ rootKey: KEY })
    const database = connect(`fresh_${databases}`)
    await database.query(`update lockness.model set id = 'older' where store_id = 'lockness'`)
    await start({ rootKey: KEY })
    await start({ rootKey: KEY })
    const actions = (await call(one, 'GET /v1/audit')).body.items.map(({ action }: { action: string }) => action)
    expect(actions).toEqual(['system.upgrade', 'system.begin'])
    expect((await call(one, 'POST /v1/stores', { body: { name: 'goes on' } })).status).toBe(201)
    await database.close()
  })
})

describe('a root key that was lost', () => {
  it('is replaced by who can write to the database, and then revoked with the new one', async () => {
    const start = await fresh()
    const one = await start({ rootKey: KEY })
    const { host, user } = cluster.embedded.connection
    const databaseUrl = `postgresql://${user}@/fresh_${databases}?host=${encodeURIComponent(host)}`
    const maintenance = await openMaintenance({
      place: { databaseUrl },
      now: () => new Date(),
      report: () => undefined,
    })
    const key = await maintenance.recoverRootKey()
    await maintenance.close()
    expect(await call(one, 'DELETE /v1/keys/root', { key })).toMatchObject({ status: 200, body: { state: 'revoked' } })
    expect(await call(one, 'GET /v1/keys')).toMatchObject({ status: 401 })
    expect((await call(one, 'GET /v1/audit?action=system.recover', { key })).body.items).toMatchObject([{ added: 2 }])
    expect((await start({ rootKey: key })).firstRootKey).toBeUndefined()
  })

  it('is not made for an installation that has not begun', async () => {
    await fresh()
    const database = connect(`fresh_${databases}`)
    const refused = recoverRootKey({ database, newId: randomUUID, randomBytes })
    await expect(refused).rejects.toMatchObject({ code: 'conflict' })
    await database.close()
  })
})

describe('the system store', () => {
  it('is reached by no key through the API of stores', async () => {
    const start = await fresh()
    const one = await start({ rootKey: KEY })
    const body = { subject: 'api_key:root', relation: 'can_manage', object: 'system:lockness' }
    const add = { added: [{ object: 'system:lockness', relation: 'manager', subject: 'api_key:thief' }] }
    for (const [row, sent] of [
      ['POST /v1/stores/lockness/check', body],
      ['POST /v1/stores/lockness/tuples', add],
      ['POST /v1/stores/lockness/freeze', {}],
      ['PATCH /v1/stores/lockness', { name: 'mine' }],
      ['DELETE /v1/stores/lockness', undefined],
      ['GET /v1/stores/lockness', undefined],
      ['GET /v1/stores/lockness/audit', undefined],
    ] as const)
      expect(await call(one, row, { body: sent }), row).toMatchObject({ status: 404 })
    expect((await call(one, 'GET /v1/stores')).body.items).toEqual([])
    expect((await call(one, 'GET /v1/audit')).body.items).toHaveLength(1)
  })

  it('has the model that is in verticals/core', () => {
    const file = readFileSync(new URL('./system-model.generated.ts', import.meta.url), 'utf8')
    expect(file === generateSystemModel(), 'system-model.generated.ts is stale: run build-system-model.ts').toBe(true)
  })
})
