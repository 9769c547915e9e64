// A store as a command makes it, in the transaction of its first revision.

import type { Transaction } from '../action.ts'

/** `seed` is 32 random bytes: the chain at revision 0. */
export async function insertStore(
  tx: Transaction,
  { id, name }: { id: string; name: string },
  seed: Buffer,
): Promise<void> {
  await tx.query(
    `with made as (insert into lockness.store (id, name) values ($1, $2) returning id)
     insert into lockness.store_head (store_id, epoch, chain)
       select id, (select max(epoch) from lockness.epoch), $3 from made`,
    [id, name, seed],
  )
}
