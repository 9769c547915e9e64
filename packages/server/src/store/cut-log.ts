// The log of a store, cut at its beginning when it is to be kept for some days only. What goes is how the store came to be
// what it is: who wants to follow it from before the floor reads it anew. What stays is what it is and was: tuples with
// the revisions from which and to which they were there, audit records, versions of the model.

import { AppError, assert } from '../errors.ts'
import type { Database } from './database.ts'

/** So many revisions are kept, however old, for nodes that were away and watchers that sleep. */
export const REVISIONS_KEPT_MIN = 1_000
/** The lock of the head, for which writers wait, is held for so many rows. */
const BATCH_REVISIONS = 1_000

/** Undefined: all of it is kept. */
export async function selectLogDays(database: Pick<Database, 'query'>): Promise<number | undefined> {
  const [row] = await database.query<{ days: number | null }>('select log_days as days from lockness.installation')
  return row?.days ?? undefined
}

/** Null: all of it is kept. Less than two days are refused by the database: keys of writes are kept for one. */
export async function updateLogDays(database: Pick<Database, 'query'>, days: number | null): Promise<void> {
  const rows = await database.query('update lockness.installation set log_days = $1 returning id', [days])
  if (rows.length === 0) throw new AppError('misconfigured', 'there is no installation yet: start a server first')
}

/** Stores whose log has something to cut. */
export async function selectStoresToCut(
  database: Pick<Database, 'query'>,
  days: number,
  keptMin = REVISIONS_KEPT_MIN,
): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select h.store_id as id from lockness.store_head h
     where h.rev - h.log_floor > $2 and exists (select from lockness.store_log l
       where l.store_id = h.store_id and l.rev = h.log_floor + 1 and l.committed_at < now() - $1 * interval '1 day')`,
    [days, keptMin],
  )
  return rows.map(({ id }) => id)
}

/** Cuts some of it; how many revisions that were. Call again until it is none. */
export function cutLog(
  database: Pick<Database, 'transaction'>,
  storeId: string,
  days: number,
  keptMin = REVISIONS_KEPT_MIN,
): Promise<number> {
  return database.transaction(async (tx) => {
    const [head] = await tx.query<{ revision: number; floor: number }>(
      `select rev as revision, log_floor as floor from lockness.store_head where store_id = $1 for no key update`,
      [storeId],
    )
    if (!head) return 0
    // The times of revisions never go back.
    const [found] = await tx.query<{ floor: number | null }>(
      `select max(o.rev) as floor from (
         select rev, committed_at from lockness.store_log
         where store_id = $1 and rev > $2 and rev <= $3 order by rev limit $4) o
       where o.committed_at < now() - $5 * interval '1 day'`,
      [storeId, head.floor, head.revision - keptMin, BATCH_REVISIONS, days],
    )
    const floor = found?.floor ?? head.floor
    if (floor === head.floor) return 0
    await tx.query('update lockness.store_head set log_floor = $2 where store_id = $1', [storeId, floor])
    const cut = await tx.query('delete from lockness.store_log where store_id = $1 and rev <= $2 returning rev', [
      storeId,
      floor,
    ])
    assert(cut.length <= BATCH_REVISIONS, 'below the floor there was nothing before')
    return floor - head.floor
  })
}
