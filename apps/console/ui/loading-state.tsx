// It is on its way. Shown only where nothing older can stay in the meantime.

import type { ReactNode } from 'react'
import { Humps } from './humps.tsx'
import { Skeleton } from './skeleton.tsx'
import { StatePanel } from './state-panel.tsx'

export interface LoadingStateProps {
  readonly label: ReactNode
  /** Lines that keep the place of a list; without them the humps swim. */
  readonly lines?: number
  readonly isSmall?: boolean
}

const WIDTHS = ['w-3/5', 'w-4/5', 'w-2/5', 'w-3/4', 'w-1/2']

export function LoadingState({ label, lines = 0, isSmall = false }: LoadingStateProps) {
  if (lines === 0) {
    return (
      <StatePanel
        role="status"
        title={label}
        isSmall={isSmall}
        mark={<Humps isSwimming className={isSmall ? 'h-6 w-20 text-accent' : 'h-9 w-32 text-accent'} />}
      />
    )
  }
  return (
    <div role="status" className="flex flex-col">
      <span className="sr-only">{label}</span>
      {linesOf(lines).map(({ key, width }) => (
        <div key={key} className="flex h-row items-center gap-3 border-line border-b px-3 last:border-b-0">
          <Skeleton className="size-5" />
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </div>
  )
}

function linesOf(count: number): { key: string; width: string }[] {
  return Array.from({ length: count }, (_, line) => ({
    key: `line ${line}`,
    width: WIDTHS[line % WIDTHS.length] ?? '',
  }))
}
