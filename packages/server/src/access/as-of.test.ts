// Questions about the past: answered as they would have been then, from memory or from history, on any node.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { loseLast, makeStore, post, type Served, type Server, serve, tuple } from '../../test/served.ts'
import { PastGraphs } from './as-of.ts'

const FIRST = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
const SECOND = `${FIRST}    define editor: [user]\n    define can_view: viewer or editor\n`

let served: Served
let one: Server
/** Loaded after everything was written: what it knows of the past is only in the database. */
let late: Server
let id: string
let first: { model: string; token: string }
let tokens: string[]
let between: string

const ann = { subject: 'user:ann', relation: 'viewer', object: 'doc:1' }
const ask = (server: Server, body: object, headers?: Record<string, string>) =>
  post(server, `/${id}/check`, { ...ann, ...body }, headers)

beforeAll(async () => {
  served = await serve(1)
  one = served.servers[0]!
  first = await makeStore(one, FIRST, [])
  id = (first as { id: string } & typeof first).id
  const expiresAt = Date.now() + 3_000
  const added = [ann, { ...ann, subject: 'user:guest', expiresAt }]
  tokens = [(await post(one, `/${id}/tuples`, { added })).body.token]
  const timed = await served.cluster.database.query<{ at: string }>(
    `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  )
  between = String(timed[0]?.at)
  await new Promise((resolve) => setTimeout(resolve, 20))
  for (const write of [{ removed: [ann] }, { added: [{ ...ann, object: 'doc:2' }] }]) {
    tokens.push((await post(one, `/${id}/tuples`, write)).body.token)
  }
  await post(one, `/${id}/models`, { text: SECOND })
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, expiresAt - Date.now() + 50)))
  late = await served.start()
}, 60_000)
afterAll(() => served?.stop(), 60_000)

it('a revision is answered the same from memory and from history', async () => {
  for (const server of [one, late]) {
    expect(await ask(server, { at: { revision: 3 } })).toMatchObject({
      status: 200,
      body: { allowed: true, revision: 3, model: first.model },
    })
    expect(await ask(server, { at: { revision: 4 } })).toMatchObject({ body: { allowed: false, revision: 4 } })
    expect(await ask(server, { at: { revision: 6 }, relation: 'can_view', object: 'doc:2' })).toMatchObject({
      body: { allowed: true, revision: 6 },
    })
    expect(await ask(server, { at: { revision: 5 }, relation: 'can_view' })).toMatchObject({
      status: 400,
      body: { info: { question: 'unknown_relation' } },
    })
    const list = { subject: 'user:ann', relation: 'viewer', type: 'doc', at: { revision: 3 } }
    expect((await post(server, `/${id}/list-objects`, list)).body).toMatchObject({ items: ['doc:1'], revision: 3 })
    const explained = await post(server, `/${id}/explain`, { ...ann, at: { revision: 3 } })
    expect(explained.body).toMatchObject({ allowed: true, revision: 3 })
  }
  const [here, there] = await Promise.all([one, late].map((server) => ask(server, { at: { revision: 3 } })))
  expect(here).toEqual(there)
})

it('a revision is judged at the instant of its commit, so that what has expired since counts', async () => {
  const guest = { subject: 'user:guest' }
  expect((await ask(one, guest)).body.allowed).toBe(false)
  for (const server of [one, late]) {
    expect((await ask(server, { ...guest, at: { revision: 3 } })).body.allowed).toBe(true)
    expect((await ask(server, { ...guest, at: { time: between } })).body.allowed).toBe(true)
  }
})

it('a time is the last revision that had been committed by then', async () => {
  for (const server of [one, late]) {
    const then = await ask(server, { at: { time: between } })
    expect(then).toMatchObject({ status: 200, body: { allowed: true, revision: 3, at: between } })
    const zone = between.replace('Z', '+00:00')
    expect((await ask(server, { at: { time: zone } })).body).toMatchObject({ revision: 3 })
    const start = await ask(server, { at: { time: '2001-01-01T00:00:00Z' } })
    expect(start).toMatchObject({ status: 404, body: { info: { what: 'latest_model' } } })
    const withModel = await ask(server, { at: { time: '2001-01-01T00:00:00Z' }, model: first.model })
    expect(withModel).toMatchObject({ status: 200, body: { allowed: false, revision: 0 } })
  }
})

it('each revision has its own time', async () => {
  const rows = await served.cluster.database.query<{ rev: number; at: string }>(
    `select rev, to_char(at at time zone 'utc' + interval '1 ms', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from lockness.audit where store_id = $1 order by rev`,
    [id],
  )
  for (const { rev, at } of rows.slice(1))
    expect((await ask(late, { at: { time: at } })).body, at).toMatchObject({ revision: rev })
})

it('an exact token that is no longer in memory is answered from history', async () => {
  for (const server of [one, late]) {
    const exact = (token: string | undefined) => ask(server, { consistency: { mode: 'exact', token } })
    expect((await exact(tokens[0])).body).toMatchObject({ allowed: true, revision: 3, model: first.model })
    expect((await exact(tokens[1])).body).toMatchObject({ allowed: false, revision: 4 })
  }
})

it('says what is wrong: the future, two answers to the same question, a time that is none', async () => {
  expect(await ask(one, { at: { revision: 99 } })).toMatchObject({ status: 404, body: { info: { what: 'revision' } } })
  expect(await ask(one, { at: { revision: -1 } })).toMatchObject({ status: 400 })
  expect(await ask(one, { at: { time: '2999-01-01T00:00:00Z' } })).toMatchObject({
    status: 400,
    body: { info: { parameter: 'at.time' } },
  })
  for (const time of ['yesterday', '2020-13-01T00:00:00Z', '2020-01-01', '2020-01-01T00:00:00', ''])
    expect((await ask(one, { at: { time } })).status, time).toBe(400)
  expect((await ask(one, { at: {} })).status).toBe(400)
  expect((await ask(one, { at: { revision: 3, time: between } })).status).toBe(400)
  const both = await ask(one, { at: { revision: 3 }, consistency: { mode: 'full' } })
  expect(both).toMatchObject({ status: 400, body: { info: { parameter: 'consistency' } } })
  expect((await post(one, '/nowhere/check', { ...ann, at: { revision: 3 } })).status).toBe(404)
  expect((await post(one, '/nowhere/check', { ...ann, at: { time: between } })).status).toBe(404)
})

it('pages of the past go on in the past', async () => {
  const added = ['a', 'b', 'c'].map((name) => ({ ...ann, object: `doc:${name}` }))
  const many = await makeStore(one, FIRST, added)
  await post(one, `/${many.id}/tuples`, { removed: added })
  const list = { subject: 'user:ann', relation: 'viewer', type: 'doc', at: { revision: 3 }, pageSize: 2 }
  const page = await post(one, `/${many.id}/list-objects`, list)
  expect(page.body.items).toEqual(['doc:a', 'doc:b'])
  const rest = await post(await served.start(), `/${many.id}/list-objects`, { ...list, cursor: page.body.cursor })
  expect(rest.body).toMatchObject({ items: ['doc:c'], revision: 3 })
})

it('every revision is answered from history as it was when it was the newest', async () => {
  const made = await makeStore(one, FIRST, [])
  const there = new Set<string>()
  const then: { revision: number; model: string; items: string[] }[] = []
  const list = { subject: 'user:ann', relation: 'viewer', type: 'doc' }
  let chance = 7
  const next = (below: number) => (chance = (chance * 48_271) % 2_147_483_647) % below
  for (let i = 0; i < 24; i++) {
    const some = [...new Set([`doc:${next(6)}`, `doc:${next(6)}`])]
    const as = (objects: string[]) => objects.map((object) => ({ ...ann, object }))
    const [removed, added] = [some.filter((each) => there.has(each)), some.filter((each) => !there.has(each))]
    const written =
      i === 12
        ? await post(one, `/${made.id}/models`, { text: SECOND })
        : await post(one, `/${made.id}/tuples`, { added: as(added), removed: as(removed) })
    if (i !== 12) {
      for (const each of removed) there.delete(each)
      for (const each of added) there.add(each)
    }
    const consistency = { mode: 'at_least', token: written.body.token }
    const { body } = await post(one, `/${made.id}/list-objects`, { ...list, consistency })
    expect(body.items).toEqual([...there].sort())
    then.push({ revision: body.revision, model: body.model, items: body.items })
  }
  const fresh = await served.start()
  expect(new Set(then.map(({ model }) => model)).size).toBe(2)
  for (const { revision, model, items } of then.toReversed()) {
    const past = await post(fresh, `/${made.id}/list-objects`, { ...list, at: { revision } })
    expect(past.body).toMatchObject({ revision, model, items })
  }
})

it('a page does not go on in another history than the one it began in, nor is its past taken for that of the other', async () => {
  const objects = ['doc:a', 'doc:b', 'doc:c']
  const made = await makeStore(
    one,
    FIRST,
    objects.map((object) => ({ ...ann, object })),
  )
  const list = { subject: 'user:ann', relation: 'viewer', type: 'doc', pageSize: 2 }
  const page = await post(one, `/${made.id}/list-objects`, { ...list, consistency: { mode: 'full' } })
  const before = await post(one, `/${made.id}/list-objects`, { ...list, at: { revision: 3 } })
  expect(page.body).toMatchObject({ items: ['doc:a', 'doc:b'], revision: 3 })
  await loseLast(served, made.id, 3)
  await post(one, `/${made.id}/tuples`, { added: [{ ...ann, object: 'doc:other' }] })
  await post(one, `/${made.id}/tuples`, { removed: [{ ...ann, object: 'doc:other' }] })
  for (const server of [one, late]) {
    const next = await post(server, `/${made.id}/list-objects`, { ...list, cursor: page.body.cursor })
    expect(next).toMatchObject({ status: 409, body: { code: 'lost_history' } })
    const now = await post(server, `/${made.id}/list-objects`, { ...list, at: { revision: 3 } })
    expect(now.body.items).toEqual(['doc:other'])
  }
  expect(before.body.items).toEqual(['doc:a', 'doc:b'])
})

it('builds no graph twice at once, none of another history for it, and none that is too large', async () => {
  const reads: string[] = []
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  let history = 'one'
  const past = new PastGraphs({
    bounds: { tuplesPerStoreMax: 4 },
    nowMs: () => 0,
    chainOf: async () => Buffer.from(history),
    async read(storeId, revision) {
      reads.push(`${storeId} ${revision}`)
      if (storeId === 'slow') await gate
      return (async function* () {
        for (let i = 0; i < revision; i++) yield [tuple(`doc:${i}#viewer@user:ann`)]
      })()
    },
  })
  const model = {
    source: { schema_version: '1.1', type_definitions: [] },
    conditions: new Map(),
    types: new Map(),
    nodes: [],
    operators: [],
  }
  const [a, b] = await Promise.all([past.engineAt('s', 1, model), past.engineAt('s', 1, model)])
  expect(a).toBe(b)
  expect([...a.graph.view()!.tuples()]).toEqual([tuple('doc:0#viewer@user:ann')])
  await past.engineAt('s', 2, model)
  await past.engineAt('s', 1, model)
  expect(reads).toEqual(['s 1', 's 2'])
  await past.engineAt('t', 1, model)
  await past.engineAt('s', 1, model)
  expect(reads).toEqual(['s 1', 's 2', 't 1'])
  history = 'another'
  await past.engineAt('s', 1, model)
  expect(reads.splice(0)).toEqual(['s 1', 's 2', 't 1', 's 1'])
  await expect(past.engineAt('s', 5, model)).rejects.toMatchObject({
    code: 'limit_exceeded',
    detail: { limit: 'pastTuplesMax' },
  })
  const slow = past.engineAt('slow', 1, model)
  await expect(past.engineAt('slow', 2, model)).rejects.toMatchObject({ code: 'unavailable' })
  open()
  await slow
  expect(await past.engineAt('slow', 2, model)).toBeDefined()
})
