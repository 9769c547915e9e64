// Every operation of the foreign wires on a real server against what strangers send: a refusal, never a failure of ours,
// and no revision. In memory all of it is sent, here each operation gets its share.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RealServer, startReal } from '../../../test/real-server.ts'
import { authZenWire } from '../authzen/authzen.ts'
import { openFgaWire } from '../openfga/openfga.ts'
import { fillDocuments, MODEL } from '../test/document-store.ts'
import { BODIES, PATHS, QUERIES } from '../test/hostile.ts'
import { createMemory } from '../test/memory-port.ts'

const { port } = createMemory()
const OPERATIONS = [authZenWire(port), openFgaWire(port)].flatMap((wire) =>
  wire.routes.map(({ method, path }) => ({ wire: wire.name, method, path })),
)
const ASK = OPERATIONS.filter(({ method, path }) => method !== 'GET' && method !== 'DELETE' && path.includes(':store'))
const SHARE = 8

let real: RealServer
let store: string
let model: string

beforeAll(async () => {
  real = await startReal()
  ;({ store, model } = await fillDocuments(real))
}, 120_000)
afterAll(() => real?.stop(), 60_000)

const revision = async () => (await real.send('GET', `/v1/stores/${store}`)).body.revision
const urlOf = (path: string, part?: string) => path.replace(':store', part ?? store).replace(':model', part ?? model)

test.each(ASK.map((each, at) => ({ ...each, at })))(
  '$wire: $method $path refuses it',
  { timeout: 60_000 },
  async ({ wire, method, path, at }) => {
    const before = await revision()
    for (const body of BODIES.filter((_, i) => i % SHARE === at % SHARE)) {
      const reply = await real.send(method as 'POST', urlOf(path), body)
      const told = `${body.slice(0, 200)} → ${reply.status} ${reply.text.slice(0, 200)}`
      expect(reply.status, told).toBeLessThan(500)
      if (reply.status < 400) continue
      if (wire === 'openfga') expect(Object.keys(reply.body), told).toEqual(['code', 'message'])
      else expect(typeof reply.body, told).toBe('string')
    }
    // An empty list of assertions is one that can be written.
    if (!path.includes('/assertions/')) expect(await revision()).toBe(before)
  },
)

test('paths and queries that are none are refused', { timeout: 120_000 }, async () => {
  const before = await revision()
  for (const { method, path } of OPERATIONS) {
    if (!path.includes(':store')) continue
    for (const part of PATHS) {
      const url = urlOf(path, encodeURIComponent(part))
      const reply = await real.send(method as 'GET', url, method === 'GET' || method === 'DELETE' ? undefined : {})
      expect(reply.status, `${method} ${url} ${reply.text}`).toBeGreaterThanOrEqual(400)
      expect(reply.status, `${method} ${url} ${reply.text}`).toBeLessThan(500)
    }
    for (const query of method === 'GET' ? QUERIES : []) {
      const reply = await real.send('GET', `${urlOf(path)}?${query}`)
      expect(reply.status, `${path}?${query} ${reply.text}`).toBeLessThan(500)
    }
  }
  expect(await revision()).toBe(before)
})

test('what another store gave out is not taken here', async () => {
  const other = await fillDocuments(real)
  const key = { user: 'user:a', relation: 'owner', object: 'document:1' }
  for (const id of [store, other.store])
    for (const object of ['document:1', 'document:2'])
      await real.send('POST', `/stores/${id}/write`, { writes: { tuple_keys: [{ ...key, object }] } })
  await real.send('POST', `/stores/${other.store}/authorization-models`, MODEL)
  const tokens = {
    read: (await real.send('POST', `/stores/${other.store}/read`, { page_size: 1 })).body.continuation_token,
    changes: (await real.send('GET', `/stores/${other.store}/changes?page_size=1`)).body.continuation_token,
    models: (await real.send('GET', `/stores/${other.store}/authorization-models?page_size=1`)).body.continuation_token,
  }
  for (const token of Object.values(tokens)) {
    expect(token).not.toBe('')
    const at = `continuation_token=${encodeURIComponent(token)}`
    for (const reply of [
      await real.send('POST', `/stores/${store}/read`, { continuation_token: token }),
      await real.send('GET', `/stores/${store}/changes?${at}`),
      await real.send('GET', `/stores/${store}/authorization-models?${at}`),
      await real.send('GET', `/stores?${at}`),
    ])
      expect([reply.status, reply.body.code]).toEqual([400, 'invalid_continuation_token'])
  }
  const asked = { tuple_key: { ...key, relation: 'viewer' }, authorization_model_id: other.model }
  for (const [method, path, body] of [
    ['POST', 'check', asked],
    ['GET', `authorization-models/${other.model}`, undefined],
    ['PUT', `assertions/${other.model}`, { assertions: [] }],
    [
      'POST',
      'write',
      { writes: { tuple_keys: [{ ...key, object: 'document:3' }] }, authorization_model_id: other.model },
    ],
  ] as const)
    expect((await real.send(method, `/stores/${store}/${path}`, body)).body.code).toBe('authorization_model_not_found')
})
