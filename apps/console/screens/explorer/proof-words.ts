// A no in a few words: for each way in which it could have been a yes, what stopped that way. The tree has all of it.

import { type Proof, type ProofNode, ROOT } from './proof.ts'
import type { Reason } from './reasons.ts'

export interface Way {
  /** The way itself: the first thing it goes through that can be named. */
  readonly node: ProofNode
  readonly isNegated: boolean
  readonly stops: readonly Stop[]
  /** More stops than are told. */
  readonly more: number
}

export interface Stop {
  readonly node: ProofNode
  readonly reason: Reason | undefined
  /** It holds, and must not. */
  readonly isNegated: boolean
}

const WAYS_MAX = 8
const STOPS_MAX = 4
const NODES_MAX = 2_000

export function waysOf(proof: Proof): readonly Way[] {
  const root = proof.nodes.get(ROOT)
  if (!root || root.result === 'yes') return []
  const heads = headsOf(proof, root)
  if (heads.length === 0) return [{ node: root, isNegated: false, ...told(stopsOf(proof, root, false)) }]
  return heads
    .slice(0, WAYS_MAX)
    .map(({ node, isNegated }) => ({ node, isNegated, ...told(stopsOf(proof, node, isNegated)) }))
}

interface Head {
  readonly node: ProofNode
  readonly isNegated: boolean
}

/** Through groups, to what has a name. */
function headsOf(proof: Proof, from: ProofNode): Head[] {
  const heads: Head[] = []
  const open: ProofNode[] = [from]
  for (let node = open.shift(); node && heads.length < WAYS_MAX; node = open.shift()) {
    for (const { to, isNegated } of node.children) {
      const child = proof.nodes.get(to)
      if (!child) continue
      if (child.kind === 'group' && !isNegated) open.push(child)
      else heads.push({ node: child, isNegated })
    }
  }
  return heads
}

/** Where it ends: nothing below, or something was said of it. */
function stopsOf(proof: Proof, from: ProofNode, isNegated: boolean): Stop[] {
  if (isNegated) return [{ node: from, reason: undefined, isNegated }]
  const stops: Stop[] = []
  const seen = new Set<number>()
  const open: ProofNode[] = [from]
  for (let node = open.shift(); node && seen.size < NODES_MAX; node = open.shift()) {
    if (seen.has(node.id)) continue
    seen.add(node.id)
    for (const reason of node.reasons) stops.push({ node, reason, isNegated: false })
    if (node.reasons.length === 0 && node.children.length === 0 && node.result !== 'yes')
      stops.push({ node, reason: undefined, isNegated: false })
    for (const { to, isNegated: isAway } of node.children) {
      const child = proof.nodes.get(to)
      if (!child) continue
      if (isAway && child.result === 'yes') stops.push({ node: child, reason: undefined, isNegated: true })
      else if (!isAway && child.result !== 'yes') open.push(child)
    }
  }
  return stops
}

/** What names somebody says more than what nobody has filled. */
const WEIGHT: Readonly<Partial<Record<Reason['kind'], number>>> = { noTuple: 1, noParent: 3, never: 4, noPath: 0 }

function told(stops: readonly Stop[]): Pick<Way, 'stops' | 'more'> {
  const weightOf = ({ reason }: Stop) => (reason ? (WEIGHT[reason.kind] ?? 0) : 0)
  const sorted = [...stops].sort((a, b) => weightOf(a) - weightOf(b))
  return { stops: sorted.slice(0, STOPS_MAX), more: Math.max(0, sorted.length - STOPS_MAX) }
}
