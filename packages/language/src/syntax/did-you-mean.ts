// The name that was probably meant: the nearest of those there are, if it is near enough to be a slip of the finger.

import type { Fix, Range } from './diagnostic.ts'

/** The nearest candidate within a third of the word's length, at least one and at most three edits away. */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.min(3, Math.max(1, Math.floor(word.length / 3))) + 1
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= bestDistance) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance)
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** The fix that puts the nearest name in the word's place. */
export function renameFix(word: string, range: Range, candidates: Iterable<string>): Fix | undefined {
  const name = nearestName(word, candidates)
  if (name === undefined) return undefined
  return { title: `change to \`${name}\``, edits: [{ from: range.from, to: range.to, insert: name }] }
}

/** Insertions, deletions, substitutions and swaps of neighbours; `limit` when there are that many or more. */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    let rowBest = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforePrevious[j - 2]! + 1)
      current.push(cost)
      rowBest = Math.min(rowBest, cost)
    }
    if (rowBest >= limit) return limit
    beforePrevious = previous
    previous = current
  }
  return Math.min(limit, previous[b.length]!)
}
