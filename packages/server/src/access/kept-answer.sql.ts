// What commands answered that came with an idempotency key.

import type { Writer } from './key.sql.ts'

export interface KeptAnswer extends Record<string, unknown> {
  readonly hash: Buffer
  readonly answer: string
}

/** Whoever comes with the same key waits until the transaction of the first one has ended. */
export async function lockKept(tx: Writer, actor: string, key: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('lockness kept ' || $1 || ' ' || $2, 0))`, [actor, key])
}

export async function selectKept(tx: Writer, actor: string, key: string): Promise<KeptAnswer | undefined> {
  const [row] = await tx.query<KeptAnswer>(
    `select request_hash as hash, answer from lockness.kept_answer
     where actor = $1 and key = $2 and created_at > now() - interval '24 hours'`,
    [actor, key],
  )
  return row
}

export async function upsertKept(tx: Writer, actor: string, key: string, kept: KeptAnswer): Promise<void> {
  await tx.query(
    `insert into lockness.kept_answer (actor, key, request_hash, answer) values ($1, $2, $3, $4)
     on conflict (actor, key) do update set request_hash = excluded.request_hash, answer = excluded.answer, created_at = now()`,
    [actor, key, kept.hash, kept.answer],
  )
}
