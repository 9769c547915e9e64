import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

/** One piece in its states, with its name. */
export function Specimen({
  name,
  isWide = false,
  children,
}: {
  readonly name: string
  readonly isWide?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className={classes('min-w-0', isWide && 'lg:col-span-2')}>
      <h3 className="mb-2 font-mono text-faint text-xs">{name}</h3>
      {children}
    </div>
  )
}

/** Specimens in two columns where there is room. */
export function Specimens({ children }: { readonly children: ReactNode }) {
  return <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2 [&>*]:min-w-0">{children}</div>
}

export function Row({ children }: { readonly children: ReactNode }) {
  return <div className="mb-2 flex flex-wrap items-center gap-2">{children}</div>
}
