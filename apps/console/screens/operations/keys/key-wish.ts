// A key as somebody wishes for it in the form, and what is asked of the server for it. What would be refused anyway is
// said before it is sent: beside the field, in words.

import type { KeyCreateInput } from '@lockness/client'

export type Role = NonNullable<KeyCreateInput['roles']>[number]

/** Each with a sentence in the messages. The last two are had on the installation and on no store. */
export const ROLES: readonly Role[] = [
  'asker',
  'reader',
  'writer',
  'watcher',
  'importer',
  'exporter',
  'pusher',
  'manager',
  'key_manager',
  'store_creator',
]
const SYSTEM_ROLES: ReadonlySet<Role> = new Set(['store_creator', 'key_manager'])

export type Where = 'all' | 'stores' | 'modules'
export type Lifetime = 'hour' | 'day' | 'month' | 'quarter' | 'year' | 'at' | 'never'

export interface KeyWish {
  readonly name: string
  readonly where: Where
  readonly roles: readonly Role[]
  readonly stores: readonly string[]
  /** One on each line, or parted by commas. */
  readonly modules: string
  readonly actions: string
  readonly lifetime: Lifetime
  readonly endsAt: Date | undefined
  readonly reason: string
}

export const NEW_WISH: KeyWish = {
  name: '',
  where: 'stores',
  roles: ['asker', 'reader'],
  stores: [],
  modules: '',
  actions: '',
  lifetime: 'quarter',
  endsAt: undefined,
  reason: '',
}

const DAY_MS = 86_400_000
// biome-ignore format: a table is read by its columns
export const LIFETIMES_MS: Readonly<Record<Exclude<Lifetime, 'at' | 'never'>, number>> = {
  hour:    3_600_000,
  day:     DAY_MS,
  month:   30 * DAY_MS,
  quarter: 90 * DAY_MS,
  year:    365 * DAY_MS,
}

/** Nobody gives what lasts longer than the key they give it with; `untilMs` is when that one ends. */
export function isLifetimePossible(lifetime: Lifetime, nowMs: number, untilMs: number | undefined): boolean {
  if (untilMs === undefined || lifetime === 'at' || lifetime === 'never') return true
  return nowMs + LIFETIMES_MS[lifetime] <= untilMs
}

/** Without an end of its own it ends with the key that makes it. */
export function beginningWish(nowMs: number, untilMs: number | undefined): KeyWish {
  return isLifetimePossible(NEW_WISH.lifetime, nowMs, untilMs) ? NEW_WISH : { ...NEW_WISH, lifetime: 'never' }
}

export type WishError = 'nameMissing' | 'rolesMissing' | 'storesMissing' | 'modulesWrong' | 'actionsWrong' | 'endWrong'
export type WishField = 'name' | 'roles' | 'stores' | 'modules' | 'actions' | 'endsAt'
export type WishErrors = Readonly<Partial<Record<WishField, WishError>>>

export function isRolePossible(role: Role, where: Where): boolean {
  return where !== 'modules' && !(where === 'stores' && SYSTEM_ROLES.has(role))
}

/** What it would be, and what stands against it. */
export function readWish(
  wish: KeyWish,
  nowMs: number,
): { readonly input: KeyCreateInput; readonly errors: WishErrors } {
  const { where, lifetime, endsAt } = wish
  const name = wish.name.trim()
  const reason = wish.reason.trim()
  const roles = wish.roles.filter((role) => isRolePossible(role, where))
  const modules = listOf(wish.modules)
  const actions = listOf(wish.actions)
  const endMs =
    lifetime === 'at' ? endsAt?.getTime() : lifetime === 'never' ? undefined : nowMs + LIFETIMES_MS[lifetime]
  const isModules = where === 'modules'
  const errors: WishErrors = {
    ...(name === '' && { name: 'nameMissing' as const }),
    ...(!isModules && roles.length === 0 && { roles: 'rolesMissing' as const }),
    ...(where === 'stores' && wish.stores.length === 0 && { stores: 'storesMissing' as const }),
    ...(isModules && !(modules.length > 0 && modules.every(isModule)) && { modules: 'modulesWrong' as const }),
    ...(!actions.every(isAction) && { actions: 'actionsWrong' as const }),
    ...(lifetime === 'at' && !(endMs !== undefined && endMs > nowMs) && { endsAt: 'endWrong' as const }),
  }
  const input: KeyCreateInput = {
    name,
    ...(!isModules && { roles }),
    ...(where === 'stores' && { stores: wish.stores }),
    ...(isModules && { modules }),
    ...(actions.length > 0 && { actions }),
    ...(endMs !== undefined && !Number.isNaN(endMs) && { expiresAt: new Date(endMs).toISOString() }),
    ...(reason !== '' && { reason }),
  }
  return { input, errors }
}

function listOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((each) => each !== ''))]
}

function isModule(text: string): boolean {
  return /^[^/\s#:]{1,128}\/[^/\s#:]{1,128}$/.test(text)
}

function isAction(text: string): boolean {
  return /^[a-z]+(_[a-z]+)*\.([a-z]+(_[a-z]+)*|\*)$/.test(text)
}
