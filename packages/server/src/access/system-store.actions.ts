// The system store: the store that decides about Lockness's own API. It is there before the first request, made in one
// transaction together with the root key, by whichever node comes first; the others wait for it and find it. No key
// reaches it by the API of stores, because it has no link to the system that would open it.

import { AppError } from '../errors.ts'
import { appendInTransaction } from '../store/append.ts'
import type { Database, Transaction } from '../store/database.ts'
import type { TupleChange, Write } from '../store/write.ts'
import { newUlid } from '../ulid.ts'
import { insertKey, selectKeyByHash } from './key.sql.ts'
import { keyHash, keyText, roleTuples, rootTuple, SYSTEM_STORE } from './key.ts'
import { insertStore, selectStore } from './store.sql.ts'
import { SYSTEM_MODEL_BODY, SYSTEM_MODEL_ID } from './system-model.generated.ts'

export interface SystemStoreOptions {
  readonly database: Database
  /** The secret of the key that may do everything, in an installation that has none yet. */
  readonly rootKey: string | undefined
  readonly newId: () => string
  readonly randomBytes: (count: number) => Buffer
  /** Nodes that follow the store are told that it changed. */
  readonly committed: (storeId: string) => void
  readonly report: (message: string) => void
}

export interface SystemStoreBegun {
  /** The root key that was made just now, because none was given. It can never be read again. */
  readonly firstRootKey: string | undefined
}

const SYSTEM_MODEL = { id: SYSTEM_MODEL_ID, body: SYSTEM_MODEL_BODY }
const ROOT_KEY_ID = 'root'
const ROOT_KEY_CHARS_MIN = 24
const ROOT_KEY_CHARS_MAX = 1_024
const SECRET_BYTES = 32
const TRIES_MAX = 20
const PAUSE_MS = 250

export async function ensureSystemStore(options: SystemStoreOptions): Promise<SystemStoreBegun> {
  if (options.rootKey !== undefined) requireRootKey(options.rootKey)
  for (let tries = 1; ; tries++) {
    try {
      const begun = await options.database.transaction((tx) => ensure(tx, options))
      options.committed(SYSTEM_STORE)
      return begun
    } catch (error) {
      const isLocked = error instanceof AppError && error.detail.sqlState === '55P03'
      if (!isLocked || tries >= TRIES_MAX) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

async function ensure(tx: Transaction, options: SystemStoreOptions): Promise<SystemStoreBegun> {
  await lockSystemStore(tx)
  const isThere = (await selectStore(tx, SYSTEM_STORE)) !== undefined
  if (!isThere) return { firstRootKey: await begin(tx, options) }
  if (options.rootKey !== undefined) await requireSameRootKey(tx, options.rootKey, options.report)
  await bringModelUp(tx, options)
  return { firstRootKey: undefined }
}

/** Its first revision: the model, and the key that may do everything. */
async function begin(
  tx: Transaction,
  { rootKey, newId, randomBytes }: SystemStoreOptions,
): Promise<string | undefined> {
  const made = rootKey === undefined ? keyText(ROOT_KEY_ID, randomBytes(SECRET_BYTES)) : undefined
  await insertStore(tx, { id: SYSTEM_STORE, name: 'Lockness' }, randomBytes(32))
  const write = { ...bySystem('system.begin', rootChanges(ROOT_KEY_ID)), model: SYSTEM_MODEL }
  await appendInTransaction(tx, SYSTEM_STORE, write, newId())
  await insertRoot(tx, ROOT_KEY_ID, made ?? rootKey ?? '')
  return made
}

/**
 * One more root key, for who has lost all of them and can still write to the database. The others go on: those that are
 * in wrong hands are to be revoked with it.
 */
export async function recoverRootKey({
  database,
  newId,
  randomBytes,
}: Pick<SystemStoreOptions, 'database' | 'newId' | 'randomBytes'>): Promise<string> {
  const id = newUlid()
  const made = keyText(id, randomBytes(SECRET_BYTES))
  await database.transaction(async (tx) => {
    await lockSystemStore(tx)
    if (!(await selectStore(tx, SYSTEM_STORE))) {
      throw new AppError('conflict', 'the installation has not begun: its first start makes a root key')
    }
    await appendInTransaction(tx, SYSTEM_STORE, bySystem('system.recover', rootChanges(id)), newId())
    await insertRoot(tx, id, made)
  })
  return made
}

const ROOT_REACH = { roles: ['manager' as const] }

function rootChanges(id: string): TupleChange[] {
  return [rootTuple(id), ...roleTuples(id, ROOT_REACH)].map((tuple) => ({ op: 'add', tuple }))
}

async function insertRoot(tx: Transaction, id: string, text: string): Promise<void> {
  const row = { id, name: 'Root key', isRoot: true, createdBy: 'system', expiresAt: undefined, ...ROOT_REACH }
  await insertKey(tx, row, keyHash(text))
}

/** A version that brings another model puts it in force once; an older one that comes later leaves it alone. */
async function bringModelUp(tx: Transaction, { newId }: SystemStoreOptions): Promise<void> {
  const known = await tx.query('select id from lockness.model where store_id = $1 and id = $2', [
    SYSTEM_STORE,
    SYSTEM_MODEL_ID,
  ])
  if (known.length > 0) return
  await appendInTransaction(tx, SYSTEM_STORE, { ...bySystem('system.upgrade', []), model: SYSTEM_MODEL }, newId())
}

function bySystem(action: string, changes: readonly TupleChange[]): Write {
  return { changes, actor: 'system', action, source: 'system' }
}

function requireRootKey(rootKey: string): void {
  const isPlausible = rootKey.length >= ROOT_KEY_CHARS_MIN && rootKey.length <= ROOT_KEY_CHARS_MAX
  if (!isPlausible || !/^[A-Za-z0-9\-._~+/]+=*$/.test(rootKey)) {
    throw new AppError(
      'misconfigured',
      `\`LOCKNESS_ROOT_KEY\` has ${ROOT_KEY_CHARS_MIN} to ${ROOT_KEY_CHARS_MAX} characters out of letters, digits and ` +
        '`-._~+/`, because it is sent as a bearer key',
    )
  }
}

async function requireSameRootKey(
  tx: Transaction,
  rootKey: string,
  report: SystemStoreOptions['report'],
): Promise<void> {
  const key = await selectKeyByHash(tx, keyHash(rootKey))
  if (!key?.isRoot) {
    throw new AppError(
      'misconfigured',
      '`LOCKNESS_ROOT_KEY` is not the root key of this installation, which was set when it was new: leave it out, or give ' +
        'the same one',
    )
  }
  // Whoever replaces the root key in a hurry must not find that no node starts any more.
  if (key.revokedAt)
    report(`\`LOCKNESS_ROOT_KEY\` was revoked at ${key.revokedAt.toISOString()} and opens nothing: leave it out`)
}

/** One starter at a time, for as long as the transaction lasts. */
async function lockSystemStore(tx: Transaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('lockness'), hashtext('system'))`)
}
