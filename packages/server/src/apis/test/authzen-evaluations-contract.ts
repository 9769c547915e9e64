// What one and many evaluations must answer, whatever stands behind the wire.

import { beforeAll, describe, expect, test } from 'vitest'
import { action, asked, FIXTURE, type Opened, type OpenStore, READ, RECORDS, record, user } from './record-store.ts'

export function evaluationsContract(openStore: OpenStore): void {
  let client: Opened['client']
  let store: string
  let nobody: string
  beforeAll(async () => {
    ;({ client, store, nobody } = await openStore(RECORDS, FIXTURE))
  }, 120_000)

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
      expect((await post('evaluation', READ, { authorization: `Bearer ${nobody}` })).status).toBe(403)
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
      evaluations: [
        { resource: record('record-1') },
        { resource: record('record-2') },
        { resource: record('record-1') },
      ],
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
}
