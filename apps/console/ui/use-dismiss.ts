'use client'

// Closes what is open when one presses outside of it or leaves it with the keyboard. Escape is for whoever is open, as the focus may have
// to go somewhere.

import { type RefObject, useEffect, useRef } from 'react'

export function useDismiss(isOpen: boolean, inside: RefObject<HTMLElement | null>, close: () => void): void {
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    if (!isOpen) return
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && target !== document && !inside.current?.contains(target)) latest.current()
    }
    document.addEventListener('pointerdown', closeOutside, true)
    document.addEventListener('focusin', closeOutside)
    return () => {
      document.removeEventListener('pointerdown', closeOutside, true)
      document.removeEventListener('focusin', closeOutside)
    }
  }, [isOpen, inside])
}

/** For a dialog around it: Escape closes first what is open in the dialog. */
export function keepForInner(event: KeyboardEvent): void {
  if (document.querySelector(':popover-open:not([role="tooltip"])')) event.preventDefault()
}
