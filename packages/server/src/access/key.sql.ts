// Rows of keys. Only hashes of secrets are written, and none is read back.

import type { Database } from '../store/database.ts'
import type { TupleKey } from '../store/write.ts'
import type { Key, Role } from './key.ts'

type Reader = Pick<Database, 'query'>

/** A transaction of either kind. */
export interface Writer {
  query<R extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<R[]>
}

const COLUMNS = `id, name, is_root as "isRoot", roles, stores, modules, actions, created_by as "createdBy",
  created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt", replaced_by as "replacedBy",
  last_used_at as "lastUsedAt"`

export type NewKey = Pick<Key, 'id' | 'name' | 'isRoot' | 'createdBy' | 'expiresAt'> &
  Pick<Key, 'roles' | 'stores' | 'modules' | 'actions'>

export async function insertKey(tx: Writer, key: NewKey, hash: Buffer): Promise<Key> {
  const { id, name, isRoot, roles, stores, modules, actions, createdBy, expiresAt } = key
  const [row] = await tx.query<KeyRow>(
    `insert into lockness.api_key (id, name, hash, is_root, roles, stores, modules, actions, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
    [id, name, hash, isRoot, roles, stores ?? null, modules ?? null, actions ?? null, createdBy, expiresAt ?? null],
  )
  if (!row) throw new Error(`the key \`${id}\` was not written`)
  return readKey(row)
}

export async function selectKeyByHash(database: Reader | Writer, hash: Buffer): Promise<Key | undefined> {
  const [row] = await database.query<KeyRow>(`select ${COLUMNS} from lockness.api_key where hash = $1`, [hash])
  return row && readKey(row)
}

export async function selectKey(database: Reader | Writer, id: string): Promise<Key | undefined> {
  const [row] = await database.query<KeyRow>(`select ${COLUMNS} from lockness.api_key where id = $1`, [id])
  return row && readKey(row)
}

/** In the order of their ids. */
export async function selectKeys(database: Reader, after: string | undefined, limit: number): Promise<Key[]> {
  const rows = await database.query<KeyRow>(
    `select ${COLUMNS} from lockness.api_key where $1::text is null or id > $1 order by id limit $2`,
    [after ?? null, limit],
  )
  return rows.map(readKey)
}

/** Stores that a key was given by making them, as objects; not those that are closed. */
export async function selectMadeStores(tx: Reader | Writer, id: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ object: string }>(
    `select t.object from lockness.tuple t
     where t.store_id = 'lockness' and t.until is null and t.subject = 'api_key:' || $1
       and t.relation = 'manager' and t.object like 'store:%' and exists (select from lockness.tuple l
         where l.store_id = 'lockness' and l.until is null and l.object = t.object and l.relation = 'system')
     order by t.object limit $2`,
    [id, limit],
  )
  return rows.map(({ object }) => object)
}

/** All that a key has or had in places, but its root. */
export async function selectKeyTuples(tx: Writer, id: string, limit: number): Promise<TupleKey[]> {
  return tx.query<Record<keyof TupleKey, string>>(
    `select object, relation, subject from lockness.tuple
     where store_id = 'lockness' and until is null and subject = 'api_key:' || $1 and relation <> 'key' limit $2`,
    [id, limit],
  )
}

/** Now, or at a later time; an end that it already had stays. */
export async function endKey(
  tx: Writer,
  id: string,
  { at, replacedBy }: { at?: Date | undefined; replacedBy?: string },
): Promise<void> {
  await tx.query(
    `update lockness.api_key set revoked_at = case when $2::timestamptz is null then coalesce(revoked_at, now()) else revoked_at end,
       expires_at = least(expires_at, $2), replaced_by = coalesce(replaced_by, $3)
     where id = $1`,
    [id, at ?? null, replacedBy ?? null],
  )
}

/** Each of the two lists has the place of the other. */
export async function updateLastUse(
  database: Reader,
  ids: readonly string[],
  usedAtMs: readonly number[],
): Promise<void> {
  await database.query(
    `update lockness.api_key k set last_used_at = greatest(k.last_used_at, to_timestamp(u.ms / 1000.0))
     from unnest($1::text[], $2::bigint[]) u (id, ms) where k.id = u.id`,
    [ids, usedAtMs],
  )
}

/** Those besides one that manage everything, without an end. Asked under the lock of the system store's head. */
export async function countKeepers(tx: Writer, except: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from lockness.api_key k
     where k.id <> $1 and k.actions is null and k.stores is null and k.modules is null
       and (select count(*) from lockness.tuple t
         where t.store_id = 'lockness' and t.until is null and t.expires_at_ms is null and t.object = 'system:lockness'
           and t.relation in ('key', 'manager') and t.subject = 'api_key:' || k.id) = 2`,
    [except],
  )
  return row?.count ?? 0
}

interface KeyRow extends Record<string, unknown> {
  readonly id: string
  readonly name: string
  readonly isRoot: boolean
  readonly roles: Role[]
  readonly stores: string[] | null
  readonly modules: string[] | null
  readonly actions: string[] | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly replacedBy: string | null
  readonly lastUsedAt: Date | null
}

function readKey({ stores, modules, actions, expiresAt, revokedAt, replacedBy, lastUsedAt, ...row }: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    isRoot: row.isRoot,
    roles: row.roles,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    ...(stores && { stores }),
    ...(modules && { modules }),
    ...(actions && { actions }),
    expiresAt: expiresAt ?? undefined,
    revokedAt: revokedAt ?? undefined,
    replacedBy: replacedBy ?? undefined,
    lastUsedAt: lastUsedAt ?? undefined,
  }
}
