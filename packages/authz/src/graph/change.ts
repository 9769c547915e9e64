// A change is a value: tuples removed and tuples added, at once. The removed ones are whole, as they were, so that the
// change can be turned round; a tuple whose condition or expiry is replaced is in both.

import { type JsonValue, type Tuple, tupleKey } from '../tuple.ts'

export interface Change {
  readonly removed: readonly Tuple[]
  readonly added: readonly Tuple[]
}

/** The change that undoes it. */
export function invertChange({ removed, added }: Change): Change {
  return { removed: added, added: removed }
}

/** Both, one after the other, as one change: what the second undoes of the first is in neither. */
export function composeChanges(first: Change, second: Change): Change {
  const before = new Map<string, Tuple | undefined>()
  const after = new Map<string, Tuple | undefined>()
  for (const { removed, added } of [first, second]) {
    for (const tuple of removed) {
      const key = tupleKey(tuple)
      if (!before.has(key)) before.set(key, tuple)
      after.set(key, undefined)
    }
    for (const tuple of added) {
      const key = tupleKey(tuple)
      if (!before.has(key)) before.set(key, undefined)
      after.set(key, tuple)
    }
  }
  const removed: Tuple[] = []
  const added: Tuple[] = []
  for (const [key, old] of before) {
    const now = after.get(key)
    if (old && now && isSameTuple(old, now)) continue
    if (old) removed.push(old)
    if (now) added.push(now)
  }
  return { removed, added }
}

/** The same relationship with the same condition, context and expiry. */
function isSameTuple(a: Tuple, b: Tuple): boolean {
  return (
    tupleKey(a) === tupleKey(b) &&
    a.expiresAt === b.expiresAt &&
    a.condition?.name === b.condition?.name &&
    isSameJson(a.condition?.context, b.condition?.context)
  )
}

function isSameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && isSameJson(entry(a, key), entry(b, key)))
}

function entry(value: object, key: string): JsonValue | undefined {
  return (value as Readonly<Record<string, JsonValue>>)[key]
}
