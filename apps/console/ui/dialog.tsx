'use client'

// A dialog holds up the page for one thing that must be decided now. On a phone it rises from the lower edge.
// It is opened by whoever holds the state; where there is a button for it, `trigger` brings it along.

import { classes } from './classes.ts'
import { Overlay, type OverlayProps } from './overlay.tsx'

export interface DialogProps extends OverlayProps {
  readonly width?: 'narrow' | 'medium' | 'wide'
}

const WIDTHS = { narrow: 'sm:max-w-md', medium: 'sm:max-w-xl', wide: 'sm:max-w-4xl' }

export function Dialog({ width = 'medium', ...props }: DialogProps) {
  return (
    <Overlay
      {...props}
      className={classes(
        'lk-appear inset-x-0 bottom-0 max-h-[92dvh] rounded-t-lg',
        'sm:bottom-auto sm:top-[12dvh] sm:mx-auto sm:max-h-[76dvh] sm:w-[calc(100%-3rem)] sm:rounded-lg',
        WIDTHS[width],
      )}
    />
  )
}
