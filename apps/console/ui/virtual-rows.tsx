'use client'

// The rows of a large table, of which only those in view are rendered. Browsers refuse elements higher than some ten million
// pixels: beyond that the scroll bar is scaled, which nobody sees, and rows stay where they are.

import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  type Range,
  useVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual'
import { type CSSProperties, type RefObject, useEffect, useRef } from 'react'
import { classes } from './classes.ts'
import { useRowHeight } from './row-height.ts'
import { tracksOf } from './table-column.ts'
import { TableHead, TableRow } from './table-parts.tsx'
import { useTableKeys } from './use-table-keys.ts'
import type { VirtualTableProps } from './virtual-table.tsx'

type Rows = Virtualizer<HTMLDivElement, HTMLTableRowElement>

/** Firefox stops at 17.8 million pixels, the others at twice that. */
const HEIGHT_MAX = 16_000_000
const OVERSCAN = 8
/** For the row that has the focus while one looks elsewhere. */
const OUT_OF_SIGHT: CSSProperties = { clipPath: 'inset(100%)', pointerEvents: 'none' }

export function VirtualRows<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rowKey, count, rowAt, onVisible, selected, onOpen, className } = props
  const frame = useRef<HTMLDivElement>(null)
  const rows = useScaledRows(frame, count)
  const keys = useTableKeys({ ...props, scrollTo: rows.scrollTo })
  rows.keep(keys.active)
  const items = rows.virtualizer.getVirtualItems()
  const { startIndex: first, endIndex: last } = rows.virtualizer.range ?? { startIndex: 0, endIndex: 0 }
  useEffect(() => {
    onVisible?.(first, last)
  }, [onVisible, first, last])

  // What scrolls can be scrolled with the keyboard: by its rows where they take it, else by itself.
  return (
    <div
      ref={frame}
      tabIndex={keys.isInteractive ? undefined : 0}
      className={classes('@container min-w-0 overflow-auto', className ?? 'h-[60dvh]')}
    >
      <table
        {...(keys.isInteractive && { role: 'grid', 'aria-multiselectable': selected !== undefined })}
        aria-label={label}
        aria-rowcount={count + 1}
        className="block @2xl:min-w-max"
        style={{ '--lk-tracks': tracksOf(columns, selected !== undefined) }}
      >
        <TableHead
          columns={columns}
          isSelectable={selected !== undefined}
          {...(props.sort && { sort: props.sort })}
          {...(props.onSortChange && { onSortChange: props.onSortChange })}
        />
        <tbody className="relative block" style={{ height: rows.height }} {...keys.bodyProps}>
          {items.map(({ key, index, start }) => {
            const row = rowAt(index)
            return (
              <TableRow
                key={key}
                style={rows.styleOf(index, start)}
                row={row}
                index={index}
                columns={columns}
                isSelected={selected && row !== undefined && selected.has(rowKey(row))}
                onToggle={keys.toggle}
                tabIndex={keys.isInteractive ? (index === keys.active ? 0 : -1) : undefined}
                isOpenable={onOpen !== undefined}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** The virtualizer counts in its own pixels; `scale` of them are one pixel of the scroll bar. */
function useScaledRows(frame: RefObject<HTMLDivElement | null>, count: number) {
  const rowHeight = useRowHeight(frame)
  const scale = useRef(1)
  const active = useRef(0)
  const virtualizer: Rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    observeElementOffset: (instance, report) =>
      observeElementOffset(instance, (offset, isScrolling) => report(offset * scale.current, isScrolling)),
    scrollToFn: (offset, options, instance) => elementScroll(offset / scale.current, options, instance),
    // The row with the focus is always rendered, or the keyboard would lose its place when one scrolls away.
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), active.current])]
        .filter((index) => index < count)
        .sort((a, b) => a - b),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes that it remembers are those of the height before
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  const total = virtualizer.getTotalSize()
  const height = Math.min(total, HEIGHT_MAX)
  const view = rowsInView(frame.current)
  scale.current = total > height ? (total - view) / (height - view) : 1
  const offset = virtualizer.scrollOffset ?? 0
  const { startIndex: first, endIndex: last } = virtualizer.range ?? { startIndex: 0, endIndex: 0 }
  return {
    virtualizer,
    height,
    styleOf: (index: number, start: number): CSSProperties => {
      const isFar = index < first - OVERSCAN || index > last + OVERSCAN
      const place = (isFar ? 0 : start - offset) + offset / scale.current
      return { position: 'absolute', insetBlockStart: place, minHeight: rowHeight, ...(isFar && OUT_OF_SIGHT) }
    },
    scrollTo: (index: number) => {
      const row = virtualizer.measurementsCache[index]
      if (!row || !frame.current) return
      const seen = rowsInView(frame.current)
      if (row.start < offset) frame.current.scrollTop = row.start / scale.current
      else if (row.end > offset + seen) frame.current.scrollTop = (row.end - seen) / scale.current
    },
    keep: (index: number) => {
      active.current = index
    },
  }
}

/** The height in which rows are seen: what the head leaves. */
function rowsInView(frame: HTMLElement | null): number {
  return frame ? frame.clientHeight - (frame.querySelector('thead')?.offsetHeight ?? 0) : 0
}
