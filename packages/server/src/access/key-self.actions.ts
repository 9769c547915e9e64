// Whoever holds a key may ask what it is for: a program that was given one finds its store by that, and a person sees why
// something is refused. Nothing is told but what the holder could find out by trying.

import { z } from 'zod'
import { question } from '../action.ts'
import { AppError, assert } from '../errors.ts'
import { within } from './consistency.ts'
import { type KeyParts, stateOf } from './key.actions.ts'
import { selectKey, selectMadeStores } from './key.sql.ts'
import { type Key, SYSTEM_OBJECT, SYSTEM_ROLES, storeOfModule } from './key.ts'
import { selectStoreNames } from './store.sql.ts'

const STORES_MAX = 1_000

const selfOutput = z.strictObject({
  id: z.string(),
  name: z.string(),
  isRoot: z.boolean(),
  roles: z.array(z.string()).meta({ description: 'In the stores that it is for, or everywhere' }),
  isEverywhere: z.boolean().meta({ description: 'Its roles are had in every store: `stores` names none' }),
  stores: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        roles: z.array(z.string()).meta({ description: 'Empty: it only pushes modules there' }),
      }),
    )
    .meta({ description: 'Those that it reaches one by one, made by it or named in it, and not closed' }),
  isCut: z.boolean().meta({ description: `It made more stores than the ${STORES_MAX} that are told` }),
  modules: z.array(z.string()).optional().meta({ description: 'The only ones that it pushes, as `store/module`' }),
  actions: z
    .array(z.string())
    .optional()
    .meta({ description: 'The only ones that it may ask for; absent: no such bound' }),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  replacedBy: z.string().optional().meta({ description: 'The key that was made to follow it' }),
  lastUsedAt: z.string().optional().meta({ description: 'At most a minute late' }),
})

export function keySelfActions({ database }: Pick<KeyParts, 'database'>) {
  return {
    readSelf: question({
      name: 'key.read_self',
      summary: 'What the key that asks is for; every key may ask, whatever it is for',
      narrowed: 'it tells a key of itself only',
      input: z.strictObject({}),
      output: selfOutput,
      // The root of every key: whoever still has it is a key.
      permit: () => ({ relation: 'key', object: SYSTEM_OBJECT }),
      async answer({ actor, now, deadline }) {
        const { credential } = actor
        assert(credential !== undefined, 'who has the root of a key came with a key')
        const found = await within(deadline, selectKey(database, credential))
        if (!found || stateOf(found, now) === 'revoked') throw new AppError('unauthenticated', 'the key is over')
        const made = await within(deadline, madeBy(found))
        const stores = await within(deadline, storesOf(found, made.slice(0, STORES_MAX)))
        return show(found, stores, made.length > STORES_MAX)
      },
    }),
  }

  /** A key that makes stores has those that it made, and would not find them in what it was made for. */
  async function madeBy({ id, roles, stores }: Key): Promise<string[]> {
    if (stores || !roles.includes('store_creator') || roles.includes('manager')) return []
    const objects = await selectMadeStores(database, id, STORES_MAX + 1)
    return objects.map((object) => object.slice('store:'.length))
  }

  async function storesOf({ roles, stores = [], modules = [] }: Key, made: readonly string[]) {
    const ids = new Set([...stores, ...modules.map(storeOfModule), ...made])
    if (ids.size === 0) return []
    const rolesIn = (id: string) => (made.includes(id) ? ['manager'] : stores.includes(id) ? [...roles] : [])
    const named = await selectStoreNames(database, [...ids])
    return named.map(({ id, name }) => ({ id, name, roles: rolesIn(id) }))
  }
}

type Shown = z.infer<typeof selfOutput>

function show(found: Key, named: Shown['stores'], isCut: boolean): Shown {
  const { id, name, isRoot, roles, stores, modules, actions, createdAt, expiresAt, replacedBy, lastUsedAt } = found
  const isEverywhere = !stores && !modules && roles.some((role) => !SYSTEM_ROLES.includes(role))
  return {
    id,
    name,
    isRoot,
    roles: [...roles],
    isEverywhere,
    stores: named,
    isCut,
    ...(modules && { modules: [...modules] }),
    ...(actions && { actions: [...actions] }),
    createdAt: createdAt.toISOString(),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    ...(replacedBy !== undefined && { replacedBy }),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
  }
}
