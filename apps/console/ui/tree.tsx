'use client'

// A tree of anything: one row has the focus, arrows open and close, letters jump. Some hundred rows are all rendered; of more, the
// part that is seen (tree-window.tsx, loaded when it is needed).

import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { classes } from './classes.ts'
import { type TreeNode, type TreeRow, treeMove, treeRows, typedRow } from './tree-rows.ts'

export interface TreeProps<Value> {
  readonly label: string
  readonly nodes: readonly TreeNode<Value>[]
  readonly expanded: ReadonlySet<string>
  readonly onExpandedChange: (expanded: ReadonlySet<string>) => void
  readonly renderNode: (value: Value) => ReactNode
  /** What letters are compared with. */
  readonly textOf: (value: Value) => string
  readonly selected?: string | undefined
  readonly onSelect?: (node: TreeNode<Value>) => void
  readonly className?: string
}

const ROWS_RENDERED_MAX = 300
const TYPING_MS = 700
const LETTER = /^[\p{L}\p{N}]$/u

const TreeWindow = lazy(async () => ({ default: (await import('./tree-window.tsx')).TreeWindow }))

export function Tree<Value>(props: TreeProps<Value>) {
  const { label, nodes, expanded, renderNode, selected, className } = props
  const rows = useMemo(() => treeRows(nodes, expanded), [nodes, expanded])
  const { active, wanted, onKeyDown, choose } = useTreeKeys(props, rows)
  const ref = useRef<HTMLDivElement>(null)

  // After each render, also of the window alone: the row that was moved to may have been rendered by this very one.
  const focusWanted = () => {
    const row = wanted.current && ref.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(wanted.current)}"]`)
    if (!row) return
    wanted.current = undefined
    row.focus()
  }
  useEffect(focusWanted)

  const renderRow = (index: number) => {
    const row = rows[index]
    if (!row) return null
    return (
      <TreeItem
        key={row.node.id}
        row={row}
        isSelected={row.node.id === selected}
        isActive={index === active}
        onChoose={(isToggle) => choose(index, isToggle)}
      >
        {renderNode(row.node.value)}
      </TreeItem>
    )
  }
  return (
    <div
      ref={ref}
      role="tree"
      aria-label={label}
      onKeyDown={onKeyDown}
      className={classes('min-w-0 text-sm', className)}
    >
      {rows.length <= ROWS_RENDERED_MAX ? (
        rows.map((_, index) => renderRow(index))
      ) : (
        <Suspense>
          <TreeWindow count={rows.length} active={active} renderRow={renderRow} onRendered={focusWanted} />
        </Suspense>
      )}
    </div>
  )
}

function useTreeKeys<Value>(props: TreeProps<Value>, rows: readonly TreeRow<Value>[]) {
  const { expanded, onExpandedChange, textOf, onSelect } = props
  const [focused, setFocused] = useState(props.selected)
  const wanted = useRef<string>(undefined)
  const typed = useRef({ text: '', at: 0 })
  const active = Math.max(
    0,
    rows.findIndex(({ node }) => node.id === focused),
  )

  const focus = (index: number) => {
    const id = rows[index]?.node.id
    wanted.current = id
    setFocused(id)
  }
  const setOpen = (id: string, isOpen: boolean) => {
    const next = new Set(expanded)
    if (isOpen) next.add(id)
    else next.delete(id)
    onExpandedChange(next)
  }
  const choose = (index: number, isToggle: boolean) => {
    const row = rows[index]
    if (!row) return
    focus(index)
    if (row.node.children && (isToggle || !onSelect)) setOpen(row.node.id, !row.isOpen)
    else onSelect?.(row.node)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target as HTMLElement).matches('[role="treeitem"]'))
      return
    const isReversed = getComputedStyle(event.currentTarget).direction === 'rtl'
    const move = treeMove(event.key, active, rows, isReversed)
    if (move && 'focus' in move) focus(move.focus)
    else if (move) setOpen('open' in move ? move.open : move.close, 'open' in move)
    else if (event.key === 'Enter' || event.key === ' ') choose(active, false)
    else if (LETTER.test(event.key)) {
      const isGoingOn = event.timeStamp - typed.current.at < TYPING_MS
      typed.current = { text: isGoingOn ? typed.current.text + event.key : event.key, at: event.timeStamp }
      const found = typedRow(typed.current.text, active, rows, textOf)
      if (found !== undefined) focus(found)
    } else return
    event.preventDefault()
  }
  return { active, wanted, onKeyDown, choose }
}

interface TreeItemProps<Value> {
  readonly row: TreeRow<Value>
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly onChoose: (isToggle: boolean) => void
  readonly children: ReactNode
}

function TreeItem<Value>({ row, isSelected, isActive, onChoose, children }: TreeItemProps<Value>) {
  const { node, level, place, siblings, isOpen } = row
  return (
    <div
      role="treeitem"
      data-node={node.id}
      tabIndex={isActive ? 0 : -1}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={node.children ? isOpen : undefined}
      aria-selected={isSelected}
      onClick={(event) => onChoose((event.target as Element).closest('[data-toggle]') !== null)}
      onKeyDown={undefined}
      style={{ '--lk-level': level - 1 }}
      className={classes(
        'flex min-h-[calc(var(--lk-row)-0.5rem)] cursor-default items-center gap-1 rounded-md pe-2 ps-[calc(var(--lk-level)*var(--lk-indent,1.125rem)+0.25rem)] focus-visible:outline-offset-[-2px]',
        isSelected ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <span
        data-toggle={node.children && 'true'}
        aria-hidden="true"
        className="flex size-5 flex-none items-center justify-center text-faint"
      >
        {node.children && (
          <ChevronRight
            className={classes('size-3.5 transition-transform', isOpen ? 'rotate-90' : 'rtl:-scale-x-100')}
          />
        )}
      </span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
