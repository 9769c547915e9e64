'use client'

// A small panel at what opened it: a filter, a few facts, a short form. What must be decided is a dialog.

import { cloneElement, type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { classes } from './classes.ts'
import { FLOATING_CLASSES, useAnchored } from './use-anchored.ts'
import { useDismiss } from './use-dismiss.ts'

export interface TriggerProps {
  readonly id?: string
  readonly onClick?: (event: React.MouseEvent<HTMLButtonElement>) => void
  readonly 'aria-haspopup'?: 'dialog' | 'menu'
  readonly 'aria-expanded'?: boolean
  readonly 'aria-controls'?: string
}

export interface PopoverProps {
  /** A button. */
  readonly trigger: ReactElement<TriggerProps>
  /** Names the panel for those who do not see it. */
  readonly label: string
  readonly align?: 'start' | 'center' | 'end'
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly className?: string
  readonly children: ReactNode
}

const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)'

export function Popover({ trigger, label, align = 'start', isOpen, onOpenChange, className, children }: PopoverProps) {
  const id = useId()
  const frame = useRef<HTMLSpanElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [isOwnOpen, setOwnOpen] = useState(false)
  const isShown = isOpen ?? isOwnOpen
  const change = (next: boolean) => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  const opener = () => frame.current?.querySelector<HTMLElement>('[aria-haspopup="dialog"]') ?? null
  useAnchored({ isOpen: isShown, anchor: opener, floating: panel, side: 'below', align, gap: 6 })
  useDismiss(isShown, frame, () => change(false))
  useEffect(() => {
    if (isShown) (panel.current?.querySelector<HTMLElement>(FOCUSABLE) ?? panel.current)?.focus()
  }, [isShown])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for what is in it; the roles are theirs
    <span
      ref={frame}
      className="contents"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isShown) return
        event.preventDefault()
        event.stopPropagation()
        opener()?.focus()
        change(false)
      }}
    >
      {cloneElement(trigger, {
        onClick: (event) => {
          trigger.props.onClick?.(event)
          change(!isShown)
        },
        'aria-haspopup': 'dialog',
        'aria-expanded': isShown,
        ...(isShown && { 'aria-controls': id }),
      })}
      {isShown && (
        <div
          ref={panel}
          id={id}
          popover="manual"
          role="dialog"
          aria-label={label}
          tabIndex={-1}
          className={classes(
            FLOATING_CLASSES,
            'w-80 max-w-[calc(100vw-1rem)] rounded-lg bg-raised p-4 text-ink text-sm shadow-float focus-visible:outline-none',
            className,
          )}
        >
          {children}
        </div>
      )}
    </span>
  )
}
