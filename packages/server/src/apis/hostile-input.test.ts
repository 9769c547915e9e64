// Every operation of the foreign wires against what strangers send. The answer is a refusal in the wire's own shape; it
// is never a failure of ours, and nothing is written.

import { beforeAll, expect, test } from 'vitest'
import { authZenWire } from './authzen/authzen.ts'
import { openFgaWire } from './openfga/openfga.ts'
import { BODIES, PATHS, QUERIES } from './test/hostile.ts'
import { type Client, openClient } from './test/inject.ts'
import { createMemory } from './test/memory-port.ts'

const memory = createMemory()
const WIRES = [authZenWire(memory.port, { publicOrigin: 'https://pdp.example.com' }), openFgaWire(memory.port)]
const OPERATIONS = WIRES.flatMap((wire) => wire.routes.map(({ method, path }) => ({ wire: wire.name, method, path })))

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
