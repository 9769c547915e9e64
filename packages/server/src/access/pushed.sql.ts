// What a push did that came with an idempotency key.

import type { Database, Row } from '../store/database.ts'

export interface PushDone extends Row {
  /** Of what was asked. */
  readonly hash: string
  readonly model: string
  readonly revision: number
  readonly epoch: number
  /** Null: the log does not reach back so far any more. */
  readonly chain: Buffer | null
}

export async function selectPushed(
  database: Pick<Database, 'query'>,
  storeId: string,
  key: string,
): Promise<PushDone | undefined> {
  const [row] = await database.query<PushDone>(
    `select encode(i.request_hash, 'hex') as hash, m.id as model, i.rev as revision, l.epoch, l.chain
     from lockness.idempotency i
       left join lockness.model m on m.store_id = i.store_id and m.since = i.rev
       left join lockness.store_log l on l.store_id = i.store_id and l.rev = i.rev
     where i.store_id = $1 and i.key = $2 and i.created_at > now() - interval '24 hours'`,
    [storeId, key],
  )
  return row
}
