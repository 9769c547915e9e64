// The plan read backwards, for questions that start at the subject: which nodes lie in the union that a node opens,
// and from where each of them is entered. Operators are the border of such a union.

import type { Follow, Node, Operator } from './subject-plan.ts'

export interface Backward {
  readonly nodes: readonly Node[]
  /** By `Node.id`: the ways into a node from others of the union. */
  readonly entries: ReadonlyMap<number, readonly Entry[]>
  readonly operators: readonly { readonly owner: Node; readonly operator: Operator }[]
}

export interface Entry {
  readonly source: Node
  /** Absent: the source is on the same object. */
  readonly follow: Follow | undefined
}

const unions = new WeakMap<Node, Backward>()
const supersets = new WeakMap<Node, Backward>()

export function backwardOf(start: Node): Backward {
  return remember(unions, start, false)
}

/**
 * The same for a superset that is cheap to list: an operator counts as its first operand, which every object that has
 * it must have.
 */
export function backwardOfSuperset(start: Node): Backward {
  return remember(supersets, start, true)
}

function remember(known: WeakMap<Node, Backward>, start: Node, enterOperators: boolean): Backward {
  let backward = known.get(start)
  if (!backward) {
    backward = readBackward(start, enterOperators)
    known.set(start, backward)
  }
  return backward
}

function readBackward(start: Node, enterOperators: boolean): Backward {
  const nodes = [start]
  const entries = new Map<number, Entry[]>([[start.id, []]])
  const enter = (target: Node, entry: Entry) => {
    if (!entries.has(target.id)) {
      entries.set(target.id, [])
      nodes.push(target)
    }
    entries.get(target.id)!.push(entry)
  }
  // `nodes` grows while it is walked.
  for (const source of nodes) {
    for (const same of source.flat.same) enter(same, { source, follow: undefined })
    for (const follow of source.flat.follow) enter(follow.target, { source, follow })
    if (!enterOperators) continue
    for (const { operands } of source.flat.operators) enter(operands[0]!, { source, follow: undefined })
  }
  const operators = nodes.flatMap((owner) => owner.flat.operators.map((operator) => ({ owner, operator })))
  return { nodes, entries, operators }
}
