import { expect, test } from 'vitest'
import { SignInLinks } from './sign-in-links.ts'

const MINUTE = 60_000

function begin() {
  const clock = { nowMs: 1_000_000 }
  const made: Date[] = []
  const mintKey = async (endsAt: Date) => `key ${made.push(endsAt)}`
  return { clock, made, links: new SignInLinks({ mintKey, nowMs: () => clock.nowMs }) }
}

test('a code gives a key with an end, once', async () => {
  const { links, made, clock } = begin()
  const code = links.newCode()
  expect(made).toEqual([])
  const endsAtMs = clock.nowMs + 12 * 60 * MINUTE
  expect(await links.redeem(code)).toEqual({ key: 'key 1', endsAtMs })
  expect(await links.redeem(code)).toBeUndefined()
  expect(made).toEqual([new Date(endsAtMs)])
})

test('of two who come at once, one is let in', async () => {
  const { links, made } = begin()
  const code = links.newCode()
  const found = await Promise.all([links.redeem(code), links.redeem(code)])
  expect(found.filter((each) => each !== undefined)).toHaveLength(1)
  expect(made).toHaveLength(1)
})

test('a code is over after a quarter of an hour', async () => {
  const { links, clock, made } = begin()
  const code = links.newCode()
  clock.nowMs += 15 * MINUTE
  expect(await links.redeem(code)).toBeUndefined()
  clock.nowMs -= MINUTE
  expect(await links.redeem(code)).toBeUndefined()
  expect(made).toEqual([])
})

test('what is no code gives nothing, and codes do not pile up', async () => {
  const { links } = begin()
  expect(await links.redeem('')).toBeUndefined()
  expect(await links.redeem('x'.repeat(10_000))).toBeUndefined()
  const [first, ...others] = Array.from({ length: 101 }, () => links.newCode())
  expect(new Set(others).size).toBe(100)
  expect(await links.redeem(first!)).toBeUndefined()
  expect(await links.redeem(others.at(-1)!)).toBeDefined()
})
