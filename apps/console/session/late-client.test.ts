// The client that is loaded late, against a small one in place of the SDK.

import { type Client, LocknessError } from '@lockness/client'
import { expect, test } from 'vitest'
import { lateClient } from './late-client.ts'

async function* counting() {
  yield 1
  yield 2
}

async function* failing() {
  yield 1
  throw new LocknessError({ code: 'not_found', status: 404, title: 'gone' } as never)
}

function late() {
  const loads: number[] = []
  const list = Object.assign(async (input: object) => ({ items: [input] }), { items: counting, pages: failing })
  const sdk = { store: { list, watch: counting, read: () => Promise.reject(new Error('no')) } }
  const client = lateClient(async () => {
    loads.push(Date.now())
    return sdk as unknown as Client
  })
  return { client, loads }
}

test('nothing is loaded before the first question, and then once', async () => {
  const { client, loads } = late()
  const { list } = client.store
  expect(loads).toEqual([])
  expect(await Promise.all([list({ name: 'a' }), client.store.list({ name: 'b' })])).toEqual([
    { items: [{ name: 'a' }] },
    { items: [{ name: 'b' }] },
  ])
  expect(loads).toHaveLength(1)
})

test('streams are streams, and what is on a method is a method', async () => {
  const { client } = late()
  expect(await Array.fromAsync(client.store.watch({ store: 'a' }))).toEqual([1, 2])
  expect(await Array.fromAsync(client.store.list.items())).toEqual([1, 2])
})

test('what fails is thrown as it was', async () => {
  const { client } = late()
  await expect(client.store.read({ store: 'a' })).rejects.toThrow('no')
  await expect(Array.fromAsync(client.store.list.pages())).rejects.toThrow()
  await expect(client.key.list()).rejects.toThrow('the client has no `key.list`')
  let tries = 0
  const broken = lateClient(() => Promise.reject(new Error(`away ${++tries}`)))
  await expect(broken.store.list()).rejects.toThrow('away 1')
  await expect(broken.store.list()).rejects.toThrow('away 2')
})

test('a method is the same each time, and none of it is taken for a promise', async () => {
  const { client } = late()
  expect(client.store.list).toBe(client.store.list)
  expect(await client).toBe(client)
})
