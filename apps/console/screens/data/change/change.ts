// A change of tuples as it is wished, as it really was, and taken back. What a wish does depends on what is stored: so that
// is read first, at one revision, and the write is done only if the store is still at that revision. What is known of a
// change is then exactly what it did, and its inverse is true: it puts back what was there, or is refused and says what
// has moved.

import type { Client, Tuple } from '@lockness/client'
import { isAnswered } from '#session/tried.ts'
import { isSame, keyOf } from './tuple-key.ts'

export interface Wish {
  readonly added: readonly Tuple[]
  /** As they are stored, as far as one knows. */
  readonly removed: readonly Tuple[]
}

/** What was written: a tuple whose condition or end was replaced is in both. */
export interface Change extends Wish {
  readonly revision: number
}

export type Written = { readonly change: Change } | { readonly isNothing: true }
export type TakenBack =
  | { readonly change: Change }
  | { readonly moved: readonly Tuple[] }
  | { readonly hasMovedOn: true }

/** So many are read one by one before they are written; what is larger is written as a whole, or refused. */
export const READ_MAX = 200
const TRIES_MAX = 5

export async function write(client: Client, store: string, wish: Wish, reason: string): Promise<Written> {
  if (wish.added.length + wish.removed.length > READ_MAX) return writeWhole(client, store, wish, reason)
  return optimistic(async () => {
    const { revision, stored } = await readStored(client, store, [...wish.removed, ...wish.added])
    const effect = effectOf(wish, stored)
    if (effect.added.length === 0 && effect.removed.length === 0) return { isNothing: true }
    return { change: await put(client, store, effect, revision, reason) }
  })
}

export async function takeBack(client: Client, store: string, change: Change, reason: string): Promise<TakenBack> {
  const wish = inverseOf(change)
  if (wish.added.length + wish.removed.length > READ_MAX) {
    try {
      return { change: await put(client, store, wish, change.revision, reason) }
    } catch (error) {
      if (hasMoved(error)) return { hasMovedOn: true }
      throw error
    }
  }
  return optimistic(async () => {
    const { revision, stored } = await readStored(client, store, [...wish.removed, ...wish.added])
    const moved = movedSince(change, stored)
    if (moved.length > 0) return { moved }
    return { change: await put(client, store, wish, revision, reason) }
  })
}

export function inverseOf({ added, removed }: Wish): Wish {
  return { added: removed, removed: added }
}

/** What of a wish alters what is stored. */
export function effectOf({ added, removed }: Wish, stored: ReadonlyMap<string, Tuple>): Wish {
  const changed = added.filter((tuple) => !isSame(stored.get(keyOf(tuple)), tuple))
  const kept = new Set(added.map(keyOf))
  const gone = removed.filter((tuple) => !kept.has(keyOf(tuple)))
  const replaced = [...gone, ...changed].flatMap((tuple) => stored.get(keyOf(tuple)) ?? [])
  return { added: changed, removed: replaced }
}

/** The tuples of a change that are no longer as it left them. */
export function movedSince({ added, removed }: Wish, stored: ReadonlyMap<string, Tuple>): Tuple[] {
  const left = new Set(added.map(keyOf))
  return [
    ...added.filter((tuple) => !isSame(stored.get(keyOf(tuple)), tuple)),
    ...removed.filter((tuple) => !left.has(keyOf(tuple)) && stored.has(keyOf(tuple))),
  ]
}

async function readStored(client: Client, store: string, tuples: readonly Tuple[]) {
  const stored = new Map<string, Tuple>()
  const keys = new Map(tuples.map((tuple) => [keyOf(tuple), tuple]))
  let revision: number | undefined
  for (const { object, relation, subject } of keys.values()) {
    const at = revision === undefined ? {} : { revision }
    const page = await client.tuple.read({ store, object, relation, subject, pageSize: 1, ...at })
    revision ??= page.revision
    for (const tuple of page.items) stored.set(keyOf(tuple), tuple)
  }
  return { revision: revision ?? 0, stored }
}

async function put(client: Client, store: string, effect: Wish, at: number, reason: string): Promise<Change> {
  const kept = new Set(effect.added.map(keyOf))
  const { revision } = await client.tuple.write({
    store,
    added: effect.added,
    removed: effect.removed.filter((tuple) => !kept.has(keyOf(tuple))).map(bare),
    onExisting: 'replace',
    preconditions: [{ kind: 'revision', revision: at }],
    reason,
  })
  return { ...effect, revision }
}

async function writeWhole(client: Client, store: string, { added, removed }: Wish, reason: string): Promise<Written> {
  const { revision } = await client.tuple.write({ store, added, removed: removed.map(bare), reason })
  return { change: { added, removed, revision } }
}

function bare({ object, relation, subject }: Tuple) {
  return { object, relation, subject }
}

/** Others may write in between; what they wrote is looked at anew. */
async function optimistic<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!hasMoved(error) || tries === TRIES_MAX) throw error
    }
  }
}

function hasMoved(error: unknown): boolean {
  return isAnswered(error) && error.code === 'precondition_failed'
}
