// Two answers to the same question, asked of another person, at another time or under another model: what is only in one of them,
// and what is in both with another result. Lists come sorted and in pages, so two of them are merged as they come.

import { nodeKey, type Proof, type Result } from './proof.ts'

export type Side = 'both' | 'first' | 'second'
export type Difference = 'same' | 'changed' | 'only'

/** How each node of one proof compares with the other proof. */
export function differencesOf(proof: Proof, other: Proof): ReadonlyMap<number, Difference> {
  const results = new Map<string, Result>()
  for (const node of other.nodes.values()) results.set(nodeKey(node), node.result)
  const differences = new Map<number, Difference>()
  for (const node of proof.nodes.values()) {
    const result = results.get(nodeKey(node))
    differences.set(node.id, result === undefined ? 'only' : result === node.result ? 'same' : 'changed')
  }
  return differences
}

export interface MergedRow {
  readonly name: string
  readonly side: Side
}

/** One list as far as it is known. */
export interface Known {
  readonly items: readonly string[]
  /** Whether there is nothing behind them. */
  readonly isWhole: boolean
}

/**
 * Both lists as one, as far as both are known: what comes after the end of a list that is not whole could be in it.
 * It goes on where it stopped when either of them has grown.
 */
export class ListMerge {
  readonly rows: MergedRow[] = []
  private a = 0
  private b = 0

  /** Which of them has to be known further for more rows; none: that is all. */
  goOn(first: Known, second: Known): readonly ('first' | 'second')[] {
    for (;;) {
      const [left, right] = [first.items[this.a], second.items[this.b]]
      const needs: ('first' | 'second')[] = []
      if (left === undefined && !first.isWhole) needs.push('first')
      if (right === undefined && !second.isWhole) needs.push('second')
      if (needs.length > 0 || (left === undefined && right === undefined)) return needs
      const order = left === undefined ? 1 : right === undefined ? -1 : compareNames(left, right)
      this.rows.push({
        name: (order <= 0 ? left : right)!,
        side: order === 0 ? 'both' : order < 0 ? 'first' : 'second',
      })
      if (order <= 0) this.a++
      if (order >= 0) this.b++
    }
  }
}

/** Of two sets, in the order of the model. */
export function mergeSets(first: readonly string[], second: readonly string[], order: readonly string[]): MergedRow[] {
  const [a, b] = [new Set(first), new Set(second)]
  const all = [...new Set([...order.filter((each) => a.has(each) || b.has(each)), ...first, ...second])]
  return all.map((name) => ({ name, side: a.has(name) ? (b.has(name) ? 'both' : 'first') : 'second' }))
}

/** The order in which the server tells them: as JSON. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
