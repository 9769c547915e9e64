// The errors of OpenFGA's API without a database; the same contract is held by a real server in ../access-port.

import { beforeEach, expect, test } from 'vitest'
import { AppError, type ErrorCode } from '../../errors.ts'
import { ANNE, anne, errorOf, MODEL, openDocuments, writes } from '../test/document-store.ts'
import type { Client } from '../test/inject.ts'
import { errorsContract } from '../test/openfga-errors-contract.ts'
import { failFga, NUMBERS, statusOfFga } from './openfga.errors.ts'
import { openFgaWire } from './openfga.ts'

errorsContract(openDocuments)

let client: Client
let store: string
let model: string

beforeEach(async () => {
  ;({ client, store, model } = await openDocuments())
})

test('who shows no key is a stranger, who may ask only whether the server lives', async () => {
  const open = await client.listener.fastify.inject({
    method: 'POST',
    url: `/stores/${store}/check`,
    payload: { tuple_key: ANNE },
  })
  expect([open.statusCode, open.json().code]).toEqual([401, 'bearer_token_missing'])
  expect((await client.listener.fastify.inject({ method: 'GET', url: '/healthz' })).json()).toEqual({
    status: 'SERVING',
  })
})

test('every operation asks who may, on the store it is for', async () => {
  const { asked, port } = client
  asked.length = 0
  const replies = await Promise.all(
    openFgaWire(port)
      .routes.filter(({ path }) => path.includes(':store'))
      .map(({ method, path }) =>
        client.send(
          method as 'GET',
          path.replace(':store', store).replace(':model', model),
          method === 'GET' ? undefined : bodies[path.split('/').at(-1)!],
          {
            authorization: 'Bearer nobody',
          },
        ),
      ),
  )
  expect(new Set(replies.map(errorOf))).toEqual(new Set(['401 forbidden']))
  expect(asked.length).toBe(replies.length)
  expect(asked.every((each) => each.endsWith(` store:${store}`))).toBe(true)
})

const bodies: Record<string, unknown> = {
  'authorization-models': MODEL,
  ':model': { assertions: [] },
  read: {},
  write: writes(anne),
  check: { tuple_key: ANNE },
  'batch-check': { checks: [{ tuple_key: ANNE, correlation_id: 'a' }] },
  expand: { tuple_key: { relation: 'viewer', object: 'document:1' } },
  'list-objects': { user: 'user:a', relation: 'viewer', type: 'document' },
  'streamed-list-objects': { user: 'user:a', relation: 'viewer', type: 'document' },
  'list-users': { object: { type: 'document', id: '1' }, relation: 'viewer', user_filters: [{ type: 'user' }] },
}

test('numbers give statuses, with the exceptions that clients know', () => {
  expect(statusOfFga('forbidden')).toBe(401)
  expect(statusOfFga('validation_error')).toBe(400)
  expect(statusOfFga('throttled_timeout_error')).toBe(422)
  expect(statusOfFga('internal_error')).toBe(500)
  expect(statusOfFga('undefined_endpoint')).toBe(404)
  const codes: readonly ErrorCode[] = ['rate_limited', 'unavailable', 'conflict']
  expect(codes.map((code) => failFga(new AppError(code, 'm')).status)).toEqual([429, 503, 409])
  expect(failFga(new Error('secret')).body).toEqual({ code: 'internal_error', message: 'Internal Server Error' })
  expect(new Set(Object.values(NUMBERS)).size).toBe(Object.keys(NUMBERS).length)
})
