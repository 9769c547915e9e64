// What the three searches must answer, whatever stands behind the wire.

import { beforeAll, describe, expect, test } from 'vitest'
import { action, FIXTURE, type Opened, type OpenStore, RECORDS, record, user } from './record-store.ts'

export function searchesContract(openStore: OpenStore): void {
  let client: Opened['client']
  let store: string
  let nobody: string
  beforeAll(async () => {
    ;({ client, store, nobody } = await openStore(RECORDS, FIXTURE))
  }, 120_000)

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    client.send('POST', `/stores/${store}/access/v1/${path}`, body, headers)

  describe('searches', () => {
    const found = async (kind: string, body: object) => {
      const reply = await post(`search/${kind}`, body)
      expect(reply.status, reply.text).toBe(200)
      return reply.body.results.map(({ id, name }: { id?: string; name?: string }) => id ?? name).toSorted()
    }
    const readers = { subject: { type: 'user' }, action: action('read'), resource: record('record-1') }
    test('subjects, with an id or a context or not', async () => {
      expect(await found('subject', readers)).toEqual(['alice', 'bob'])
      expect(await found('subject', { ...readers, subject: user('alice') })).toEqual(['alice', 'bob'])
      expect(await found('subject', { ...readers, context: { ip: '1' } })).toEqual(['alice', 'bob'])
      const archived = { ...readers, action: action('write'), resource: record('record-2', { status: 'archived' }) }
      expect(await found('subject', archived)).toEqual(['bob'])
      expect((await post('search/subject', readers)).body.results[0]).toEqual({ type: 'user', id: expect.any(String) })
      expect(await found('subject', { ...readers, action: action('open'), resource: record('record-3') })).toEqual([
        '*',
      ])
    })

    test('resources', async () => {
      expect(
        await found('resource', { subject: user('alice'), action: action('read'), resource: { type: 'record' } }),
      ).toEqual(['record-1'])
      expect(
        await found('resource', { subject: user('alice'), action: action('read'), resource: record('record-9') }),
      ).toEqual(['record-1'])
      expect(
        await found('resource', {
          subject: user('bob', { role: 'admin' }),
          action: action('write'),
          resource: { type: 'record' },
        }),
      ).toEqual(['record-2'])
    })

    test('actions: those that can be decided without more', async () => {
      expect(await found('action', { subject: user('alice'), resource: record('record-1') })).toEqual(['read', 'write'])
      expect(
        await found('action', {
          subject: user('bob', { role: 'admin' }),
          resource: record('record-2', { status: 'archived' }),
        }),
      ).toEqual(['write'])
    })

    test.each([
      ['subject', { ...readers, subject: { type: 'spaceship' } }],
      ['subject', { ...readers, resource: { type: 'spaceship', id: '1' } }],
      ['subject', { ...readers, resource: record('none') }],
      ['subject', { ...readers, action: action('fly') }],
      ['resource', { subject: user('none'), action: action('read'), resource: { type: 'record' } }],
      ['resource', { subject: user('alice'), action: action('read'), resource: { type: 'spaceship' } }],
      ['resource', { subject: { type: 'spaceship', id: '1' }, action: action('read'), resource: { type: 'record' } }],
      ['resource', { subject: { type: 'a:b', id: '1' }, action: action('read'), resource: { type: 'record' } }],
      ['action', { subject: user('none'), resource: record('record-1') }],
      ['action', { subject: { type: 'spaceship', id: '1' }, resource: record('record-1') }],
      ['action', { subject: user('alice'), resource: { type: 'spaceship', id: '1' } }],
    ])('%s of what is unknown: nothing, and no error', async (kind, body) => {
      expect(await found(kind, body)).toEqual([])
    })

    test.each([
      ['subject', { ...readers, resource: { type: 'a:b', id: '1' } }],
      ['resource', { subject: { type: 'a:b', id: '1' }, action: action('read'), resource: { type: 'record' } }],
      ['subject', { ...readers, page: { limit: 0 } }],
      [
        'resource',
        { subject: user('alice'), action: action('read'), resource: { type: 'record' }, page: { limit: 0 } },
      ],
      ['action', { subject: user('alice'), resource: record('record-1'), page: { limit: 0 } }],
    ])('%s search that finds nothing says so only to who may ask', async (kind, body) => {
      expect((await found(kind, body)).length).toBe(0)
      const refused = await post(`search/${kind}`, body, { authorization: `Bearer ${nobody}` })
      expect(refused.status, refused.text).toBe(403)
    })

    test.each([
      ['subject', { ...readers, action: undefined }],
      ['subject', { ...readers, resource: { type: 'record' } }],
      ['subject', { ...readers, subject: {} }],
      ['resource', { action: action('read'), resource: { type: 'record' } }],
      ['resource', { subject: { type: 'user' }, action: action('read'), resource: { type: 'record' } }],
      ['action', { subject: user('alice') }],
      ['action', { subject: { type: 'user' }, resource: record('record-1') }],
      ['subject', { ...readers, page: { limit: -1 } }],
      ['subject', { ...readers, page: { limit: '1' } }],
      ['subject', { ...readers, page: { token: 'nonsense' } }],
      ['subject', { ...readers, page: { token: 1 } }],
      ['subject', { ...readers, action: action('write'), resource: record('record-2') }],
    ])('%s search with less than it needs is a bad request', async (kind, body) => {
      expect((await post(`search/${kind}`, body)).status).toBe(400)
    })

    const many = { subject: { type: 'user' }, action: action('read'), resource: record('record-3') }
    test.each([
      ['subject', many, 7, 25],
      ['subject', many, 25, 25],
      [
        'resource',
        { subject: user('alice'), action: action('write'), resource: { type: 'record', properties: { status: 'x' } } },
        1,
        2,
      ],
      ['action', { subject: user('alice'), resource: record('record-1') }, 1, 2],
    ])('pages of a %s search are the whole', async (kind, body, limit, count) => {
      const seen: string[] = []
      let token = ''
      do {
        const reply = await post(`search/${kind}`, { ...body, page: token ? { token } : { limit } })
        expect(reply.status).toBe(200)
        expect(reply.body.results.length).toBeLessThanOrEqual(limit)
        expect(reply.body.page.count).toBe(reply.body.results.length)
        seen.push(...reply.body.results.map(({ id, name }: { id?: string; name?: string }) => id ?? name))
        token = reply.body.page.next_token
      } while (token !== '')
      expect([seen.length, new Set(seen).size]).toEqual([count, count])
    })

    test('a token with another request is refused, also another limit', async () => {
      const { body } = await post('search/subject', { ...many, page: { limit: 5 } })
      const token = body.page.next_token
      const other = (change: object, page: object = { token }) => post('search/subject', { ...many, ...change, page })
      expect((await other({})).status).toBe(200)
      expect((await other({}, { token, limit: 5 })).status).toBe(200)
      expect((await other({}, { token, limit: 6 })).status).toBe(400)
      expect((await other({ resource: record('record-1') })).status).toBe(400)
      expect((await other({ context: { a: 1 } })).status).toBe(400)
      expect(
        (await post('search/action', { subject: user('alice'), resource: record('record-3'), page: { token } })).status,
      ).toBe(400)
    })
  })
}
