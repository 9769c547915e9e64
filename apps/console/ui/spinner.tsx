'use client'

import { classes } from './classes.ts'
import { Humps } from './humps.tsx'
import { useUiTexts } from './provider.tsx'

export interface SpinnerProps {
  /** What one waits for; "Loading" when it is not said. */
  readonly label?: string
  readonly className?: string
}

export function Spinner({ label, className }: SpinnerProps) {
  const texts = useUiTexts()
  return (
    <span role="status" className={classes('inline-flex items-center', className)}>
      <Humps isSwimming className="h-[1em] w-[3.2em]" />
      <span className="sr-only">{label ?? texts.loading}</span>
    </span>
  )
}
