// What the two tables, all rows (data-table.tsx) and a window on many (virtual-table.tsx), have in common to say.

import type { ReactNode } from 'react'

export interface Column<Row> {
  readonly id: string
  /** The head of the column, and the label of the value where rows become cards. */
  readonly label: string
  readonly cell: (row: Row) => ReactNode
  /** A track of the grid; `minmax(8rem, 1fr)` when it is not said. */
  readonly width?: string
  /** Numbers and times stand at the end. */
  readonly align?: 'start' | 'end'
  readonly isSortable?: boolean
  /** Names the row: one column has it. It heads the card on a phone. */
  readonly isHeading?: boolean
  /** Buttons and menus: the head is only read out, a card has it beside its heading. */
  readonly isActions?: boolean
}

export interface Sort {
  readonly column: string
  readonly direction: 'up' | 'down'
}

export interface TableLook<Row> {
  /** Names the table for those who do not see it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly sort?: Sort | undefined
  readonly onSortChange?: (sort: Sort) => void
  /** The keys of the selected rows; with it each row has a check box. */
  readonly selected?: ReadonlySet<string> | undefined
  readonly onSelectedChange?: (selected: ReadonlySet<string>) => void
  /** What Enter and a click do to a row. */
  readonly onOpen?: (row: Row) => void
}

export function tracksOf<Row>(columns: readonly Column<Row>[], isSelectable: boolean): string {
  const tracks = columns.map(({ width, isActions }) => width ?? (isActions ? 'max-content' : 'minmax(8rem, 1fr)'))
  return [...(isSelectable ? ['2.25rem'] : []), ...tracks].join(' ')
}

/** A click on the head of a column sorts upwards first, then turns around. */
export function nextSort(sort: Sort | undefined, column: string): Sort {
  return { column, direction: sort?.column === column && sort.direction === 'up' ? 'down' : 'up' }
}

/** Where a key leads from a row, or nothing when it leads nowhere. */
export function nextRow(key: string, from: number, count: number, page: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: count - 1,
  }
  if (!Object.hasOwn(targets, key) || count === 0) return undefined
  return Math.max(0, Math.min(count - 1, targets[key] ?? from))
}

/** The selection with one key turned, or with all keys between two rows added. */
export function withToggled(selected: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  const next = new Set(selected)
  const [only] = keys
  if (keys.length === 1 && only !== undefined && next.delete(only)) return next
  for (const key of keys) next.add(key)
  return next
}
