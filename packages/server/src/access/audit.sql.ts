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
  /** Stands in who, what or why, whatever its case, or in a tuple as it is. */
  readonly text: string | undefined
  /** Those after a revision. */
  readonly after: number
  /** Those up to a revision. */
  readonly upTo: number
}

export function selectAudit(
  database: Pick<Database, 'query'>,
  storeId: string,
  { actor, action, text, after, upTo }: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  const values: unknown[] = [storeId, after, upTo]
  const conditions = ['store_id = $1', 'rev > $2', 'rev <= $3']
  if (actor !== undefined) conditions.push(`actor = $${values.push(actor)}`)
  if (action !== undefined) conditions.push(`action = $${values.push(action)}`)
  if (text !== undefined) conditions.push(textCondition(text, values))
  return database.query<AuditRow>(
    `select rev as revision, at, actor, action, source, reason, added, removed from lockness.audit
     where ${conditions.join(' and ')} order by rev desc limit $${values.push(limit)}`,
    values,
  )
}

/** A body is parsed only if all that stands between the signs of a tuple is in it somewhere: that is found much faster. */
function textCondition(text: string, values: unknown[]): string {
  const wanted = `$${values.push(text)}`
  const pieces = text.split(/[#@]/).filter((piece) => piece !== '' && JSON.stringify(piece) === `"${piece}"`)
  const has = pieces.map((piece) => `strpos(l.body, $${values.push(piece)}) > 0 and`).join(' ')
  return `(strpos(lower(concat_ws(' ', actor, action, reason)), lower(${wanted})) > 0 or exists (
    select from lockness.store_log l where l.store_id = $1 and l.rev = audit.rev and ${has} exists (
      select from jsonb_array_elements((l.body::jsonb -> 'added') || (l.body::jsonb -> 'removed')) t
      where strpos((t ->> 'object') || '#' || (t ->> 'relation') || '@' || (t ->> 'subject'), ${wanted}) > 0)))`
}
