// Where the parts of an input go, with whatever characters; and that what is secret goes nowhere but into its header.

import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { json, problem, script } from '../test/scripted-fetch.ts'
import { createClient, LocknessError } from './client.ts'

const KEY = 'lk_01SECRET/secret+secret=='
const ok = json({ items: [], id: 'x' })

describe('a request', () => {
  it('has each part of the input in its place', async () => {
    const server = script(ok)
    const client = createClient({
      url: 'https://iam.example.com/base/',
      key: KEY,
      fetch: server.fetch,
      headers: { 'X-Room': 'data' },
    })
    await client.store.rename({ store: 's1', name: 'new', reason: undefined }, { headers: { 'X-Call': '1' } })
    await client.label.remove({ store: 's1', label: 'live', reason: 'a b&c' })
    await client.system.read()
    await client.audit.read({ store: 's1', revision: 12 })
    expect(server.asked.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PATCH', 'https://iam.example.com/base/v1/stores/s1', '{"name":"new"}'],
      ['DELETE', 'https://iam.example.com/base/v1/stores/s1/model-labels/live?reason=a%20b%26c', undefined],
      ['GET', 'https://iam.example.com/base/v1/system', undefined],
      ['GET', 'https://iam.example.com/base/v1/stores/s1/audit/12', undefined],
    ])
    expect(server.asked[0]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      accept: 'application/json',
      'content-type': 'application/json',
      'x-room': 'data',
      'x-call': '1',
    })
    expect(server.asked[1]?.headers).not.toHaveProperty('content-type')
    expect(server.asked[1]?.headers).not.toHaveProperty('x-call')
  })

  it('can be of the same origin, without a key', async () => {
    const server = script(ok)
    await createClient({ url: '/api', fetch: server.fetch }).store.list()
    expect(server.asked[0]?.url).toBe('/api/v1/stores')
    expect(server.asked[0]?.headers).not.toHaveProperty('authorization')
  })

  it.each(['a/b', '../keys', 'a?b#c', '%2e%2e', 'ü 日本 😀', '\u0000\n', 'a\\b', ';,:@&=+$'])(
    'carries the id %j',
    async (id) => {
      const server = script(ok)
      await createClient({ url: 'http://lockness.test', fetch: server.fetch }).key.read({ key: id })
      const { pathname, search, hash } = new URL(server.asked[0]!.url)
      expect([pathname.split('/').length, search, hash]).toEqual([4, '', ''])
      expect(decodeURIComponent(pathname.slice('/v1/keys/'.length))).toBe(id)
    },
  )

  it.each(['', '.', '..', '\ud800', undefined, 5.5])('refuses the id %j, which no address can carry', async (id) => {
    const server = script(ok)
    const client = createClient({ url: 'http://lockness.test', fetch: server.fetch })
    const failure = client.key.revoke({ key: id as string })
    await expect(failure).rejects.toMatchObject({ code: 'invalid_input', kind: 'server', status: 400 })
    await expect(client.tuple.read({ store: 's1', object: { a: 1 } as never })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect(server.asked).toEqual([])
  })

  it('has a name that the log of the server has too', async () => {
    const server = script(new Response('', { status: 404 }))
    const failure = await createClient({ url: 'http://lockness.test', fetch: server.fetch })
      .system.read()
      .catch((e) => e)
    expect(failure.requestId).toMatch(/^[0-9a-f]{32}$/)
    expect(server.asked[0]?.headers['x-request-id']).toBe(failure.requestId)
  })
})

describe('what is secret', () => {
  const echo = (text: string) =>
    problem(400, 'invalid_input', {}, { issues: [{ path: ['a'], message: text }], x: [text] })
  const said = async (answer: Parameters<typeof script>[0]) => {
    const client = createClient({ url: 'http://lockness.test', key: KEY, fetch: script(answer).fetch })
    const failure = await client.tuple
      .write({ store: 's1', added: [] }, { timeoutMs: 20 })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(LocknessError)
    return `${inspect(failure, { depth: 9, showHidden: true })} ${JSON.stringify(failure)} ${String((failure as Error).stack)}`
  }

  it('is in no error, whoever says it', async () => {
    const headers = new TypeError(`Headers.append: "Bearer ${KEY}" is an invalid header value`)
    const request = { headers: { authorization: `Bearer ${KEY}` } }
    const deep = new TypeError('fetch failed', { cause: Object.assign(new Error(`sent ${KEY}`), { request }) })
    for (const answer of [echo(KEY), echo(`Bearer ${KEY}`), headers, deep, new Response(KEY, { status: 500 })])
      expect(await said(answer)).not.toContain('SECRET')
  })

  it('is not seen in a client', () => {
    const client = createClient({ url: 'http://lockness.test', key: KEY, headers: { cookie: 'c=SECRET' } })
    expect(inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client)).not.toContain('SECRET')
  })

  it.each([
    { url: 'http://lockness.test', key: 'SECRET\nx' },
    { url: 'http://lockness.test', key: 'SECRET ü' },
    { url: 'http://anne:SECRET@lockness.test' },
    { url: 'ftp://SECRET' },
    { url: '//SECRET' },
    { url: 'http://lockness.test/?key=SECRET' },
    { url: 'http://lockness.test', headers: { authorization: 'SECRET\r\nx: y' } },
    { url: 'http://lockness.test', timeoutMs: Number.NaN },
  ])('is not shown when it is refused: %#', (options) => {
    const make = () => createClient(options)
    expect(make).toThrow(TypeError)
    expect(make).toThrow(expect.not.stringContaining('SECRET'))
  })
})
