import type { Client } from '@lockness/client'
import { expect, test } from 'vitest'
import { wrapClient } from './wrapped-client.ts'

async function* lines(fails = false): AsyncGenerator<number> {
  yield 1
  if (fails) throw new Error('cut')
  yield 2
}

function clientOf(): Client {
  const list = Object.assign(async () => ({ items: [1] }), { items: () => lines(), pages: () => lines(true) })
  const check = async (input: unknown) => (input === 'bad' ? Promise.reject(new Error('no')) : { allowed: true })
  return { access: { check }, tuple: { read: list }, tokens: { of: () => 'token' } } as unknown as Client
}

test('each call that ends is told of, and its answer is the same', async () => {
  let ended = 0
  const client = wrapClient(clientOf(), { done: () => ended++ })
  expect(await client.access.check({} as never)).toEqual({ allowed: true })
  expect(await client.tuple.read({} as never)).toEqual({ items: [1] })
  expect(await Array.fromAsync(client.tuple.read.items({} as never))).toEqual([1, 2])
  expect(ended).toBe(3)
  expect(client.tokens.of('a')).toBe('token')
})

test('what is thrown can be another thing, also in the middle of a stream', async () => {
  const client = wrapClient(clientOf(), { failed: (error) => new Error(`told: ${(error as Error).message}`) })
  await expect(client.access.check('bad' as never)).rejects.toThrow('told: no')
  await expect(Array.fromAsync(client.tuple.read.pages({} as never))).rejects.toThrow('told: cut')
})

test('a stream that is left early is closed', async () => {
  let ended = 0
  const client = wrapClient(clientOf(), { done: () => ended++ })
  for await (const _ of client.tuple.read.items({} as never)) break
  expect(ended).toBe(1)
})
