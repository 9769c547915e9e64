'use client'

// A panel at the end side for looking closer at something without leaving the page. On a phone it is the whole screen.

import * as Radix from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { OverlayFooter, OverlayHeader } from './dialog.tsx'
import { keepForInner } from './use-dismiss.ts'

export interface SheetProps {
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly trigger?: ReactNode
  readonly footer?: ReactNode
  readonly width?: 'medium' | 'wide'
  readonly children: ReactNode
}

export function Sheet(props: SheetProps) {
  const { title, description, isOpen, onOpenChange, trigger, footer, width = 'medium', children } = props
  return (
    <Radix.Root {...(isOpen !== undefined && { open: isOpen })} {...(onOpenChange && { onOpenChange })}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="lk-fade fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          onEscapeKeyDown={keepForInner}
          {...(!description && { 'aria-describedby': undefined })}
          className={classes(
            'lk-slide fixed inset-y-0 end-0 z-40 flex w-full flex-col bg-raised shadow-float focus:outline-none sm:rounded-s-lg',
            width === 'wide' ? 'sm:w-[min(56rem,92vw)]' : 'sm:w-[min(30rem,92vw)]',
          )}
        >
          <OverlayHeader title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-3">{children}</div>
          {footer && <OverlayFooter>{footer}</OverlayFooter>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
