// AuthZEN's certification scenario, read from its own document: every request that is printed there is sent to a real
// server, at the path of a store and at the root with a key for that store, and its answer compared with what is printed.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY, type RealServer, startReal } from '../../../test/real-server.ts'
import { FIXTURE, fillStore, ORIGIN, RECORDS } from '../test/record-store.ts'

const FOLDER = fileURLToPath(new URL('../../../../../../shared/conformance/authzen/', import.meta.url))
const isDataThere = existsSync(FOLDER)

interface Case {
  readonly name: string
  readonly path: string
  readonly request: object
  readonly status: number
  /** What is printed of the answer, if it is JSON. */
  readonly expected: Printed | undefined
}

interface Printed {
  readonly decision?: boolean
  readonly evaluations?: readonly object[]
  readonly results?: readonly object[]
}

function readCases(): Case[] {
  const text = readFileSync(`${FOLDER}authorization-api-1_0-scenario.md`, 'utf8')
  return text.split(/^(?=#{2,3} )/m).flatMap((section) => {
    const [, title = '', id = ''] = /^#+ (.*) \{#(c-[234][\d-]*)\}/.exec(section) ?? []
    return id === '' ? [] : casesOf(section, `${id} ${title}`, id)
  })
}

/** A label in bold, the request as JSON, a line `**Expected:**`, perhaps the answer as JSON. */
function casesOf(section: string, name: string, id: string): Case[] {
  const pattern =
    /^\*\*((?:Request|\w+ Search)[^\n]*)\n\n~~~ json\n(.*?)\n~~~\n\n\*\*Expected:\*\*([^\n]*)\n(?:\n~~~(?: json)?\n(.*?)\n~~~)?/gms
  return [...section.matchAll(pattern)].map(([, label = '', request = '', expected = '', answer]) => ({
    name: `${name} · ${label.replaceAll('*', '').slice(0, 60)}`,
    path: pathOf(id, label, request),
    request: JSON.parse(request),
    status: Number(/HTTP (\d{3})/.exec(expected)?.[1] ?? 200),
    expected: expected.includes('`"decision": true`') ? { decision: true } : printedIn(answer),
  }))
}

function printedIn(answer: string | undefined): Printed | undefined {
  // The structure of an answer is printed with `<boolean>` in it.
  return answer === undefined || answer.includes('<') ? undefined : JSON.parse(answer)
}

function pathOf(id: string, label: string, request: string): string {
  if (id.startsWith('c-2')) return 'evaluation'
  if (id.startsWith('c-3')) return 'evaluations'
  const named = /(Subject|Resource|Action) Search/i.exec(label)?.[1]
  if (named) return `search/${named.toLowerCase()}`
  const kind = { '2': 'subject', '3': 'resource', '4': 'action' }[id.split('-')[2] ?? '']
  return `search/${kind ?? (request.includes('"action"') ? 'subject' : 'action')}`
}

const CASES = isDataThere ? readCases() : []

let real: RealServer
let store: string
let narrowed: string

describe.skipIf(!isDataThere)('the certification scenario (skipped without the folder of public data)', () => {
  beforeAll(async () => {
    real = await startReal()
    store = await fillStore(real, RECORDS, FIXTURE)
    narrowed = (await real.send('POST', '/v1/keys', { name: 'a gateway', stores: [store], roles: ['asker'] })).body
      .secret
  }, 120_000)
  afterAll(() => real?.stop(), 60_000)

  test('is read as a whole', () => {
    const text = readFileSync(`${FOLDER}authorization-api-1_0-scenario.md`, 'utf8')
    const printed = text.slice(text.indexOf('{#c-2}')).match(/^\*\*(?:Request|\w+ Search)[^\n]*\n\n~~~ json/gm) ?? []
    // One of them has a placeholder for the token of the page before; it is sent below.
    expect(CASES.length).toBe(printed.length)
    expect(CASES.length).toBeGreaterThan(45)
  })

  test.each(CASES)('$name', async ({ path, request, status, expected }) => {
    const ways = [
      { at: `/stores/${store}/access/v1`, key: KEY },
      { at: '/access/v1', key: narrowed },
    ]
    for (const { at, key } of ways) {
      const body = JSON.stringify(request).includes('<next_token') ? await withToken(request, at, key) : request
      const headers = { authorization: `Bearer ${key}`, 'x-request-id': 'bfe9eb29-ab87-4ca3-be83-a1d5d8305716' }
      const reply = await real.send('POST', `${at}/${path}`, body, headers)
      expect(reply.status, reply.text).toBe(status)
      expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
      expect(reply.headers['x-request-id']).toBe('bfe9eb29-ab87-4ca3-be83-a1d5d8305716')
      if (status !== 200) expect(typeof reply.body).toBe('string')
      else requireShape(path, request, reply.body)
      if (expected?.decision !== undefined) expect(reply.body).toEqual(expected)
      if (expected?.evaluations) expect(reply.body.evaluations).toMatchObject(expected.evaluations)
      if (expected?.results) requireResults(expected.results, reply.body.results)
    }
  })

  test('a page goes on with its token to the empty one', async () => {
    const request = {
      subject: { type: 'user' },
      action: { name: 'read' },
      resource: { type: 'record', id: 'record-1' },
    }
    const ask = async (page: object) =>
      (await real.send('POST', `/stores/${store}/access/v1/search/subject`, { ...request, page })).body
    const first = await ask({ limit: 1 })
    const second = await ask({ token: first.page.next_token })
    expect([...first.results, ...second.results].map(({ id }: { id: string }) => id)).toEqual(['alice', 'bob'])
    expect(second.page.next_token).toBe('')
  })

  test('a page goes on where it was, also after a write, and on another node', async () => {
    const other = await real.start()
    const request = {
      subject: { type: 'user' },
      action: { name: 'read' },
      resource: { type: 'record', id: 'record-3' },
    }
    const path = `/stores/${store}/access/v1/search/subject`
    const first = (await real.send('POST', path, { ...request, page: { limit: 10 } })).body
    const late = { user: 'user:reader-5-late', relation: 'read', object: 'record:record-3' }
    await real.send('POST', `/stores/${store}/write`, { writes: { tuple_keys: [late] } })
    const second = (await other.send('POST', path, { ...request, page: { token: first.page.next_token } })).body
    const third = (await other.send('POST', path, { ...request, page: { token: second.page.next_token } })).body
    const all = [first, second, third].flatMap(({ results }) => results.map(({ id }: { id: string }) => id))
    expect(all.toSorted()).toEqual(Array.from({ length: 25 }, (_, i) => `reader-${i}`).toSorted())
    expect(third.page.next_token).toBe('')
  })

  test('at the root a key says its store; one that does not is told where to ask', async () => {
    const request = CASES[0]!.request
    const wide = await real.send('POST', '/access/v1/evaluation', request)
    expect([wide.status, wide.body]).toEqual([400, expect.stringContaining('/stores/<id>/access/v1/')])
    const headers = { authorization: `Bearer ${real.nobody}` }
    expect((await real.send('POST', '/access/v1/evaluation', request, headers)).status).not.toBe(200)
    expect((await real.send('POST', `/stores/${store}/access/v1/evaluation`, request, headers)).status).toBe(403)
    expect((await real.send('POST', '/access/v1/nothing', request)).status).toBe(404)
  })

  test.each([
    ['', '', ''],
    ['/stores/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/stores/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/stores/01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/stores/01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ])('the document of the decision point `%s`', async (path, identifier, base) => {
    const response = await fetch(`${real.url}/.well-known/authzen-configuration${path}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    const document = (await response.json()) as Record<string, string>
    expect(document.policy_decision_point).toBe(ORIGIN + identifier)
    const { policy_decision_point: _, ...endpoints } = document
    const wanted = ['evaluation', 'evaluations', 'search/subject', 'search/resource', 'search/action']
    expect(Object.values(endpoints)).toEqual(wanted.map((each) => `${ORIGIN}${base}/access/v1/${each}`))
  })
})

async function withToken(request: object, at: string, key: string): Promise<object> {
  const headers = { authorization: `Bearer ${key}` }
  const first = await real.send('POST', `${at}/search/subject`, { ...request, page: { limit: 1 } }, headers)
  return { ...request, page: { token: first.body.page.next_token } }
}

function requireShape(path: string, request: { evaluations?: unknown[] }, body: Record<string, unknown>): void {
  if (path.startsWith('search/')) {
    expect(Array.isArray(body.results)).toBe(true)
    expect(body.page).toMatchObject({ next_token: expect.any(String) })
    return
  }
  const items = request.evaluations?.length ? (body.evaluations as { decision: unknown }[]) : [body]
  expect(items).toHaveLength(request.evaluations?.length || 1)
  for (const { decision } of items) expect(typeof decision).toBe('boolean')
}

/** More than what is printed may be found, unless nothing is printed. */
function requireResults(printed: readonly object[], found: readonly object[]): void {
  if (printed.length === 0) expect(found).toEqual([])
  for (const each of printed) expect(found).toContainEqual(each)
}
