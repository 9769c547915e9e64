import NextLink from 'next/link'
import type { ReactNode } from 'react'

export interface Crumb {
  readonly label: ReactNode
  /** Nothing for the page one is on. */
  readonly href?: string
}

/** Where one is. The line breaks before it hides anything. */
export function Breadcrumbs({ label, crumbs }: { readonly label: string; readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-1.5 text-sm">
        {crumbs.map((crumb, place) => (
          <li key={crumb.href ?? 'here'} className="flex min-w-0 items-center gap-1.5 text-muted">
            {place > 0 && (
              <span aria-hidden="true" className="text-faint">
                /
              </span>
            )}
            {crumb.href ? (
              <NextLink href={crumb.href} className="truncate rounded-sm hover:text-ink hover:underline">
                {crumb.label}
              </NextLink>
            ) : (
              <span aria-current="page" className="truncate text-ink">
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
