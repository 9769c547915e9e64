// Whether the model in force allows tuples. Judged by what this node knows, without asking the database; the write then
// says which model it was, and is refused if that is no longer the one.

import { type CompiledModel, INVALID, type Tuple, whyNotAllowed } from '@lockness/authz'
import type { Deadline } from '../action.ts'
import type { Judgement } from '../store/import.ts'
import { within } from './consistency.ts'
import type { Replica } from './replica.ts'
import type { Replicas } from './replicas.ts'

/** Why a tuple cannot be written; undefined when it can. */
export function whyRefused(model: CompiledModel, tuple: Tuple): string | undefined {
  return whyNotAllowed(model, tuple) ?? wrongContext(model, tuple)
}

/** A context that its condition cannot read would be an error at every question that meets it. */
function wrongContext({ conditions }: CompiledModel, { condition }: Tuple): string | undefined {
  const known = condition?.context && conditions.get(condition.name)
  if (!known) return undefined
  for (const [name, value] of Object.entries(condition.context)) {
    const slot = known.parameters.indexOf(name)
    if (slot < 0) return `condition \`${known.name}\` has no parameter \`${name}\``
    if (known.coerce(slot, value) === INVALID)
      return `\`${JSON.stringify(value)}\` is not a value of the parameter \`${name}\` of condition \`${known.name}\``
  }
  return undefined
}

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
  return { model: id, refusal: (tuple) => whyRefused(engine.model, tuple) }
}

/** The newest model that is known here, if it can be said at once that it allows all of them. */
export function judgeNow(replicas: Replicas, storeId: string, tuples: readonly Tuple[]): string | undefined {
  const replica = replicas.loaded(storeId)
  const known = replica?.knownModel(replica.position().revision)
  return known && tuples.every((tuple) => whyRefused(known.engine.model, tuple) === undefined) ? known.id : undefined
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
