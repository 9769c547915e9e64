const REM = 16
const USUAL_PX = 44

/** How high a row is in the density that is in force at the element, in pixels. */
export function rowHeightOf(element: Element | null): number {
  if (!element) return USUAL_PX
  const rem = Number.parseFloat(getComputedStyle(element).getPropertyValue('--lk-row'))
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || REM
  return Number.isNaN(rem) ? USUAL_PX : rem * root
}
