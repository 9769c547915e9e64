'use client'

// Views of the same thing, one at a time. What is not seen is not rendered. Tabs that are routes are links: `TabLinks`.

import Link from 'next/link'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
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
  const id = useId()
  const [own, setOwn] = useState(defaultValue ?? tabs[0]?.value)
  const current = tabs.find((tab) => tab.value === (value ?? own))
  const choose = (next: string) => {
    setOwn(next)
    onValueChange?.(next)
  }
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]:not(:disabled)')]
    const at = all.indexOf(document.activeElement as HTMLElement)
    const isReversed = getComputedStyle(event.currentTarget).direction === 'rtl'
    const next = nextTab(event.key, at, all.length, isReversed)
    if (at < 0 || next === undefined) return
    event.preventDefault()
    all[next]?.focus()
    all[next]?.click()
  }
  return (
    <div className={classes('min-w-0', className)}>
      <div role="tablist" tabIndex={-1} aria-label={label} onKeyDown={move} className={LIST}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-selected={tab === current}
            aria-controls={tab === current ? `${id}-panel` : undefined}
            tabIndex={tab === current ? 0 : -1}
            disabled={tab.isDisabled}
            onClick={() => choose(tab.value)}
            className={classes(TAB, 'disabled:opacity-50', tab === current ? CURRENT : OTHER)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {current && (
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current.value}`} className="pt-gap">
          {current.content}
        </div>
      )}
    </div>
  )
}

/** Where a key leads from a tab, around the ends. */
function nextTab(key: string, at: number, count: number, isReversed: boolean): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (key === (isReversed ? 'ArrowLeft' : 'ArrowRight')) return (at + 1) % count
  if (key === (isReversed ? 'ArrowRight' : 'ArrowLeft')) return (at - 1 + count) % count
  return undefined
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
