// Who may, asked of a graph that the test holds in its hands: what is a yes, and that nothing else ever is.

import { type AuthorizationModel, compileModel, createEngine, type Engine, Graph, type Tuple } from '@lockness/authz'
import { compileConditions } from '@lockness/language'
import { describe, expect, it } from 'vitest'
import { parse } from '../../test/writes.ts'
import type { Actor, Transaction } from '../action.ts'
import { Authority, type AuthorityOptions } from './key-authority.ts'
import type { Replica } from './replica.ts'
import { SYSTEM_MODEL_BODY } from './system-model.generated.ts'

const MODEL = JSON.parse(SYSTEM_MODEL_BODY) as AuthorizationModel
const COMPILED = compileModel(MODEL, compileConditions(MODEL).conditions)
const ROOT: Actor = { kind: 'root', subject: 'api_key:root' }
const TEAM: Actor = { kind: 'service', subject: 'api_key:team' }
const KEYS = [
  'system:lockness#key@api_key:root',
  'system:lockness#manager@api_key:root',
  'system:lockness#key@api_key:team',
  'store:one#system@system:lockness',
  'store:one#asker@api_key:team',
  'module:one/music#pusher@api_key:team',
]
const TX = {} as Transaction

function setUp(texts: readonly string[] = KEYS, more: readonly Tuple[] = []) {
  const graph = Graph.build([...texts.map(parse), ...more], { revision: 1 })
  const state = {
    nowMs: 0,
    confirmedAtMs: 0 as number | undefined,
    /** By the database's clock; undefined until it is asked. */
    at: 1_000 as number | undefined,
    isLoaded: true,
    polls: 0,
    headRevision: 1,
    onPoll: (): void => undefined,
  }
  let engine: Engine = createEngine(graph, COMPILED)
  const replica = {
    position: () => ({ epoch: 1, revision: graph.revision, chain: Buffer.alloc(32, graph.revision) }),
    confirmedAtMs: () => state.confirmedAtMs,
    knownModel: () => ({ id: 'm', engine }),
    modelAt: async () => ({ id: 'm', engine }),
    chainAt: (revision: number) => (revision <= graph.revision ? Buffer.alloc(32, revision) : undefined),
    poll: async () => {
      state.polls++
      state.onPoll()
    },
  } as unknown as Replica
  const replicas = { loaded: () => (state.isLoaded ? replica : undefined), open: async () => replica }
  const authority = new Authority({
    replicas: replicas as unknown as AuthorityOptions['replicas'],
    nowMs: () => state.nowMs,
    now: () => new Date(0),
    stalenessMsMax: 5_000,
    clock: { instant: () => state.at, ask: async () => state.at ?? 1_000 } as unknown as AuthorityOptions['clock'],
    head: async () => ({
      epoch: 1,
      revision: state.headRevision,
      chain: Buffer.alloc(32, state.headRevision),
      committedAtMs: 0,
      logFloor: 0,
    }),
  })
  const apply = (change: { added?: string[]; removed?: string[] }) => {
    const applied = graph.apply({
      added: (change.added ?? []).map(parse),
      removed: (change.removed ?? []).map(parse),
    })
    if (!applied.ok) throw new Error(applied.conflict.message)
  }
  /** As after a merge, or after the graph was dropped and loaded again. */
  const renew = (other = graph) => {
    engine = createEngine(other, COMPILED)
  }
  return { authority, state, apply, renew }
}

describe('a yes', () => {
  it('needs no waiting, again and again', () => {
    const { authority } = setUp()
    for (let i = 0; i < 3; i++) {
      expect(authority.isAllowed(ROOT, 'can_manage', 'system:lockness')).toBe(true)
      expect(authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(true)
      expect(authority.isLive('api_key:team')).toBe(true)
    }
  })

  it('is over with the next revision that takes its root, on the same engine and on a new one', async () => {
    const { authority, apply, renew } = setUp()
    expect(authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(true)
    apply({ removed: ['system:lockness#key@api_key:team'] })
    expect(authority.isLive('api_key:team')).toBe(false)
    expect(await authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(false)
    renew()
    expect(authority.isLive('api_key:team')).toBe(false)
    expect(await authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(false)
  })

  it('is not taken over to a graph in which its names have other numbers', async () => {
    const { authority, renew } = setUp()
    expect(authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(true)
    const theirs = ['system:lockness#key@api_key:a', 'system:lockness#manager@api_key:a', ...KEYS.slice(2, 4)]
    renew(Graph.build(['store:one#asker@api_key:b', ...theirs].reverse().map(parse), { revision: 1 }))
    expect(await authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(false)
    expect(authority.isAllowed({ kind: 'root', subject: 'api_key:a' }, 'can_ask', 'store:one')).toBe(true)
    renew(Graph.build(['system:lockness#key@api_key:z', ...KEYS].reverse().map(parse), { revision: 1 }))
    expect(authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(true)
    expect(await authority.isAllowed(TEAM, 'can_write', 'store:one')).toBe(false)
  })

  it('is over at its end by the clock of the database, whatever the wall here shows', async () => {
    const timed = { ...parse('system:lockness#key@api_key:timed'), expiresAt: 2_000 }
    const { authority, state } = setUp([...KEYS, 'store:one#asker@api_key:timed'], [timed])
    const actor: Actor = { kind: 'service', subject: 'api_key:timed' }
    expect(authority.isAllowed(actor, 'can_ask', 'store:one')).toBe(true)
    state.at = 2_000
    expect(authority.isLive('api_key:timed')).toBe(false)
    expect(await authority.isAllowed(actor, 'can_ask', 'store:one')).toBe(false)
  })

  it('waits where something has to be found first', async () => {
    for (const missing of [{ isLoaded: false }, { at: undefined }]) {
      const { authority, state } = setUp()
      Object.assign(state, missing)
      const answer = authority.isAllowed(TEAM, 'can_ask', 'store:one')
      expect(answer).toBeInstanceOf(Promise)
      expect(await answer).toBe(true)
    }
  })

  it('of the server itself needs no key, and a stranger never has one', () => {
    const { authority, state } = setUp([])
    state.isLoaded = false
    expect(authority.isAllowed({ kind: 'system', subject: 'system' }, 'can_manage', 'system:lockness')).toBe(true)
    expect(authority.isAllowed({ kind: 'stranger', subject: 'api_key:root' }, 'can_ask', 'store:one')).toBe(false)
  })
})

describe('no yes', () => {
  it.each([
    ['another role', 'can_write', 'store:one'],
    ['a relation that there is not', 'can_everything', 'store:one'],
    ['a relation of Object', '__proto__', 'store:one'],
    ['a type that there is not', 'can_ask', 'constructor:one'],
    ['another module', 'can_push', 'module:one/ads'],
    ['a module of another store', 'can_push', 'module:two/music'],
    ['a module without a store', 'can_push', 'module:music'],
    ['what is no object', 'can_push', 'module:one/a#b'],
    ['no object at all', 'can_ask', 'store:'],
    ['the system', 'can_ask', 'system:lockness'],
    ['another system', 'can_ask', 'system:other'],
  ])('is made of %s', async (_, relation, object) => {
    const { authority } = setUp()
    expect(await authority.isAllowed(TEAM, relation, object)).toBe(false)
  })

  it('is made of roles without a root, or of a root without roles', async () => {
    const { authority } = setUp([
      'system:lockness#manager@api_key:root',
      'store:one#system@system:lockness',
      ...KEYS.slice(2, 3),
    ])
    expect(await authority.isAllowed(ROOT, 'can_ask', 'store:one')).toBe(false)
    expect(await authority.isAllowed(ROOT, 'can_manage', 'system:lockness')).toBe(false)
    expect(await authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(false)
  })

  it('is made of what was confirmed too long ago', async () => {
    const { authority, state } = setUp()
    state.nowMs = 5_001
    await expect(authority.isAllowed(TEAM, 'can_ask', 'store:one')).rejects.toMatchObject({ code: 'unavailable' })
    state.confirmedAtMs = undefined
    await expect(authority.isLive('api_key:team')).rejects.toMatchObject({ code: 'unavailable' })
    state.confirmedAtMs = 5_000
    expect(authority.isAllowed(TEAM, 'can_ask', 'store:one')).toBe(true)
  })
})

describe('a store', () => {
  it('that was made elsewhere just now is asked for once more', async () => {
    const { authority, state, apply } = setUp()
    state.onPoll = () => apply({ added: ['store:two#system@system:lockness'] })
    expect(await authority.isAllowed(ROOT, 'can_ask', 'store:two')).toBe(true)
    expect(state.polls).toBe(1)
  })

  it('that is not there is told to those who reach every store, and to those who reached it; to nobody else', async () => {
    const { authority } = setUp([...KEYS, 'store:deleted#asker@api_key:team'])
    const missing = { code: 'not_found', message: 'there is no store `nowhere`' }
    await expect(authority.isAllowed(ROOT, 'can_ask', 'store:nowhere')).rejects.toMatchObject(missing)
    await expect(authority.isAllowed(ROOT, 'can_push', 'module:nowhere/music')).rejects.toMatchObject(missing)
    await expect(authority.isAllowed(TEAM, 'can_ask', 'store:deleted')).rejects.toMatchObject({ code: 'not_found' })
    expect(await authority.isAllowed(TEAM, 'can_ask', 'store:nowhere')).toBe(false)
    expect(await authority.isAllowed(TEAM, 'can_push', 'module:nowhere/music')).toBe(false)
  })
})

describe('in a transaction', () => {
  it('what it sees must have arrived here before the answer', async () => {
    const { authority, state, apply } = setUp()
    state.headRevision = 2
    state.onPoll = () => apply({ removed: ['system:lockness#key@api_key:root'] })
    expect(authority.isAllowed(ROOT, 'can_manage', 'system:lockness')).toBe(true)
    expect(await authority.isAllowed(ROOT, 'can_manage', 'system:lockness', TX)).toBe(false)
    expect(state.polls).toBe(1)
  })

  it('nothing is asked of the database again when it has', async () => {
    const { authority, state } = setUp()
    expect(await authority.isAllowed(ROOT, 'can_manage', 'system:lockness', TX)).toBe(true)
    expect(state.polls).toBe(0)
  })

  it('what does not arrive is no answer', async () => {
    const { authority, state } = setUp()
    state.headRevision = 2
    const answer = authority.isAllowed(ROOT, 'can_manage', 'system:lockness', TX)
    await expect(answer).rejects.toMatchObject({ code: 'unavailable' })
  })
})
