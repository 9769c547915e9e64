// OpenFGA's API without a database; the same contract is held by a real server in ../access-port.

import { beforeEach, expect, test } from 'vitest'
import { errorOf, openDocuments } from '../test/document-store.ts'
import type { Client } from '../test/inject.ts'
import { recordsContract } from '../test/openfga-records-contract.ts'

recordsContract(openDocuments)

let client: Client
let store: string
beforeEach(async () => {
  ;({ client, store } = await openDocuments())
})

test('stores are made, listed by page and name, read and deleted', async () => {
  const made = await client.send('POST', '/stores', { name: 'another' })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    id: made.body.id,
    name: 'another',
    created_at: expect.stringMatching(/Z$/),
    updated_at: made.body.created_at,
  })
  const first = await client.send('GET', '/stores?page_size=1')
  expect(first.body.stores).toEqual([
    { id: store, name: 'a store', created_at: expect.any(String), updated_at: expect.any(String), deleted_at: null },
  ])
  const second = await client.send('GET', `/stores?page_size=1&continuation_token=${first.body.continuation_token}`)
  expect([second.body.stores[0].id, second.body.continuation_token]).toEqual([made.body.id, ''])
  expect((await client.send('GET', '/stores?name=another')).body.stores.length).toBe(1)
  expect((await client.send('GET', `/stores/${store}`)).body.name).toBe('a store')
  expect(await client.send('DELETE', `/stores/${store}`)).toMatchObject({ status: 204, text: '' })
  expect(errorOf(await client.send('GET', `/stores/${store}`))).toBe('404 store_id_not_found')
  expect((await client.send('DELETE', `/stores/${store}`)).status).toBe(204)
})
