// The head of a page: where one is, what it is, what can be done. The waterline below it is ours.

import type { ReactNode } from 'react'
import { Alive } from './alive.tsx'
import { classes } from './classes.ts'
import { Waterline } from './humps.tsx'

export interface PageHeaderProps {
  readonly title: ReactNode
  /** One sentence. */
  readonly description?: ReactNode
  /** Breadcrumbs, or the kind of thing this is. */
  readonly above?: ReactNode
  /** Badges beside the title. */
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  /** Tabs that are links take the place of the waterline. */
  readonly tabs?: ReactNode
  /** Something below it comes alive after it, and says so itself (alive.tsx). */
  readonly isAliveFirst?: boolean
  readonly className?: string
}

export function PageHeader(props: PageHeaderProps) {
  const { title, description, above, beside, actions, tabs, isAliveFirst, className } = props
  return (
    <header className={classes('mb-6 min-w-0', className)}>
      {above && <div className="mb-1.5 text-muted text-sm">{above}</div>}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-3xl">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 break-words font-semibold text-xl">{title}</h1>
            {beside}
          </div>
          {description && <p className="mt-1 text-base text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {!isAliveFirst && <Alive />}
      {tabs ? <div className="mt-4">{tabs}</div> : <Waterline className="mt-3" />}
    </header>
  )
}
