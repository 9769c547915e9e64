import { expect, it } from 'vitest'
import { type Entry, entryOf, entryOfAudit, isAbout, withEntry } from './entries.ts'

const passed = { token: 't', at: '2026-11-21T12:00:00Z' }
const ann = { object: 'doc:1', relation: 'viewer', subject: 'user:ann' }

it('tells changes and ends, and nothing of what is no change', () => {
  const change = {
    type: 'change',
    revision: 7,
    ...passed,
    actor: 'a',
    action: 'tuple.write',
    source: 'api',
    added: [ann],
    removed: [],
  } as const
  expect(entryOf(change)).toMatchObject({ revision: 7, counts: { added: 1, removed: 0 }, isExpiry: false, isNew: true })
  expect(entryOf({ type: 'expiration', revision: 8, ...passed, removed: [ann] })).toMatchObject({ isExpiry: true })
  expect(entryOf({ type: 'checkpoint', revision: 9, token: 't' })).toBeUndefined()
})

it('keeps the newest first and each revision once', () => {
  const entry = (revision: number): Entry => ({
    ...entryOfAudit({ revision, at: passed.at, actor: 'a', action: 'x', source: 'api', added: 1, removed: 0 }),
  })
  const some = [3, 5, 5, 4].map(entry).reduce(withEntry, [] as readonly Entry[])
  expect(some.map(({ revision }) => revision)).toEqual([5, 4, 3])
  const many = Array.from({ length: 600 }, (_, n) => entry(n)).reduce(withEntry, [] as readonly Entry[])
  expect([many.length, many[0]?.revision]).toEqual([500, 599])
})

it('is about a type when a tuple of it is told', () => {
  const entry = entryOf({ type: 'expiration', revision: 8, ...passed, removed: [ann] })
  expect(entry && ['', 'doc', 'do', 'user'].map((type) => isAbout(entry, type))).toEqual([true, true, false, false])
})
