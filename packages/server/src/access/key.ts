// What a key is: a secret that is shown once, roles in places, and perhaps an end. Its rights are tuples of the system
// store. One of them, `system:lockness#key@api_key:…`, is the root: without it the others count for nothing, so that a
// key ends everywhere by the removal of one tuple.

import { createHash } from 'node:crypto'
import type { Tuple } from '@lockness/authz'
import type { Scope } from '../action.ts'

export const SYSTEM_STORE = 'lockness'
export const SYSTEM_OBJECT = 'system:lockness'

/** What a role lets its holder do, in the words of the model `verticals/core/lockness.fga`. */
// biome-ignore format: a table is read by its columns
export const PERMISSIONS = {
  manager:       'can_manage',
  store_creator: 'can_create_store',
  key_manager:   'can_manage_keys',
  writer:        'can_write',
  asker:         'can_ask',
  reader:        'can_read',
  watcher:       'can_watch',
  importer:      'can_import',
  exporter:      'can_export',
  pusher:        'can_push',
} as const
export type Role = keyof typeof PERMISSIONS
export const ROLES = Object.keys(PERMISSIONS) as readonly Role[]
/** Those that say nothing on a single store. */
export const SYSTEM_ROLES: readonly Role[] = ['store_creator', 'key_manager']

/** What a key is made for. */
export interface KeyReach {
  readonly roles: readonly Role[]
  /** The only stores; absent, without modules: all, and the system itself. */
  readonly stores?: readonly string[]
  /** The only modules that it may push, as `store/module`. */
  readonly modules?: readonly string[]
  readonly actions?: readonly string[]
}

/** A key as everybody who may manage keys sees it. */
export interface Key extends KeyReach {
  readonly id: string
  readonly name: string
  readonly isRoot: boolean
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date | undefined
  readonly revokedAt: Date | undefined
  readonly replacedBy: string | undefined
  readonly lastUsedAt: Date | undefined
}

/** Of 256 bits that nobody has seen. */
export function keyText(id: string, secret: Uint8Array): string {
  return `lk_${id}_${Buffer.from(secret).toString('base64url')}`
}

export function keyHash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

export function subjectOf(id: string): string {
  return `api_key:${id}`
}

/** The root of all that a key may do. */
export function rootTuple(id: string, expiresAt?: Date): Tuple {
  const root = { object: SYSTEM_OBJECT, relation: 'key', subject: subjectOf(id) }
  return expiresAt ? { ...root, expiresAt: expiresAt.getTime() } : root
}

/** The roles of a key, one tuple for each place where it has one. */
export function roleTuples(id: string, { roles, stores, modules }: KeyReach): Tuple[] {
  const subject = subjectOf(id)
  const places = stores || modules ? (stores ?? []).map((store) => `store:${store}`) : [SYSTEM_OBJECT]
  return [
    ...places.flatMap((object) => roles.map((relation) => ({ object, relation, subject }))),
    ...(modules ?? []).map((module) => ({ object: `module:${module}`, relation: 'pusher', subject })),
  ]
}

/** Made of structure alone: a store that is open to those who have rights in it. */
export function storeLink(store: string): Tuple {
  return { object: `store:${store}`, relation: 'system', subject: SYSTEM_OBJECT }
}

/** What perform() takes away before anybody is asked. */
export function scopeOf({ stores, modules, actions }: KeyReach): Scope | undefined {
  if (!stores && !modules && !actions) return undefined
  const reached = new Set([...(stores ?? []), ...(modules ?? []).map(storeOfModule)])
  return { ...(actions && { actions }), ...((stores || modules) && { stores: [...reached] }) }
}

export function storeOfModule(module: string): string {
  return module.slice(0, module.indexOf('/'))
}
