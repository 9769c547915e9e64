// Records of the audit log: one for each revision, newest first.

import type { Database } from '../store/database.ts'

export interface AuditRow extends Record<string, unknown> {
  readonly revision: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly source: string
  readonly reason: string | null
  readonly added: number
  readonly removed: number
}

export interface AuditFilter {
  readonly actor: string | undefined
  readonly action: string | undefined
  /** Those after a revision. */
  readonly after: number
  /** Those up to a revision. */
  readonly upTo: number
}

export function selectAudit(
  database: Pick<Database, 'query'>,
  storeId: string,
  { actor, action, after, upTo }: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  const values: unknown[] = [storeId, after, upTo]
  const conditions = ['store_id = $1', 'rev > $2', 'rev <= $3']
  if (actor !== undefined) conditions.push(`actor = $${values.push(actor)}`)
  if (action !== undefined) conditions.push(`action = $${values.push(action)}`)
  return database.query<AuditRow>(
    `select rev as revision, at, actor, action, source, reason, added, removed from lockness.audit
     where ${conditions.join(' and ')} order by rev desc limit $${values.push(limit)}`,
    values,
  )
}
