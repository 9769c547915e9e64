// One level of a relation as branches of a tree, and the next level put into it when a branch is opened.

import type { ExpandNode } from '@lockness/client'
import type { TreeNode } from '#ui/tree-rows.ts'

export interface Composition {
  /**
   * `relation`: `artist:luna#editor`, which has a level of its own. `subject`: somebody, or everybody. `tuples`: those whom tuples
   * name. `from`: what comes from another thing. `more`: so many more subjects.
   */
  readonly kind:
    | 'relation'
    | 'subject'
    | 'tuples'
    | 'from'
    | 'union'
    | 'intersection'
    | 'difference'
    | 'subtract'
    | 'more'
  readonly name: string
  readonly count: number
  /** Of a relation: whether its level is there. */
  readonly isOpen?: boolean
}

type Branch = TreeNode<Composition>

const SUBJECTS_SHOWN = 200

export function compositionOf(tree: ExpandNode): readonly Branch[] {
  const name = tree.name
  return [{ id: 'r', value: { kind: 'relation', name, count: 0, isOpen: true }, children: levelOf(tree, 'r') }]
}

/** The same tree with a level below the branch. */
export function withLevel(nodes: readonly Branch[], id: string, tree: ExpandNode): Branch[] {
  return nodes.map((node) => {
    if (node.id === id) return { ...node, value: { ...node.value, isOpen: true }, children: levelOf(tree, id) }
    if (!node.children || !id.startsWith(`${node.id}.`)) return node
    return { ...node, children: withLevel(node.children, id, tree) }
  })
}

/** What has something in it is open, until somebody closes it. */
export function openOf(nodes: readonly Branch[], closed: ReadonlySet<string>): ReadonlySet<string> {
  const open = new Set<string>()
  const visit = (branches: readonly Branch[]) => {
    for (const { id, children } of branches) {
      if (!children || children.length === 0 || closed.has(id)) continue
      open.add(id)
      visit(children)
    }
  }
  visit(nodes)
  return open
}

function levelOf(node: ExpandNode, id: string): Branch[] {
  if ('subjects' in node) return subjectsOf(node.subjects, id)
  if ('computed' in node && 'tupleset' in node)
    return node.computed.map((name, index) => relation(name, `${id}.${index}`))
  if ('computed' in node) return [relation(node.computed, `${id}.0`)]
  if ('union' in node) return node.union.map((child, index) => branchOf(child, `${id}.${index}`))
  if ('intersection' in node) return [group('intersection', node.intersection, `${id}.0`)]
  const { base, subtract } = node.difference
  return [
    branchOf(base, `${id}.0`),
    { id: `${id}.1`, value: { kind: 'subtract', name: '', count: 0 }, children: [branchOf(subtract, `${id}.1.0`)] },
  ]
}

function branchOf(node: ExpandNode, id: string): Branch {
  if ('subjects' in node)
    return { id, value: { kind: 'tuples', name: '', count: 0 }, children: subjectsOf(node.subjects, id) }
  if ('tupleset' in node) return { id, value: { kind: 'from', name: '', count: 0 }, children: levelOf(node, id) }
  if ('computed' in node) return relation(node.computed, id)
  if ('union' in node) return group('union', node.union, id)
  if ('intersection' in node) return group('intersection', node.intersection, id)
  return { id, value: { kind: 'difference', name: '', count: 0 }, children: levelOf(node, id) }
}

function group(kind: 'union' | 'intersection', nodes: readonly ExpandNode[], id: string): Branch {
  const children = nodes.map((child, index) => branchOf(child, `${id}.${index}`))
  return { id, value: { kind, name: '', count: 0 }, children }
}

/** A userset is a relation that can be looked into. */
function subjectsOf(subjects: readonly string[], id: string): Branch[] {
  const shown = subjects.slice(0, SUBJECTS_SHOWN).map((name, index): Branch => {
    const at = `${id}.${index}`
    return name.includes('#') ? relation(name, at) : { id: at, value: { kind: 'subject', name, count: 0 } }
  })
  const count = subjects.length - shown.length
  return count === 0 ? shown : [...shown, { id: `${id}.more`, value: { kind: 'more', name: '', count } }]
}

function relation(name: string, id: string): Branch {
  return { id, value: { kind: 'relation', name, count: 0, isOpen: false }, children: [] }
}
