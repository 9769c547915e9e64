import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface ToolbarProps {
  /** What its controls work on. */
  readonly label: string
  readonly children: ReactNode
  /** Stands at the other end. */
  readonly end?: ReactNode
  readonly className?: string
}

/** Controls for what is below: search, filters, view. It wraps; on a phone each control takes the room it needs. */
export function Toolbar({ label, children, end, className }: ToolbarProps) {
  return (
    <fieldset className={classes('mb-3 flex min-w-0 flex-wrap items-center justify-between gap-2', className)}>
      <legend className="sr-only">{label}</legend>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{children}</div>
      {end && <div className="flex flex-wrap items-center gap-2">{end}</div>}
    </fieldset>
  )
}
