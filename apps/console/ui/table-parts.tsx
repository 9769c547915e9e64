'use client'

// The head and a row of a table. A row is a grid whose tracks the table gives; where the table is narrow, the same row is a card:
// its heading first, below it each value with the label of its column. The roles stay, so nothing changes for ears.

import { ArrowDown, ArrowUp } from 'lucide-react'
import type { CSSProperties, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import { useUiTexts } from './provider.tsx'
import { Skeleton } from './skeleton.tsx'
import { type Column, nextSort, type Sort, type TableLook } from './table-column.ts'

const TRACKS = 'grid items-center gap-x-4 px-3 [grid-template-columns:var(--lk-tracks)]'

export interface TableHeadProps<Row> extends Pick<TableLook<Row>, 'columns' | 'sort' | 'onSortChange'> {
  /** The state of the box that selects all rows; without it rows cannot be selected. */
  readonly allSelected?: boolean | 'some' | undefined
  readonly onAllSelectedChange?: (isSelected: boolean) => void
  /** Rows are selected one by one: the column has no box at its head. */
  readonly isSelectable?: boolean
}

export function TableHead<Row>(props: TableHeadProps<Row>) {
  const { columns, sort, onSortChange, allSelected, onAllSelectedChange, isSelectable = false } = props
  const texts = useUiTexts()
  return (
    <thead className="block sticky top-0 z-10 border-line border-b bg-surface @max-2xl:sr-only">
      <tr aria-rowindex={1} className={classes(TRACKS, 'h-9')}>
        {isSelectable && (
          <th scope="col">
            <span className="sr-only">{texts.selectRow}</span>
          </th>
        )}
        {allSelected !== undefined && (
          <th scope="col" className="flex items-center">
            <input
              type="checkbox"
              aria-label={texts.selectAll}
              className="lk-check"
              checked={allSelected === true}
              ref={(box) => {
                if (box) box.indeterminate = allSelected === 'some'
              }}
              onChange={(event) => onAllSelectedChange?.(event.target.checked)}
            />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSortChange={onSortChange} />
        ))}
      </tr>
    </thead>
  )
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>
  readonly sort: Sort | undefined
  readonly onSortChange: ((sort: Sort) => void) | undefined
}

function HeadCell<Row>({ column, sort, onSortChange }: HeadCellProps<Row>) {
  const { id, label, align, isSortable = false, isActions = false } = column
  const direction = sort?.column === id ? sort.direction : undefined
  const Arrow = direction === 'down' ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={direction && (direction === 'up' ? 'ascending' : 'descending')}
      className={classes('flex min-w-0 text-start font-medium text-muted text-xs', align === 'end' && 'justify-end')}
    >
      {isSortable && onSortChange ? (
        <button
          type="button"
          onClick={() => onSortChange(nextSort(sort, id))}
          className="group/sort -mx-1 flex min-h-6 min-w-0 items-center gap-1 rounded-sm px-1 hover:text-ink"
        >
          <span className="truncate">{label}</span>
          <Arrow
            aria-hidden="true"
            className={classes(
              'size-3 flex-none',
              !direction && 'opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60',
            )}
          />
        </button>
      ) : (
        <span className={isActions ? 'sr-only' : 'truncate'}>{label}</span>
      )}
    </th>
  )
}

export interface TableRowProps<Row> {
  /** Nothing while it has not come: the row keeps its place, and the focus. */
  readonly row: Row | undefined
  readonly index: number
  readonly columns: readonly Column<Row>[]
  /** Whether rows can be selected, and whether this one is. */
  readonly isSelected?: boolean | undefined
  readonly onToggle: (index: number, isRange: boolean) => void
  /** The place of the row in the order of Tab; without it the row is not for the keyboard. */
  readonly tabIndex?: 0 | -1 | undefined
  readonly isOpenable: boolean
  readonly ref?: Ref<HTMLTableRowElement>
  readonly style?: CSSProperties
}

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, index, columns, isSelected, onToggle, tabIndex, isOpenable, ref, style } = props
  const texts = useUiTexts()
  const isInteractive = tabIndex !== undefined
  return (
    <tr
      ref={ref}
      style={style}
      data-row={index}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-busy={row === undefined || undefined}
      tabIndex={tabIndex}
      className={classes(
        TRACKS,
        'min-h-row w-full border-line border-b text-sm focus-visible:outline-offset-[-2px] @max-2xl:flex @max-2xl:flex-wrap @max-2xl:gap-y-1.5 @max-2xl:py-3',
        isOpenable && 'cursor-pointer',
        isSelected ? 'bg-selected' : isInteractive && 'hover:bg-hover',
      )}
    >
      {isSelected !== undefined && row !== undefined && (
        <td className="flex items-center">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={texts.selectRow}
            className="lk-check"
            checked={isSelected}
            onChange={(event) => onToggle(index, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
          />
        </td>
      )}
      {row === undefined ? (
        <td className="col-span-full">
          <Skeleton className={classes('h-3', index % 3 === 0 ? 'w-2/3' : 'w-1/2')} />
        </td>
      ) : (
        columns.map((column) => (
          <Cell key={column.id} column={column}>
            {column.cell(row)}
          </Cell>
        ))
      )}
    </tr>
  )
}

interface CellProps<Row> {
  readonly column: Column<Row>
  readonly children: ReactNode
}

function Cell<Row>({ column, children }: CellProps<Row>) {
  const { label, align, isHeading = false, isActions = false } = column
  const isFact = !isHeading && !isActions
  const Tag = isHeading ? 'th' : 'td'
  return (
    <Tag
      scope={isHeading ? 'row' : undefined}
      className={classes(
        'min-w-0 font-normal',
        align === 'end' ? 'text-end tabular-nums @max-2xl:text-start' : 'text-start',
        isHeading && '@max-2xl:order-[-2] @max-2xl:flex-1',
        isActions && 'flex justify-end @max-2xl:order-[-1]',
        isFact && 'truncate @max-2xl:flex @max-2xl:w-full @max-2xl:gap-3 @max-2xl:whitespace-normal',
        // A card has no line for what is not there.
        isFact && '@max-2xl:has-[>span:last-child:empty]:hidden',
      )}
    >
      {isFact && (
        <span aria-hidden="true" className="@2xl:hidden w-28 flex-none text-muted text-xs leading-5">
          {label}
        </span>
      )}
      {isFact ? <span className="@2xl:contents min-w-0 flex-1 break-words">{children}</span> : children}
    </Tag>
  )
}
