'use client'

// The part of a large tree that one sees. It keeps the row with the focus in view.

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { rowHeightOf } from './row-height.ts'

const OVERSCAN = 12

export interface TreeWindowProps {
  readonly count: number
  /** The row that has the focus, and is therefore kept in view. */
  readonly active: number
  readonly renderRow: (index: number) => ReactNode
  /** Is called when other rows are rendered than before. */
  readonly onRendered: () => void
}

export function TreeWindow({ count, active, renderRow, onRendered }: TreeWindowProps) {
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeightOf(frame.current) - 8,
    overscan: OVERSCAN,
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), Math.min(active, count - 1)])].sort((a, b) => a - b),
  })
  useEffect(() => {
    rows.scrollToIndex(active)
  }, [rows, active])
  useEffect(onRendered)
  return (
    <div ref={frame} role="presentation" className="h-[min(70dvh,40rem)] overflow-y-auto">
      <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            ref={rows.measureElement}
            data-index={index}
            role="presentation"
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${start}px)` }}
          >
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  )
}
