// A tree as the rows one sees of it, and what the arrow keys mean on a row. Pure, so that it can be tried without a screen.

export interface TreeNode<Value> {
  readonly id: string
  readonly value: Value
  /** Nothing for a leaf; an empty list for a node whose children come when it is opened. */
  readonly children?: readonly TreeNode<Value>[] | undefined
}

export interface TreeRow<Value> {
  readonly node: TreeNode<Value>
  readonly level: number
  /** The place among its siblings, from 1, and how many there are. */
  readonly place: number
  readonly siblings: number
  readonly parent: number
  readonly isOpen: boolean
}

export function treeRows<Value>(nodes: readonly TreeNode<Value>[], expanded: ReadonlySet<string>): TreeRow<Value>[] {
  const rows: TreeRow<Value>[] = []
  const visit = (siblings: readonly TreeNode<Value>[], level: number, parent: number) => {
    for (const [index, node] of siblings.entries()) {
      const isOpen = node.children !== undefined && expanded.has(node.id)
      rows.push({ node, level, place: index + 1, siblings: siblings.length, parent, isOpen })
      if (isOpen) visit(node.children ?? [], level + 1, rows.length - 1)
    }
  }
  visit(nodes, 1, -1)
  return rows
}

export type TreeMove = { readonly focus: number } | { readonly open: string } | { readonly close: string }

/** What a key does on a row: the pattern of a tree view. In a page that runs from right to left the arrows change places. */
export function treeMove<Value>(
  key: string,
  at: number,
  rows: readonly TreeRow<Value>[],
  isReversed = false,
): TreeMove | undefined {
  const row = rows[at]
  if (!row) return undefined
  const into = isReversed ? 'ArrowLeft' : 'ArrowRight'
  const out = isReversed ? 'ArrowRight' : 'ArrowLeft'
  if (key === into) {
    if (!row.node.children) return undefined
    if (!row.isOpen) return { open: row.node.id }
    return (rows[at + 1]?.level ?? 0) > row.level ? { focus: at + 1 } : undefined
  }
  if (key === out) {
    if (row.isOpen) return { close: row.node.id }
    return row.parent >= 0 ? { focus: row.parent } : undefined
  }
  if (key === 'ArrowDown') return at + 1 < rows.length ? { focus: at + 1 } : undefined
  if (key === 'ArrowUp') return at > 0 ? { focus: at - 1 } : undefined
  if (key === 'Home') return { focus: 0 }
  if (key === 'End') return { focus: rows.length - 1 }
  return undefined
}

/** The next row, after this one and around the end, whose text begins with what was typed. */
export function typedRow<Value>(
  typed: string,
  at: number,
  rows: readonly TreeRow<Value>[],
  textOf: (value: Value) => string,
): number | undefined {
  const wanted = typed.toLowerCase()
  const first = typed.length > 1 ? 0 : 1
  for (let step = first; step <= rows.length; step++) {
    const index = (at + step) % rows.length
    const row = rows[index]
    if (row && textOf(row.node.value).toLowerCase().startsWith(wanted)) return index
  }
  return undefined
}
