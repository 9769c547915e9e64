// Versions of the model as they are stored.

import type { Database } from '../store/database.ts'

type Reader = Pick<Database, 'query'>

export function selectModelVersions(
  database: Reader,
  storeId: string,
  revision: number,
): Promise<{ id: string; since: number }[]> {
  return database.query('select id, since from lockness.model where store_id = $1 and since <= $2 order by since', [
    storeId,
    revision,
  ])
}

export async function selectModelBody(database: Reader, storeId: string, id: string): Promise<string | undefined> {
  const [row] = await database.query<{ body: string }>(
    'select body from lockness.model where store_id = $1 and id = $2',
    [storeId, id],
  )
  return row?.body
}
