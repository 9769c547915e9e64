// What access is used: credited to what a yes rests on and to nothing else, in time that no check waits for, and told
// to people who want to know what nobody needs.

import { type AuthorizationModel, compileModel, createEngine, Graph, type Tuple } from '@lockness/authz'
import { parseModel } from '@lockness/language'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeStore, post, type Served, type Server, send, serve, tuple } from '../../test/served.ts'
import type { Place } from './situation.ts'
import { type Tally, Usage } from './usage.ts'

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user]
type doc
  relations
    define owner: [user]
    define banned: [user, group#member]
    define viewer: [user, group#member] or owner
    define can_view: viewer but not banned
`
const TUPLES = [
  'doc:1#viewer@group:eng#member',
  'group:eng#member@user:ann',
  'doc:1#owner@user:bob',
  'doc:1#banned@user:eve',
  'doc:1#viewer@user:eve',
]

let served: Served
let one: Server
let two: Server
beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
}, 60_000)
afterAll(() => served?.stop(), 60_000)

function world(write: (tally: Tally) => Promise<void> = async () => undefined) {
  const model: AuthorizationModel = parseModel(MODEL).model
  const graph = Graph.build(TUPLES.map(tuple))
  const engine = createEngine(graph, compileModel(model, new Map()))
  const tallies: Tally[] = []
  const reports: string[] = []
  const usage = new Usage({
    nowMs: () => performance.now(),
    report: (message) => reports.push(message),
    async write(tally) {
      await write(tally)
      tallies.push(tally)
    },
  })
  const place = (contextualTuples?: readonly Tuple[]): Place => ({
    storeId: 's',
    engine,
    given: { at: 86_400_000, revision: 0, ...(contextualTuples && { contextualTuples }) },
    computedAt: { revision: 0, model: 'm', at: '' },
    isPresent: true,
  })
  const used = async () => {
    await usage.flush()
    return tallies
      .splice(0)
      .flatMap(({ tuples, relations }) => [
        ...tuples.map(({ tuple: { object, relation, subject }, uses }) => `${object}#${relation}@${subject} ${uses}`),
        ...relations.map(({ type, relation, uses }) => `${type}#${relation} ${uses}`),
      ])
  }
  return { usage, place, used, reports, tallies }
}

const ask = (subject: string, relation = 'can_view') => ({ subject, relation, object: 'doc:1' })

it('credits what a yes rests on, and nothing that was only tried', async () => {
  const { usage, place, used } = world()
  usage.credit(place(), [ask('user:ann')])
  expect(await used()).toEqual([
    'doc:1#viewer@group:eng#member 1',
    'group:eng#member@user:ann 1',
    'doc#can_view 1',
    'doc#viewer 1',
    'group#member 1',
  ])
  for (let i = 0; i < 3; i++) usage.credit(place(), [ask('user:bob'), ask('user:bob', 'owner')])
  expect((await used()).sort()).toEqual(['doc#can_view 3', 'doc#owner 6', 'doc#viewer 3', 'doc:1#owner@user:bob 6'])
})

it('credits no fact that was brought along, nothing of the past, and no answer that is not a yes', async () => {
  const { usage, place, used } = world()
  usage.credit(place([tuple('group:eng#member@user:zoe')]), [ask('user:zoe')])
  expect((await used()).filter((text) => text.includes('@'))).toEqual(['doc:1#viewer@group:eng#member 1'])
  usage.credit({ ...place(), isPresent: false }, [ask('user:ann')])
  expect(await used()).toEqual([])
  usage.credit(place(), [ask('user:eve')])
  expect(await used()).toEqual([])
  expect(usage.missed).toBe(1)
})

it('holds no more than its bounds, and counts what it did not credit', async () => {
  const { usage, place, used } = world()
  const many = Array.from({ length: 30_000 }, (_, i) => ask(`user:${i}`, 'owner'))
  usage.credit(place(), many)
  usage.credit(place(), many)
  expect(usage.missed).toBe(30_000)
  expect(await used()).toEqual([])
  expect(usage.missed).toBe(60_000)
})

it('survives a proof that breaks', async () => {
  const { usage, place, used, reports } = world()
  const broken = () => {
    throw new Error('broken')
  }
  usage.credit({ ...place(), engine: { ...place().engine, explain: broken } }, [ask('user:ann')])
  expect(await used()).toEqual([])
  expect([usage.missed, reports]).toEqual([1, [expect.stringContaining('broken')]])
})

it('goes on after what could not be written', async () => {
  let isAway = true
  const { usage, place, used, reports } = world(async () => {
    if (isAway) throw new Error('away')
  })
  usage.credit(place(), [ask('user:ann')])
  expect(await used()).toEqual([])
  expect(reports).toEqual([expect.stringContaining('away')])
  isAway = false
  usage.credit(place(), [ask('user:bob', 'owner')])
  expect(await used()).toEqual(['doc:1#owner@user:bob 1', 'doc#owner 1'])
})

it('works by itself, a little at a time', async () => {
  const { usage, place, tallies } = world()
  usage.credit(place(), [ask('user:ann')])
  const began = performance.now()
  while (tallies.length === 0 && performance.now() - began < 20_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(tallies).toHaveLength(1)
  await usage.close()
})

it('is told of tuples, relations and modules, for enforced checks of all nodes only', async () => {
  const { id } = await makeStore(one, MODEL, TUPLES.map(tuple))
  const full = { consistency: { mode: 'full' } }
  const check = (server: Server, subject: string, more: object = {}) =>
    post(server, `/${id}/check`, { ...ask(subject), ...full, ...more })
  const extra = await served.start()
  for (const server of [one, extra]) expect((await check(server, 'user:ann')).body.allowed).toBe(true)
  for (const purpose of ['ui', 'list', 'simulate', 'probe', 'audit']) await check(extra, 'user:bob', { purpose })
  expect((await check(extra, 'user:eve')).body.allowed).toBe(false)
  const checks = [ask('user:ann'), ask('user:nobody'), ask('user:ann', 'viewer')]
  expect((await post(extra, `/${id}/check-many`, { ...full, checks })).status).toBe(200)
  await Promise.all([extra.close(), one.close()])
  const get = async (path: string) => {
    const response = await send(two, `/${id}/usage/${path}`, { method: 'GET' })
    return {
      status: response.status,
      body: (await response.json()) as { items: Record<string, unknown>[]; cursor?: string },
    }
  }
  const lastUsed = expect.stringMatching(/^\d{4}-\d\d-\d\d$/)
  expect((await get('tuples')).body.items).toEqual([
    { ...tuple('doc:1#banned@user:eve'), lastUsed: null, uses: 0 },
    { ...tuple('doc:1#owner@user:bob'), lastUsed: null, uses: 0 },
    { ...tuple('doc:1#viewer@group:eng#member'), lastUsed, uses: 4 },
    { ...tuple('doc:1#viewer@user:eve'), lastUsed: null, uses: 0 },
    { ...tuple('group:eng#member@user:ann'), lastUsed, uses: 4 },
  ])
  const unused = await get('tuples?unusedSince=2020-01-01&relation=viewer')
  expect(unused.body.items).toMatchObject([tuple('doc:1#viewer@user:eve')])
  expect((await get('tuples?unusedSince=2999-01-01&objectType=group')).body.items).toHaveLength(1)
  const first = await get('tuples?pageSize=2')
  expect(first.body.items).toHaveLength(2)
  const second = await get(`tuples?pageSize=2&cursor=${first.body.cursor}`)
  expect(second.body.items).toMatchObject([tuple('doc:1#viewer@group:eng#member'), tuple('doc:1#viewer@user:eve')])
  expect((await get(`tuples?relation=viewer&cursor=${first.body.cursor}`)).status).toBe(400)
  expect((await get('tuples?unusedSince=tomorrow')).status).toBe(400)
  const relations = (await get('relations')).body.items.map(({ type, relation, uses }) => `${type}#${relation} ${uses}`)
  expect(relations).toEqual(['group#member 4', 'doc#owner 0', 'doc#banned 0', 'doc#viewer 4', 'doc#can_view 3'])
  expect((await get('modules')).body.items).toEqual([{ module: null, lastUsed, uses: 11 }])
  expect((await send(two, '/nowhere/usage/tuples', { method: 'GET' })).status).toBe(404)
})
