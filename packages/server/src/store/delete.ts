// Tuples by a filter, as far as they were there at one revision: how many they are, and the next ones of them to take
// away. What has been taken away is no longer found, so nobody has to remember how far it has come.

import type { Database } from './database.ts'
import { filterConditions, type TupleFilter } from './history.ts'
import type { TupleKey } from './write.ts'

type Reader = Pick<Database, 'query'>

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
  )
  return row?.count ?? 0
}

export async function nextTuples(
  database: Reader,
  storeId: string,
  filter: TupleFilter,
  revision: number,
  limit: number,
): Promise<TupleKey[]> {
  const values: unknown[] = [storeId, revision]
  return database.query<Record<keyof TupleKey, string>>(
    `select object, relation, subject from lockness.tuple where ${conditionsOf(filter, values)}
     order by object, relation, subject limit $${values.push(limit)}`,
    values,
  )
}

function conditionsOf(filter: TupleFilter, values: unknown[]): string {
  const lasting = ['store_id = $1', 'until is null', 'since <= $2']
  return [...lasting, ...filterConditions(filter, values)].join(' and ')
}
