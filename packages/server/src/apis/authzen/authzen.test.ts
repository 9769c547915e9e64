// AuthZEN's API without a database; the same contracts are held by a real server in ../access-port.

import { beforeAll, expect, test } from 'vitest'
import { evaluationsContract } from '../test/authzen-evaluations-contract.ts'
import { searchesContract } from '../test/authzen-searches-contract.ts'
import { todosContract } from '../test/authzen-todos-contract.ts'
import type { Client } from '../test/inject.ts'
import { createMemory } from '../test/memory-port.ts'
import { FIXTURE, ORIGIN, openStore, RECORDS } from '../test/record-store.ts'
import { authZenWire } from './authzen.ts'

evaluationsContract(openStore)
searchesContract(openStore)
todosContract(openStore)

let client: Client
let store: string
beforeAll(async () => {
  ;({ client, store } = await openStore(RECORDS, FIXTURE))
})

test('the document says configured addresses, whatever the request says of itself', async () => {
  const read = (path: string) =>
    client.listener.fastify.inject({
      method: 'GET',
      url: `/.well-known/authzen-configuration/${path}`,
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    })
  const answer = await read(`stores/${store}`)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
  const at = `${ORIGIN}/stores/${store}`
  expect(answer.json()).toEqual({
    policy_decision_point: at,
    access_evaluation_endpoint: `${at}/access/v1/evaluation`,
    access_evaluations_endpoint: `${at}/access/v1/evaluations`,
    search_subject_endpoint: `${at}/access/v1/search/subject`,
    search_resource_endpoint: `${at}/access/v1/search/resource`,
    search_action_endpoint: `${at}/access/v1/search/action`,
  })
  expect((await read(store)).json().policy_decision_point).toBe(`${ORIGIN}/${store}`)
  expect((await read('a%2F..%2Fb')).json().access_evaluation_endpoint).toBe(
    `${ORIGIN}/stores/a%2F..%2Fb/access/v1/evaluation`,
  )
  const memory = createMemory()
  expect(() => authZenWire(memory.port, { publicOrigin: 'http://pdp.example.com' })).toThrow('https origin')
  expect(authZenWire(memory.port).routes.some(({ method }) => method === 'GET')).toBe(false)
})
