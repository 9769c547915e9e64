'use client'

// The keyboard of a table: one row can be focused at a time; arrows, page keys, Home and End move it, Enter opens, the
// space bar selects, and with Shift it selects everything since the last one.

import { type FocusEvent, type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import { nextRow, type TableLook, withToggled } from './table-column.ts'

export interface TableKeysOptions<Row>
  extends Pick<TableLook<Row>, 'rowKey' | 'selected' | 'onSelectedChange' | 'onOpen'> {
  readonly count: number
  readonly rowAt: (index: number) => Row | undefined
  /** Brings a row into view that is not rendered now. */
  readonly scrollTo?: (index: number) => void
}

export interface TableKeys {
  /** The row that Tab leads to. */
  readonly active: number
  readonly isInteractive: boolean
  readonly toggle: (index: number, isRange: boolean) => void
  readonly bodyProps: {
    readonly ref: React.RefObject<HTMLTableSectionElement | null>
    readonly onKeyDown: (event: KeyboardEvent) => void
    readonly onFocus: (event: FocusEvent) => void
    readonly onClick: (event: MouseEvent) => void
  }
}

const PAGE_ROWS = 10

export function useTableKeys<Row>(options: TableKeysOptions<Row>): TableKeys {
  const { count, rowAt, onOpen, onSelectedChange, scrollTo } = options
  const ref = useRef<HTMLTableSectionElement>(null)
  const [active, setActive] = useState(0)
  const wanted = useRef<number>(undefined)
  const anchor = useRef(0)

  // After each render: the row that was moved to may have been brought into view by this very one.
  useEffect(() => {
    if (wanted.current === undefined) return
    const row = ref.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`)
    if (!row) return
    wanted.current = undefined
    row.focus({ preventScroll: scrollTo !== undefined })
  })

  const toggle = (index: number, isRange: boolean) => {
    const keys = keysBetween(options, isRange ? anchor.current : index, index)
    anchor.current = index
    onSelectedChange?.(withToggled(options.selected ?? new Set(), keys))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const index = rowIndexOf(event.target)
    if (index === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const next = nextRow(event.key, index, count, PAGE_ROWS)
    const row = rowAt(index)
    if (next !== undefined) {
      wanted.current = next
      setActive(next)
      scrollTo?.(next)
    } else if (event.key === 'Enter' && onOpen && row !== undefined) onOpen(row)
    else if (event.key === ' ' && onSelectedChange) toggle(index, event.shiftKey)
    else return
    event.preventDefault()
  }
  return {
    active: Math.min(active, Math.max(0, count - 1)),
    isInteractive: onOpen !== undefined || onSelectedChange !== undefined,
    toggle,
    bodyProps: {
      ref,
      onKeyDown,
      onFocus: ({ target }) => {
        const index = rowIndexOf(target)
        if (index !== undefined) setActive(index)
      },
      onClick: ({ target }) => {
        const row = openedRow(target)
        const opened = row === undefined ? undefined : rowAt(row)
        if (opened !== undefined) onOpen?.(opened)
      },
    },
  }
}

function keysBetween<Row>({ rowAt, rowKey }: TableKeysOptions<Row>, from: number, to: number): string[] {
  const keys: string[] = []
  for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
    const row = rowAt(index)
    if (row !== undefined) keys.push(rowKey(row))
  }
  return keys
}

/** The row itself, not something in it that has a keyboard of its own. */
function rowIndexOf(target: EventTarget): number | undefined {
  const index = target instanceof HTMLElement ? target.dataset.row : undefined
  return index === undefined ? undefined : Number(index)
}

/** The row that was clicked, unless it was a link or control in it, or the end of marking a text. */
function openedRow(target: EventTarget): number | undefined {
  if (!(target instanceof Element) || target.closest('a, button, input, select, label, [popover]')) return undefined
  if (window.getSelection()?.type === 'Range') return undefined
  const row = target.closest<HTMLElement>('[data-row]')
  return row ? rowIndexOf(row) : undefined
}
