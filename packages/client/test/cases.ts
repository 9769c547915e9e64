// What a client does with a real server, in whatever runtime this is loaded: nothing here knows Node or a browser. The
// server stands behind a pass-through that does what networks do.

import { type Client, createClient, LocknessError } from '../src/client.ts'

export interface Place {
  /** Of the pass-through. */
  readonly url: string
  readonly key: string
}

type Case = (place: Place) => Promise<void>

const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
const ANNE = { relation: 'viewer', subject: 'user:anne' }
const NAMES = ['doc:1', 'doc:a+b', 'doc:日本😀', 'doc:ü', 'doc:%2F']

export const CASES: Readonly<Record<string, Case>> = {
  async 'reads what it has written'(place) {
    const { client, store } = await makeStore(place)
    for (const object of NAMES) {
      await client.tuple.write({ store, added: [{ ...ANNE, object }] })
      const { allowed, token } = await client.access.check({ store, ...ANNE, object })
      same([allowed, token], [true, client.tokens.of(store)], object)
    }
    await client.tuple.write({ store, removed: [{ ...ANNE, object: 'doc:1' }] })
    same((await client.access.check({ store, ...ANNE, object: 'doc:1' })).allowed, false, 'after it was removed')
  },

  async 'takes what another one remembers'(place) {
    const { client, store } = await makeStore(place)
    await client.tuple.write({ store, added: [{ ...ANNE, object: 'doc:1' }] })
    const kept = JSON.parse(JSON.stringify(client.tokens))
    const other = createClient({ ...place, tokens: kept })
    same(other.tokens.of(store), client.tokens.of(store), 'the token')
    same((await other.access.check({ store, ...ANNE, object: 'doc:1' })).allowed, true, 'the answer')
  },

  async 'asks at the revision that it is told'(place) {
    const { client, store } = await makeStore(place)
    const { token, revision } = await client.tuple.write({ store, added: [{ ...ANNE, object: 'doc:1' }] })
    await client.tuple.write({ store, removed: [{ ...ANNE, object: 'doc:1' }] })
    const question = { store, ...ANNE, object: 'doc:1' }
    const exact = await client.access.check(question, { consistency: { mode: 'exact', token } })
    const past = await client.access.check({ ...question, at: { revision } })
    const full = await client.access.check(question, { consistency: 'full' })
    same([exact.allowed, past.allowed, full.allowed], [true, true, false], 'the answers')
  },

  async 'reads lists by pages, by items and by lines'(place) {
    const { client, store } = await makeStore(place)
    await client.tuple.write({ store, added: NAMES.map((object) => ({ ...ANNE, object })) })
    const sizes: number[] = []
    for await (const { items } of client.tuple.read.pages({ store, pageSize: 2 })) sizes.push(items.length)
    same(sizes, [2, 2, 1], 'pages')
    const list = { store, ...ANNE, type: 'doc' }
    const items = await all(client.access.listObjects.items({ ...list, pageSize: 2 }))
    same(items.toSorted(), NAMES.toSorted(), 'items')
    const lines = await all(client.access.listObjects.stream(list))
    same(lines.filter((line) => typeof line === 'string').toSorted(), NAMES.toSorted(), 'lines')
    const end = lines.at(-1)
    same(typeof end === 'object' && end.end.count, NAMES.length, 'the end')
  },

  async 'imports what comes into being, tells of bad rows, and exports it all'(place) {
    const { client, store } = await makeStore(place)
    async function* rows() {
      for (const object of NAMES) yield { ...ANNE, object }
      yield 'no tuple\n'
      yield new TextEncoder().encode(`${JSON.stringify({ ...ANNE, object: 'doc:last' })}\n`)
    }
    const told = await all(client.tuple.import({ store, import: 'one', onBad: 'skip', body: rows() }))
    same(
      told.flatMap((line) => ('bad' in line ? [line.bad.line] : [])),
      [NAMES.length + 1],
      'bad rows',
    )
    same(told.at(-1), { end: { rows: NAMES.length + 2, bad: 1 } }, 'the end')
    same((await client.access.check({ store, ...ANNE, object: 'doc:last' })).allowed, true, 'the last row')
    const exported = await all(client.tuple.export({ store }))
    same(exported.length, NAMES.length + 3, 'lines')
    const text = exported.flatMap((line) => ('object' in line ? [`${JSON.stringify(line)}\n`] : [])).join('')
    const copy = await makeStore(place)
    await all(copy.client.tuple.import({ store: copy.store, import: 'two', body: new Blob([text]) }))
    same(await allowedOn(copy, 'doc:日本😀'), true, 'what was imported again')
  },

  async 'takes away by a filter'(place) {
    const { client, store } = await makeStore(place)
    await client.tuple.write({ store, added: NAMES.map((object) => ({ ...ANNE, object })) })
    const told = await all(client.tuple.delete({ store, subject: 'user:anne' }))
    const end = told.at(-1)
    same(end && 'end' in end && end.end.removed, NAMES.length, 'how many')
    same(await allowedOn({ client, store }, 'doc:ü'), false, 'one of them')
  },

  async 'watches on after it was cut, and misses nothing'(place) {
    const { client, store } = await makeStore(place)
    const stop = new AbortController()
    const seen: number[] = []
    let cuts = 0
    const onInterrupted = () => cuts++
    const events = client.store.watch({ store }, { signal: stop.signal, onInterrupted })
    const first = await events.next()
    const begin = first.value && 'revision' in first.value ? first.value.revision : 0
    for (let round = 0; round < 3; round++) {
      const { revision } = await client.tuple.write({ store, added: [{ ...ANNE, object: `doc:a${round}` }] })
      while (seen.at(-1) !== revision) {
        const { value } = await events.next()
        if (value?.type === 'change') seen.push(value.revision)
      }
      await fetch(`${place.url}/-/cut`, { method: 'POST' })
      const { revision: next } = await client.tuple.write({ store, added: [{ ...ANNE, object: `doc:b${round}` }] })
      while (seen.at(-1) !== next) {
        const { value } = await events.next()
        if (value?.type === 'change') seen.push(value.revision)
      }
    }
    same(
      seen,
      [1, 2, 3, 4, 5, 6].map((step) => begin + step),
      'the revisions',
    )
    same(cuts >= 3, true, 'cuts')
    const next = events.next()
    stop.abort()
    await fails(next, { kind: 'cancelled', code: 'cancelled' })
  },

  async 'does a write with a key once'(place) {
    const { client, store } = await makeStore(place)
    const write = () =>
      client.tuple.write({ store, added: [{ ...ANNE, object: 'doc:1' }] }, { idempotencyKey: 'k 1/ü' })
    const [first, again] = [await write(), await write()]
    same([first.isReplay, again.isReplay, again.token], [false, true, first.token], 'the answers')
    const other = client.tuple.write({ store, added: [{ ...ANNE, object: 'doc:2' }] }, { idempotencyKey: 'k 1/ü' })
    await fails(other, { code: 'idempotency_mismatch', status: 409, kind: 'server' })
  },

  async 'tells errors by their codes'(place) {
    const { client, store } = await makeStore(place)
    const nobody = createClient({ url: place.url, key: 'lk_nobody-knows-this-key' })
    await fails(nobody.store.read({ store }), { code: 'unauthenticated', status: 401 })
    await fails(createClient({ url: place.url }).store.list(), { code: 'unauthenticated' })
    const missing = await fails(client.store.read({ store: 'a/b?ü=%2F&;' }), { code: 'not_found', status: 404 })
    same(missing.detail.includes('`a/b?ü=%2F&;`'), true, missing.detail)
    const wrong = await fails(client.tuple.read({ store, pageSize: 0 }), { code: 'invalid_input', status: 400 })
    same(
      wrong.issues.map(({ path }) => path),
      [['pageSize']],
      'the issues',
    )
    same(/^[0-9a-f]{32}$/.test(wrong.requestId ?? ''), true, 'the name of the request')
  },

  async 'gives up when its time is over, or when nobody wants it any more'({ url }) {
    const client = createClient({ url: `${url}/-/silent` })
    await fails(client.store.list({}, { timeoutMs: 50 }), { kind: 'timeout', code: 'timeout' })
    const stop = new AbortController()
    const list = client.store.list({}, { signal: stop.signal })
    setTimeout(() => stop.abort(), 50)
    await fails(list, { kind: 'cancelled', code: 'cancelled' })
  },

  async 'tells a server that is none, and one that is not there'({ url }) {
    await fails(createClient({ url: `${url}/-/page` }).store.list(), { code: 'bad_answer', kind: 'network' })
    await fails(createClient({ url: `${url}/-/elsewhere` }).store.list(), { code: 'bad_answer', kind: 'network' })
    const away = createClient({ url: `${url}/-/away` }).store.list({}, { timeoutMs: 2_000 })
    await fails(away, { code: 'unreachable', kind: 'network' })
  },

  async 'reads texts, and what needs no key'({ url, key }) {
    same(await createClient({ url }).health.live(), { status: 'ok' }, 'health')
    const metrics = await createClient({ url, key }).system.metrics()
    same(metrics.includes('# HELP'), true, 'metrics')
  },
}

async function makeStore(place: Place): Promise<{ readonly client: Client; readonly store: string }> {
  // A machine that runs all tests at once is slow to answer.
  const client = createClient({ ...place, timeoutMs: 30_000 })
  const { id: store } = await client.store.create({ name: 'for a test' })
  await client.model.write({ store, text: MODEL })
  return { client, store }
}

async function allowedOn({ client, store }: { readonly client: Client; readonly store: string }, object: string) {
  return (await client.access.check({ store, ...ANNE, object })).allowed
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

function same(received: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(received), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${what}: expected ${b}, received ${a}`)
}

async function fails(work: Promise<unknown>, expected: Partial<LocknessError>): Promise<LocknessError> {
  const error = await work.then(
    (value) => new Error(`it was answered with ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  if (!(error instanceof LocknessError)) throw error
  for (const [name, value] of Object.entries(expected)) same(Reflect.get(error, name), value, `${name} of ${error}`)
  return error
}
