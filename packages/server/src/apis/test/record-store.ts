// A store of records behind AuthZEN's API: the people, things and rules of its certification scenario, and some more.

import { parseModel } from '@lockness/language'
import { expect } from 'vitest'
import { authZenWire } from '../authzen/authzen.ts'
import { openFgaWire } from '../openfga/openfga.ts'
import { type Client, openClient, type Send } from './inject.ts'
import { createMemory } from './memory-port.ts'

export const ORIGIN = 'https://pdp.example.com'

export interface Key {
  readonly user: string
  readonly relation: string
  readonly object: string
  readonly condition?: object
}

/** A store that a contract asks, in memory or on a real server. */
export interface Opened<C extends { readonly send: Send } = { readonly send: Send }> {
  readonly client: C
  readonly store: string
  /** A key that may nothing on the store. */
  readonly nobody: string
}

export type OpenStore = (dsl: string, keys: readonly Key[]) => Promise<Opened>

export async function openStore(dsl: string, keys: readonly Key[]): Promise<Opened<Client>> {
  const memory = createMemory()
  const client = await openClient(memory, [
    authZenWire(memory.port, { publicOrigin: ORIGIN }),
    openFgaWire(memory.port),
  ])
  return { client, store: await fillStore(client, dsl, keys), nobody: 'nobody' }
}

/** By OpenFGA's API. */
export async function fillStore(client: { readonly send: Send }, dsl: string, keys: readonly Key[]): Promise<string> {
  const store = (await client.send('POST', '/stores', { name: 'authzen' })).body.id
  const { model } = parseModel(dsl)
  expect((await client.send('POST', `/stores/${store}/authorization-models`, model)).status).toBe(201)
  for (let at = 0; at < keys.length; at += 100) {
    const written = await client.send('POST', `/stores/${store}/write`, {
      writes: { tuple_keys: keys.slice(at, at + 100) },
    })
    expect(written.body).toEqual({})
  }
  return store
}

export const RECORDS = `model
  schema 1.1
type user
type record
  relations
    define read: [user]
    define write: [user, user with not_archived]
    define delete: [user with soft]
    define open: [user:*]

condition not_archived(status: string, resource_status: string) {
  resource_status != status
}
condition soft(action_soft: bool) {
  action_soft
}
`
export const key = (user: string, relation: string, object: string, more: object = {}): Key => ({
  user: `user:${user}`,
  relation,
  object: `record:${object}`,
  ...more,
})
export const FIXTURE: readonly Key[] = [
  key('alice', 'read', 'record-1'),
  key('alice', 'write', 'record-1'),
  key('bob', 'read', 'record-1'),
  key('bob', 'write', 'record-2'),
  key('alice', 'write', 'record-2', { condition: { name: 'not_archived', context: { status: 'archived' } } }),
  key('alice', 'delete', 'record-1', { condition: { name: 'soft' } }),
  ...Array.from({ length: 25 }, (_, i) => key(`reader-${i}`, 'read', 'record-3')),
  key('*', 'open', 'record-3'),
]

export const user = (id: string, properties?: object) => ({ type: 'user', id, ...(properties ? { properties } : {}) })
export const record = (id: string, properties?: object) => ({
  type: 'record',
  id,
  ...(properties ? { properties } : {}),
})
export const action = (name: string, properties?: object) => ({ name, ...(properties ? { properties } : {}) })
export const asked = (subject: object, of: object, resource: object, more: object = {}) => ({
  subject,
  action: of,
  resource,
  ...more,
})
export const READ = asked(user('alice'), action('read'), record('record-1'))
