import { LocknessError } from '@lockness/client'
import { expect, test } from 'vitest'
import { type Reaching, reach } from './reach.ts'

const refused =
  (status: number, info: Readonly<Record<string, unknown>> = {}) =>
  () =>
    Promise.reject(new LocknessError({ code: 'forbidden', kind: 'server', detail: 'no', status, info }))
const client = (list: object, readSelf: object = refused(500)) => ({ store: { list }, key: { readSelf } }) as Reaching
const DEMO = { id: '01DEMO', name: 'demo', revision: 3 }

test('the stores that a key may list', async () => {
  const listed = client(async () => ({ items: [DEMO], cursor: 'more' }))
  expect(await reach(listed)).toEqual({ items: [{ id: '01DEMO', name: 'demo' }], hasMore: true })
})

test('a key that may not list them knows which ones it is for', async () => {
  const own = client(refused(403), async () => ({ stores: [DEMO] }))
  expect(await reach(own)).toEqual({ items: [{ id: '01DEMO', name: 'demo' }], hasMore: false })
})

test('a key that counts no more says why', async () => {
  expect(await reach(client(refused(401, { credentials: 'expired' })))).toBe('expired')
  expect(await reach(client(refused(401, { credentials: 'revoked' })))).toBe('revoked')
  expect(await reach(client(refused(403), refused(401)))).toBe('revoked')
})

test('a server that does not answer says nothing of the key', async () => {
  expect(await reach(client(refused(503)))).toBeUndefined()
  await expect(reach(client(() => Promise.reject(new TypeError('a bug'))))).rejects.toThrow('a bug')
})
