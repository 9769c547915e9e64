'use client'

// Shows what floats in the browser's top layer (`popover="manual"`), above everything and clipped by nothing, and keeps it beside what it
// belongs to. It stays where it is in the document, so the order of Tab and the dialog around it are right by themselves.

import { type RefObject, useLayoutEffect } from 'react'
import { anchoredPlace, type Wish } from './anchored-place.ts'

export interface AnchoredOptions extends Wish {
  readonly isOpen: boolean
  readonly anchor: () => Element | null
  readonly floating: RefObject<HTMLElement | null>
  /** At least as wide as what it belongs to. */
  readonly isAsWide?: boolean
}

export function useAnchored({ isOpen, anchor, floating, isAsWide = false, side, align, gap }: AnchoredOptions): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `anchor` reads what is there when it is called
  useLayoutEffect(() => {
    const element = floating.current
    const from = anchor()
    if (!isOpen || !element || !from) return
    element.showPopover()
    const place = () => {
      const box = from.getBoundingClientRect()
      if (isAsWide) element.style.minWidth = `${Math.round(box.width)}px`
      element.style.maxHeight = 'none'
      const view = { width: document.documentElement.clientWidth, height: window.innerHeight }
      const size = { width: element.offsetWidth, height: element.offsetHeight }
      const isReversed = getComputedStyle(from).direction === 'rtl'
      const { left, top, heightMax } = anchoredPlace(box, size, view, { side, align, gap }, isReversed)
      element.style.left = `${left}px`
      element.style.top = `${top}px`
      element.style.maxHeight = `${heightMax}px`
    }
    place()
    const sizes = new ResizeObserver(place)
    sizes.observe(element)
    // What floats scrolls by itself; everything else that scrolls moves what it belongs to.
    const follow = (event: Event) => {
      if (!(event.target instanceof Node && element.contains(event.target))) place()
    }
    window.addEventListener('scroll', follow, { capture: true, passive: true })
    window.addEventListener('resize', place)
    return () => {
      sizes.disconnect()
      window.removeEventListener('scroll', follow, { capture: true })
      window.removeEventListener('resize', place)
      if (element.matches(':popover-open')) element.hidePopover()
    }
  }, [isOpen, floating, isAsWide, side, align, gap])
}

/** What everything that floats begins with: it takes over neither the place nor the letters of what is around it. */
export const FLOATING_CLASSES =
  'lk-fade fixed inset-auto overflow-y-auto whitespace-normal text-start font-normal font-sans'
