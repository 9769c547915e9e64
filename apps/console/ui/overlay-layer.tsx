'use client'

// The layer of a dialog or sheet, by radix-ui: it keeps the focus, hides the rest from ears, and holds the page still.

import { X } from 'lucide-react'
import * as Radix from 'radix-ui/dialog'
import type { ReactNode, RefObject } from 'react'
import { classes } from './classes.ts'
import { useUiTexts } from './provider.tsx'
import { keepForInner } from './use-dismiss.ts'

export interface OverlayLayerProps {
  readonly title: ReactNode
  readonly description: ReactNode
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** What had the focus before. */
  readonly opener: RefObject<Element | null>
  readonly className: string
  readonly footer: ReactNode
  readonly children: ReactNode
}

export function OverlayLayer(props: OverlayLayerProps) {
  const { title, description, isOpen, onOpenChange, opener, className, footer, children } = props
  const texts = useUiTexts()
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="lk-fade fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          onEscapeKeyDown={keepForInner}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener.current instanceof HTMLElement) opener.current.focus()
          }}
          {...(!description && { 'aria-describedby': undefined })}
          className={classes('fixed z-40 flex flex-col bg-raised shadow-float focus:outline-none', className)}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-md">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-muted text-sm">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label={texts.close}
              className="-me-2 flex size-control-sm items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden="true" className="size-4" />
            </Radix.Close>
          </header>
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>}
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 rounded-b-lg border-line border-t bg-sunken px-5 py-3 phone:[&>*]:flex-1">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
