'use client'

// Two sides with a border between them that can be pulled, or moved with the arrow keys. On a phone they stand below each other, and
// the border has nothing to do. The size is remembered by whoever wants to (`onResize`).

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { classes } from './classes.ts'
import { useUiTexts } from './provider.tsx'

export interface SplitPaneProps {
  readonly start: ReactNode
  readonly end: ReactNode
  /** The part that the first side has, in percent. */
  readonly initial?: number
  readonly min?: number
  readonly max?: number
  readonly onResize?: (percent: number) => void
  readonly className?: string
}

const STEP = 2

export function SplitPane({ start, end, initial = 50, min = 20, max = 80, onResize, className }: SplitPaneProps) {
  const texts = useUiTexts()
  const frame = useRef<HTMLDivElement>(null)
  const [percent, setPercent] = useState(initial)
  const resize = (wanted: number) => {
    const next = Math.round(Math.max(min, Math.min(max, wanted)) * 10) / 10
    setPercent(next)
    onResize?.(next)
  }
  const pull = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return
    const { left, right, width } = frame.current.getBoundingClientRect()
    const isReversed = getComputedStyle(frame.current).direction === 'rtl'
    resize(((isReversed ? right - event.clientX : event.clientX - left) / width) * 100)
  }
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft'
    const targets: Readonly<Record<string, number>> = {
      [forward]: percent + STEP,
      [backward]: percent - STEP,
      Home: min,
      End: max,
    }
    const target = Object.hasOwn(targets, event.key) ? targets[event.key] : undefined
    if (target === undefined) return
    event.preventDefault()
    resize(target)
  }
  return (
    <div
      ref={frame}
      style={{ '--lk-split': `${percent}%` }}
      className={classes('flex min-h-0 min-w-0 phone:flex-col phone:gap-4', className)}
    >
      <div className="min-h-0 min-w-0 flex-none basis-(--lk-split) phone:basis-auto">{start}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a border between two sides is more than a thematic break */}
      <div
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={texts.resize}
        aria-valuenow={Math.round(percent)}
        aria-valuemin={min}
        aria-valuemax={max}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={pull}
        onKeyDown={move}
        onDoubleClick={() => resize(initial)}
        className="group/split relative z-10 -mx-1 flex w-2.5 flex-none cursor-col-resize touch-none justify-center rounded-sm phone:hidden"
      >
        <span className="w-px bg-line transition-colors group-hover/split:bg-accent group-active/split:bg-accent" />
      </div>
      <div className="min-h-0 min-w-0 flex-1">{end}</div>
    </div>
  )
}
