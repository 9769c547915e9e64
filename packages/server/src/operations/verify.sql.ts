// What verify asks besides the log itself.

import type { Database } from '../store/database.ts'

type Reader = Pick<Database, 'query'>

export async function selectStoreIds(database: Reader): Promise<string[]> {
  const rows = await database.query<{ id: string }>('select store_id as id from lockness.store_head order by store_id')
  return rows.map(({ id }) => id)
}

/** Revisions that do not have exactly one audit record. */
export function selectAuditGaps(
  database: Reader,
  storeId: string,
  revision: number,
): Promise<{ revision: number; count: number }[]> {
  return database.query(
    `select coalesce(l.rev, a.rev) as revision, count(a.rev)::int as count
     from (select rev from lockness.store_log where store_id = $1 and rev <= $2) l
     full join (select rev from lockness.audit where store_id = $1 and rev <= $2) a on a.rev = l.rev
     group by 1 having count(a.rev) <> 1 or count(l.rev) <> 1 order by 1 limit 100`,
    [storeId, revision],
  )
}
