// When revisions were, from the audit records: those are kept when the log is cut, one for each revision.

import type { Database } from '../store/database.ts'

type Reader = Pick<Database, 'query'>

/** The last revision that had been committed by then; undefined where there is no such store. Revision 0 is its beginning. */
export async function selectRevisionAt(database: Reader, storeId: string, atMs: number): Promise<number | undefined> {
  // Times never go back from one revision to the next, so halving finds it in as many looks as the number has bits.
  const [row] = await database.query<{ revision: number }>(
    `with recursive half (low, high) as (
       select 0::bigint, h.rev from lockness.store_head h where h.store_id = $1
       union all
       select case when m.is_by_then then m.rev else half.low end, case when m.is_by_then then half.high else m.rev - 1 end
       from half, lateral (
         select a.rev, a.at < to_timestamp(($2::bigint + 1) / 1000.0) as is_by_then
         from lockness.audit a where a.store_id = $1 and a.rev = (half.low + half.high + 1) / 2) m
       where half.low < half.high)
     select low as revision from half where low = high`,
    [storeId, atMs],
  )
  return row?.revision
}

/** Milliseconds since 1970, rounded up: at that instant the revision had been committed. */
export async function selectCommittedAt(
  database: Reader,
  storeId: string,
  revision: number,
): Promise<number | undefined> {
  const [row] = await database.query<{ ms: number }>(
    'select ceil(extract(epoch from at) * 1000)::bigint as ms from lockness.audit where store_id = $1 and rev = $2',
    [storeId, revision],
  )
  return row?.ms
}
