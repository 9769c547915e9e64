'use client'

// What stands in a menu, whether it opens from a button (menu.tsx) or where one right-clicks (context-menu.tsx).

import Link from 'next/link'
import type * as Radix from 'radix-ui/dropdown-menu'
import { Fragment, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'

export interface MenuItem {
  readonly id: string
  readonly label: ReactNode
  readonly icon?: ReactNode
  readonly shortcut?: string
  readonly onSelect?: () => void
  readonly href?: string
  readonly isDisabled?: boolean
  readonly isDangerous?: boolean
  /** One of several that can be chosen, or something that is on or off. */
  readonly isChecked?: boolean
  /** Parted by a line from what is above. */
  readonly startsGroup?: boolean
}

export const MENU_CLASSES =
  'lk-fade z-50 min-w-44 max-w-80 overflow-y-auto rounded-lg bg-raised p-1 shadow-float max-h-(--radix-popper-available-height)'
const ITEM =
  'flex min-h-control-sm select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:pointer-events-none data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:flex-none [&_svg]:text-faint'

/** The elements of the one or the other menu, which behave alike. */
type Parts = Pick<typeof Radix, 'Item' | 'CheckboxItem' | 'Separator'>

export function MenuRow({ parts, item }: { readonly parts: Parts; readonly item: MenuItem }) {
  const {
    label,
    icon,
    shortcut,
    onSelect,
    href,
    isDisabled = false,
    isDangerous = false,
    isChecked,
    startsGroup = false,
  } = item
  const className = classes(
    ITEM,
    isDangerous ? 'text-deny data-highlighted:bg-deny-soft [&_svg]:text-deny' : 'data-highlighted:bg-hover',
  )
  const content = (
    <>
      {icon}
      <span className="min-w-0 flex-1">{label}</span>
      {isChecked && <span className="size-1.5 flex-none rounded-full bg-accent" />}
      {shortcut && <Kbd keys={shortcut} />}
    </>
  )
  return (
    <Fragment>
      {startsGroup && <parts.Separator className="mx-1 my-1 h-px bg-line" />}
      {isChecked === undefined ? (
        <parts.Item
          disabled={isDisabled}
          className={className}
          asChild={href !== undefined}
          {...(onSelect && { onSelect })}
        >
          {href === undefined ? content : <Link href={href}>{content}</Link>}
        </parts.Item>
      ) : (
        <parts.CheckboxItem
          checked={isChecked}
          disabled={isDisabled}
          className={className}
          {...(onSelect && { onSelect })}
        >
          {content}
        </parts.CheckboxItem>
      )}
    </Fragment>
  )
}
