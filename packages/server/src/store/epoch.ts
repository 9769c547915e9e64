// A new epoch: the operator says that history may have been lost, because a backup was restored or a replica that was
// behind took over. From then on the same revision number can mean something else than before, so where each store
// stood is written down, and a token of an older epoch is judged by that.

import type { Database, Row } from './database.ts'

export interface Adoption {
  readonly epoch: number
  readonly stores: readonly { readonly storeId: string; readonly revision: number }[]
}

export async function adoptHistory(database: Database, reason: string): Promise<Adoption> {
  return database.transaction(async (tx) => {
    const heads = await tx.query<{ storeId: string; revision: number }>(
      'select store_id as "storeId", rev as revision from lockness.store_head order by store_id for no key update',
    )
    const [made] = await tx.query<{ epoch: number }>(
      'insert into lockness.epoch (epoch, reason) select max(epoch) + 1, $1 from lockness.epoch returning epoch',
      [reason],
    )
    const epoch = made?.epoch ?? 0
    await tx.query(
      `insert into lockness.epoch_fork (epoch, store_id, rev, chain)
       select $1, store_id, rev, chain from lockness.store_head where store_id = any($2)`,
      [epoch, heads.map(({ storeId }) => storeId)],
    )
    await tx.query('update lockness.store_head set epoch = $1 where store_id = any($2)', [
      epoch,
      heads.map(({ storeId }) => storeId),
    ])
    return { epoch, stores: heads }
  })
}

/** The lowest revision at which a later epoch began; undefined if none did since. */
export async function selectFork(
  database: Pick<Database, 'query'>,
  storeId: string,
  sinceEpoch: number,
): Promise<number | undefined> {
  const [row] = await database.query<Row & { fork: number | null }>(
    'select min(rev) as fork from lockness.epoch_fork where store_id = $1 and epoch > $2',
    [storeId, sinceEpoch],
  )
  return row?.fork ?? undefined
}
