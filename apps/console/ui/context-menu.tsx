'use client'

// The same items as in the menu of a thing, where one right-clicks it or presses long. It is never the only way to them.

import Link from 'next/link'
import * as Radix from 'radix-ui/context-menu'
import { Fragment, type ReactNode } from 'react'
import { classes } from './classes.ts'
import { ItemContent, itemClasses, MENU_CLASSES, type MenuItem, SEPARATOR_CLASSES } from './menu-items.tsx'

export interface ContextMenuProps {
  readonly items: readonly MenuItem[]
  readonly children: ReactNode
}

export function ContextMenu({ items, children }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          collisionPadding={8}
          className={classes(
            'lk-fade max-h-(--radix-context-menu-content-available-height) overflow-y-auto',
            MENU_CLASSES,
          )}
        >
          {items.map((item) => (
            <Fragment key={item.id}>
              {item.startsGroup && <Radix.Separator className={SEPARATOR_CLASSES} />}
              <Row item={item} />
            </Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Row({ item }: { readonly item: MenuItem }) {
  const { onSelect, href, isDisabled = false, isChecked } = item
  const look = { disabled: isDisabled, className: itemClasses(item), ...(onSelect && { onSelect }) }
  if (isChecked !== undefined) {
    return (
      <Radix.CheckboxItem checked={isChecked} {...look}>
        <ItemContent item={item} />
      </Radix.CheckboxItem>
    )
  }
  return (
    <Radix.Item {...look} asChild={href !== undefined}>
      {href === undefined ? (
        <ItemContent item={item} />
      ) : (
        <Link href={href}>
          <ItemContent item={item} />
        </Link>
      )}
    </Radix.Item>
  )
}
