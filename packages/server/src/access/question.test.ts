// The questions over HTTP, on two nodes and a real database: what they answer, and what they say when they cannot.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeStore, post, type Served, type Server, send, serve, tuple } from '../../test/served.ts'

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user, group#member]
type folder
  relations
    define viewer: [user, group#member]
type doc
  relations
    define parent: [folder]
    define owner: [user]
    define banned: [user]
    define reader: [user, user:*, user with in_office]
    define viewer: owner or reader or viewer from parent
    define can_view: viewer but not banned
condition in_office(ip: ipaddress, hour: int) {
  ip.in_cidr("10.0.0.0/8") && hour >= 8
}
`

let served: Served
let one: Server
let two: Server
let id: string
let model: string
let token: string

beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
  const made = await makeStore(one, MODEL, [
    tuple('doc:1#parent@folder:a'),
    tuple('doc:1#owner@user:eve'),
    tuple('doc:1#banned@user:eve'),
    tuple('doc:2#reader@user:*'),
    tuple('folder:a#viewer@group:eng#member'),
    tuple('group:eng#member@user:ann'),
    { ...tuple('doc:3#reader@user:bob'), condition: { name: 'in_office' } },
  ])
  ;({ id, model, token } = made)
}, 60_000)
afterAll(() => served?.stop(), 60_000)

const ask = (path: string, body: object, server = one, headers?: Record<string, string>) =>
  post(server, `/${id}/${path}`, { consistency: { mode: 'at_least', token }, ...body }, headers)
const check = (subject: string, relation: string, object: string, more: object = {}) =>
  ask('check', { subject, relation, object, ...more })

describe('check', () => {
  it('answers, and says the revision, the model, the instant and the token of its answer', async () => {
    const yes = await check('user:ann', 'can_view', 'doc:1')
    expect(yes).toEqual({
      status: 200,
      body: { allowed: true, revision: 3, model, at: expect.stringMatching(/^20\d\d-.*Z$/), token: expect.any(String) },
    })
    expect(await check('user:eve', 'can_view', 'doc:1')).toMatchObject({ status: 200, body: { allowed: false } })
    const again = await ask(
      'check',
      {
        ...{ subject: 'user:zoe', relation: 'reader', object: 'doc:2' },
        consistency: { mode: 'exact', token: yes.body.token },
      },
      two,
    )
    expect(again).toMatchObject({ status: 200, body: { allowed: true, revision: 3, token: yes.body.token } })
  })

  it('sees no tuple whose time is over', async () => {
    const timed = (id: string, expiresAt: number) => ({ ...tuple(`doc:${id}#reader@user:ann`), expiresAt })
    const now = Date.now()
    const made = await makeStore(one, MODEL, [timed('over', now - 1_000), timed('lasting', now + 600_000)])
    const question = { subject: 'user:ann', relation: 'viewer', consistency: { mode: 'full' } }
    const seen = async (object: string) => (await post(one, `/${made.id}/check`, { ...question, object })).body.allowed
    expect([await seen('doc:over'), await seen('doc:lasting')]).toEqual([false, true])
  })

  it('takes facts and context that are brought along', async () => {
    const context = { ip: '10.1.2.3', hour: 9 }
    expect(await check('user:bob', 'can_view', 'doc:3', { context })).toMatchObject({ body: { allowed: true } })
    const late = { context: { ...context, hour: 7 } }
    expect(await check('user:bob', 'can_view', 'doc:3', late)).toMatchObject({ body: { allowed: false } })
    const contextualTuples = [tuple('group:eng#member@user:zoe')]
    expect(await check('user:zoe', 'can_view', 'doc:1', { contextualTuples })).toMatchObject({
      body: { allowed: true },
    })
    expect(await check('user:zoe', 'can_view', 'doc:1')).toMatchObject({ body: { allowed: false } })
  })

  it.each([
    ['an unknown type', ['user:ann', 'viewer', 'page:1'], {}, { question: 'unknown_type' }],
    ['an unknown relation', ['user:ann', 'editor', 'doc:1'], {}, { question: 'unknown_relation' }],
    ['a subject that is none', ['ann', 'viewer', 'doc:1'], {}, { question: 'invalid_subject' }],
    ['a subject of no type', ['robot:1', 'viewer', 'doc:1'], {}, { question: 'invalid_subject' }],
    ['an object that is none', ['user:ann', 'viewer', 'doc'], {}, { question: 'invalid_object' }],
    [
      'missing context',
      ['user:bob', 'viewer', 'doc:3'],
      { context: { hour: 9 } },
      { question: 'missing_context', missing: ['ip'] },
    ],
    [
      'context of a wrong type',
      ['user:bob', 'viewer', 'doc:3'],
      { context: { hour: 'x', ip: '10.0.0.1' } },
      { question: 'condition_failed' },
    ],
    [
      'a fact that the model does not allow',
      ['user:ann', 'viewer', 'doc:1'],
      { contextualTuples: [tuple('doc:1#viewer@user:ann')] },
      { question: 'invalid_contextual_tuple' },
    ],
  ])('says what is wrong: %s', async (_, [subject, relation, object], more, info) => {
    const answer = await check(subject!, relation!, object!, more)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', info } })
    expect(answer.body.detail).not.toBe('')
  })

  it('refuses what does not belong together, and a model or a store that is not there', async () => {
    const plain = { subject: 'user:ann', relation: 'viewer', object: 'doc:1' }
    const other = await makeStore(one, MODEL, [])
    const wrong = async (body: object, where = id) => (await post(one, `/${where}/check`, { ...plain, ...body })).status
    expect(await wrong({ consistency: { mode: 'exact' } })).toBe(400)
    expect(await wrong({ consistency: { mode: 'minimize_latency', token } })).toBe(400)
    expect(await wrong({ consistency: { mode: 'at_least', token: 'x' } })).toBe(400)
    expect(await wrong({ consistency: { mode: 'at_least', token: other.token } })).toBe(400)
    expect(await wrong({ model: 'nobody-wrote-it' })).toBe(404)
    expect(await wrong({ model: other.model })).toBe(404)
    expect(await wrong({ model })).toBe(200)
    expect(await wrong({}, 'no-such-store')).toBe(404)
    expect(await wrong({ contextualTuples: Array(101).fill(tuple('group:g#member@user:a')) })).toBe(400)
    expect(await wrong({ surprise: 1 })).toBe(400)
    const empty = await post(one, '', { name: 'empty' })
    expect(await post(one, `/${empty.body.id}/check`, plain)).toMatchObject({
      status: 404,
      body: { info: { what: 'latest_model' } },
    })
  })

  it('asks a model by its label, wherever that is moved', async () => {
    const { id: store, model: older } = await makeStore(one, MODEL, [tuple('doc:1#owner@user:ann')])
    const call = (path: string, method: string, body?: object) => send(one, `/${store}${path}`, { method, body })
    expect((await call('/model-labels/live', 'PUT', { model: older })).status).toBe(200)
    const newer = await post(one, `/${store}/models`, {
      text: MODEL.replace('define owner', 'define boss: [user]\n    define owner'),
    })
    const asked = async (model: string, relation: string, server = two) =>
      await post(server, `/${store}/check`, {
        subject: 'user:ann',
        relation,
        object: 'doc:1',
        model,
        consistency: { mode: 'full' },
      })
    expect(await asked('label:live', 'owner')).toMatchObject({ status: 200, body: { allowed: true, model: older } })
    expect((await asked('label:live', 'boss')).status).toBe(400)
    expect((await call('/model-labels/live', 'PUT', { model: newer.body.model })).status).toBe(200)
    expect(await asked('label:live', 'boss')).toMatchObject({
      status: 200,
      body: { allowed: false, model: newer.body.model },
    })
    expect(await asked('label:dead', 'owner')).toMatchObject({ status: 404, body: { info: { what: 'label' } } })
  })

  it('gives up at the end of the caller’s patience', async () => {
    const added = Array.from({ length: 5_000 }, (_, i) => tuple(`doc:d${i}#reader@user:many`))
    const { id: big } = await makeStore(one, MODEL, added)
    const checks = added.flatMap(({ object }) => [
      { subject: 'user:many', relation: 'can_view', object },
      { subject: 'user:few', relation: 'can_view', object },
    ])
    const late = await post(one, `/${big}/check-many`, { checks }, { 'x-request-deadline-ms': '1' })
    expect(late).toMatchObject({ status: 422, body: { code: 'limit_exceeded', info: { limit: 'deadlineMs' } } })
    const many = await post(one, `/${big}/check-many`, { checks })
    expect(many.body.results.filter(({ allowed }: { allowed: boolean }) => allowed)).toHaveLength(5_000)
  })
})

it('answers many checks at once, and tells which of them are wrong', async () => {
  const checks = [
    { subject: 'user:ann', relation: 'can_view', object: 'doc:1' },
    { subject: 'user:eve', relation: 'can_view', object: 'doc:1' },
    { subject: 'user:bob', relation: 'viewer', object: 'doc:3' },
    { subject: 'user:bob', relation: '__proto__', object: 'doc:3' },
  ]
  const { status, body } = await ask('check-many', { checks })
  expect(status).toBe(200)
  expect(body).toMatchObject({ revision: 3, model })
  expect(body.results).toMatchObject([
    { allowed: true },
    { allowed: false },
    { error: { code: 'missing_context', missing: ['hour', 'ip'] } },
    { error: { code: 'unknown_relation' } },
  ])
  const facts = { contextualTuples: [tuple('doc:1#viewer@user:ann')] }
  expect(await ask('check-many', { checks, ...facts })).toMatchObject({ status: 400 })
  expect((await ask('check-many', { checks: [] })).status).toBe(400)
})

describe('lists', () => {
  const readAll = async (path: string, question: object, pageSize: number) => {
    const pages: string[][] = []
    for (let cursor: string | undefined, turn = 0; ; turn++) {
      const server = turn % 2 === 0 ? one : two
      const { status, body } = await ask(path, { ...question, pageSize, ...(cursor && { cursor }) }, server)
      expect(status, JSON.stringify(body)).toBe(200)
      pages.push(body.items)
      cursor = body.cursor
      if (cursor === undefined) return pages
    }
  }

  it('pages are one list, in the order of names, whichever node each is asked of and whatever is written between', async () => {
    const names = Array.from({ length: 25 }, (_, i) => `doc:${String.fromCharCode(122 - i)}${i}`)
    const made = await makeStore(
      one,
      MODEL,
      names.map((name) => tuple(`${name}#reader@user:ann`)),
    )
    const list = { subject: 'user:ann', relation: 'viewer', type: 'doc', pageSize: 10 }
    const atLeast = { consistency: { mode: 'at_least', token: made.token } }
    const first = await post(one, `/${made.id}/list-objects`, { ...list, ...atLeast })
    const whole = [...names].sort()
    expect(first.body.items).toEqual(whole.slice(0, 10))
    await post(two, `/${made.id}/tuples`, {
      removed: [tuple(`${whole[12]}#reader@user:ann`)],
      added: [tuple('doc:aaa#reader@user:ann')],
    })
    const second = await post(two, `/${made.id}/list-objects`, { ...list, cursor: first.body.cursor })
    expect(second.body.items).toEqual(whole.slice(10, 20))
    const late = await served.start()
    const third = await post(late, `/${made.id}/list-objects`, { ...list, cursor: second.body.cursor })
    expect(third.body).toMatchObject({
      items: whole.slice(20),
      revision: 3,
      token: first.body.token,
      at: first.body.at,
    })
    expect(third.body.cursor).toBeUndefined()
    const now = await post(late, `/${made.id}/list-objects`, { ...list, pageSize: 100, consistency: { mode: 'full' } })
    expect(now.body).toMatchObject({ revision: 4 })
    expect(now.body.items).toContain('doc:aaa')
  })

  it('a cursor is of one question, one model and one store, and of nobody else’s making', async () => {
    const list = { subject: 'user:*', relation: 'viewer', type: 'doc', pageSize: 1 }
    await ask('list-objects', list)
    const facts = { contextualTuples: [tuple('doc:9#reader@user:*'), tuple('doc:8#reader@user:*')] }
    const { body } = await ask('list-objects', { ...list, ...facts })
    const wrong = async (question: object, where = id) =>
      (await post(one, `/${where}/list-objects`, { ...list, ...facts, cursor: body.cursor, ...question })).status
    expect(await wrong({})).toBe(200)
    expect(await wrong({ subject: 'user:ann' })).toBe(400)
    expect(await wrong({ relation: 'reader' })).toBe(400)
    expect(await wrong({ contextualTuples: [] })).toBe(400)
    expect(await wrong({ context: { hour: 1 } })).toBe(400)
    expect(await wrong({ model })).toBe(400)
    expect(await wrong({ cursor: `${body.cursor}x` })).toBe(400)
    expect(await wrong({ cursor: 'e30' })).toBe(400)
    const other = await makeStore(one, MODEL, [])
    expect(await wrong({}, other.id)).toBe(400)
    const subjects = { object: 'doc:1', relation: 'viewer', type: 'user', ...facts, cursor: body.cursor }
    expect((await ask('list-subjects', subjects)).status).toBe(400)
  })

  it('of subjects: everybody stands for those whom nobody names, and usersets can be asked for', async () => {
    expect((await readAll('list-subjects', { object: 'doc:1', relation: 'viewer', type: 'user' }, 1)).flat()).toEqual([
      'user:ann',
      'user:eve',
    ])
    const contextualTuples = [tuple('doc:2#owner@user:ann')]
    const all = { object: 'doc:2', relation: 'viewer', type: 'user', contextualTuples }
    expect((await readAll('list-subjects', all, 1)).flat()).toEqual(['user:*', 'user:ann'])
    const usersets = { object: 'folder:a', relation: 'viewer', type: 'group', subjectRelation: 'member' }
    expect((await ask('list-subjects', usersets)).body.items).toEqual(['group:eng#member'])
  })

  it('says what is wrong', async () => {
    const wrong = { subject: 'user:ann', relation: 'viewer', type: 'page' }
    expect(await ask('list-objects', wrong)).toMatchObject({
      status: 400,
      body: { info: { question: 'unknown_type' } },
    })
    const missing = { subject: 'user:bob', relation: 'viewer', type: 'doc' }
    expect(await ask('list-objects', missing)).toMatchObject({
      status: 400,
      body: { info: { question: 'missing_context', missing: ['hour', 'ip'] } },
    })
    const asStream = await ask('list-objects', missing, one, { accept: 'application/x-ndjson' })
    expect(asStream).toMatchObject({ status: 400, body: { info: { question: 'missing_context' } } })
    expect((await ask('list-objects', missing, one, { accept: 'text/csv' })).status).toBe(406)
    expect((await ask('list-objects', { ...missing, pageSize: 0 })).status).toBe(400)
  })

  it('streams as lines of JSON, the last of which says that it is whole', async () => {
    const odd = ['doc:a\ndoc:secret', 'doc:"quoted"', 'doc:ä']
    const added = [
      ...odd.map((object) => ({ object, relation: 'reader', subject: 'user:ann' })),
      ...Array.from({ length: 9_000 }, (_, i) => tuple(`doc:n${i}#reader@user:ann`)),
    ]
    const made = await makeStore(one, MODEL, added)
    const question = { subject: 'user:ann', relation: 'viewer', type: 'doc', consistency: { mode: 'full' } }
    const response = await send(one, `/${made.id}/list-objects`, {
      body: question,
      headers: { accept: 'application/x-ndjson' },
    })
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.pop()).toMatchObject({ end: { count: 9_003, revision: 3, model: made.model, token: made.token } })
    expect(lines.sort()).toEqual(added.map(({ object }) => object).sort())
  })
})

it('lists relations, expands, and explains a yes by its proof and a no by every branch', async () => {
  const about = { subject: 'user:eve', object: 'doc:1' }
  expect((await ask('list-relations', about)).body.relations).toEqual(['owner', 'banned', 'viewer'])
  expect((await ask('list-relations', { ...about, relations: ['can_view', 'owner'] })).body.relations).toEqual([
    'owner',
  ])
  expect((await ask('list-relations', { ...about, relations: ['nothing'] })).status).toBe(400)
  const tree = await ask('expand', { relation: 'viewer', object: 'doc:1' })
  expect(tree.body.tree).toMatchObject({
    name: 'doc:1#viewer',
    union: [{}, {}, { computed: ['folder:a#viewer'], tupleset: 'doc:1#parent' }],
  })
  const yes = await ask('explain', { subject: 'user:ann', relation: 'can_view', object: 'doc:1' })
  expect(yes.body).toMatchObject({ allowed: true, complete: true, revision: 3 })
  const proof = yes.body.steps.flatMap(({ tuple: each }: { tuple?: object }) => (each ? [each] : []))
  expect(proof).toEqual([
    tuple('doc:1#parent@folder:a'),
    tuple('folder:a#viewer@group:eng#member'),
    tuple('group:eng#member@user:ann'),
  ])
  const taken = await ask('explain', { subject: 'user:eve', relation: 'can_view', object: 'doc:1' })
  expect(taken.body).toMatchObject({
    allowed: false,
    steps: [{ rule: 'relation', result: 'no' }, { rule: 'but not' }, {}, {}, {}],
  })
  expect(taken.body.steps[4]).toMatchObject({ rule: 'tuple', result: 'yes', tuple: tuple('doc:1#banned@user:eve') })
  const no = await ask('explain', { subject: 'user:zoe', relation: 'viewer', object: 'doc:1' })
  expect(no.body).toMatchObject({ allowed: false, complete: true })
  const told = no.body.steps.map(
    ({ object, relation, result }: Record<string, string>) => `${object}#${relation} ${result}`,
  )
  expect(told).toEqual(
    expect.arrayContaining(['doc:1#owner no', 'doc:1#reader no', 'folder:a#viewer no', 'group:eng#member no']),
  )
  const unsure = await ask('explain', { subject: 'user:bob', relation: 'viewer', object: 'doc:3' })
  expect(unsure.body).toMatchObject({ error: { code: 'missing_context', missing: ['hour', 'ip'] } })
  expect(unsure.body.allowed).toBeUndefined()
})
