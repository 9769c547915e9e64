'use client'

// A small panel at what opened it: a filter, a few facts, a short form. What must be decided is a dialog.

import * as Radix from 'radix-ui/popover'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface PopoverProps {
  readonly trigger: ReactNode
  /** Names the panel for those who do not see it. */
  readonly label: string
  readonly align?: 'start' | 'center' | 'end'
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly className?: string
  readonly children: ReactNode
}

export function Popover({ trigger, label, align = 'start', isOpen, onOpenChange, className, children }: PopoverProps) {
  return (
    <Radix.Root {...(isOpen !== undefined && { open: isOpen })} {...(onOpenChange && { onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className={classes(
            'lk-fade z-50 max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1.5rem)] overflow-y-auto rounded-lg bg-raised p-4 text-sm shadow-float',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
