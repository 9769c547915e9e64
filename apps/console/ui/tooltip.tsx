'use client'

// A few more words about something that can be focused. Nothing that is needed may be only here: a finger cannot point.

import { type PointerEvent, type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'
import { FLOATING_CLASSES, useAnchored } from './use-anchored.ts'

export interface TooltipProps {
  readonly text: ReactNode
  readonly shortcut?: string | undefined
  readonly side?: 'above' | 'below'
  /** It says what the element is called anyway, and is not read out a second time. */
  readonly isLabel?: boolean
  /** One element that can be focused. */
  readonly children: ReactElement
}

const WAIT_MS = 350

export function Tooltip({ text, shortcut, side = 'above', isLabel = false, children }: TooltipProps) {
  const id = useId()
  const frame = useRef<HTMLSpanElement>(null)
  const floating = useRef<HTMLSpanElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [isOpen, setOpen] = useState(false)
  const anchor = () => frame.current?.firstElementChild ?? null
  useAnchored({ isOpen, anchor, floating, side, align: 'center', gap: 6 })

  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    const element = frame.current?.firstElementChild
    if (!isOpen || !element) return
    if (!isLabel) element.setAttribute('aria-describedby', id)
    const closeByKey = ({ key }: KeyboardEvent) => key === 'Escape' && setOpen(false)
    document.addEventListener('keydown', closeByKey)
    return () => {
      if (!isLabel) element.removeAttribute('aria-describedby')
      document.removeEventListener('keydown', closeByKey)
    }
  }, [isOpen, isLabel, id])

  const show = (waitMs: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(true), waitMs)
  }
  const hide = () => {
    clearTimeout(timer.current)
    setOpen(false)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for what is in it; the roles are theirs
    <span
      ref={frame}
      className="contents"
      onPointerEnter={({ pointerType }: PointerEvent) => pointerType !== 'touch' && show(WAIT_MS)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={({ target }) => target.matches(':focus-visible') && show(0)}
      onBlur={hide}
    >
      {children}
      {isOpen && (
        <span
          ref={floating}
          id={id}
          role="tooltip"
          popover="manual"
          className={classes(FLOATING_CLASSES, 'max-w-72 rounded-md bg-ink px-2 py-1 text-canvas text-xs shadow-float')}
        >
          <span className="flex items-center gap-2">
            {text}
            {shortcut && <Kbd keys={shortcut} isInverted />}
          </span>
        </span>
      )}
    </span>
  )
}
