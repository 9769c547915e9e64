'use client'

// A table of rows that are all here: one page from the server, some hundred at most. For more of them at once there is
// virtual-table.tsx, which looks the same. Paging stands below it (pagination.tsx).

import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { LoadingState } from './loading-state.tsx'
import { useUiTexts } from './provider.tsx'
import { type TableLook, tracksOf } from './table-column.ts'
import { TableHead, TableRow } from './table-parts.tsx'
import { useTableKeys } from './use-table-keys.ts'

export interface DataTableProps<Row> extends TableLook<Row> {
  readonly rows: readonly Row[]
  /** Keeps the rows that are there, paler; without any it keeps their place. */
  readonly isLoading?: boolean
  /** What stands here when there are no rows: an empty state. */
  readonly empty?: ReactNode
  /** How many there are in all, when it is known and this is one page of them. */
  readonly total?: number
  readonly className?: string
}

const LOADING_LINES = 8

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, selected, onOpen, isLoading = false, empty, total, className } = props
  const texts = useUiTexts()
  const { active, isInteractive, toggle, bodyProps } = useTableKeys({
    ...props,
    count: rows.length,
    rowAt: (index) => rows[index],
  })
  const isSelectable = selected !== undefined

  if (rows.length === 0) return isLoading ? <LoadingState label={texts.loading} lines={LOADING_LINES} /> : empty
  return (
    <div
      // What scrolls can be scrolled with the keyboard: by its rows where they take it, else by itself.
      tabIndex={isInteractive ? undefined : 0}
      className={classes('@container relative min-w-0 overflow-x-auto', className)}
    >
      <table
        {...(isInteractive && { role: 'grid', 'aria-multiselectable': isSelectable })}
        aria-label={label}
        aria-busy={isLoading}
        aria-rowcount={total === undefined ? undefined : total + 1}
        className={classes('block @2xl:min-w-max transition-opacity', isLoading && 'opacity-60')}
        style={{ '--lk-tracks': tracksOf(columns, isSelectable) }}
      >
        <TableHead {...props} {...selectAll(props)} />
        <tbody className="block" {...bodyProps}>
          {rows.map((row, index) => (
            <TableRow
              key={rowKey(row)}
              row={row}
              index={index}
              columns={columns}
              isSelected={selected?.has(rowKey(row))}
              onToggle={toggle}
              tabIndex={isInteractive ? (index === active ? 0 : -1) : undefined}
              isOpenable={onOpen !== undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function selectAll<Row>({ rows, rowKey, selected, onSelectedChange }: DataTableProps<Row>) {
  if (!selected) return {}
  const count = rows.filter((row) => selected.has(rowKey(row))).length
  return {
    allSelected: count === rows.length ? true : count > 0 ? ('some' as const) : false,
    onAllSelectedChange: (isSelected: boolean) => onSelectedChange?.(new Set(isSelected ? rows.map(rowKey) : [])),
  }
}
