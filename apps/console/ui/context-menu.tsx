'use client'

// The same items as in the menu of a thing, where one right-clicks it or presses long. It is never the only way to them.

import * as Radix from 'radix-ui/context-menu'
import type { ReactNode } from 'react'
import { MENU_CLASSES, type MenuItem, MenuRow } from './menu-items.tsx'

export interface ContextMenuProps {
  readonly items: readonly MenuItem[]
  readonly children: ReactNode
}

export function ContextMenu({ items, children }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className={MENU_CLASSES}>
          {items.map((item) => (
            <MenuRow key={item.id} parts={Radix} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
