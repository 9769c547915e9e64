// One number that matters, what it is, and what it was: a tile in a row of tiles.

import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface StatTileProps {
  readonly label: ReactNode
  readonly value: ReactNode
  /** The unit, the change, the bound. */
  readonly detail?: ReactNode
  /** A sparkline. */
  readonly trend?: ReactNode
  /** Beside the label: a badge that says whether it is well. */
  readonly badge?: ReactNode
  readonly className?: string
}

export function StatTile({ label, value, detail, trend, badge, className }: StatTileProps) {
  return (
    <div
      className={classes(
        'flex min-w-0 flex-col gap-1 overflow-clip rounded-lg border border-line bg-surface p-pad',
        className,
      )}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1 text-muted text-sm">
        <span className="min-w-0">{label}</span>
        {badge}
      </div>
      {/* Where there is no room for both, the trend stands below. */}
      <div className="flex flex-wrap items-end justify-between gap-x-3 gap-y-1">
        <div className="min-w-0 flex-[1_1_5rem]">
          <p className="font-semibold text-xl tabular-nums tracking-tight">{value}</p>
          {detail && <p className="truncate text-muted text-xs">{detail}</p>}
        </div>
        {trend && <div className="w-24 flex-none text-accent">{trend}</div>}
      </div>
    </div>
  )
}
