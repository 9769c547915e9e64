'use client'

// Views of the same thing, one at a time. What is not seen is not rendered. Tabs that are routes are links: `TabLinks`.

import Link from 'next/link'
import * as Radix from 'radix-ui/tabs'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface Tab {
  readonly value: string
  readonly label: ReactNode
  readonly content: ReactNode
  readonly isDisabled?: boolean
}

export interface TabsProps {
  /** What the tabs are views of, for those who do not see them. */
  readonly label: string
  readonly tabs: readonly Tab[]
  readonly value?: string
  readonly defaultValue?: string
  readonly onValueChange?: (value: string) => void
  readonly className?: string
}

const LIST = 'flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]'
const TAB =
  'relative -mb-px flex min-h-control flex-none items-center gap-1.5 border-b-2 px-2.5 text-sm transition-colors hover:text-ink focus-visible:outline-offset-[-2px]'
const CURRENT = 'border-accent font-medium text-ink'
const OTHER = 'border-transparent text-muted'

export function Tabs({ label, tabs, value, defaultValue, onValueChange, className }: TabsProps) {
  const chosen = value === undefined ? { defaultValue: defaultValue ?? tabs[0]?.value ?? '' } : { value }
  return (
    <Radix.Root {...chosen} {...(onValueChange && { onValueChange })} className={classes('min-w-0', className)}>
      <Radix.List aria-label={label} className={LIST}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            disabled={tab.isDisabled}
            className={classes(
              TAB,
              'disabled:opacity-50 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink data-[state=inactive]:border-transparent data-[state=inactive]:text-muted',
            )}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-gap">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}

export interface TabLink {
  readonly href: string
  readonly label: ReactNode
  readonly isCurrent: boolean
}

export function TabLinks({
  label,
  links,
  className,
}: {
  readonly label: string
  readonly links: readonly TabLink[]
  readonly className?: string
}) {
  return (
    <nav aria-label={label} className={classes(LIST, className)}>
      {links.map(({ href, label: text, isCurrent }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent ? 'page' : undefined}
          className={classes(TAB, isCurrent ? CURRENT : OTHER)}
        >
          {text}
        </Link>
      ))}
    </nav>
  )
}
