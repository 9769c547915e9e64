// Models as OpenFGA's API tells them, and the assertions about each.

import type { Transaction } from '../../action.ts'
import { AppError } from '../../errors.ts'
import type { Database } from '../../store/database.ts'
import type { Assertion, ModelRecord } from '../openfga/openfga.port.ts'

type Reader = Pick<Database | Transaction, 'query'>

export async function selectModel(database: Reader, storeId: string, id: string): Promise<ModelRecord> {
  const [row] = await database.query<{ body: string }>(
    'select body from lockness.model where store_id = $1 and id = $2',
    [storeId, id],
  )
  if (!row) throw new AppError('not_found', `there is no model \`${id}\``, { detail: { what: 'model' } })
  return { id, model: JSON.parse(row.body) }
}

export async function selectInForce(
  database: Reader,
  storeId: string,
): Promise<{ readonly id: string; readonly isMadeOfModules: boolean } | undefined> {
  const [row] = await database.query<{ id: string; isMadeOfModules: boolean }>(
    `select id, modules is not null as "isMadeOfModules" from lockness.model
     where store_id = $1 order by since desc limit 1`,
    [storeId],
  )
  return row
}

/** The newest first, from the one before a revision on. */
export async function selectModels(
  database: Reader,
  storeId: string,
  { before, limit }: { readonly before?: number; readonly limit: number },
): Promise<(ModelRecord & { readonly since: number })[]> {
  const rows = await database.query<{ id: string; since: number; body: string }>(
    `select id, since, body from lockness.model
     where store_id = $1 and ($2::bigint is null or since < $2) order by since desc limit $3`,
    [storeId, before ?? null, limit],
  )
  return rows.map(({ id, since, body }) => ({ id, since, model: JSON.parse(body) }))
}

export async function selectAssertions(database: Reader, storeId: string, model: string): Promise<Assertion[]> {
  const [row] = await database.query<{ body: string }>(
    'select body from lockness.assertion where store_id = $1 and model = $2',
    [storeId, model],
  )
  return row ? JSON.parse(row.body) : []
}

/** In place of those that were there. */
export async function putAssertions(
  tx: Reader,
  storeId: string,
  model: string,
  assertions: readonly Assertion[],
): Promise<void> {
  await tx.query(
    `insert into lockness.assertion (store_id, model, body) values ($1, $2, $3)
     on conflict (store_id, model) do update set body = excluded.body`,
    [storeId, model, JSON.stringify(assertions)],
  )
}
