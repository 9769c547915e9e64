// Whether the model in force allows tuples. Judged by what this node knows, without asking the database; the write then
// says which model it was, and is refused if that is no longer the one.

import { type Tuple, whyNotAllowed } from '@lockness/authz'
import type { Deadline } from '../action.ts'
import type { Judgement } from '../store/import.ts'
import { within } from './consistency.ts'
import type { Replica } from './replica.ts'
import type { Replicas } from './replicas.ts'

/** By the newest model that is known here; `isNewer`: after a look at the database. */
export async function judgeFor(
  replicas: Replicas,
  storeId: string,
  deadline: Deadline,
  isNewer: boolean,
): Promise<Judgement & { readonly model: string }> {
  const replica = await within(deadline, replicas.open(storeId))
  if (isNewer) await within(deadline, replica.poll())
  return within(deadline, judgementOf(replica))
}

async function judgementOf(replica: Replica): Promise<Judgement & { readonly model: string }> {
  const { id, engine } = await replica.modelAt(replica.position().revision)
  return { model: id, refusal: (tuple) => whyNotAllowed(engine.model, tuple) }
}

/** The model that allows all of them, or what the newest one has against the first that it does not allow. */
export async function judge(
  replicas: Replicas,
  storeId: string,
  deadline: Deadline,
  tuples: readonly Tuple[],
  isAgain: boolean,
): Promise<{ readonly model: string } | { readonly refusal: string }> {
  const known = await judgeFor(replicas, storeId, deadline, isAgain)
  const refusal = firstRefusal(known, tuples)
  if (refusal === undefined) return { model: known.model }
  if (isAgain) return { refusal }
  // A newer model than the one known here may take them.
  const newest = await judgeFor(replicas, storeId, deadline, true)
  const remaining = newest.model === known.model ? refusal : firstRefusal(newest, tuples)
  return remaining === undefined ? { model: newest.model } : { refusal: remaining }
}

function firstRefusal({ refusal }: Judgement, tuples: readonly Tuple[]): string | undefined {
  for (const tuple of tuples) {
    const why = refusal(tuple)
    if (why !== undefined) return why
  }
  return undefined
}
