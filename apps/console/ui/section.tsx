import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface SectionProps {
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly actions?: ReactNode
  readonly id?: string
  readonly className?: string
  readonly children: ReactNode
}

/** A part of a page under a heading, without a border. */
export function Section({ title, description, actions, id, className, children }: SectionProps) {
  return (
    <section id={id} className={classes('mb-8 min-w-0 scroll-mt-20', className)}>
      <header className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 className="font-semibold text-md">{title}</h2>
          {description && <p className="max-w-3xl text-muted text-sm">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </section>
  )
}
