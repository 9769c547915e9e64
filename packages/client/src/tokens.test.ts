// Read your writes: what is remembered, what is asked for because of it, and what is not.

import { expect, it } from 'vitest'
import { json, problem, script, streamed } from '../test/scripted-fetch.ts'
import { type CallOptions, createClient } from './client.ts'
import { Tokens } from './tokens.ts'

const CHECK = { store: 's1', subject: 'user:anne', relation: 'viewer', object: 'doc:1' }
const added = [{ object: 'doc:1', relation: 'viewer', subject: 'user:anne' }]
const allowed = json({ allowed: true, revision: 9, token: 't9' })
const written = (revision: number, isReplay = false) => json({ revision, token: `t${revision}`, isReplay })

/** What the questions of a client ask for after it has had these answers. */
function talk(...answers: Parameters<typeof script>) {
  const server = script(...answers, allowed)
  const client = createClient({ url: 'http://lockness.test', fetch: server.fetch })
  const lastAsked = () => JSON.parse(String(server.asked.at(-1)?.body))
  return { server, client, lastAsked }
}

it('a question asks for what was written to its store, and for nothing else', async () => {
  const { client, lastAsked } = talk(allowed, written(5))
  await client.access.check(CHECK)
  expect(lastAsked()).not.toHaveProperty('consistency')
  await client.tuple.write({ store: 's1', added })
  expect(client.tokens.of('s1')).toBe('t5')
  await client.access.check(CHECK)
  expect(lastAsked().consistency).toEqual({ mode: 'at_least', token: 't5' })
  await client.access.check({ ...CHECK, store: 's2' })
  expect(lastAsked()).not.toHaveProperty('consistency')
})

it('a store that was made is remembered by its id', async () => {
  const { client } = talk(json({ id: 'new', name: 'x', revision: 1, token: 't1', isReplay: false }))
  await client.store.create({ name: 'x' })
  expect(client.tokens.of('new')).toBe('t1')
})

it('the caller has the last word, in the options or in the input', async () => {
  const { client, lastAsked } = talk(written(5))
  await client.tuple.write({ store: 's1', added })
  const exact = { mode: 'exact', token: 't2' } as const
  const full: CallOptions = { consistency: 'full' }
  await client.access.check(CHECK, full)
  expect(lastAsked().consistency).toEqual({ mode: 'full' })
  await client.access.check(CHECK, { consistency: 'minimize_latency' })
  expect(lastAsked().consistency).toEqual({ mode: 'minimize_latency' })
  await client.access.check(CHECK, { consistency: exact })
  expect(lastAsked().consistency).toEqual(exact)
  await client.access.check({ ...CHECK, consistency: exact })
  expect(lastAsked().consistency).toEqual(exact)
})

it('a question about the past, and a page after the first, say nothing of it', async () => {
  const { client, lastAsked } = talk(written(5), json({ items: ['a'], cursor: 'c' }), json({ items: [] }), allowed)
  await client.tuple.write({ store: 's1', added })
  const pages = client.access.listObjects.pages({ store: 's1', subject: 'user:anne', relation: 'viewer', type: 'doc' })
  await pages.next()
  expect(lastAsked().consistency).toEqual({ mode: 'at_least', token: 't5' })
  await pages.next()
  expect(lastAsked()).not.toHaveProperty('consistency')
  await client.access.check({ ...CHECK, at: { revision: 2 } })
  expect(lastAsked()).not.toHaveProperty('consistency')
})

it('what is said where it means nothing is refused', async () => {
  const { client, server } = talk()
  const refused = { code: 'invalid_input', kind: 'server' }
  await expect(client.store.list({}, { consistency: 'full' })).rejects.toMatchObject(refused)
  const watched = client.store.watch({ store: 's1' }, { consistency: 'full' })
  await expect(watched.next()).rejects.toMatchObject(refused)
  await expect(client.store.freeze({ store: 's1' }, { idempotencyKey: 'a' })).rejects.toMatchObject(refused)
  expect(server.asked).toEqual([])
})

it('lost history is told once, and not asked for again', async () => {
  const { client, lastAsked } = talk(written(5), problem(409, 'lost_history'))
  await client.tuple.write({ store: 's1', added })
  await expect(client.access.check(CHECK)).rejects.toMatchObject({ code: 'lost_history' })
  await client.access.check(CHECK)
  expect(lastAsked()).not.toHaveProperty('consistency')
})

it('a token of the caller that is lost is not one of ours', async () => {
  const { client } = talk(written(5), problem(409, 'lost_history'))
  await client.tuple.write({ store: 's1', added })
  const exact = { consistency: { mode: 'exact', token: 't5' } } as const
  await expect(client.access.check(CHECK, exact)).rejects.toMatchObject({ code: 'lost_history' })
  expect(client.tokens.of('s1')).toBe('t5')
})

it('a long change that gives no token is asked for with everything, until that is proved', async () => {
  const lines = '{"progress":{"rows":1,"revision":6,"bad":0}}\n{"end":{"rows":1,"bad":0}}\n'
  const { client, lastAsked } = talk(streamed('application/x-ndjson', [lines]))
  for await (const _ of client.tuple.import({ store: 's1', import: 'one', body: added }));
  expect(client.tokens.of('s1')).toBeUndefined()
  await client.access.check(CHECK)
  expect(lastAsked().consistency).toEqual({ mode: 'full' })
  await client.access.check(CHECK)
  expect(lastAsked().consistency).toEqual({ mode: 'at_least', token: 't9' })
})

it('a long change that gives one is remembered by it', async () => {
  const lines =
    '{"progress":{"removed":1,"found":1,"revision":6}}\n{"end":{"found":1,"removed":1,"revision":6,"token":"t6"}}\n'
  const { client } = talk(streamed('application/x-ndjson', [lines]))
  for await (const _ of client.tuple.delete({ store: 's1', object: 'doc:1' }));
  expect(client.tokens.of('s1')).toBe('t6')
})

it('of two changes at once the later revision stays, whichever answer comes first', () => {
  const tokens = new Tokens()
  const sentAt = tokens.now()
  tokens.remember('s1', { revision: 7, token: 't7' }, sentAt)
  tokens.remember('s1', { revision: 6, token: 't6' }, sentAt)
  expect(tokens.of('s1')).toBe('t7')
})

it('of two changes one after the other the second stays, also when a failover has set the numbers back', () => {
  const tokens = new Tokens()
  tokens.remember('s1', { revision: 7, token: 't7' }, tokens.now())
  tokens.remember('s1', { revision: 4, token: 't4-of-epoch-2' }, tokens.now())
  expect(tokens.of('s1')).toBe('t4-of-epoch-2')
  tokens.remember('s1', { revision: 2, token: 't2', isReplay: true }, tokens.now())
  expect(tokens.of('s1')).toBe('t4-of-epoch-2')
})

it('a fork begins with what is known, and goes its own way', async () => {
  const { client } = talk(written(5), written(6))
  await client.tuple.write({ store: 's1', added })
  const other = client.fork()
  await other.tuple.write({ store: 's1', added })
  expect([client.tokens.of('s1'), other.tokens.of('s1')]).toEqual(['t5', 't6'])
  expect(client.fork({ tokens: {} }).tokens.of('s1')).toBeUndefined()
})

it('can be kept as JSON, and whatever comes back instead of it is harmless', () => {
  const tokens = new Tokens()
  tokens.remember('__proto__', { revision: 1, token: 't1' }, 0)
  tokens.suspect('s2', 3)
  const kept = JSON.parse(JSON.stringify(tokens))
  const again = new Tokens(kept)
  expect(again.of('__proto__')).toBe('t1')
  expect(again.consistencyFor('s2')).toEqual({ mode: 'full' })
  for (const wrong of [
    null,
    1,
    'x',
    [],
    { s1: null },
    { s1: { revision: 'x', token: 't' } },
    { s1: { revision: 1, token: 5 } },
  ])
    expect(new Tokens(wrong).toJSON()).toEqual({})
})

it('has a bound', () => {
  const tokens = new Tokens()
  for (let i = 0; i < 2_000; i++) tokens.remember(`s${i}`, { revision: 1, token: 't' }, tokens.now())
  expect(Object.keys(tokens.toJSON())).toHaveLength(1_000)
  expect(tokens.of('s0')).toBeUndefined()
})
