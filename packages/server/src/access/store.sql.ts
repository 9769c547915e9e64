// Stores as rows. A store that was deleted keeps its row and its history, and has no head: nothing can be appended, and
// nobody finds it.

import type { Database } from '../store/database.ts'

type Reader = Pick<Database, 'query'>

interface Writer {
  query<R extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<R[]>
}

export interface StoreRow extends Record<string, unknown> {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly epoch: number
  readonly revision: number
  readonly updatedAt: Date
  readonly isFrozen: boolean
}

const COLUMNS = `s.id, s.name, s.created_at as "createdAt", h.epoch, h.rev as revision, h.committed_at as "updatedAt",
  h.is_frozen as "isFrozen"`

/** `seed` is 32 random bytes: the chain at revision 0. */
export async function insertStore(tx: Writer, { id, name }: { id: string; name: string }, seed: Buffer): Promise<void> {
  await tx.query(
    `with made as (insert into lockness.store (id, name) values ($1, $2) returning id)
     insert into lockness.store_head (store_id, epoch, chain)
       select id, (select max(epoch) from lockness.epoch), $3 from made`,
    [id, name, seed],
  )
}

export async function selectStore(database: Reader | Writer, id: string): Promise<StoreRow | undefined> {
  const [row] = await database.query<StoreRow>(
    `select ${COLUMNS} from lockness.store s join lockness.store_head h on h.store_id = s.id where s.id = $1`,
    [id],
  )
  return row
}

/** What those are called that are still there, in the order of their ids. */
export function selectStoreNames(
  database: Reader,
  ids: readonly string[],
): Promise<(Pick<StoreRow, 'id' | 'name'> & Record<string, unknown>)[]> {
  return database.query(
    `select s.id, s.name from lockness.store s join lockness.store_head h on h.store_id = s.id
     where s.id = any ($1::text[]) order by s.id`,
    [ids],
  )
}

/** In the order of their ids; without the one that is given. */
export function selectStores(
  database: Reader,
  { after, except, name }: { after: string | undefined; except: string; name: string | undefined },
  limit: number,
): Promise<StoreRow[]> {
  return database.query<StoreRow>(
    `select ${COLUMNS} from lockness.store s join lockness.store_head h on h.store_id = s.id
     where ($1::text is null or s.id > $1) and s.id <> $2 and ($3::text is null or s.name = $3) order by s.id limit $4`,
    [after ?? null, except, name ?? null, limit],
  )
}

export async function updateStoreName(tx: Writer, id: string, name: string): Promise<void> {
  await tx.query('update lockness.store set name = $2 where id = $1', [id, name])
}

/** Waits for writes that are under way; those that wait behind it find no head. */
export async function closeStore(tx: Writer, id: string): Promise<boolean> {
  const closed = await tx.query(
    `with head as (delete from lockness.store_head where store_id = $1 returning store_id)
     update lockness.store s set deleted_at = now() from head where s.id = head.store_id returning s.id`,
    [id],
  )
  return closed.length > 0
}

/** False: there is no such store. */
export async function updateFrozen(tx: Writer, id: string, isFrozen: boolean): Promise<boolean> {
  const updated = await tx.query(
    'update lockness.store_head set is_frozen = $2 where store_id = $1 returning store_id',
    [id, isFrozen],
  )
  return updated.length > 0
}

export async function lockHead(tx: Writer, id: string): Promise<{ isFrozen: boolean } | undefined> {
  const [row] = await tx.query<{ isFrozen: boolean }>(
    'select is_frozen as "isFrozen" from lockness.store_head where store_id = $1 for no key update',
    [id],
  )
  return row
}
