// Every operation of the foreign wires against what strangers send. The answer is a refusal in the wire's own shape; it
// is never a failure of ours, and nothing is written.

import { beforeAll, expect, test } from 'vitest'
import { authZenWire } from './authzen/authzen.ts'
import { openFgaWire } from './openfga/openfga.ts'
import { type Client, openClient } from './test/inject.ts'
import { createMemory } from './test/memory-port.ts'

const memory = createMemory()
const WIRES = [authZenWire(memory.port, { publicOrigin: 'https://pdp.example.com' }), openFgaWire(memory.port)]
const OPERATIONS = WIRES.flatMap((wire) => wire.routes.map(({ method, path }) => ({ wire: wire.name, method, path })))

const LONG = 'x'.repeat(100_000)
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const FIELDS = [
  'tuple_key',
  'user',
  'relation',
  'object',
  'type',
  'writes',
  'deletes',
  'checks',
  'page_size',
  'continuation_token',
  'name',
  'context',
  'contextual_tuples',
  'authorization_model_id',
  'consistency',
  'type_definitions',
  'schema_version',
  'conditions',
  'assertions',
  'user_filters',
  'subject',
  'resource',
  'action',
  'evaluations',
  'options',
  'page',
]
const VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  LONG,
  [],
  [null],
  [[]],
  [1],
  {},
  { tuple_keys: 1 },
  { tuple_keys: [null] },
  { tuple_keys: [{}] },
  { a: { b: [{}] } },
  '\u202e',
  '🜂'.repeat(300),
  'user:a',
  ['constructor'],
  { constructor: 1 },
]
const BODIES: string[] = [
  '',
  ' ',
  '{',
  '[]',
  'null',
  '1',
  '"x"',
  '{"a":1}{"b":2}',
  nested(64),
  nested(65),
  `[${'['.repeat(5000)}`,
  '{"__proto__":{"x":1}}',
  '{"\\u005f\\u005fproto__":1}',
  '{"constructor":{"prototype":{}}}',
  '{"name":"\\ud800"}',
  '{"name":"a\\u0000b"}',
  '\ufeff{}',
  `{"name":"${LONG}"}`,
  ...VALUES.map((value) => JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, value])))),
  ...FIELDS.flatMap((field) => VALUES.slice(0, 13).map((value) => JSON.stringify({ [field]: value }))),
]

let client: Client
let store: string
let model: string
beforeAll(async () => {
  client = await openClient(memory, WIRES)
  store = (await client.send('POST', '/stores', { name: 'target' })).body.id
  const definition = {
    schema_version: '1.1',
    type_definitions: [
      { type: 'user' },
      {
        type: 'doc',
        relations: { viewer: { this: {} } },
        metadata: { relations: { viewer: { directly_related_user_types: [{ type: 'user' }] } } },
      },
    ],
  }
  model = (await client.send('POST', `/stores/${store}/authorization-models`, definition)).body.authorization_model_id
})

const ASK = OPERATIONS.filter(({ method }) => method === 'POST' || method === 'PUT')
test.each(ASK)('$wire: $method $path refuses it all', async ({ wire, method, path }) => {
  const url = path.replace(':store', store).replace(':model', model)
  const [stores, tuples, models] = [
    memory.stores.size,
    memory.stores.get(store)!.log.length,
    memory.stores.get(store)!.models.length,
  ]
  for (const body of BODIES) {
    const reply = await client.send(method as 'POST', url, body)
    const told = `${body.slice(0, 200)} → ${reply.status} ${reply.text.slice(0, 200)}`
    expect(reply.status, told).toBeLessThan(500)
    if (reply.status < 400) continue
    if (wire === 'openfga') expect(Object.keys(reply.body), told).toEqual(['code', 'message'])
    else expect(typeof reply.body, told).toBe('string')
  }
  expect([memory.stores.get(store)!.log.length, memory.stores.get(store)!.models.length]).toEqual([tuples, models])
  expect(memory.stores.size).toBe(stores)
})

const PATHS = [
  '..',
  '%2e%2e',
  '%00',
  '%ff',
  'x'.repeat(400),
  'constructor',
  '__proto__',
  "' or 1=1 --",
  '<script>',
  '%F0%9F%9C%82',
]
const QUERIES = [
  'page_size=0',
  'page_size=-1',
  'page_size=1e9',
  'page_size=a',
  'page_size=1&page_size=2',
  'continuation_token=%00',
  'continuation_token=eyJhIjoxfQ',
  `continuation_token=${'a'.repeat(6000)}`,
  'type=a%20b',
  'start_time=soon',
  'start_time=2026-13-45T99:99:99Z',
  '__proto__=1',
  'type[]=1',
  'continuation_token=bnVsbA',
]
test('paths and queries that are none are refused as well', async () => {
  for (const { method, path } of OPERATIONS) {
    for (const part of PATHS) {
      const url = path.replace(':store', encodeURI(part)).replace(':model', encodeURI(part))
      if (url === path) continue
      const reply = await client.send(method as 'GET', url, method === 'GET' || method === 'DELETE' ? undefined : {})
      const isDescribed = path.startsWith('/.well-known')
      expect(reply.status, `${method} ${url} ${reply.text}`).toBeLessThan(500)
      if (!isDescribed) expect(reply.status, `${method} ${url} ${reply.text}`).toBeGreaterThanOrEqual(400)
    }
    if (method !== 'GET') continue
    for (const query of QUERIES) {
      const reply = await client.send('GET', `${path.replace(':store', store).replace(':model', model)}?${query}`)
      expect(reply.status, `${path}?${query} ${reply.text}`).toBeLessThan(500)
    }
  }
})

test('nobody without a key, or with one that is narrowed elsewhere, gets past any operation', async () => {
  for (const { method, path } of OPERATIONS) {
    const isOpen = path === '/healthz' || path.startsWith('/.well-known')
    const url = path.replace(':store', store).replace(':model', model)
    const answer = await client.listener.fastify.inject({ method, url, ...(method === 'GET' ? {} : { payload: {} }) })
    expect(answer.statusCode, `${method} ${path}`).toBe(isOpen ? 200 : 401)
  }
})
