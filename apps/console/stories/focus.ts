// Where the keyboard is: what has the focus, as a reader hears it, and whether it is seen that it has it.

import type { Page } from 'playwright-core'

/** Its label, else what is in it. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement
    return focused?.getAttribute('aria-label') ?? (focused as HTMLElement | null)?.innerText?.trim() ?? ''
  })
}

/** Something is drawn around it that is not there without the focus, or a caret in it; and it lies within the view. */
export function isFocusSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return false
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused)
    const { top, bottom, left, right, width, height } = focused.getBoundingClientRect()
    const hasCaret = (focused as HTMLElement).isContentEditable
    const hasOutline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
    const isMarked = hasCaret || hasOutline || boxShadow !== 'none'
    return isMarked && width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
  })
}
