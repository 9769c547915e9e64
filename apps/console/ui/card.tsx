// One thing among others on a page, with a border of its own. Cards do not stand in cards.

import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface CardProps {
  readonly title?: ReactNode
  readonly description?: ReactNode
  readonly actions?: ReactNode
  /** Tables and lists reach to the border. */
  readonly isFlush?: boolean
  readonly headingLevel?: 2 | 3
  readonly className?: string
  readonly children: ReactNode
}

export function Card({
  title,
  description,
  actions,
  isFlush = false,
  headingLevel = 2,
  className,
  children,
}: CardProps) {
  const Heading = `h${headingLevel}` as const
  return (
    <section className={classes('min-w-0 overflow-clip rounded-lg border border-line bg-surface', className)}>
      {(title || actions) && (
        <header
          className={classes(
            'flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-pad pt-pad',
            isFlush && 'pb-3',
          )}
        >
          <div className="min-w-0">
            {title && <Heading className="font-semibold text-base">{title}</Heading>}
            {description && <p className="text-muted text-sm">{description}</p>}
          </div>
          {actions && <div className="-my-1 flex flex-wrap gap-2">{actions}</div>}
        </header>
      )}
      <div className={isFlush ? '' : 'p-pad'}>{children}</div>
    </section>
  )
}
