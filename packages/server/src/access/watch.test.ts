// Watching over HTTP: each revision once and in order, from any token, on any node, while others write; and where that
// cannot be, a word about it and an end.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { call, makeKey } from '../../test/keys.ts'
import { loseLast, makeStore, post, type Served, type Server, send, serve, tuple } from '../../test/served.ts'

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user]
    define editor: [user]
`

interface Event {
  readonly type: string
  readonly revision: number
  readonly token: string
  readonly added?: readonly { object: string }[]
  readonly [key: string]: unknown
}

let served: Served
let one: Server
let two: Server
beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
}, 60_000)
afterAll(() => served?.stop(), 60_000)

const write = (id: string, body: object, server = one) => post(server, `/${id}/tuples`, body)
const add = (id: string, ...tuples: string[]) => write(id, { added: tuples.map(tuple) })

/** Reads events as they come. `until` gives those up to, and with, the first that is meant. */
async function watch(server: Server, id: string, query = '', headers: Record<string, string> = {}) {
  const response = await send(server, `/${id}/watch${query}`, {
    method: 'GET',
    headers: { accept: 'application/x-ndjson', ...headers },
  })
  if (!response.ok || !response.body) return { status: response.status, body: (await response.json()) as Event }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  const lines: string[] = []
  async function next(): Promise<string | undefined> {
    while (lines.length === 0) {
      const { done, value } = await reader.read()
      if (done) return undefined
      const parts = (rest + value).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts)
    }
    return lines.shift()
  }
  return {
    status: response.status,
    next,
    async until(isMeant: (event: Event) => boolean): Promise<Event[]> {
      const events: Event[] = []
      for (;;) {
        const line = await next()
        if (line === undefined) throw new Error(`the stream ended after ${JSON.stringify(events)}`)
        const event = JSON.parse(line) as Event
        events.push(event)
        if (isMeant(event)) return events
      }
    },
    end: () => reader.cancel(),
  }
}

it('tells each revision as it comes, with who did it and why, and goes on from a token on another node', async () => {
  const { id } = await makeStore(one, MODEL, [])
  const watched = await watch(two, id)
  const [start] = await watched.until!(({ type }) => type === 'checkpoint')
  expect(start).toMatchObject({ revision: 2, token: expect.any(String) })
  await write(id, { added: [tuple('doc:1#viewer@user:ann')], reason: 'she asked' })
  await write(id, { removed: [tuple('doc:1#viewer@user:ann')], added: [tuple('doc:2#editor@user:bob')] })
  const told = (await watched.until!(({ revision }) => revision === 4)).filter(({ type }) => type === 'change')
  expect(told).toMatchObject([
    { revision: 3, action: 'tuple.write', reason: 'she asked', added: [tuple('doc:1#viewer@user:ann')], removed: [] },
    { revision: 4, added: [tuple('doc:2#editor@user:bob')], removed: [tuple('doc:1#viewer@user:ann')] },
  ])
  expect(told[0]).toMatchObject({
    actor: expect.stringMatching(/./),
    at: expect.stringMatching(/^20.*Z$/),
    source: 'api',
  })
  await watched.end!()
  const again = await watch(one, id, `?token=${start?.token}`)
  const from = await again.until!(({ revision }) => revision === 4)
  expect(from.map(({ type, revision }) => `${type} ${revision}`)).toEqual(['checkpoint 2', 'change 3', 'change 4'])
  await again.end!()
  const atLeast = { consistency: { mode: 'exact', token: told[0]?.token } }
  const check = await post(two, `/${id}/check`, {
    subject: 'user:ann',
    relation: 'viewer',
    object: 'doc:1',
    ...atLeast,
  })
  expect(check.body).toMatchObject({ allowed: true, revision: 3 })
})

it('tells only what is meant, and how far it has come beside that', async () => {
  const { id, token } = await makeStore(one, MODEL, [])
  await add(id, 'doc:1#viewer@user:ann', 'doc:1#editor@user:ann', 'doc:2#viewer@user:bob')
  await add(id, 'doc:3#editor@user:bob')
  const texts = async (query: string) => {
    const watched = await watch(one, id, `?token=${token}${query}`)
    const events = await watched.until!(({ revision }) => revision === 4)
    await watched.end!()
    return events.flatMap(({ type, revision, added }) => [
      ...(added ?? []).map((each) => `${revision} ${(each as ReturnType<typeof tuple>).object}`),
      ...(type === 'checkpoint' && revision === 4 ? ['checkpoint'] : []),
    ])
  }
  expect(await texts('&relation=editor')).toEqual(['3 doc:1', '4 doc:3'])
  expect(await texts('&subject=user:ann')).toEqual(['3 doc:1', '3 doc:1', 'checkpoint'])
  expect(await texts('&object=doc:2')).toEqual(['3 doc:2', 'checkpoint'])
  expect(await texts('&objectType=doc&relation=editor&subject=user:bob')).toEqual(['4 doc:3'])
  expect(await texts('&objectType=page')).toEqual(['checkpoint'])
})

it('is server-sent events for a browser, which comes back with the last one it saw', async () => {
  const { id, token } = await makeStore(one, MODEL, [])
  await add(id, 'doc:1#viewer@user:ann')
  const stream = await watch(one, id, `?token=${token}`, { accept: 'text/event-stream' })
  const lines: string[] = []
  while (!lines.some((line) => line.startsWith('event: change'))) lines.push((await stream.next!()) ?? 'ended')
  const event = [(await stream.next!()) ?? '', (await stream.next!()) ?? '', (await stream.next!()) ?? '']
  expect(lines[0]).toBe('event: checkpoint')
  expect(event[0]).toMatch(/^id: [\w-]+$/)
  expect(JSON.parse(event[1]!.replace('data: ', ''))).toMatchObject({ type: 'change', revision: 3 })
  expect(event[2]).toBe('')
  await stream.end!()
  await add(id, 'doc:2#viewer@user:ann')
  const back = await watch(one, id, `?token=${token}`, { 'last-event-id': event[0]!.slice(4) })
  const events = await back.until!(({ type }) => type === 'change')
  expect(events.map(({ revision }) => revision)).toEqual([3, 4])
  await back.end!()
})

it('tells what has expired as that', async () => {
  const { id, token } = await makeStore(one, MODEL, [{ ...tuple('doc:1#viewer@user:ann'), expiresAt: 1_000 }])
  const watched = await watch(one, id, `?token=${token}`)
  const { createAppender } = await import('../store/append.ts')
  const { collectExpired } = await import('../store/expire.ts')
  const { database } = served.cluster
  await collectExpired(database, createAppender({ database, newId: () => crypto.randomUUID(), now: Date.now }), id)
  const events = await watched.until!(({ type }) => type === 'expiration')
  expect(events.at(-1)).toMatchObject({ removed: [{ ...tuple('doc:1#viewer@user:ann'), expiresAt: 1_000 }] })
  await watched.end!()
})

it('loses nothing and repeats nothing while many write, however late a watcher takes it', async () => {
  const { id, token } = await makeStore(one, MODEL, [])
  const [quick, late] = [await watch(two, id, `?token=${token}`), await watch(one, id, `?token=${token}`)]
  const writes = Array.from({ length: 300 }, (_, i) => add(id, `doc:${i}#viewer@user:ann`))
  const last = 2 + writes.length
  const seen = await quick.until!(({ revision }) => revision === last)
  await Promise.all(writes)
  const seenLate = await late.until!(({ revision }) => revision === last)
  const wanted = Array.from({ length: writes.length }, (_, i) => i + 3)
  for (const events of [seen, seenLate])
    expect(events.filter(({ type }) => type === 'change').map(({ revision }) => revision)).toEqual(wanted)
  await Promise.all([quick.end!(), late.end!()])
})

it('refuses a token of another store, of nobody, and of lost history', async () => {
  const { id } = await makeStore(one, MODEL, [])
  const other = await makeStore(one, MODEL, [])
  expect((await watch(one, id, `?token=${other.token}`)).status).toBe(400)
  expect((await watch(one, id, '?token=none')).status).toBe(400)
  expect((await watch(one, id, '?surprise=1')).status).toBe(400)
  expect((await watch(one, 'nowhere')).status).toBe(404)
  expect((await watch(one, id, '', { accept: 'text/html' })).status).toBe(406)
  const lost = await add(id, 'doc:1#viewer@user:ann')
  await loseLast(served, id, 3)
  expect(await watch(one, id, `?token=${lost.body.token}`)).toMatchObject({
    status: 409,
    body: { code: 'lost_history' },
  })
})

it('tells a key nothing more once it was revoked, on whatever node', async () => {
  const { id } = await makeStore(one, MODEL, [])
  const other = await makeStore(one, MODEL, [])
  const key = await makeKey(one, { roles: ['watcher'], stores: [id] })
  const as = { authorization: `Bearer ${key.secret}` }
  expect((await watch(two, other.id, '', as)).status).toBe(403)
  const watched = await watch(two, id, '', as)
  await watched.until!(({ type }) => type === 'checkpoint')
  await add(id, 'doc:1#viewer@user:ann')
  await watched.until!(({ revision }) => revision === 3)
  expect((await call(one, `DELETE /v1/keys/${key.id}`)).status).toBeLessThan(300)
  for (let isRefused = false; !isRefused; ) {
    const again = await watch(two, id, '', as)
    isRefused = again.status === 401
    await again.end?.()
  }
  await add(id, 'doc:2#viewer@user:ann')
  const last = await watched.until!(({ type }) => type !== 'checkpoint')
  expect(last.at(-1)).toMatchObject({ type: 'error', error: { code: 'forbidden' } })
  expect(await watched.next!()).toBeUndefined()
})

it('says RESYNC_REQUIRED and ends when the log was cut, or became another one', async () => {
  const { id, token } = await makeStore(one, MODEL, [])
  await add(id, 'doc:1#viewer@user:ann')
  const { database } = served.cluster
  const before = await watch(one, id)
  await before.until!(({ revision }) => revision === 3)
  await loseLast(served, id, 3)
  await add(id, 'doc:other#viewer@user:ann')
  const events = await before.until!(({ type }) => type === 'RESYNC_REQUIRED')
  expect(events.at(-1)).toMatchObject({ reason: 'diverged' })
  expect(await before.next!()).toBeUndefined()
  await database.query('delete from lockness.store_log where store_id = $1 and rev <= 2', [id])
  await database.query('update lockness.store_head set log_floor = 2 where store_id = $1', [id])
  const cut = await watch(two, id, `?token=${token}`)
  expect(await cut.until!(() => true)).toMatchObject([{ type: 'RESYNC_REQUIRED', reason: 'floor' }])
  expect(await cut.next!()).toBeUndefined()
})
