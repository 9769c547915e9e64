'use client'

// A panel at the end side for looking closer at something without leaving the page. On a phone it is the whole screen.

import { classes } from './classes.ts'
import { Overlay, type OverlayProps } from './overlay.tsx'

export interface SheetProps extends OverlayProps {
  readonly width?: 'medium' | 'wide'
}

export function Sheet({ width = 'medium', ...props }: SheetProps) {
  return (
    <Overlay
      {...props}
      className={classes(
        'lk-slide inset-y-0 end-0 w-full sm:rounded-s-lg',
        width === 'wide' ? 'sm:w-[min(56rem,92vw)]' : 'sm:w-[min(30rem,92vw)]',
      )}
    />
  )
}
