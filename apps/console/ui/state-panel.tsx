// What all states without content share: a mark, what it is, what it means, what to do. The rooms use the states by name
// (empty-state.tsx and its neighbours), never this.

import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Humps } from './humps.tsx'

export interface StatePanelProps {
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly mark?: ReactNode
  readonly role?: 'status' | 'alert'
  /** Inside a card or a table it takes less room than on a page. */
  readonly isSmall?: boolean
  readonly className?: string
}

export function StatePanel({ title, children, actions, mark, role, isSmall = false, className }: StatePanelProps) {
  return (
    <div
      role={role}
      className={classes(
        'flex flex-col items-center px-pad text-center',
        isSmall ? 'gap-3 py-8' : 'gap-4 py-16',
        className,
      )}
    >
      {mark ?? <Humps className={classes('text-accent', isSmall ? 'h-6 w-20' : 'h-9 w-32')} />}
      <div className="max-w-md">
        <p className={classes('font-semibold', isSmall ? 'text-base' : 'text-md')}>{title}</p>
        {children && <div className="mt-1 text-muted text-sm">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
