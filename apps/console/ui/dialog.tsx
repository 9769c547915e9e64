'use client'

// A dialog holds up the page for one thing that must be decided now. On a phone it rises from the lower edge.
// It is opened by whoever holds the state; where there is a button for it, `trigger` brings it along.

import { X } from 'lucide-react'
import * as Radix from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { useUiTexts } from './provider.tsx'
import { keepForInner } from './use-dismiss.ts'

export interface DialogProps {
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly trigger?: ReactNode
  /** The buttons, the one that does it last. */
  readonly footer?: ReactNode
  readonly width?: 'narrow' | 'medium' | 'wide'
  readonly children?: ReactNode
}

const WIDTHS = { narrow: 'sm:max-w-md', medium: 'sm:max-w-xl', wide: 'sm:max-w-4xl' }

export function Dialog(props: DialogProps) {
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
            'lk-appear fixed inset-x-0 bottom-0 z-40 flex max-h-[92dvh] flex-col rounded-t-lg bg-raised shadow-float focus:outline-none',
            'sm:bottom-auto sm:top-[12dvh] sm:mx-auto sm:max-h-[76dvh] sm:w-[calc(100%-3rem)] sm:rounded-lg',
            WIDTHS[width],
          )}
        >
          <OverlayHeader title={title} description={description} />
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>}
          {footer && <OverlayFooter>{footer}</OverlayFooter>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The head of a dialog and of a sheet: what it is, one sentence, the way out. */
export function OverlayHeader({ title, description }: { readonly title: ReactNode; readonly description?: ReactNode }) {
  const texts = useUiTexts()
  return (
    <header className="flex items-start gap-3 px-5 pt-4 pb-3">
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-semibold text-md">{title}</Radix.Title>
        {description && <Radix.Description className="mt-0.5 text-muted text-sm">{description}</Radix.Description>}
      </div>
      <Radix.Close
        aria-label={texts.close}
        className="-me-2 flex size-control-sm items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
      >
        <X aria-hidden="true" className="size-4" />
      </Radix.Close>
    </header>
  )
}

export function OverlayFooter({ children }: { readonly children: ReactNode }) {
  return (
    <footer className="flex flex-wrap justify-end gap-2 rounded-b-lg border-line border-t bg-sunken px-5 py-3 phone:[&>*]:flex-1">
      {children}
    </footer>
  )
}

/** Closes the dialog or sheet around it: wraps a button. */
export function DialogClose({ children }: { readonly children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>
}
