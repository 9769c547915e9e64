// The proof as people read it. The engine tells steps that name each other; here what only holds the others together is
// folded away (an operand with one way is that way, an operator that is all there is to a relation is said with it), so
// that what is left are relations on things, tuples between things, and the words "all of", "and not". The tree and the drawing
// are made of the same nodes. What is shared by two branches is one node.

import type { Tuple } from '@lockness/authz'
import type { ExplainStep } from '@lockness/client'
import { type Reason, reasonsOf } from './reasons.ts'

export type Result = ExplainStep['result']

/** How the children of a node make it true: any of them, all of them, or the first and not the second. */
export type Join = 'any' | 'all' | 'but-not'

export interface ProofNode {
  /** The number of its step. */
  readonly id: number
  readonly kind: 'relation' | 'group' | 'tuple'
  readonly object: string
  /** Empty for groups. */
  readonly relation: string
  readonly result: Result
  readonly join: Join
  readonly tuple?: Tuple
  readonly reasons: readonly Reason[]
  readonly children: readonly ProofLink[]
}

export interface ProofLink {
  readonly to: number
  /** The part that must not hold. */
  readonly isNegated: boolean
}

export interface Proof {
  readonly nodes: ReadonlyMap<number, ProofNode>
  readonly complete: boolean
}

export const ROOT = 0

export function proofOf(steps: readonly ExplainStep[], complete: boolean): Proof {
  const nodes = new Map<number, ProofNode>()
  const open = steps.length > 0 ? [ROOT] : []
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (nodes.has(number)) continue
    const node = nodeOf(steps, number)
    nodes.set(number, node)
    for (const { to } of node.children) open.push(to)
  }
  return { nodes, complete }
}

/** What a result means where the node stands: of what must not hold, a no is good. */
export function shownResult(result: Result, isNegated: boolean): Result {
  if (!isNegated) return result
  return result === 'yes' ? 'no' : result === 'error' ? 'error' : 'yes'
}

/** The same node in another proof of another question. */
export function nodeKey({ kind, object, relation, join, tuple }: ProofNode): string {
  return JSON.stringify([kind, object, relation, kind === 'group' ? join : '', tuple?.subject ?? ''])
}

function nodeOf(steps: readonly ExplainStep[], number: number): ProofNode {
  const step = steps[number]!
  const { object, relation, result, tuple } = step
  const holders = holdersOf(steps, step)
  const holder = holders.at(-1)!
  return {
    id: number,
    kind: step.rule === 'tuple' ? 'tuple' : step.rule === 'relation' ? 'relation' : 'group',
    object,
    relation: step.rule === 'relation' || step.rule === 'tuple' ? relation : '',
    result,
    join: joinOf(holder),
    ...(tuple && { tuple }),
    reasons: holders.flatMap(({ reason }) => reasonsOf(reason)),
    children: linksOf(steps, holder),
  }
}

/** The step, and what is all there is to it: operators and operands that nothing stands beside. */
function holdersOf(steps: readonly ExplainStep[], step: ExplainStep): ExplainStep[] {
  const holders = [step]
  if (step.rule === 'tuple') return holders
  for (let at = step; at.children.length === 1 && holders.length <= steps.length; ) {
    const only = steps[at.children[0]!]
    if (!only || only.rule === 'relation' || only.rule === 'tuple') break
    if (isTakenAway(steps, at, at.children[0]!, 0)) break
    holders.push(only)
    at = only
  }
  return holders
}

function joinOf({ rule }: ExplainStep): Join {
  return rule === 'all of' ? 'all' : rule === 'but not' ? 'but-not' : 'any'
}

function linksOf(steps: readonly ExplainStep[], step: ExplainStep): ProofLink[] {
  return step.children
    .filter((child) => steps[child] !== undefined)
    .map((child, index) => ({
      to: step.rule === 'tuple' ? child : folded(steps, child),
      isNegated: isTakenAway(steps, step, child, index),
    }))
}

/** Of a `but not` that failed only what made it fail is told: the part taken away when that part holds. */
function isTakenAway(steps: readonly ExplainStep[], step: ExplainStep, child: number, index: number): boolean {
  if (step.rule !== 'but not') return false
  return index === 1 || (step.children.length === 1 && step.result === 'no' && steps[child]!.result === 'yes')
}

/** An operand with one way to hold is that way, and a relation that holds by a tuple of its own is that tuple. */
function folded(steps: readonly ExplainStep[], number: number): number {
  let at = number
  for (let hops = 0; hops < steps.length; hops++) {
    const { rule, object, relation, result, children, reason } = steps[at]!
    const [only] = children
    const child = only === undefined || children.length > 1 || reason !== undefined ? undefined : steps[only]
    const isOwnTuple = child?.rule === 'tuple' && child.relation === relation && child.object === object
    if (!child || !(rule === 'operand' || (rule === 'relation' && result === 'yes' && isOwnTuple))) break
    at = only!
  }
  return at
}
