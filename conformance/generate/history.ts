// A random past for a set of tuples: a graph that began as something else and came to hold exactly these through
// changes that add, take away, replace and sometimes go astray.

import { type Change, type Tuple, tupleKey } from '@lockness/authz'
import type { Chance } from './chance.ts'

export interface History {
  readonly start: readonly Tuple[]
  readonly changes: readonly Change[]
}

const STRAY = 0.25
const CHANGE_SIZE_MAX = 5

export function historyOf(target: readonly Tuple[], chance: Chance): History {
  const wanted = new Map(target.map((tuple) => [tupleKey(tuple), tuple]))
  const now = new Map<string, Tuple>()
  for (const tuple of target) {
    const fate = chance.below(5)
    if (fate < 2) now.set(tupleKey(tuple), tuple)
    if (fate === 2) now.set(tupleKey(tuple), altered(tuple, chance))
    if (fate === 3) addStray(now, wanted, target, chance)
  }
  const start = [...now.values()]
  const changes: Change[] = []
  for (let stray = target.length; ; stray--) {
    const mayStray = stray > 0
    const change = nextChange(now, wanted, target, chance, mayStray)
    if (change) changes.push(change)
    else if (!mayStray) return { start, changes }
  }
}

/** Changes that lead anywhere, for a graph that goes on after the moment that is asked about. */
export function wander(from: readonly Tuple[], chance: Chance, length: number): Change[] {
  const now = new Map(from.map((tuple) => [tupleKey(tuple), tuple]))
  const changes: Change[] = []
  for (let i = 0; i < length; i++) {
    const removed = chance.some([...now.values()], 0.2)
    const added = chance.some(removed, 0.3).map((tuple) => altered(tuple, chance))
    for (const tuple of removed) now.delete(tupleKey(tuple))
    for (const tuple of added) now.set(tupleKey(tuple), tuple)
    const strays = new Map<string, Tuple>()
    addStray(strays, now, from, chance)
    for (const [key, tuple] of strays) {
      if (removed.some((each) => tupleKey(each) === key)) continue
      now.set(key, tuple)
      added.push(tuple)
    }
    if (removed.length + added.length > 0) changes.push({ removed, added })
  }
  return changes
}

function nextChange(
  now: Map<string, Tuple>,
  wanted: ReadonlyMap<string, Tuple>,
  target: readonly Tuple[],
  chance: Chance,
  mayStray: boolean,
): Change | undefined {
  const before = new Map(now)
  const keys = chance.shuffle([...new Set([...now.keys(), ...wanted.keys()])])
  const wrong = keys.filter((key) => now.get(key) !== wanted.get(key))
  for (const key of wrong.slice(0, 1 + chance.below(CHANGE_SIZE_MAX))) {
    const tuple = wanted.get(key)
    if (tuple) now.set(key, tuple)
    else now.delete(key)
  }
  if (mayStray && chance.happens(STRAY) && target.length > 0) {
    const tuple = chance.pick(target)
    if (chance.happens(0.5)) now.delete(tupleKey(tuple))
    else now.set(tupleKey(tuple), altered(tuple, chance))
    addStray(now, wanted, target, chance)
  }
  return difference(before, now)
}

function difference(before: ReadonlyMap<string, Tuple>, after: ReadonlyMap<string, Tuple>): Change | undefined {
  const removed = [...before].filter(([key, tuple]) => after.get(key) !== tuple).map(([, tuple]) => tuple)
  const added = [...after].filter(([key, tuple]) => before.get(key) !== tuple).map(([, tuple]) => tuple)
  return removed.length + added.length === 0 ? undefined : { removed, added }
}

/** The same key, otherwise conditioned or expiring. */
function altered({ object, relation, subject, condition, expiresAt }: Tuple, chance: Chance): Tuple {
  const key = { object, relation, subject }
  if (condition && chance.happens(0.5)) return key
  const later = (expiresAt ?? 0) + 1 + chance.below(1000)
  return condition ? { ...key, condition, expiresAt: later } : { ...key, expiresAt: later }
}

/** A tuple made of parts of others, unless it is one that is wanted. */
function addStray(
  into: Map<string, Tuple>,
  wanted: ReadonlyMap<string, Tuple>,
  from: readonly Tuple[],
  chance: Chance,
): void {
  if (from.length === 0) return
  const [one, other] = [chance.pick(from), chance.pick(from)]
  const stray: Tuple = { object: one.object, relation: one.relation, subject: other.subject }
  if (!wanted.has(tupleKey(stray)) && !into.has(tupleKey(stray))) into.set(tupleKey(stray), stray)
}
