// Keys are made, looked at, replaced and ended. Rows and tuples are written in one transaction, so that there is no key
// without its rights and no right without its key; and whoever makes a key gives nothing that they do not have.

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Actor, command, question, type Step } from '../action.ts'
import { AppError } from '../errors.ts'
import type { TupleChange, TupleKey } from '../store/write.ts'
import { newUlid } from '../ulid.ts'
import { countKeepers, endKey, insertKey, selectKey, selectKeys, selectKeyTuples, selectMadeStores } from './key.sql.ts'
import {
  type Key,
  type KeyReach,
  keyHash,
  keyText,
  PERMISSIONS,
  ROLES,
  type Role,
  roleTuples,
  rootTuple,
  SYSTEM_OBJECT,
  SYSTEM_ROLES,
  SYSTEM_STORE,
  subjectOf,
} from './key.ts'
import { once } from './once.actions.ts'
import type { AccessParts } from './parts.ts'
import { lockHead } from './store.sql.ts'
import { idempotencyKeyInput } from './store-input.ts'
import { append } from './transaction.ts'

export type KeyParts = Pick<AccessParts, 'database' | 'cursors' | 'authority'>

const SECRET_BYTES = 32
const PLACES_MAX = 100
const PAGE_MAX = 1_000
/** What one revision can hand over and take away. */
const MADE_STORES_MAX = 4_000
const KEY_TUPLES_MAX = 5_000
/** What changes something must be asked for by name. */
const DEFAULT_ROLES: readonly Role[] = ['asker', 'reader']
const OVERLAP_SECONDS_MAX = 30 * 86_400
const key = z.string().min(1).max(128)
const reason = z.string().min(1).max(1_000).optional()
const unique = (items: readonly string[]) => new Set(items).size === items.length
const some = (item: z.ZodType<string>) =>
  z.array(item).min(1).max(PLACES_MAX).refine(unique, 'each of them once').optional()
const permit = () => ({ relation: 'can_manage_keys', object: SYSTEM_OBJECT })

const reach = {
  roles: z
    .array(z.enum(ROLES))
    .min(1)
    .max(ROLES.length)
    .refine(unique, 'each of them once')
    .optional()
    .meta({ description: 'Default: `asker` and `reader`; for modules, none' }),
  stores: some(z.string().min(1).max(128)).meta({ description: 'The only stores that it reaches; default: all' }),
  modules: some(z.string().regex(/^[^/\s#:]{1,128}\/[^/\s#:]{1,128}$/, 'expected `store/module`')).meta({
    description: 'The only modules that it may push',
  }),
  actions: some(z.string().regex(/^[a-z]+(_[a-z]+)*\.([a-z]+(_[a-z]+)*|\*)$/, 'expected `noun.verb` or `noun.*`')).meta(
    { description: 'The only actions that it may ask for; default: what its roles allow' },
  ),
}

const keyOutput = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['live', 'expired', 'revoked']),
  roles: z.array(z.string()),
  stores: z.array(z.string()).optional(),
  modules: z.array(z.string()).optional(),
  actions: z.array(z.string()).optional(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
  replacedBy: z.string().optional(),
  lastUsedAt: z.string().optional().meta({ description: 'At most a minute late' }),
})
const secretOutput = keyOutput.extend({ secret: z.string().meta({ description: 'Shown this once' }) })

export function keyActions(parts: KeyParts) {
  return { ...secretActions(parts), ...listActions(parts) }
}

/** Those that give out a secret. */
function secretActions({ authority }: KeyParts) {
  return {
    createKey: command({
      name: 'key.create',
      summary: 'A new key, no wider than the one that makes it; its secret is in this answer only',
      input: z.strictObject({
        name: z.string().min(1).max(200),
        ...reach,
        expiresAt: z.iso.datetime({ offset: true, message: 'expected a time of RFC 3339' }).optional(),
        idempotencyKey: idempotencyKeyInput,
        reason,
      }),
      output: secretOutput,
      permit,
      async run(step, { idempotencyKey, ...wish }) {
        const asked = ['key.create', Object.entries(wish).sort(byName)]
        const keep = ({ id }: { readonly id: string }) => id
        return await once(step, { key: idempotencyKey, asked, keep, again: refuseSecret }, () =>
          createKey(authority, step, wish),
        )
      },
    }),
    rotateKey: command({
      name: 'key.rotate',
      summary: 'A new key for the same as an old one, which ends at once or after a while',
      input: z.strictObject({
        key,
        /** For as long the old one goes on beside the new one. */
        overlapSeconds: z.int().min(0).max(OVERLAP_SECONDS_MAX).default(0),
        reason,
      }),
      output: secretOutput,
      permit,
      async run(step, { key: id, overlapSeconds, reason: why }) {
        const found = await lockKey(authority, step, id)
        if (stateOf(found, step.now) !== 'live') {
          throw new AppError('conflict', `the key \`${id}\` is over: make a new one`)
        }
        const maker = await makerOf(step)
        requireNoLonger(found.expiresAt, maker)
        const made = newKey(found.name, found, step.actor, found.expiresAt, found.isRoot)
        const kept = await madeStores(step, found, made.row.id)
        await requireNarrower(authority, step, found, kept)
        const end =
          overlapSeconds === 0 ? undefined : earlier(found.expiresAt, step.now.getTime() + overlapSeconds * 1_000)
        const old: TupleChange[] = end ? [{ op: 'put', tuple: rootTuple(id, end) }] : await removedFor(step, id)
        const given = kept.map((tuple) => ({ op: 'add' as const, tuple }))
        await appendKeys(step, 'key.rotate', [...addedFor(made.row), ...given, ...old], why)
        const row = await insertKey(step.tx, made.row, keyHash(made.secret))
        await endKey(step.tx, id, { at: end, replacedBy: row.id })
        return { ...show(row, step.now), secret: made.secret }
      },
    }),
  }
}

async function createKey(
  authority: KeyParts['authority'],
  step: Step,
  { name, expiresAt, reason: why, ...given }: KeyWish,
) {
  const wished = readReach(given)
  await lockKeys(authority, step)
  const maker = await makerOf(step)
  const end = endOf(expiresAt, maker, step.now)
  await requireNarrower(authority, step, wished)
  const made = newKey(name, wished, step.actor, end, false)
  await appendKeys(step, 'key.create', addedFor(made.row), why)
  return { ...show(await insertKey(step.tx, made.row, keyHash(made.secret)), step.now), secret: made.secret }
}

function listActions({ database, cursors, authority }: KeyParts) {
  return {
    listKeys: question({
      name: 'key.list',
      summary: 'All keys there ever were, page by page; never their secrets',
      input: z.strictObject({
        pageSize: z.coerce.number().int().min(1).max(PAGE_MAX).default(100),
        cursor: z.string().max(2_048).optional(),
      }),
      output: z.strictObject({ items: z.array(keyOutput), cursor: z.string().optional() }),
      permit,
      async answer({ now }, { pageSize, cursor }) {
        const after = cursor === undefined ? undefined : String(cursors.open('keys', null, cursor)[0])
        const rows = await selectKeys(database, after, pageSize + 1)
        const { items, ...rest } = cursors.page('keys', null, rows, pageSize, ({ id }) => [id])
        return { items: items.map((each) => show(each, now)), ...rest }
      },
    }),
    readKey: question({
      name: 'key.read',
      summary: 'What a key is for, and whether it is still one',
      input: z.strictObject({ key }),
      output: keyOutput,
      permit,
      async answer({ now }, { key: id }) {
        return show(await requireKey(database, id), now)
      },
    }),
    revokeKey: command({
      name: 'key.revoke',
      summary: 'Ends a key, at once and on all nodes',
      input: z.strictObject({ key, reason }),
      output: keyOutput,
      permit,
      async run(step, { key: id, reason: why }) {
        const found = await lockKey(authority, step, id)
        await requireKeeperBeside(step, found)
        await appendKeys(step, 'key.revoke', await removedFor(step, id), why)
        await endKey(step.tx, id, {})
        return show(await requireKey(step.tx, id), step.now)
      },
    }),
  }
}

/**
 * Changes of keys are made one after the other, so that two of them cannot each leave the last one to the other. Whoever
 * had to wait may have been revoked meanwhile: a key that is gone must not have made another one.
 */
async function lockKeys(authority: KeyParts['authority'], { tx, actor }: Step): Promise<void> {
  await lockHead(tx, SYSTEM_STORE)
  const { relation, object } = permit()
  if (!(await authority.isAllowed(actor, relation, object, tx)))
    throw new AppError('forbidden', 'the key that asks was revoked, or is over')
}

async function lockKey(authority: KeyParts['authority'], step: Step, id: string): Promise<Key> {
  await lockKeys(authority, step)
  return requireKey(step.tx, id)
}

async function requireKey(database: Parameters<typeof selectKey>[0], id: string): Promise<Key> {
  const found = await selectKey(database, id)
  if (!found) throw new AppError('not_found', `there is no key \`${id}\``, { detail: { what: 'key' } })
  return found
}

/** The key that asks; undefined when it is not a key that asks. */
async function makerOf({ actor, tx }: Step): Promise<Key | undefined> {
  return actor.credential === undefined ? undefined : selectKey(tx, actor.credential)
}

/** As it is wished for; what is not said is left out. */
type Wish = { readonly [K in keyof KeyReach]?: KeyReach[K] | undefined }

interface KeyWish extends Wish {
  readonly name: string
  readonly expiresAt?: string | undefined
  readonly reason?: string | undefined
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

/** Nobody has kept it, so that nobody can tell it. */
function refuseSecret(id: string): never {
  const message = `the key \`${id}\` was made by this request before, and its secret was told then: replace it, or end it`
  throw new AppError('conflict', message, { detail: { reason: 'secret_told', key: id } })
}

function readReach({ roles, stores, modules, actions }: Wish): KeyReach {
  const isForModules = modules !== undefined && stores === undefined
  if (isForModules && roles) {
    throw new AppError('invalid_input', '`roles` are had on stores: a key for modules pushes them and has no role')
  }
  const onSystem = roles?.find((role) => SYSTEM_ROLES.includes(role))
  if (stores && onSystem) {
    throw new AppError('invalid_input', `the role \`${onSystem}\` is not had on a store: leave \`stores\` out`)
  }
  const places = { ...(stores && { stores }), ...(modules && { modules }), ...(actions && { actions }) }
  return { roles: roles ?? (isForModules ? [] : DEFAULT_ROLES), ...places }
}

/** Nobody gives more than they have: no role, no place, no action, and for no longer. */
async function requireNarrower(
  authority: KeyParts['authority'],
  { actor, tx }: Step,
  wished: KeyReach,
  kept: readonly TupleKey[] = [],
): Promise<void> {
  for (const { relation, object } of [...roleTuples('new', wished), ...kept]) {
    if (!(await authority.isAllowed(actor, PERMISSIONS[relation as Role], object, tx))) {
      throw new AppError('forbidden', `a key cannot give \`${relation}\` on \`${object}\` that it does not have itself`)
    }
  }
  const own = actor.scope?.actions
  if (!own) return
  const wider = wished.actions?.find((name) => !own.includes(name) && !own.includes(`${name.split('.', 1)[0]}.*`))
  if (!wished.actions || wider !== undefined) {
    const what = wider === undefined ? 'all actions' : `\`${wider}\``
    throw new AppError('forbidden', `a key cannot give ${what}: it is itself for ${own.join(', ')} only`)
  }
}

function requireNoLonger(end: Date | undefined, maker: Key | undefined): void {
  const own = maker?.expiresAt
  if (own && (!end || end > own)) {
    throw new AppError('forbidden', `a key cannot give what lasts longer than itself, until ${own.toISOString()}`)
  }
}

/** That of the key that makes it, unless it is told. */
function endOf(expiresAt: string | undefined, maker: Key | undefined, now: Date): Date | undefined {
  if (expiresAt === undefined) return maker?.expiresAt
  const end = new Date(expiresAt)
  if (!(end > now)) throw new AppError('invalid_input', `\`expiresAt\` is \`${expiresAt}\`, which is over`)
  requireNoLonger(end, maker)
  return end
}

/** Somebody must always be able to manage the system, and not only for a time. */
async function requireKeeperBeside({ tx, now }: Step, found: Key): Promise<void> {
  const isNarrowed = found.stores || found.modules || found.actions || found.expiresAt
  if (isNarrowed || !found.roles.includes('manager') || stateOf(found, now) !== 'live') return
  if ((await countKeepers(tx, found.id)) > 0) return
  throw new AppError(
    'conflict',
    `\`${found.id}\` is the last key that manages the system and has no end: make another one first, or replace this one`,
    { detail: { reason: 'last_manager' } },
  )
}

function newKey(
  name: string,
  { roles, stores, modules, actions }: KeyReach,
  by: Actor,
  end: Date | undefined,
  isRoot: boolean,
) {
  const id = newUlid()
  const places = { ...(stores && { stores }), ...(modules && { modules }), ...(actions && { actions }) }
  const row = { id, name, roles, ...places, isRoot, createdBy: by.subject, expiresAt: end }
  return { row, secret: keyText(id, randomBytes(SECRET_BYTES)) }
}

function addedFor(row: KeyReach & Pick<Key, 'id' | 'expiresAt'>): TupleChange[] {
  return [rootTuple(row.id, row.expiresAt), ...roleTuples(row.id, row)].map((tuple) => ({ op: 'add', tuple }))
}

/** The root is enough; the roles go with it so that nobody reads them as rights. */
async function removedFor({ tx }: Step, id: string): Promise<TupleChange[]> {
  const others = await selectKeyTuples(tx, id, KEY_TUPLES_MAX)
  return [rootTuple(id), ...others].map((tuple) => ({ op: 'clear', tuple }))
}

/** What a key manages because it made it is no role of it, and goes on to the one that replaces it. */
async function madeStores({ tx }: Step, found: Key, nextId: string): Promise<TupleKey[]> {
  if (found.stores) return []
  const objects = await selectMadeStores(tx, found.id, MADE_STORES_MAX + 1)
  if (objects.length > MADE_STORES_MAX) {
    const message = `the key made more than ${MADE_STORES_MAX} stores: give another key what it manages, and end this one`
    throw new AppError('limit_exceeded', message, { detail: { limit: 'madeStoresMax' } })
  }
  return objects.map((object) => ({ object, relation: 'manager', subject: subjectOf(nextId) }))
}

async function appendKeys(
  { tx, actor }: Step,
  action: string,
  changes: readonly TupleChange[],
  why: string | undefined,
): Promise<void> {
  const write = { changes, actor: actor.subject, action, source: 'api', ...(why !== undefined && { reason: why }) }
  await append(tx, SYSTEM_STORE, write)
}

function earlier(end: Date | undefined, otherMs: number): Date {
  return new Date(Math.min(end?.getTime() ?? Number.POSITIVE_INFINITY, otherMs))
}

export function stateOf({ revokedAt, expiresAt }: Key, now: Date): 'live' | 'expired' | 'revoked' {
  if (revokedAt) return 'revoked'
  return expiresAt && expiresAt <= now ? 'expired' : 'live'
}

function show(found: Key, now: Date): z.infer<typeof keyOutput> {
  const { id, name, roles, stores, modules, actions, createdBy, createdAt, replacedBy } = found
  const { expiresAt, revokedAt, lastUsedAt } = found
  return {
    id,
    name,
    state: stateOf(found, now),
    roles: [...roles],
    ...(stores && { stores: [...stores] }),
    ...(modules && { modules: [...modules] }),
    ...(actions && { actions: [...actions] }),
    createdBy,
    createdAt: createdAt.toISOString(),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
    ...(replacedBy !== undefined && { replacedBy }),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
  }
}
