// The nodes of a proof as the branches of a tree. A node that two branches share has its children where it is met first.

import type { TreeNode } from '#ui/tree-rows.ts'
import { type Proof, type ProofNode, ROOT } from './proof.ts'

export interface TreeBranch {
  readonly node: ProofNode
  readonly isNegated: boolean
  /** Told in full elsewhere. */
  readonly isRepeated: boolean
}

/** Rows that are open at first: more than that is opened by hand. */
const OPEN_ROWS_MAX = 120

interface Draft extends TreeNode<TreeBranch> {
  children?: Draft[]
}

/** Nearest first, so that what is met first is what stands highest. */
export function treeOf(proof: Proof): readonly TreeNode<TreeBranch>[] {
  const root = proof.nodes.get(ROOT)
  if (!root) return []
  const told = new Set<number>()
  const top: Draft = draftOf(root, 'r', false, false)
  const open: Draft[] = [top]
  for (let draft = open.shift(); draft; draft = open.shift()) {
    const { node, isRepeated } = draft.value
    told.add(node.id)
    if (isRepeated || node.children.length === 0) continue
    draft.children = node.children.flatMap(({ to, isNegated }, index) => {
      const child = proof.nodes.get(to)
      if (!child) return []
      const isAgain = told.has(to) && child.children.length > 0
      told.add(to)
      return [draftOf(child, `${draft.id}.${index}`, isNegated, isAgain)]
    })
    open.push(...draft.children)
  }
  return [top]
}

export function openAtFirst(nodes: readonly TreeNode<TreeBranch>[]): ReadonlySet<string> {
  const expanded = new Set<string>()
  const open = [...nodes]
  let rows = nodes.length
  for (let node = open.shift(); node && rows < OPEN_ROWS_MAX; node = open.shift()) {
    if (!node.children) continue
    expanded.add(node.id)
    rows += node.children.length
    open.push(...node.children)
  }
  return expanded
}

function draftOf(node: ProofNode, id: string, isNegated: boolean, isRepeated: boolean): Draft {
  return { id, value: { node, isNegated, isRepeated } }
}
