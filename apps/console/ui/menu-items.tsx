// What stands in a menu, whether it opens from a button (menu.tsx) or where one right-clicks (context-menu.tsx).

import type { ReactNode } from 'react'
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

export const MENU_CLASSES = 'z-50 min-w-44 max-w-80 rounded-lg bg-raised p-1 text-ink shadow-float'
export const SEPARATOR_CLASSES = 'mx-1 my-1 h-px border-0 bg-line'

export function itemClasses({ isDangerous = false }: MenuItem): string {
  return classes(
    'flex min-h-control-sm w-full select-none items-center gap-2 rounded-md px-2 py-1 text-start text-sm outline-none',
    'aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:flex-none',
    isDangerous
      ? 'text-deny focus:bg-deny-soft [&_svg]:text-deny'
      : 'focus:bg-hover focus:shadow-[inset_2px_0_0_var(--lk-accent)] [&_svg]:text-faint',
  )
}

export function ItemContent({ item }: { readonly item: MenuItem }) {
  const { label, icon, shortcut, isChecked } = item
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1">{label}</span>
      {isChecked && <span className="size-1.5 flex-none rounded-full bg-accent" />}
      {shortcut && <Kbd keys={shortcut} />}
    </>
  )
}
