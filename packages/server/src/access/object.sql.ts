// What happened to one thing: the revisions in which a tuple about it, or one that names it as subject, began or ended.

import type { Tuple } from '@lockness/authz'
import type { Database } from '../store/database.ts'
import { readTuple, type TupleRow } from '../store/history.ts'

export interface Happening {
  readonly revision: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly source: string
  readonly reason?: string
  readonly added: readonly Tuple[]
  readonly removed: readonly Tuple[]
  readonly isCut: boolean
}

type Reader = Pick<Database, 'query'>

/** Of one revision: an import can bring ten thousand. */
const TUPLES_MAX = 50

/** Each of the three has an index, of what is live and of what has ended. */
const ABOUT = `(object = $2 or subject = $2 or (subject >= $2 || '#' and subject < $2 || '$'))`

/** Newest first, those before a revision. */
export async function selectHappenings(
  database: Reader,
  storeId: string,
  object: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<Happening[]> {
  const revisions = await selectRevisions(database, storeId, object, before, limit)
  if (revisions.length === 0) return []
  const [rows, tuples] = await Promise.all([
    selectAudit(database, storeId, revisions),
    selectTuples(database, storeId, object, revisions),
  ])
  return rows.map(({ at, reason, ...row }) => {
    const own = tuples.filter(({ rev }) => rev === row.revision)
    const shown = own.slice(0, TUPLES_MAX)
    return {
      ...row,
      at: at.toISOString(),
      ...(reason !== null && { reason }),
      added: shown.filter(({ isAdded }) => isAdded).map(readTuple),
      removed: shown.filter(({ isAdded }) => !isAdded).map(readTuple),
      isCut: own.length > shown.length,
    }
  })
}

async function selectRevisions(
  database: Reader,
  storeId: string,
  object: string,
  before: number | undefined,
  limit: number,
): Promise<number[]> {
  const rows = await database.query<{ rev: number }>(
    `select rev from (
       select since as rev from lockness.tuple where store_id = $1 and until is null and ${ABOUT}
       union select since from lockness.tuple where store_id = $1 and until is not null and ${ABOUT}
       union select until from lockness.tuple where store_id = $1 and until is not null and ${ABOUT}) r
     where $3::bigint is null or rev < $3 order by rev desc limit $4`,
    [storeId, object, before ?? null, limit],
  )
  return rows.map(({ rev }) => rev)
}

interface AuditRow extends Omit<Happening, 'at' | 'reason' | 'added' | 'removed' | 'isCut'>, Record<string, unknown> {
  readonly at: Date
  readonly reason: string | null
}

function selectAudit(database: Reader, storeId: string, revisions: readonly number[]): Promise<AuditRow[]> {
  return database.query<AuditRow>(
    `select rev as revision, at, actor, action, source, reason from lockness.audit
     where store_id = $1 and rev = any ($2::bigint[]) order by rev desc`,
    [storeId, revisions],
  )
}

type HappeningRow = TupleRow & { readonly rev: number; readonly isAdded: boolean }

/** One more of each revision than is told. */
function selectTuples(
  database: Reader,
  storeId: string,
  object: string,
  revisions: readonly number[],
): Promise<HappeningRow[]> {
  const part = (revision: string, isAdded: boolean, lasting: string) =>
    `select ${revision} as rev, ${isAdded} as "isAdded", object, relation, subject, condition, context,
       expires_at_ms as "expiresAtMs"
     from lockness.tuple where store_id = $1 and ${ABOUT} and ${lasting} and ${revision} = any ($3::bigint[])`
  return database.query<HappeningRow>(
    `select * from (
       select *, row_number() over (partition by rev order by object, relation, subject, "isAdded") as place from (
         ${part('since', true, 'until is null')}
         union all ${part('since', true, 'until is not null')}
         union all ${part('until', false, 'until is not null')}) e) n
     where place <= ${TUPLES_MAX + 1} order by rev desc, place`,
    [storeId, object, revisions],
  )
}
