// Something that was chosen and can be taken away again: a filter, a contextual tuple.

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface TagProps {
  readonly children: ReactNode
  readonly isMono?: boolean
  readonly onRemove?: () => void
  /** Says what is removed: "Remove the filter by type". */
  readonly removeLabel?: string
}

export function Tag({ children, isMono = false, onRemove, removeLabel }: TagProps) {
  return (
    <span
      className={classes(
        'inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm border border-line bg-sunken ps-2 text-xs',
        onRemove ? 'pe-0.5' : 'pe-2',
        isMono && 'font-mono',
      )}
    >
      <span className="truncate">{children}</span>
      {onRemove && (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="flex size-6 flex-none items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden="true" className="size-3" />
        </button>
      )}
    </span>
  )
}
