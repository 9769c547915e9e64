// What a write would do and what is there to change, over HTTP.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, makeStore, post, type Served, send, serve, tuple } from '../../test/served.ts'

const MODEL = `model
  schema 1.1
type user
type label
  relations
    define admin: [user, user with soon]
    define frozen: [user:*]
type release
  relations
    define label: [label]
    define can_edit: admin from label but not frozen from label
    define can_read: can_edit
condition soon(hour: int) {
  hour < 12
}
`
const RELEASES = 106

type Server = Served['servers'][number]

let served: Served
let server: Server
let store: string

beforeAll(async () => {
  served = await serve(1)
  server = served.servers[0]!
  const releases = Array.from({ length: RELEASES }, (_, n) => tuple(`release:r${n}#label@label:north`))
  const others = ['label:north#admin@user:anne', 'label:south#admin@user:bob', 'release:loose#label@label:south']
  store = (await makeStore(server, MODEL, [...releases, ...others.map(tuple)])).id
}, 60_000)
afterAll(() => served.stop(), 60_000)

const preview = (body: object): Promise<Answer> => post(server, `/${store}/preview`, body)
const get = async (path: string): Promise<Answer> => {
  const response = await send(server, `/${store}${path}`, { method: 'GET' })
  return { status: response.status, body: await response.json() }
}

describe('a preview', () => {
  const anne = tuple('label:north#admin@user:anne')
  const relations = ['release#can_edit', 'release#can_read']

  it('names every decision that a removal takes away, and writes nothing', async () => {
    const before = await get('')
    const { status, body } = await preview({ removed: [anne], relations })
    expect(status).toBe(200)
    expect(body).toMatchObject({ gained: 0, lost: 2 * RELEASES, unsure: 0, isExact: true, tuples: { removed: 1 } })
    expect(body.items).toHaveLength(2 * RELEASES)
    expect(body.items).toContainEqual({
      subject: 'user:anne',
      relation: 'can_edit',
      object: 'release:r105',
      before: 'yes',
      after: 'no',
    })
    expect(body.relations).toEqual([
      { type: 'release', relation: 'can_edit', gained: 0, lost: RELEASES, unsure: 0 },
      { type: 'release', relation: 'can_read', gained: 0, lost: RELEASES, unsure: 0 },
    ])
    expect((await get('')).body).toMatchObject({ revision: before.body.revision })
    expect((await get('/tuples?object=label:north')).body.items).toEqual([anne])
  })

  it('tells what somebody gains, loses at the same time, and what depends on context', async () => {
    const cara = tuple('label:south#admin@user:cara')
    const dan = { ...tuple('label:south#admin@user:dan'), condition: { name: 'soon' } }
    const body = { added: [cara, dan], removed: [tuple('label:south#admin@user:bob')], relations }
    expect((await preview(body)).body).toMatchObject({ gained: 2, lost: 2, unsure: 2, missing: ['hour'] })
    const told = await preview({ ...body, context: { hour: 9 } })
    expect(told.body).toMatchObject({ gained: 4, lost: 2, unsure: 0, missing: [] })
  })

  it('says of everybody what concerns everybody, and of whom it is another thing', async () => {
    const added = [tuple('label:south#frozen@user:*')]
    const { body } = await preview({ added, relations })
    expect(body).toMatchObject({ gained: 0, lost: 2, isExact: true })
    expect(body.items.map((each: { subject: string }) => each.subject)).toEqual(['user:bob', 'user:bob'])
  })

  it('says what of the write would change nothing', async () => {
    const replaced = { ...anne, expiresAt: 9e12 }
    const body = { added: [anne, tuple('label:north#admin@user:new')], removed: [tuple('label:west#admin@user:x')] }
    expect((await preview(body)).body.tuples).toEqual({ added: 1, replaced: 0, removed: 0, present: 1, absent: 1 })
    expect((await preview({ added: [replaced] })).body).toMatchObject({ lost: 0, tuples: { replaced: 1 } })
  })

  it('tells as many as are wanted and counts all', async () => {
    const { body } = await preview({ removed: [anne], relations, itemsMax: 3 })
    expect(body).toMatchObject({ lost: 2 * RELEASES, isExact: true })
    expect(body.items).toHaveLength(3)
  })

  it('refuses what a write would refuse', async () => {
    const refused = await preview({ added: [tuple('label:north#owner@user:anne')] })
    expect(refused).toMatchObject({ status: 400, body: { info: { reason: 'invalid_tuple' } } })
    expect((await preview({ added: [anne, anne] })).status).toBe(200)
    const { token } = (await preview({ removed: [anne], itemsMax: 0 })).body
    expect(await preview({ removed: [anne], consistency: { mode: 'exact', token } })).toMatchObject({ status: 400 })
    expect(await preview({ removed: [anne], consistency: { mode: 'at_least', token } })).toMatchObject({ status: 200 })
  })
})

describe('things', () => {
  it('are counted by type and listed by name, those in nothing by themselves', async () => {
    expect((await get('/objects/count')).body.items).toEqual([
      { type: 'user', objects: 2, isExact: true },
      { type: 'label', objects: 2, isExact: true },
      { type: 'release', objects: RELEASES + 1, isExact: true },
    ])
    const containers = { containers: ['label'] }
    const first = await post(server, `/${store}/objects/list`, { ...containers, type: 'release', pageSize: 100 })
    expect(first.body.items[1]).toEqual({ object: 'release:r0', within: ['label:north'], tuplesMax: 1 })
    expect(first.body.items[0]).toMatchObject({ object: 'release:loose', within: ['label:south'] })
    const second = await post(server, `/${store}/objects/list`, {
      ...containers,
      type: 'release',
      pageSize: 100,
      cursor: first.body.cursor,
    })
    expect([...first.body.items, ...second.body.items]).toHaveLength(RELEASES + 1)
    expect(second.body.cursor).toBeUndefined()
    const list = async (body: object) => (await post(server, `/${store}/objects/list`, body)).body.items
    expect(await list({ ...containers, type: 'release', isOutermost: true })).toEqual([])
    expect(await list({ type: 'release', text: 'R10' })).toHaveLength(7)
    expect((await post(server, `/${store}/objects/list`, { type: 'planet' })).status).toBe(400)
  })

  it('tell who has access and by which tuples', async () => {
    const body = { object: 'release:loose', relations: ['can_edit', 'label'], subjectTypes: ['user', 'label'] }
    const { items } = (await post(server, `/${store}/objects/access`, body)).body
    const through = ['release:loose#label@label:south', 'label:south#admin@user:bob'].map(tuple)
    expect(items).toMatchObject([
      { relation: 'can_edit', count: 1, subjects: [{ subject: 'user:bob', through }] },
      { relation: 'label', count: 1, subjects: [{ subject: 'label:south' }] },
    ])
  })

  it('tell who may have access, where that depends on what is not known', async () => {
    const soon = { ...tuple('label:x#admin@user:bob'), condition: { name: 'soon' } }
    const { id } = await makeStore(server, MODEL, [tuple('label:x#admin@user:anne'), tuple('release:a#label@label:x')])
    await post(server, `/${id}/tuples`, { added: [soon] })
    const body = { object: 'release:a', relations: ['can_edit'], subjectTypes: ['user'] }
    const open = (await post(server, `/${id}/objects/access`, body)).body.items[0]
    expect(open).toMatchObject({ count: 1, unsure: 1, error: { missing: ['hour'] } })
    expect(open.subjects).toMatchObject([{ subject: 'user:anne' }, { subject: 'user:bob', isUnsure: true }])
    const known = (await post(server, `/${id}/objects/access`, { ...body, context: { hour: 3 } })).body.items[0]
    expect(known).toMatchObject({ count: 2, unsure: 0 })
  })

  it('have a history, newest first, whether they are given on or given to', async () => {
    const { id } = await makeStore(server, MODEL, [tuple('label:x#admin@user:anne')])
    const write = (body: object) => post(server, `/${id}/tuples`, body)
    await write({ added: [tuple('label:x#admin@user:bob')], reason: 'she joins' })
    await write({ removed: [tuple('label:x#admin@user:anne')], reason: 'she left' })
    const history = async (object: string, query = '') => {
      const response = await send(server, `/${id}/objects/history?object=${object}${query}`, { method: 'GET' })
      return (await response.json()) as Answer['body']
    }
    const label = await history('label:x')
    expect(label.items).toMatchObject([
      { reason: 'she left', action: 'tuple.write', added: [], removed: [{ subject: 'user:anne' }], isCut: false },
      { reason: 'she joins', added: [{ subject: 'user:bob' }], removed: [] },
      { added: [{ subject: 'user:anne' }] },
    ])
    expect((await history('user:anne')).items).toHaveLength(2)
    const page = await history('label:x', '&pageSize=2')
    expect(page.items).toHaveLength(2)
    expect((await history('label:x', `&pageSize=2&cursor=${page.cursor}`)).items).toHaveLength(1)
    expect((await history('label:y')).items).toEqual([])
  })
})

describe('tuples', () => {
  it('are found by their subject’s type, their condition and their end', async () => {
    const { id } = await makeStore(server, MODEL, [tuple('label:x#admin@user:anne')])
    const soon = { ...tuple('label:x#admin@user:bob'), condition: { name: 'soon' } }
    const ending = { ...tuple('label:x#admin@user:cara'), expiresAt: Date.parse('2100-01-01') }
    await post(server, `/${id}/tuples`, { added: [soon, ending, tuple('release:a#label@label:x')] })
    const find = async (query: string) => {
      const response = await send(server, `/${id}/tuples?${query}`, { method: 'GET' })
      return ((await response.json()) as Answer['body']).items
    }
    expect(await find('subjectType=label')).toEqual([tuple('release:a#label@label:x')])
    expect(await find('condition=soon')).toEqual([soon])
    expect(await find('expiresBefore=2100-01-02T00:00:00Z')).toEqual([ending])
    expect(await find('expiresBefore=2099-01-02T00:00:00Z&pageSize=1')).toEqual([])
  })
})
