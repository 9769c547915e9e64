// The ring of keys alone: what it remembers, what it asks the database, and what it never holds.

import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { type Key, keyHash, keyText } from './key.ts'
import { KeyRing, type KeyRingOptions } from './key-ring.ts'

const rings: KeyRing[] = []
afterEach(() => Promise.all(rings.splice(0).map((ring) => ring.close())))

function keyOf(id: string, more: Partial<Key> = {}): Key {
  const none = { expiresAt: undefined, revokedAt: undefined, replacedBy: undefined, lastUsedAt: undefined }
  return {
    id,
    name: id,
    isRoot: false,
    roles: ['manager'],
    createdBy: 'test',
    createdAt: new Date(0),
    ...none,
    ...more,
  }
}

function setUp(keys: ReadonlyMap<string, Key>, more: Partial<KeyRingOptions> = {}) {
  const state = { nowMs: 1_000, live: new Set([...keys.values()].map(({ id }) => `api_key:${id}`)) }
  const found: Buffer[] = []
  const told: [readonly string[], readonly number[]][] = []
  const reports: string[] = []
  const ring = new KeyRing({
    authority: { isLive: (subject) => state.live.has(subject), refresh: async () => undefined },
    async find(hash) {
      found.push(hash)
      return [...keys].find(([text]) => keyHash(text).equals(hash))?.[1]
    },
    async told(ids, usedAtMs) {
      told.push([ids, usedAtMs])
    },
    now: () => new Date(state.nowMs),
    nowMs: () => state.nowMs,
    report: (message) => reports.push(message),
    ...more,
  })
  rings.push(ring)
  return { ring, state, found, told, reports }
}

const TEXT = keyText('k', new Uint8Array(32).fill(7))
const ONE = new Map([[TEXT, keyOf('k', { stores: ['s'], actions: ['access.check'] })]])

describe('a key that is known', () => {
  it('is looked up once, by its hash alone, and then answered without waiting', async () => {
    const { ring, found } = setUp(ONE)
    const scope = { stores: ['s'], actions: ['access.check'] }
    const actor = { kind: 'service', subject: 'api_key:k', credential: 'k', scope }
    expect(await ring.authenticate(TEXT)).toEqual(actor)
    expect(ring.authenticate(TEXT)).toEqual(actor)
    expect(found).toEqual([keyHash(TEXT)])
  })

  it('is refused from the moment at which the engine says no, although it is remembered', async () => {
    const { ring, state, found } = setUp(ONE)
    await ring.authenticate(TEXT)
    state.live.clear()
    expect(() => ring.authenticate(TEXT)).toThrow('the key `k` was revoked')
    expect(found).toHaveLength(1)
  })

  it('that has had its time says when', async () => {
    const { ring, state } = setUp(new Map([[TEXT, keyOf('k', { expiresAt: new Date(2_000) })]]))
    await ring.authenticate(TEXT)
    state.live.clear()
    state.nowMs = 3_000
    expect(() => ring.authenticate(TEXT)).toThrow('the key `k` expired at 1970-01-01T00:00:02.000Z')
  })

  it('is looked up once when many show it at once', async () => {
    const { ring, found } = setUp(ONE)
    const actors = await Promise.all(Array.from({ length: 50 }, () => ring.authenticate(TEXT)))
    expect(new Set(actors).size).toBe(1)
    expect(found).toHaveLength(1)
  })

  it('tells its last use together with others, at the end at the latest, and once', async () => {
    const other = keyText('o', new Uint8Array(32).fill(8))
    const { ring, state, told } = setUp(new Map([...ONE, [other, keyOf('o')]]))
    await ring.authenticate(TEXT)
    await ring.authenticate(other)
    state.nowMs = 5_000
    ring.authenticate(TEXT)
    await ring.close()
    await ring.close()
    expect(told).toEqual([
      [
        ['k', 'o'],
        [5_000, 1_000],
      ],
    ])
  })

  it('goes on when its last use cannot be written, and that is said without the key', async () => {
    const { ring, reports } = setUp(ONE, { told: () => Promise.reject(new Error('gone')) })
    await ring.authenticate(TEXT)
    await ring.close()
    expect(reports).toEqual(['the last use of 1 keys was not written: Error: gone'])
  })
})

describe('a key that nobody was given', () => {
  it('is asked for once in a while only', async () => {
    const { ring, state, found } = setUp(ONE)
    for (let i = 0; i < 5; i++) expect(await ring.authenticate('wrong')).toBeUndefined()
    expect(found).toHaveLength(1)
    state.nowMs += 60_000
    expect(await ring.authenticate('wrong')).toBeUndefined()
    expect(found).toHaveLength(2)
  })

  it('does not take all connections: a few are looked up at a time, and too many are refused', async () => {
    let going = 0
    let most = 0
    const find = async () => {
      most = Math.max(most, ++going)
      await new Promise((resolve) => setTimeout(resolve, 1))
      going--
      return undefined
    }
    const { ring } = setUp(new Map(), { find })
    const answers = await Promise.allSettled(Array.from({ length: 1_200 }, (_, i) => ring.authenticate(`wrong-${i}`)))
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(most).toBe(4)
    expect(refused).toHaveLength(196)
    expect(refused[0]?.reason).toMatchObject({ code: 'rate_limited' })
    expect(await ring.authenticate('wrong-again')).toBeUndefined()
  })

  it('is not remembered when the database did not answer', async () => {
    let isThere = false
    const find = async () => {
      if (!isThere) throw new Error('gone')
      return ONE.get(TEXT)
    }
    const { ring } = setUp(ONE, { find })
    await expect(ring.authenticate(TEXT)).rejects.toThrow('gone')
    isThere = true
    expect(await ring.authenticate(TEXT)).toMatchObject({ subject: 'api_key:k' })
  })
})

describe('the ring', () => {
  it('holds no text of a key, of known ones or others', async () => {
    const { ring } = setUp(ONE)
    await ring.authenticate(TEXT)
    await ring.authenticate('a-wrong-key')
    const held = inspect(ring, { depth: 8, maxArrayLength: null, maxStringLength: null })
    expect(held).toContain(keyHash(TEXT).toString('base64url'))
    expect(held).not.toContain(TEXT)
    expect(held).not.toContain('a-wrong-key')
  })

  it('has a bound for what it remembers', async () => {
    const { ring } = setUp(new Map(), { find: async (hash) => keyOf(hash.toString('hex')) })
    for (let i = 0; i < 10_050; i++) await Promise.resolve(ring.authenticate(`k${i}`)).catch(() => undefined)
    const { held } = ring as unknown as { held: Map<string, unknown> }
    expect(held.size).toBe(10_000)
  })
})
