'use client'

// A table of up to some millions of rows. It asks for rows by their place, so that they can come page by page; what is not
// here yet keeps its place. Which of them are in view is known in a browser only, so what finds it out comes after the page.

import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { classes } from './classes.ts'
import type { TableLook } from './table-column.ts'

export interface VirtualTableProps<Row> extends TableLook<Row> {
  readonly count: number
  /** Nothing for a row that has not come yet. */
  readonly rowAt: (index: number) => Row | undefined
  /** Is told which rows are in view whenever that changes: load these. */
  readonly onVisible?: (first: number, last: number) => void
  /** What stands here when there are no rows. */
  readonly empty?: ReactNode
  /** Says how high it is: `h-[60dvh]`. */
  readonly className?: string
}

const Rows = lazy(async () => ({ default: (await import('./virtual-rows.tsx')).VirtualRows }))

export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  if (props.count === 0) return props.empty
  // What is loaded late forgets that it takes rows of any kind.
  const RowsOfKind = Rows as ComponentType<VirtualTableProps<Row>>
  return (
    <Suspense fallback={<div className={classes('min-w-0', props.className ?? 'h-[60dvh]')} />}>
      <RowsOfKind {...props} />
    </Suspense>
  )
}
