'use client'

// Pages by cursor: one goes back and forth, and does not jump. Links where the page is in the address, buttons where it is not.

import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { LinkButton } from './link.tsx'
import { useUiTexts } from './provider.tsx'

/** Where to: an address, or something to do; nothing at the end. */
export type Turn = string | (() => void) | undefined

export interface PaginationProps {
  readonly label: string
  readonly previous: Turn
  readonly next: Turn
  readonly previousLabel?: string
  readonly nextLabel?: string
  /** What is seen of how much: "1–50 of 1,204". */
  readonly children?: ReactNode
  readonly isBusy?: boolean
}

export function Pagination(props: PaginationProps) {
  const { label, previous, next, previousLabel, nextLabel, children, isBusy = false } = props
  const texts = useUiTexts()
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-between gap-2 px-3 py-2 text-muted text-sm">
      <div className="tabular-nums">{children}</div>
      <div className="flex gap-2">
        <TurnButton turn={previous} isBusy={isBusy}>
          <ChevronLeft aria-hidden="true" className="rtl:-scale-x-100" />
          {previousLabel ?? texts.newer}
        </TurnButton>
        <TurnButton turn={next} isBusy={isBusy}>
          {nextLabel ?? texts.older}
          <ChevronRight aria-hidden="true" className="rtl:-scale-x-100" />
        </TurnButton>
      </div>
    </nav>
  )
}

interface TurnButtonProps {
  readonly turn: Turn
  readonly isBusy: boolean
  readonly children: ReactNode
}

function TurnButton({ turn, isBusy, children }: TurnButtonProps) {
  if (typeof turn === 'string') {
    return (
      <LinkButton href={turn} size="small">
        {children}
      </LinkButton>
    )
  }
  return (
    <Button size="small" disabled={!turn || isBusy} onClick={turn}>
      {children}
    </Button>
  )
}
