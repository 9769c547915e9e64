// The installation and its stores: what has to be there before the first revision.

import { AppError } from '../errors.ts'
import type { Database, Row, Transaction } from './database.ts'

export interface Installation {
  readonly id: string
  /** The key of the MAC of tokens. */
  readonly tokenKey: Buffer
}

export interface Head {
  readonly epoch: number
  readonly revision: number
  readonly chain: Buffer
  readonly committedAtMs: number
  /** Revisions up to here are no longer in the log. */
  readonly logFloor: number
}

/** The first starter's id and key are kept; every other one is given those. */
export async function ensureInstallation(database: Database, proposed: Installation): Promise<Installation> {
  await database.query('insert into lockness.installation (id, token_key) values ($1, $2) on conflict do nothing', [
    proposed.id,
    proposed.tokenKey,
  ])
  const [row] = await database.query<{ id: string; tokenKey: Buffer }>(
    'select id, token_key as "tokenKey" from lockness.installation',
  )
  if (!row) throw new AppError('misconfigured', 'the database has lost its installation')
  return row
}

/** `seed` is 32 random bytes: the chain at revision 0. */
export async function createStore(
  database: Database,
  store: { id: string; name: string },
  seed: Buffer,
): Promise<void> {
  const rows = await database.query(
    `with made as (insert into lockness.store (id, name) values ($1, $2) on conflict do nothing returning id),
       head as (insert into lockness.store_head (store_id, epoch, chain)
         select id, (select max(epoch) from lockness.epoch), $3 from made)
     select id from made`,
    [store.id, store.name, seed],
  )
  if (rows.length === 0) throw new AppError('conflict', `there is a store \`${store.id}\``)
}

export async function selectHead(
  database: Pick<Database, 'query'> | Transaction,
  storeId: string,
): Promise<Head | undefined> {
  const [row] = await database.query<Row & Head>(
    `select epoch, rev as revision, chain, floor(extract(epoch from committed_at) * 1000)::bigint as "committedAtMs", log_floor as "logFloor"
     from lockness.store_head where store_id = $1`,
    [storeId],
  )
  return row
}
