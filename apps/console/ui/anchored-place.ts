// Where something that floats stands beside what it belongs to: on the side that was wished for if it fits there, else on the other if
// there is more room, and always inside of the window.

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Wish {
  readonly side: 'below' | 'above'
  readonly align: 'start' | 'center' | 'end'
  /** Between the two. */
  readonly gap: number
}

export interface Place {
  readonly left: number
  readonly top: number
  /** The room on this side; what is higher scrolls. */
  readonly heightMax: number
}

/** To the border of the window. */
const MARGIN = 8

export function anchoredPlace(anchor: Box, size: Size, view: Size, wish: Wish, isReversed = false): Place {
  const above = anchor.top - wish.gap - MARGIN
  const below = view.height - anchor.top - anchor.height - wish.gap - MARGIN
  const [own, other] = wish.side === 'below' ? [below, above] : [above, below]
  const isTurned = size.height > own && other > own
  const isBelow = (wish.side === 'below') !== isTurned
  const heightMax = Math.max(0, isBelow ? below : above)
  const top = isBelow ? anchor.top + anchor.height + wish.gap : anchor.top - wish.gap - Math.min(size.height, heightMax)

  const isAtLeft = wish.align === 'start' ? !isReversed : isReversed
  const free = anchor.width - size.width
  const wished = anchor.left + (wish.align === 'center' ? free / 2 : isAtLeft ? 0 : free)
  const left = Math.max(MARGIN, Math.min(wished, view.width - size.width - MARGIN))
  return { left: Math.round(left), top: Math.round(top), heightMax: Math.floor(heightMax) }
}
