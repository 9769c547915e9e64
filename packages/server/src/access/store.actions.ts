// Stores: made, found, named, frozen, and closed for ever. Whoever may reach a store is decided by its link to the system,
// which is written with its first revision and taken away with its end.

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { command, question, type Step } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Revision } from '../store/append.ts'
import type { Write } from '../store/write.ts'
import { newUlid } from '../ulid.ts'
import { SYSTEM_OBJECT, SYSTEM_STORE, storeLink } from './key.ts'
import { once } from './once.actions.ts'
import { type AccessParts, showRevision } from './parts.ts'
import {
  closeStore,
  insertStore,
  lockHead,
  type StoreRow,
  selectStore,
  selectStores,
  updateFrozen,
  updateStoreName,
} from './store.sql.ts'
import { idempotencyKeyInput, onStore, reasonInput, revisionOutput, storeName } from './store-input.ts'
import { append } from './transaction.ts'

export type StoreParts = Pick<AccessParts, 'database' | 'cursors' | 'tokenKey' | 'authority'>

const PAGE_MAX = 1_000
const store = storeName
const name = z.string().min(1).max(200)
const reason = reasonInput

const storeOutput = z.strictObject({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  epoch: z.int(),
  revision: z.int(),
  updatedAt: z.string().meta({ description: 'When the revision was made' }),
  isFrozen: z.boolean(),
})
const madeOutput = z.strictObject({ id: z.string(), name: z.string(), ...revisionOutput })
type MadeStore = z.infer<typeof madeOutput>
const changedOutput = z.strictObject({ id: z.string(), name: z.string(), isFrozen: z.boolean(), ...revisionOutput })

export function storeActions(parts: StoreParts) {
  return { ...nameActions(parts), ...doorActions(parts) }
}

function nameActions(parts: StoreParts) {
  const { database, cursors, tokenKey } = parts
  const shown = (revision: Revision) => showRevision({ tokenKey }, revision)
  return {
    createStore: command({
      name: 'store.create',
      summary: 'A new store; its first revision is its beginning',
      input: z.strictObject({ name, idempotencyKey: idempotencyKeyInput, reason }),
      output: madeOutput,
      permit: () => ({ relation: 'can_create_store', object: SYSTEM_OBJECT }),
      async run(step, { name: given, idempotencyKey, reason: why }) {
        const keyed = {
          key: idempotencyKey,
          asked: ['store.create', given, why],
          keep: (made: MadeStore) => made,
          again: (made: MadeStore) => ({ ...made, isReplay: true }),
        }
        return await once(step, keyed, () => makeStore(parts, step, given, why))
      },
    }),
    listStores: question({
      name: 'store.list',
      summary: 'The stores of the installation, page by page',
      input: z.strictObject({
        pageSize: z.coerce.number().int().min(1).max(PAGE_MAX).default(100),
        cursor: z.string().max(2_048).optional(),
        name: name.optional().meta({ description: 'Only those of this very name' }),
      }),
      output: z.strictObject({ items: z.array(storeOutput), cursor: z.string().optional() }),
      permit: () => ({ relation: 'can_read', object: SYSTEM_OBJECT }),
      async answer(_, { pageSize, cursor, name: wanted }) {
        const filter = { name: wanted ?? null }
        const after = cursor === undefined ? undefined : String(cursors.open('stores', filter, cursor)[0])
        const rows = await selectStores(database, { after, except: SYSTEM_STORE, name: wanted }, pageSize + 1)
        const { items, ...rest } = cursors.page('stores', filter, rows, pageSize, ({ id }) => [id])
        return { items: items.map(show), ...rest }
      },
    }),
    readStore: question({
      name: 'store.read',
      summary: 'What a store is called, and how far it has come',
      input: z.strictObject({ store }),
      output: storeOutput,
      ...onStore('can_read'),
      answer: async (_, { store: id }) => show(await requireStore(database, id)),
    }),
    renameStore: command({
      name: 'store.rename',
      summary: 'Gives a store another name',
      input: z.strictObject({ store, name, reason }),
      output: changedOutput,
      ...onStore('can_manage'),
      async run(step, { store: id, name: given, reason: why }) {
        const revision = await append(step.tx, id, write(step, 'store.rename', why))
        await updateStoreName(step.tx, id, given)
        return { ...(await shortOf(step, id)), ...shown(revision) }
      },
    }),
  }
}

export async function makeStore(
  { authority, tokenKey }: Pick<StoreParts, 'authority' | 'tokenKey'>,
  step: Step,
  name: string,
  why?: string,
): Promise<MadeStore> {
  const { actor, tx, now } = step
  const id = newUlid(now.getTime())
  await insertStore(tx, { id, name }, randomBytes(32))
  // Who may make stores and no more has at least those that it made.
  const hasAll = await authority.isAllowed(actor, 'can_manage', SYSTEM_OBJECT, tx)
  const manager = { object: `store:${id}`, relation: 'manager', subject: actor.subject }
  const tuples = [storeLink(id), ...(hasAll ? [] : [manager])]
  const links = tuples.map((tuple) => ({ op: 'add' as const, tuple }))
  await append(tx, SYSTEM_STORE, write(step, 'store.create', why, links))
  const revision = await append(tx, id, write(step, 'store.create', why))
  return { id, name, ...showRevision({ tokenKey }, revision) }
}

/** Whether a store takes writes, and whether anybody finds it. */
function doorActions({ tokenKey }: StoreParts) {
  const shown = (revision: Revision) => showRevision({ tokenKey }, revision)
  return {
    freezeStore: command({
      name: 'store.freeze',
      summary: 'Refuses every write to a store until it is unfrozen; questions go on',
      input: z.strictObject({ store, reason }),
      output: changedOutput,
      ...onStore('can_manage'),
      async run(step, { store: id, reason: why }) {
        await requireFrozen(step, id, false)
        const revision = await append(step.tx, id, write(step, 'store.freeze', why))
        await updateFrozen(step.tx, id, true)
        return { ...(await shortOf(step, id)), ...shown(revision) }
      },
    }),
    unfreezeStore: command({
      name: 'store.unfreeze',
      summary: 'Lets a store take writes again',
      input: z.strictObject({ store, reason }),
      output: changedOutput,
      ...onStore('can_manage'),
      async run(step, { store: id, reason: why }) {
        await requireFrozen(step, id, true)
        await updateFrozen(step.tx, id, false)
        const revision = await append(step.tx, id, write(step, 'store.unfreeze', why))
        return { ...(await shortOf(step, id)), ...shown(revision) }
      },
    }),
    deleteStore: command({
      name: 'store.delete',
      summary: 'Closes a store for ever: nobody finds it any more; its history is kept for the audit',
      input: z.strictObject({ store, reason }),
      output: z.strictObject({ id: z.string() }),
      ...onStore('can_manage'),
      async run(step, { store: id, reason: why }) {
        const tuple = storeLink(id)
        await append(step.tx, SYSTEM_STORE, write(step, 'store.delete', why, [{ op: 'clear', tuple }]))
        if (!(await closeStore(step.tx, id))) throw noStore(id)
        return { id }
      },
    }),
  }
}

function write({ actor }: Step, action: string, why: string | undefined, changes: Write['changes'] = []): Write {
  return { changes, actor: actor.subject, action, source: 'api', ...(why !== undefined && { reason: why }) }
}

async function requireFrozen({ tx }: Step, id: string, isFrozen: boolean): Promise<void> {
  const head = await lockHead(tx, id)
  if (!head) throw noStore(id)
  if (head.isFrozen !== isFrozen) {
    throw new AppError('conflict', `the store \`${id}\` is ${head.isFrozen ? 'frozen already' : 'not frozen'}`)
  }
}

async function shortOf({ tx }: Step, id: string) {
  const { name: found, isFrozen } = await requireStore(tx, id)
  return { id, name: found, isFrozen }
}

async function requireStore(database: Parameters<typeof selectStore>[0], id: string): Promise<StoreRow> {
  const row = await selectStore(database, id)
  if (!row) throw noStore(id)
  return row
}

function noStore(id: string): AppError {
  return new AppError('not_found', `there is no store \`${id}\``)
}

function show({
  id,
  name: found,
  createdAt,
  epoch,
  revision,
  updatedAt,
  isFrozen,
}: StoreRow): z.infer<typeof storeOutput> {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
  return { id, name: found, epoch, revision, isFrozen, ...times }
}
