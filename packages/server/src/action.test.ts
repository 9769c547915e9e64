import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Actor,
  type App,
  type AuditEntry,
  change,
  command,
  job,
  perform,
  question,
  STRANGER,
  type Transaction,
} from './action.ts'
import { AppError } from './errors.ts'

const anne: Actor = { kind: 'account', subject: 'user:anne' }
const NOW = new Date('2026-01-02T03:04:05Z')

/** An app that writes down what happens, in order. */
function record(options: { allow?: boolean; failCommit?: boolean } = {}) {
  const log: string[] = []
  const entries: AuditEntry[] = []
  const tx: Transaction = {
    query: async () => [],
    record: async (entry) => {
      log.push(`audit ${entry.action}`)
      entries.push(entry)
    },
  }
  const app: App = {
    async transaction(work) {
      log.push('begin')
      try {
        const result = await work(tx)
        if (options.failCommit) throw new AppError('unavailable', 'the database is gone')
        log.push('commit')
        return result
      } catch (error) {
        log.push('rollback')
        throw error
      }
    },
    append: async (storeId) => {
      log.push(`append ${storeId}`)
      return { storeId, epoch: 1, revision: 7, chain: Buffer.alloc(32), committedAtMs: 0, isReplay: false }
    },
    isAllowed(actor, relation, object, inside) {
      log.push(`${inside ? 'in' : 'out'}: ${actor.subject} ${relation} ${object}`)
      return options.allow ?? true
    },
    now: () => NOW,
    id: () => 'id-1',
  }
  return { app, log, entries }
}

const caller = (actor: Actor = anne, leftMs = 1000) => ({
  actor,
  requestId: 'r1',
  deadline: { remainingMs: () => leftMs },
})

const input = z.strictObject({ store: z.string(), name: z.string().max(5) })
const rename = command({
  name: 'store.rename',
  input,
  permit: ({ store }) => ({ relation: 'can_manage', object: `store:${store}` }),
  store: ({ store }) => store,
  async run({ id, now }, { name }) {
    return `${name} ${id()} ${now.toISOString()}`
  },
  audit: ({ store }) => ({ store }),
})
const peek = question({
  name: 'store.peek',
  input,
  permit: ({ store }) => ({ relation: 'can_read', object: `store:${store}` }),
  answer: ({ purpose }, { name }) => `${name} ${purpose}`,
})
const raw = { store: 's', name: 'n' }
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

test('a command is authorized, run and recorded in one transaction, in that order', async () => {
  const { app, log, entries } = record()
  expect(await perform(app, caller(), rename, raw)).toBe('n id-1 2026-01-02T03:04:05.000Z')
  expect(log).toEqual(['begin', 'in: user:anne can_manage store:s', 'audit store.rename', 'commit'])
  expect(entries[0]).toEqual({
    action: 'store.rename',
    actor: anne,
    at: NOW,
    requestId: 'r1',
    permit: { relation: 'can_manage', object: 'store:s' },
    told: { store: 's' },
  })
})

test('a question opens no transaction and records nothing', async () => {
  const { app, log } = record()
  expect(await perform(app, caller(), peek, raw)).toBe('n enforce')
  expect(log).toEqual(['out: user:anne can_read store:s'])
})

test('who is not allowed changes nothing, and the transaction is rolled back', async () => {
  const { app, log } = record({ allow: false })
  expect(await codeOf(perform(app, caller(), rename, raw))).toBe('forbidden')
  expect(log).toEqual(['begin', 'in: user:anne can_manage store:s', 'rollback'])
})

test('wrong input is refused before anything is opened, with its places', async () => {
  const { app, log } = record()
  const error = await perform(app, caller(), rename, { store: 's', name: 'too long', more: 1 }).catch((each) => each)
  expect(error.code).toBe('invalid_input')
  expect(error.detail.issues.map(({ path }: { path: string[] }) => path.join('/'))).toEqual(['name', ''])
  expect(log).toEqual([])
})

test('a stranger is refused before its input is looked at, unless the action says why not', async () => {
  const { app, log } = record()
  expect(await codeOf(perform(app, caller(STRANGER), rename, 'nonsense'))).toBe('unauthenticated')
  expect(log).toEqual([])
  const open = question({ ...peek, strangers: 'a test', permit: () => ({ anyone: 'a test' }) })
  expect(await codeOf(perform(app, caller(STRANGER), open, raw))).toBe('done')
})

test('a narrowed key is refused what it is not for, unless the action says why not', async () => {
  const { app, log } = record()
  const own = question({ ...peek, narrowed: 'a test' })
  for (const scope of [{ actions: ['tuple.read'] }, { stores: ['another'] }]) {
    const narrow = caller({ ...anne, scope })
    expect(await codeOf(perform(app, narrow, peek, raw))).toBe('forbidden')
    expect(await codeOf(perform(app, narrow, own, raw))).toBe('done')
  }
  // Of the engine it is asked all the same.
  expect(log).toEqual(['out: user:anne can_read store:s', 'out: user:anne can_read store:s'])
})

test('`anyone` without a reason is a programming error, not a permission', async () => {
  const { app } = record()
  const open = question({ ...peek, permit: () => ({ anyone: ' ' }) })
  await expect(perform(app, caller(), open, raw)).rejects.toThrow('does not say why')
})

test('only `true` is yes', async () => {
  const { app } = record()
  const truthy = { ...app, isAllowed: () => 'yes' as unknown as boolean }
  expect(await codeOf(perform(truthy, caller(), peek, raw))).toBe('forbidden')
})

test.each([
  ['its own action', { actions: ['store.rename'] }, 'done'],
  ['all of a noun', { actions: ['store.*'] }, 'done'],
  ['another action', { actions: ['store.delete'] }, 'forbidden'],
  ['another noun', { actions: ['stor.*', 'tuple.*'] }, 'forbidden'],
  ['no action', { actions: [] }, 'forbidden'],
  ['its store', { stores: ['s'] }, 'done'],
  ['another store', { stores: ['t'] }, 'forbidden'],
])('a key narrowed to %s', async (_, scope, expected) => {
  const { app } = record()
  expect(await codeOf(perform(app, caller({ ...anne, scope }), rename, raw))).toBe(expected)
})

test.each([
  ['its own name', 'wire.ask', 'done'],
  ['its own noun', 'wire.*', 'done'],
  ['what it stands for', 'access.check', 'done'],
  ['the noun of what it stands for', 'access.*', 'done'],
  ['anything else', 'access.check_many', 'forbidden'],
])('an action of another wire is asked with a key for %s', async (_, name, expected) => {
  const { app } = record()
  const foreign = question({ ...peek, name: 'wire.ask', as: 'access.check' })
  expect(await codeOf(perform(app, caller({ ...anne, scope: { actions: [name] } }), foreign, raw))).toBe(expected)
})

test('a key narrowed to a store cannot do what does not say its store', async () => {
  const { app } = record()
  expect(await codeOf(perform(app, caller({ ...anne, scope: { stores: ['s'] } }), peek, raw))).toBe('forbidden')
})

test('nothing begins after the deadline', async () => {
  const { app, log } = record()
  const error = await perform(app, caller(anne, 0), rename, raw).catch((each) => each)
  expect([error.code, error.detail.limit]).toEqual(['limit_exceeded', 'deadlineMs'])
  expect(log).toEqual([])
})

test('a commit that fails is not an answer', async () => {
  const { app, log } = record({ failCommit: true })
  expect(await codeOf(perform(app, caller(), rename, raw))).toBe('unavailable')
  expect(log.at(-1)).toBe('rollback')
})

const write = change({
  name: 'tuple.write',
  input,
  permit: ({ store }) => ({ relation: 'can_write', object: `store:${store}` }),
  prepare: (_, { store, name }, isAgain) =>
    name === 'none'
      ? { settled: { revision: 0, told: 'nothing to do' } }
      : { store, write: { changes: [], source: 'test', reason: isAgain ? 'again' : 'first' }, told: name },
  answer: ({ revision }, _, draft) => ({ revision, told: 'told' in draft ? draft.told : '' }),
})

test('a change is authorized, prepared and appended, and says whose it is', async () => {
  const { app, log } = record()
  expect(await perform(app, caller(), write, raw)).toEqual({ revision: 7, told: 'n' })
  expect(log).toEqual(['out: user:anne can_write store:s', 'append s'])
})

test('a change whose actor was revoked while it was prepared is not made', async () => {
  const { app, log } = record()
  let isRevoked = false
  const slow = change({
    name: 'tuple.write',
    input,
    permit: ({ store }) => ({ relation: 'can_write', object: `store:${store}` }),
    async prepare(_, { store }) {
      isRevoked = true
      return { store, write: { changes: [], source: 'test' } }
    },
    answer: ({ revision }) => revision,
  })
  const until: App = { ...app, isAllowed: () => !isRevoked }
  expect(await codeOf(perform(until, caller(), slow, raw))).toBe('forbidden')
  expect(log).toEqual([])
})

test('a change with nothing to do makes no revision', async () => {
  const { app, log } = record()
  expect(await perform(app, caller(), write, { ...raw, name: 'none' })).toEqual({ revision: 0, told: 'nothing to do' })
  expect(log).toEqual(['out: user:anne can_write store:s'])
})

test('a change is prepared again when the model has moved, not for ever, and not for another reason', async () => {
  const { app } = record()
  const reasons: (string | undefined)[] = []
  const moving = (times: number, reason: string): App => ({
    ...app,
    append: async (storeId, { reason: why, actor, action }) => {
      reasons.push(why)
      expect([actor, action]).toEqual(['user:anne', 'tuple.write'])
      if (reasons.length <= times) throw new AppError('precondition_failed', 'moved', { detail: { reason } })
      return app.append(storeId, { changes: [], actor, action, source: 'test' })
    },
  })
  expect(await codeOf(perform(moving(2, 'model_moved'), caller(), write, raw))).toBe('done')
  expect(reasons.splice(0)).toEqual(['first', 'again', 'again'])
  expect(await codeOf(perform(moving(99, 'model_moved'), caller(), write, raw))).toBe('precondition_failed')
  expect(reasons.splice(0)).toHaveLength(5)
  expect(await codeOf(perform(moving(1, 'else'), caller(), write, raw))).toBe('precondition_failed')
  expect(reasons).toEqual(['first'])
})

test('a job is authorized before it runs, and opens no transaction', async () => {
  const load = job({ name: 'tuple.load', input, permit: write.permit, run: (_, { name }) => name })
  const { app, log } = record()
  expect(await perform(app, caller(), load, raw)).toBe('n')
  expect(log).toEqual(['out: user:anne can_write store:s'])
  expect(await codeOf(perform(record({ allow: false }).app, caller(), load, raw))).toBe('forbidden')
})
