'use client'

// The rows of a window are all as high as the highest of them that was seen: so a place in a million of them is a multiplication, and
// the scroll bar never moves under the hand. The height begins at the density's, grows, and begins anew with another width.

import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'

const REM = 16
const USUAL_PX = 44

/** How high a row is in the density that is in force at the element, in pixels. */
export function rowHeightOf(element: Element | null): number {
  if (!element) return USUAL_PX
  const rem = Number.parseFloat(getComputedStyle(element).getPropertyValue('--lk-row'))
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || REM
  return Number.isNaN(rem) ? USUAL_PX : rem * root
}

/** The height that all rows in the frame get. A row that is waiting for its content (`aria-busy`) has no say. */
export function useRowHeight(frame: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(USUAL_PX)
  const [width, setWidth] = useState(0)

  useEffect(() => {
    if (!frame.current) return
    const sizes = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    sizes.observe(frame.current)
    return () => sizes.disconnect()
  }, [frame])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another width is another layout, though nothing here reads it
  useLayoutEffect(() => setHeight(rowHeightOf(frame.current)), [frame, width])

  useLayoutEffect(() => {
    const rows = frame.current?.querySelectorAll('tbody > tr:not([aria-busy])') ?? []
    const highest = Math.max(0, ...Array.from(rows, (row) => Math.ceil(row.getBoundingClientRect().height)))
    if (highest > height) setHeight(highest)
  })
  return height
}
