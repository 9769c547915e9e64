import { Fragment, type ReactNode } from 'react'
import { classes } from './classes.ts'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
}

/** What is known about one thing: labels at the start, values beside them; on a phone below them. */
export function KeyValueList({ facts, className }: { readonly facts: readonly Fact[]; readonly className?: string }) {
  return (
    <dl
      className={classes(
        'grid grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm phone:grid-cols-1 phone:gap-y-0.5',
        className,
      )}
    >
      {facts.map(({ label, value }) => (
        <Fragment key={label}>
          <dt className="text-muted phone:text-xs">{label}</dt>
          <dd className="min-w-0 break-words phone:mb-2">{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
