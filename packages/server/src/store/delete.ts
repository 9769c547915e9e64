// Tuples by a filter, as far as they were there at one revision: how many they are, and the next ones of them to take
// away. Who begins anew finds only what is left; who goes on says after which tuple, so that the index is not walked over
// what has been taken away already.

import type { Database } from './database.ts'
import { afterConditions, filterConditions, type TupleFilter } from './history.ts'
import type { TupleKey } from './write.ts'

type Reader = Pick<Database, 'query'>

/** Without an object or a subject to begin at, all tuples of the store are looked through. */
const LOOK_MAX_MS = 60_000

export async function countTuples(
  database: Reader,
  storeId: string,
  filter: TupleFilter,
  revision: number,
): Promise<number> {
  const values: unknown[] = [storeId, revision]
  const [row] = await database.query<{ count: number }>(
    `select count(*) from lockness.tuple where ${conditionsOf(filter, values)}`,
    values,
    { deadlineMs: LOOK_MAX_MS },
  )
  return row?.count ?? 0
}

export async function nextTuples(
  database: Reader,
  storeId: string,
  filter: TupleFilter,
  revision: number,
  { after, limit }: { readonly after?: TupleKey | undefined; readonly limit: number },
): Promise<TupleKey[]> {
  const values: unknown[] = [storeId, revision]
  const conditions = [conditionsOf(filter, values), ...afterConditions(filter, after, values)]
  return database.query<Record<keyof TupleKey, string>>(
    `select object, relation, subject from lockness.tuple where ${conditions.join(' and ')}
     order by object, relation, subject limit ${limit}`,
    values,
    { deadlineMs: LOOK_MAX_MS },
  )
}

function conditionsOf(filter: TupleFilter, values: unknown[]): string {
  const lasting = ['store_id = $1', 'until is null', 'since <= $2']
  return [...lasting, ...filterConditions(filter, values)].join(' and ')
}
