'use client'

// What can be done with something, behind one button.

import * as Radix from 'radix-ui/dropdown-menu'
import type { ReactNode } from 'react'
import { MENU_CLASSES, type MenuItem, MenuRow } from './menu-items.tsx'

export interface MenuProps {
  readonly trigger: ReactNode
  readonly items: readonly MenuItem[]
  /** A heading above the items. */
  readonly heading?: ReactNode
  readonly align?: 'start' | 'end'
}

export function Menu({ trigger, items, heading, align = 'start' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className={MENU_CLASSES}>
          {heading && <Radix.Label className="px-2 py-1 text-muted text-xs">{heading}</Radix.Label>}
          {items.map((item) => (
            <MenuRow key={item.id} parts={Radix} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
