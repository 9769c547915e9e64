import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../test/inject.ts'
import { createMemory } from '../test/memory-port.ts'
import {
  action,
  asked,
  FIXTURE,
  type Key,
  ORIGIN,
  openStore,
  READ,
  RECORDS,
  record,
  user,
} from '../test/record-store.ts'
import { authZenWire } from './authzen.ts'

const TODO = fileURLToPath(new URL('../../../../../../shared/conformance/authzen/todo-decisions.json', import.meta.url))

let client: Client
let store: string
beforeAll(async () => {
  ;({ client, store } = await openStore(RECORDS, FIXTURE))
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  client.send('POST', `/stores/${store}/access/v1/${path}`, body, headers)

describe('one evaluation', () => {
  test.each([
    ['rule 1', READ, true],
    ['rule 2', asked(user('alice'), action('write'), record('record-1')), true],
    ['rule 3', asked(user('bob'), action('read'), record('record-1')), true],
    ['rule 4', asked(user('bob'), action('write'), record('record-1')), false],
    ['rule 5', asked(user('alice'), action('write'), record('record-2', { status: 'archived' })), false],
    [
      'rule 5, of another status',
      asked(user('alice'), action('write'), record('record-2', { status: 'active' })),
      true,
    ],
    [
      'rule 6',
      asked(user('bob', { role: 'admin' }), action('write'), record('record-2', { status: 'archived' })),
      true,
    ],
    ['rule 7', asked(user('alice'), action('delete', { soft: true }), record('record-1')), true],
    ['rule 8', asked(user('alice'), action('delete', { soft: false }), record('record-1')), false],
    ['a context that changes nothing', { ...READ, context: { time: 'now', ip: '192.168.1.1' } }, true],
    [
      'more properties',
      asked(
        user('alice', { department: 'Sales' }),
        action('read', { method: 'GET' }),
        record('record-1', { owner: 'bob' }),
      ),
      true,
    ],
    ['unknown fields', { ...READ, foo: 'bar', future: { nested: true } }, true],
    ['somebody unknown', asked(user('nobody'), action('read'), record('record-1')), false],
    [
      'a type that is another with an id',
      asked({ type: 'user:alice', id: '1' }, action('read'), record('record-1')),
      false,
    ],
    [
      'a type made to read as another',
      asked({ type: 'us', id: 'er:alice' }, action('read'), record('record-1')),
      false,
    ],
    [
      'an id made to read as a group',
      asked({ type: 'record', id: 'record-1#read' }, action('read'), record('record-1')),
      false,
    ],
    ['an action of every object', asked(user('alice'), action('constructor'), record('record-1')), false],
  ])('%s', async (_, body, decision) => {
    const reply = await post('evaluation', body)
    expect([reply.status, reply.body.decision]).toEqual([200, decision])
  })

  test('what is missing for a decision makes it a no that says so', async () => {
    const { body } = await post('evaluation', asked(user('alice'), action('write'), record('record-2')))
    expect(body).toEqual({
      decision: false,
      context: { error: { status: 400, message: expect.stringContaining('resource_status') } },
    })
    const spoofed = asked(user('alice'), action('delete', { soft: false }), record('record-1'), {
      context: { action_soft: true },
    })
    expect((await post('evaluation', spoofed)).body.decision).toBe(false)
  })

  const without = (name: string) => Object.fromEntries(Object.entries(READ).filter(([each]) => each !== name))
  test.each([
    ['no subject', without('subject')],
    ['no action', without('action')],
    ['no resource', without('resource')],
    ['a subject without a type', { ...READ, subject: { id: 'alice' } }],
    ['a subject without an id', { ...READ, subject: { type: 'user' } }],
    ['an action without a name', { ...READ, action: {} }],
    ['a resource without a type', { ...READ, resource: { id: 'record-1' } }],
    ['a resource without an id', { ...READ, resource: { type: 'record' } }],
    ['a subject that is a string', { ...READ, subject: 'alice' }],
    ['a subject that is null', { ...READ, subject: null }],
    ['a subject that is a list', { ...READ, subject: [] }],
    ['a name that is a number', { ...READ, action: { name: 123 } }],
    ['a context that is a string', { ...READ, context: 'now' }],
    ['properties that are a list', { ...READ, subject: { ...user('alice'), properties: [] } }],
    ['no object', '[]'],
    ['no JSON', '{"subject":'],
    ['nothing', ''],
  ])('%s is a bad request', async (_, body) => {
    const reply = await post('evaluation', body)
    expect(reply.status).toBe(400)
    expect(reply.body).toEqual(expect.any(String))
  })

  test('the type of the body is JSON, and says so', async () => {
    const text = JSON.stringify(READ)
    expect((await post('evaluation', text, { 'content-type': 'text/plain' })).status).toBe(400)
    expect((await post('evaluation', text, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(400)
    expect((await post('evaluation', text, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200)
  })

  test('who is asking, and for which store', async () => {
    const stranger = await post('evaluation', READ, { authorization: 'Bearer wrong' })
    expect([stranger.status, stranger.headers['www-authenticate']]).toEqual([401, 'Bearer realm="lockness"'])
    expect((await post('evaluation', READ, { authorization: 'Bearer nobody' })).status).toBe(403)
    expect((await client.send('POST', '/stores/none/access/v1/evaluation', READ)).status).toBe(404)
    expect((await client.send('POST', `/stores/${store}/access/v1/nowhere`, READ)).status).toBe(404)
    const named = await post('evaluation', READ, { 'x-request-id': 'bfe9eb29-ab87-4ca3' })
    expect(named.headers['x-request-id']).toBe('bfe9eb29-ab87-4ca3')
  })
})

describe('many evaluations', () => {
  const decisions = async (body: object) =>
    (await post('evaluations', body)).body.evaluations.map(({ decision }: { decision: boolean }) => decision)
  test('defaults are replaced as whole entities', async () => {
    expect(
      await decisions({
        subject: user('bob'),
        resource: record('record-1'),
        evaluations: [{ action: action('read') }, { action: action('write') }],
      }),
    ).toEqual([true, false])
    const archived = { resource: record('record-2', { status: 'archived' }) }
    const active = asked(user('alice'), action('write'), record('record-2', { status: 'active' }))
    expect(await decisions({ ...active, evaluations: [{}, archived] })).toEqual([true, false])
    const bare = await post('evaluations', { ...active, evaluations: [{ resource: record('record-2') }] })
    expect(bare.body.evaluations[0]).toMatchObject({ decision: false, context: { error: { status: 400 } } })
  })

  test('one that cannot be made is a no among the others', async () => {
    const { body, status } = await post('evaluations', {
      subject: user('alice'),
      action: action('read'),
      evaluations: [{ resource: record('record-1') }, {}, { resource: 'x' }],
    })
    expect(status).toBe(200)
    expect(
      body.evaluations.map((each: { decision: boolean; context?: object }) => [
        each.decision,
        each.context !== undefined,
      ]),
    ).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ])
  })

  const three = {
    subject: user('bob'),
    action: action('read'),
    evaluations: [{ resource: record('record-1') }, { resource: record('record-2') }, { resource: record('record-1') }],
  }
  test.each([
    [undefined, three, [true, false, true]],
    ['execute_all', three, [true, false, true]],
    ['deny_on_first_deny', three, [true, false]],
    ['permit_on_first_permit', three, [true]],
    ['permit_on_first_permit', { ...three, action: action('delete') }, [false, false, false]],
  ])('semantic %s', async (evaluations_semantic, body, expected) => {
    expect(await decisions({ ...body, options: { evaluations_semantic, other: 1 } })).toEqual(expected)
  })

  test('without evaluations it is one', async () => {
    expect((await post('evaluations', READ)).body).toEqual({ decision: true })
    expect((await post('evaluations', { ...READ, evaluations: [] })).body).toEqual({ decision: true })
    expect((await post('evaluations', { evaluations: [] })).status).toBe(400)
  })

  test.each([
    ['a semantic that is none', { ...READ, options: { evaluations_semantic: 'constructor' } }],
    ['options that are a string', { ...READ, options: 'execute_all' }],
    ['evaluations that are an object', { ...READ, evaluations: {} }],
    ['evaluations of strings', { ...READ, evaluations: ['x'] }],
    ['a default of a wrong type', { ...READ, subject: 'alice', evaluations: [{ subject: user('alice') }] }],
    ['too many', { ...READ, evaluations: Array.from({ length: 1001 }, () => ({})) }],
  ])('%s is a bad request', async (_, body) => {
    expect((await post('evaluations', body)).status).toBe(400)
  })
})
test('the document says configured addresses, whatever the request says of itself', async () => {
  const read = (path: string) =>
    client.listener.fastify.inject({
      method: 'GET',
      url: `/.well-known/authzen-configuration/${path}`,
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    })
  const answer = await read(`stores/${store}`)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
  const at = `${ORIGIN}/stores/${store}`
  expect(answer.json()).toEqual({
    policy_decision_point: at,
    access_evaluation_endpoint: `${at}/access/v1/evaluation`,
    access_evaluations_endpoint: `${at}/access/v1/evaluations`,
    search_subject_endpoint: `${at}/access/v1/search/subject`,
    search_resource_endpoint: `${at}/access/v1/search/resource`,
    search_action_endpoint: `${at}/access/v1/search/action`,
  })
  expect((await read(store)).json().policy_decision_point).toBe(`${ORIGIN}/${store}`)
  expect((await read('a%2F..%2Fb')).json().access_evaluation_endpoint).toBe(
    `${ORIGIN}/stores/a%2F..%2Fb/access/v1/evaluation`,
  )
  const memory = createMemory()
  expect(() => authZenWire(memory.port, { publicOrigin: 'http://pdp.example.com' })).toThrow('https origin')
  expect(authZenWire(memory.port).routes.some(({ method }) => method === 'GET')).toBe(false)
})

const TODOS = `model
  schema 1.1
type user
  relations
    define can_read_user: [user:*]
type todo
  relations
    define can_read_todos: [user:*]
    define can_create_todo: [user]
    define can_update_todo: [user, user with owns]
    define can_delete_todo: [user, user with owns]

condition owns(email: string, resource_ownerID: string) {
  resource_ownerID == email
}
`

describe.skipIf(!existsSync(TODO))('the interop scenario of todos (skipped without the folder of public data)', () => {
  test('every decision', async () => {
    const data = JSON.parse(readFileSync(TODO, 'utf8')) as {
      evaluation: { request: { subject: { id: string }; resource: { type: string; id: string } }; expected: boolean }[]
      evaluations: { request: object; expected: object[] }[]
    }
    // Of the five people the first may all, the next two what is theirs, and two only look.
    const people = [...new Set(data.evaluation.map(({ request }) => request.subject.id))]
    const [rick, morty, summer] = people
    const things = [
      ...new Set([
        ...data.evaluation.map(({ request }) => `${request.resource.type}:${request.resource.id}`),
        'todo:7240d0db-8ff0-41ec-98b2-34a096273b95',
      ]),
    ]
    const keys = things.flatMap((object): Key[] => {
      if (object.startsWith('user:')) return [{ user: 'user:*', relation: 'can_read_user', object }]
      const changes = ['can_update_todo', 'can_delete_todo'].flatMap((relation) => [
        { user: `user:${rick}`, relation, object },
        {
          user: `user:${morty}`,
          relation,
          object,
          condition: { name: 'owns', context: { email: 'morty@the-citadel.com' } },
        },
        {
          user: `user:${summer}`,
          relation,
          object,
          condition: { name: 'owns', context: { email: 'summer@the-smiths.com' } },
        },
      ])
      const creators = [rick, morty, summer].map((id) => ({ user: `user:${id}`, relation: 'can_create_todo', object }))
      return [{ user: 'user:*', relation: 'can_read_todos', object }, ...creators, ...changes]
    })
    const todos = await openStore(TODOS, keys)
    const ask = (path: string, body: object) =>
      todos.client.send('POST', `/stores/${todos.store}/access/v1/${path}`, body)
    for (const { request, expected } of data.evaluation) {
      expect((await ask('evaluation', request)).body, JSON.stringify(request)).toEqual({ decision: expected })
    }
    for (const { request, expected } of data.evaluations) {
      expect((await ask('evaluations', request)).body).toEqual({ evaluations: expected })
    }
    expect([data.evaluation.length, data.evaluations.length]).toEqual([40, 3])
  })
})
