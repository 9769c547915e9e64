// Tuples over HTTP: written, read, looked at in their past, exported, imported and taken away, on two nodes of one database.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, KEY, makeStore, post, type Served, send, serve, tuple } from '../../test/served.ts'
import { expectSound, live } from '../../test/writes.ts'

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user]
type doc
  relations
    define editor: [user]
    define viewer: [user, user:*, group#member, user with soon]
condition soon(hour: int) {
  hour < 12
}
`
const WITHOUT_EDITOR = MODEL.replace('    define editor: [user]\n', '')

type Server = Served['servers'][number]

let served: Served
let one: Server
let two: Server

beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
}, 60_000)
afterAll(() => served.stop(), 60_000)

const ann = tuple('doc:1#viewer@user:ann')
const bob = tuple('doc:1#viewer@user:bob')
const make = async (...texts: string[]) => (await makeStore(one, MODEL, texts.map(tuple))).id
const write = (id: string, body: object, server = one, headers?: Record<string, string>) =>
  post(server, `/${id}/tuples`, body, headers)

async function get(path: string, server = one): Promise<Answer> {
  const response = await send(server, path, { method: 'GET' })
  return { status: response.status, body: await response.json() }
}

async function lines(response: Response): Promise<Record<string, unknown>[]> {
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${response.status} ${text}`)
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

describe('a write', () => {
  it('is refused whole when it adds what is there or removes what is not, unless told otherwise', async () => {
    const id = await make('doc:1#viewer@user:ann')
    expect((await write(id, { added: [bob, ann] })).status).toBe(409)
    expect((await write(id, { added: [ann], removed: [bob] })).status).toBe(409)
    const later = { ...ann, expiresAt: 9e12 }
    const relaxed = { added: [later], removed: [bob], onExisting: 'replace', onMissing: 'ignore' }
    expect(await write(id, relaxed)).toMatchObject({ status: 200, body: { revision: 4 } })
    expect((await get(`/${id}/tuples`)).body.items).toEqual([later])
  })

  it.each([
    ['what must exist and does not', { kind: 'exists', object: 'doc:1', relation: 'viewer', subject: 'user:bob' }, 412],
    ['what must exist and does', { kind: 'exists', object: 'doc:1' }, 200],
    ['what must be absent and is not', { kind: 'absent', object: 'doc:1', relation: 'viewer' }, 412],
    ['what must be absent and is', { kind: 'absent', object: 'doc:1', relation: 'editor' }, 200],
    ['another revision', { kind: 'revision', revision: 1 }, 412],
    ['the revision', { kind: 'revision', revision: 3 }, 200],
    ['another model', { kind: 'model', model: 'other' }, 412],
    ['a kind that is not known', { kind: 'is_nice', object: 'doc:1' }, 400],
  ])('with the precondition of %s', async (_, precondition, status) => {
    const id = await make('doc:1#viewer@user:ann')
    const answer = await write(id, { added: [bob], preconditions: [precondition] })
    expect(answer.status).toBe(status)
    if (status === 412) expect(answer.body).toMatchObject({ code: 'precondition_failed', info: { precondition: 0 } })
    expect(await live(served.cluster.database, id)).toHaveLength(status === 200 ? 2 : 1)
  })

  it('is judged by the model in force, also on a node that has not heard of it', async () => {
    const id = await make()
    expect((await write(id, { added: [tuple('doc:1#editor@user:ann')] }, two)).status).toBe(200)
    expect((await post(one, `/${id}/models`, { text: WITHOUT_EDITOR, allowOrphans: true })).status).toBe(201)
    const refused = await write(id, { added: [tuple('doc:2#editor@user:ann')] }, two)
    expect(refused).toMatchObject({ status: 400, body: { info: { reason: 'invalid_tuple' } } })
    expect((await post(one, `/${id}/models`, { text: MODEL })).status).toBe(201)
    expect((await write(id, { added: [tuple('doc:2#editor@user:ann')] }, two)).status).toBe(200)
    expect(await expectSound(served.cluster.database, id)).toBe(6)
  })

  it('may remove what the model no longer allows', async () => {
    const id = await make('doc:1#editor@user:ann')
    await post(one, `/${id}/models`, { text: WITHOUT_EDITOR, allowOrphans: true })
    expect((await write(id, { removed: [tuple('doc:1#editor@user:ann')] })).status).toBe(200)
  })

  it('with a key is done once, also after the model has moved and would not allow it any more', async () => {
    const id = await make()
    const body = { added: [tuple('doc:1#editor@user:ann')], reason: 'asked' }
    const key = { 'idempotency-key': 'k1' }
    expect(await write(id, body, one, key)).toMatchObject({ status: 200, body: { revision: 3, isReplay: false } })
    await post(one, `/${id}/models`, { text: WITHOUT_EDITOR, allowOrphans: true })
    expect(await write(id, body, two, key)).toMatchObject({ status: 200, body: { revision: 3, isReplay: true } })
    expect((await write(id, { ...body, reason: 'other' }, one, key)).body.code).toBe('idempotency_mismatch')
    expect((await write(id, body, one, { 'idempotency-key': 'k2' })).status).toBe(400)
  })

  it('by many at once is one revision each, and none is lost', async () => {
    const id = await make()
    const subjects = Array.from({ length: 40 }, (_, i) => `user:u${i}`)
    const answers = await Promise.all(
      subjects.map((subject, i) => write(id, { added: [{ ...ann, subject }] }, i % 2 ? one : two)),
    )
    expect(new Set(answers.map(({ body }) => body.revision)).size).toBe(40)
    expect(await live(served.cluster.database, id)).toHaveLength(40)
    expect(await expectSound(served.cluster.database, id)).toBe(42)
  })

  it.each([
    ['nothing', {}],
    ['a field too many', { added: [{ ...ann, note: 'x' }] }],
    ['a tuple twice', { added: [ann, ann] }],
    ['no object', { added: [{ ...ann, object: 'doc' }] }],
    ['__proto__ as a type', { added: [{ ...ann, object: '__proto__:x' }] }],
    ['half a character', { added: [{ ...ann, subject: 'user:\ud800' }] }],
    ['an unknown condition', { added: [{ ...ann, condition: { name: 'never' } }] }],
    [
      'a value that its condition cannot take',
      { added: [{ ...ann, condition: { name: 'soon', context: { hour: 'x' } } }] },
    ],
    [
      'a parameter that its condition has not',
      { added: [{ ...ann, condition: { name: 'soon', context: { day: 1 } } }] },
    ],
  ])('of %s is refused and writes nothing', async (_, body) => {
    const id = await make()
    expect((await write(id, body)).status).toBe(400)
    expect(await expectSound(served.cluster.database, id)).toBe(2)
  })
})

describe('reading', () => {
  let id: string
  beforeAll(async () => {
    id = await make(
      'doc:1#viewer@user:ann',
      'doc:1#viewer@user:bob',
      'doc:2#viewer@user:*',
      'doc:2#editor@user:ann',
      'docs:1#x@user:a'.replace('docs:1#x@user:a', 'group:g#member@user:ann'),
    )
    await write(id, { added: [{ ...tuple('doc:3#viewer@user:ann'), expiresAt: 1_000 }] })
    await write(id, { removed: [bob] })
  })
  const texts = (items: { object: string; relation: string; subject: string }[]) =>
    items.map(({ object, relation, subject }) => `${object}#${relation}@${subject}`)

  it.each([
    ['', ['doc:1#viewer@user:ann', 'doc:2#editor@user:ann', 'doc:2#viewer@user:*', 'group:g#member@user:ann']],
    ['object=doc:1', ['doc:1#viewer@user:ann']],
    ['objectType=doc', ['doc:1#viewer@user:ann', 'doc:2#editor@user:ann', 'doc:2#viewer@user:*']],
    ['objectType=do', []],
    ['relation=viewer', ['doc:1#viewer@user:ann', 'doc:2#viewer@user:*']],
    ['subject=user:ann', ['doc:1#viewer@user:ann', 'doc:2#editor@user:ann', 'group:g#member@user:ann']],
    ['subject=user:ann&objectType=doc&relation=editor', ['doc:2#editor@user:ann']],
    ['object=doc:1&revision=3', ['doc:1#viewer@user:ann', 'doc:1#viewer@user:bob']],
    ['revision=2', []],
  ])('by `%s`, page by page, is the same as at once', async (query, expected) => {
    const whole = await get(`/${id}/tuples?${query}`)
    expect(texts(whole.body.items)).toEqual(expected)
    const paged: string[] = []
    let next = `/${id}/tuples?${query}&pageSize=1`
    for (;;) {
      const { body } = await get(next)
      paged.push(...texts(body.items))
      if (body.cursor === undefined) break
      next = `/${id}/tuples?${query}&pageSize=1&cursor=${encodeURIComponent(body.cursor)}`
    }
    expect(paged).toEqual(expected)
  })

  it('goes on at the revision at which it began', async () => {
    const own = await make('doc:1#viewer@user:a', 'doc:1#viewer@user:b')
    const first = await get(`/${own}/tuples?pageSize=1`)
    await write(own, { removed: [tuple('doc:1#viewer@user:b')], added: [tuple('doc:1#viewer@user:c')] })
    const second = await get(`/${own}/tuples?pageSize=1&cursor=${encodeURIComponent(first.body.cursor)}`, two)
    expect([texts(second.body.items), second.body.revision]).toEqual([['doc:1#viewer@user:b'], first.body.revision])
  })

  it('refuses a cursor of another store or another filter, and moments that do not exist', async () => {
    const { cursor } = (await get(`/${id}/tuples?pageSize=1`)).body
    const other = await make()
    const statusOf = async (path: string) => (await get(path)).status
    expect(await statusOf(`/${other}/tuples?pageSize=1&cursor=${encodeURIComponent(cursor)}`)).toBe(400)
    expect(await statusOf(`/${id}/tuples?object=doc:1&cursor=${encodeURIComponent(cursor)}`)).toBe(400)
    expect(await statusOf(`/${id}/tuples?revision=99`)).toBe(404)
    expect(await statusOf(`/${id}/tuples?revision=1&time=2020-01-01T00:00:00Z`)).toBe(400)
    expect(await statusOf(`/${id}/tuples?time=2999-01-01T00:00:00Z`)).toBe(400)
    expect(await statusOf(`/${id}/tuples?pageSize=100000`)).toBe(400)
    expect(await statusOf('/nowhere/tuples')).toBe(404)
  })

  it('tells of one tuple who gave it and took it away, when and why', async () => {
    const own = await make()
    await write(own, { added: [ann], reason: 'hired' })
    await write(own, { removed: [ann], reason: 'left' })
    await write(own, { added: [ann] })
    const path = `/${own}/tuples/history?object=doc:1&relation=viewer&subject=user:ann`
    const { items } = (await get(path)).body
    expect(items).toMatchObject([
      { began: { revision: 3, reason: 'hired' }, ended: { revision: 4, reason: 'left' }, source: 'api' },
      { began: { revision: 5 } },
    ])
    expect(items[1].ended).toBeUndefined()
    const there = (time: string) => get(`/${own}/tuples?time=${encodeURIComponent(time)}`)
    expect((await there('2020-01-01T00:00:00Z')).body).toMatchObject({ items: [], revision: 0 })
    expect((await there(items[1].began.at)).body.items).toEqual([ann])
    const first = (await get(`${path}&pageSize=1`)).body
    const second = (await get(`${path}&pageSize=1&cursor=${encodeURIComponent(first.cursor)}`)).body
    expect([...first.items, ...second.items]).toEqual(items)
  })
})

describe('taking away by a filter', () => {
  it('says first how many, then takes exactly those, and finds nothing the second time', async () => {
    const id = await make('doc:1#viewer@user:ann', 'doc:1#viewer@user:bob', 'doc:2#viewer@user:ann')
    const path = `/${id}/tuples/delete`
    expect(await lines(await send(one, path, { body: { subject: 'user:ann', dryRun: true } }))).toEqual([
      { end: { found: 2, removed: 0 } },
    ])
    const told = await lines(await send(one, path, { body: { subject: 'user:ann', reason: 'left' } }))
    expect(told).toMatchObject([{ progress: { removed: 2 } }, { end: { found: 2, removed: 2, revision: 4 } }])
    expect(await live(served.cluster.database, id)).toEqual(['doc:1#viewer@user:bob'])
    expect(await lines(await send(one, path, { body: { subject: 'user:ann' } }))).toEqual([
      { end: { found: 0, removed: 0 } },
    ])
    expect((await send(one, path, { body: {} })).status).toBe(400)
    expect((await send(one, '/nowhere/tuples/delete', { body: { subject: 'user:ann' } })).status).toBe(404)
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  })
})

describe('streams', () => {
  const upload = (id: string, query: string, body: string) =>
    fetch(`${one.url}/v1/stores/${id}/tuples/import?${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-ndjson' },
      body,
    })
  const row = (text: string, more: object = {}) => `${JSON.stringify({ ...tuple(text), ...more })}\n`

  it('an export says where it is of, and goes into another store as it came out', async () => {
    const id = await make('doc:1#viewer@user:ann', 'doc:2#viewer@group:g#member')
    await write(id, { added: [{ ...bob, condition: { name: 'soon', context: { hour: 3 } }, expiresAt: 9e12 }] })
    const exported = await (await send(one, `/${id}/tuples/export`, { method: 'GET' })).text()
    const told = exported
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(told[0]).toMatchObject({ export: { store: id, revision: 4 } })
    expect(told.at(-1)).toEqual({ end: { tuples: 3 } })
    const before = await lines(await send(one, `/${id}/tuples/export?revision=3`, { method: 'GET' }))
    expect(before.at(-1)).toEqual({ end: { tuples: 2 } })
    const other = await make()
    expect(await lines(await upload(other, 'import=a', exported))).toMatchObject([
      { progress: { rows: 5, revision: 3, bad: 0 } },
      { end: { rows: 5, bad: 0 } },
    ])
    const again = await lines(await send(two, `/${other}/tuples/export`, { method: 'GET' }))
    expect(again.slice(1)).toEqual(told.slice(1))
    const asked = { ...tuple('doc:1#viewer@user:ann'), consistency: { mode: 'full' } }
    expect((await post(two, `/${other}/check`, asked)).body.allowed).toBe(true)
  })

  it('an import tells each bad row by its line, and passes it over when it is told to', async () => {
    const id = await make()
    const body = [
      row('doc:1#viewer@user:ann'),
      '{"object":\n',
      row('doc:1#owner@user:ann'),
      '\n',
      row('doc:2#viewer@user:ann', { note: 1 }),
      row('doc:2#viewer@user:ann', { condition: { name: 'soon', more: 1 } }),
      row('doc#viewer@user:ann'),
      row('doc:3#viewer@user:ann', { expiresAt: 'soon' }),
      row('doc:4#viewer@user:ann'),
    ].join('')
    const bad = (told: Record<string, unknown>[]) =>
      told.flatMap((line) => ('bad' in line ? [(line.bad as { line: number }).line] : []))
    const dry = await lines(await upload(id, 'import=a&dryRun=true', body))
    expect(bad(dry)).toEqual([2, 3, 5, 6, 7, 8])
    expect(dry.at(-1)).toMatchObject({ end: { rows: 9, bad: 6, isDryRun: true } })
    expect(await expectSound(served.cluster.database, id)).toBe(2)
    const stopped = await upload(id, 'import=a', body)
    expect(stopped.status).toBe(400)
    expect(await stopped.text()).toContain('row 2: not JSON')
    expect(await expectSound(served.cluster.database, id)).toBe(2)
    const done = await lines(await upload(id, 'import=a&onBad=skip', body))
    expect(bad(done)).toEqual([2, 3, 5, 6, 7, 8])
    expect(await live(served.cluster.database, id)).toEqual(['doc:1#viewer@user:ann', 'doc:4#viewer@user:ann'])
    expect(await lines(await upload(id, 'import=a&onBad=skip', body))).toEqual([{ end: { rows: 9, bad: 0 } }])
  })

  it('an import of more than a revision ends with an error line that says the row, and goes on from whole chunks', async () => {
    const id = await make()
    const good = Array.from({ length: 10_500 }, (_, i) => row(`doc:d${i}#viewer@user:ann`))
    const broken = [...good.slice(0, 10_200), row('doc:1#nothing@user:ann')].join('')
    const told = await lines(await upload(id, 'import=big', broken))
    expect(told[0]).toMatchObject({ progress: { rows: 10_000 } })
    expect(told.at(-1)).toMatchObject({ error: { code: 'invalid_input', info: { row: 10_201 } } })
    expect(await live(served.cluster.database, id)).toHaveLength(10_000)
    const rest = await lines(await upload(id, 'import=big', good.join('')))
    expect(rest.at(-1)).toEqual({ end: { rows: 10_500, bad: 0 } })
    expect(await live(served.cluster.database, id)).toHaveLength(10_500)
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  })

  it('an import is judged by the model that is in force when each chunk goes in', async () => {
    const id = await make()
    const part = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => row(`doc:d${from + i}#editor@user:ann`)).join('')
    const hasFirst = Promise.withResolvers<void>()
    async function* body() {
      yield Buffer.from(part(0, 10_000))
      await hasFirst.promise
      yield Buffer.from(part(10_000, 10_050))
    }
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-ndjson' }
    const path = `${one.url}/v1/stores/${id}/tuples/import?import=a`
    const uploading = fetch(path, { method: 'POST', headers, body: body(), duplex: 'half' } as RequestInit)
    await expect.poll(() => live(served.cluster.database, id), { timeout: 20_000 }).toHaveLength(10_000)
    await post(two, `/${id}/models`, { text: WITHOUT_EDITOR, allowOrphans: true })
    hasFirst.resolve()
    const told = await lines(await uploading)
    expect(told.at(-1)).toMatchObject({ error: { code: 'invalid_input', info: { row: 10_001 } } })
    expect(await live(served.cluster.database, id)).toHaveLength(10_000)
  })

  it('an import whose caller goes away leaves whole chunks, and goes on from them', async () => {
    const id = await make()
    const all = Array.from({ length: 12_000 }, (_, i) => row(`doc:d${i}#viewer@user:ann`))
    const hasFirst = Promise.withResolvers<void>()
    const gone = new AbortController()
    async function* body() {
      yield Buffer.from(all.slice(0, 11_000).join(''))
      await hasFirst.promise
      gone.abort()
    }
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-ndjson' }
    const path = `${one.url}/v1/stores/${id}/tuples/import?import=a`
    const init = { method: 'POST', headers, body: body(), duplex: 'half', signal: gone.signal }
    const uploading = fetch(path, init as RequestInit).then((answer) => answer.text())
    await expect.poll(() => live(served.cluster.database, id), { timeout: 20_000 }).toHaveLength(10_000)
    hasFirst.resolve()
    await expect(uploading).rejects.toThrow()
    const rest = await lines(await upload(id, 'import=a', all.join('')))
    expect(rest.at(-1)).toEqual({ end: { rows: 12_000, bad: 0 } })
    expect(await live(served.cluster.database, id)).toHaveLength(12_000)
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  })

  it('two imports of one name at once: what is in is in once', async () => {
    const id = await make()
    const body = Array.from({ length: 10_500 }, (_, i) => row(`doc:d${i}#viewer@user:ann`)).join('')
    const answers = await Promise.all([upload(id, 'import=a', body), upload(id, 'import=a', body)])
    const ends = await Promise.all(answers.map(async (answer) => (await answer.text()).trim().split('\n').at(-1) ?? ''))
    expect(ends.filter((end) => end.includes('"end"')).length).toBeGreaterThan(0)
    for (const end of ends.filter((end) => !end.includes('"end"'))) expect(end).toContain('another run of the import')
    expect(await live(served.cluster.database, id)).toHaveLength(10_500)
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  })

  it('an import that is no text, has no name or no store, or an endless line is refused', async () => {
    const id = await make()
    const statusOf = async (response: Promise<Response>) => (await response).status
    const binary = fetch(`${one.url}/v1/stores/${id}/tuples/import?import=a`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-ndjson' },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x0a]),
    })
    expect(await statusOf(binary)).toBe(400)
    expect(await statusOf(upload(id, 'onBad=skip', row('doc:1#viewer@user:ann')))).toBe(400)
    expect(await statusOf(upload('nowhere', 'import=a', row('doc:1#viewer@user:ann')))).toBe(404)
    expect(await statusOf(upload(id, 'import=a', 'x'.repeat(200_000)))).toBe(422)
    expect(await expectSound(served.cluster.database, id)).toBe(2)
  })
})
