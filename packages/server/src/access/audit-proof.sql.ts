// What one revision changed, and what proves it: rows of the log beside their records.

import type { Database, Row } from '../store/database.ts'
import type { AuditRow } from './audit.sql.ts'

type Reader = Pick<Database, 'query'>

/** Records from one revision to another, the oldest first. */
export function selectRecords(database: Reader, storeId: string, from: number, to: number): Promise<AuditRow[]> {
  return database.query<AuditRow>(
    `select rev as revision, at, actor, action, source, reason, added, removed from lockness.audit
     where store_id = $1 and rev between $2 and $3 order by rev`,
    [storeId, from, to],
  )
}

/** The model that was in force before a revision. */
export async function selectModelBefore(
  database: Reader,
  storeId: string,
  revision: number,
): Promise<string | undefined> {
  const [row] = await database.query<Row & { readonly id: string }>(
    'select id from lockness.model where store_id = $1 and since < $2 order by since desc limit 1',
    [storeId, revision],
  )
  return row?.id
}
