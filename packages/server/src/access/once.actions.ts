// A command that is sent again because its answer was lost is done once: its idempotency key, its actor's own, is kept
// with the answer in the transaction that does it. What may not be told twice is left out of what is kept.

import { createHash } from 'node:crypto'
import type { Step } from '../action.ts'
import { AppError } from '../errors.ts'
import { lockKept, selectKept, upsertKept } from './kept-answer.sql.ts'

interface Keyed<Output, Kept> {
  readonly key: string | undefined
  /** What was asked: the same key with something else is an error. */
  readonly asked: readonly unknown[]
  keep(output: Output): Kept
  /** The answer to who asks again; may throw. */
  again(kept: Kept): Output
}

export async function once<Output, Kept>(
  { tx, actor }: Step,
  { key, asked, keep, again }: Keyed<Output, Kept>,
  run: () => Promise<Output>,
): Promise<Output | { readonly settled: Output }> {
  if (key === undefined) return run()
  const { subject } = actor
  const hash = createHash('sha256').update(JSON.stringify(asked)).digest()
  await lockKept(tx, subject, key)
  const known = await selectKept(tx, subject, key)
  if (known && !known.hash.equals(hash))
    throw new AppError('idempotency_mismatch', 'the idempotency key was used for something else')
  if (known) return { settled: again(JSON.parse(known.answer) as Kept) }
  const output = await run()
  await upsertKept(tx, subject, key, { hash, answer: JSON.stringify(keep(output)) })
  return output
}
