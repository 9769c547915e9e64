// The steps of an explanation as a tree. A step that two branches share is told under the first and named under the others, so
// that what goes round in circles ends.

import type { ExplainStep } from '@lockness/authz'
import type { TreeNode } from '#ui/tree-rows.ts'

export interface ShownStep {
  readonly step: ExplainStep
  /** It was told before. */
  readonly isRepeated: boolean
}

export function treeOfSteps(steps: readonly ExplainStep[]): TreeNode<ShownStep>[] {
  const told = new Set<number>()
  const build = (at: number, path: string): TreeNode<ShownStep> | undefined => {
    const step = steps[at]
    if (!step) return undefined
    const id = `${path}/${at}`
    if (told.has(at)) return { id, value: { step, isRepeated: step.children.length > 0 } }
    told.add(at)
    const children = step.children.flatMap((child) => build(child, id) ?? [])
    return { id, value: { step, isRepeated: false }, ...(children.length > 0 && { children }) }
  }
  const root = build(0, '')
  return root ? [root] : []
}

const OPEN_DEPTH = 6

/** What is open at first: all that a screen can hold. */
export function openAtFirst(nodes: readonly TreeNode<ShownStep>[], depth = OPEN_DEPTH): string[] {
  if (depth === 0) return []
  return nodes.flatMap(({ id, children }) => (children ? [id, ...openAtFirst(children, depth - 1)] : []))
}
