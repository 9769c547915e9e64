// Every page where it is hardest to read: in the longer language, by night, on a phone, and from right to left in both
// widths. Nobody has to scroll sideways for what it says, and axe finds nothing.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { openPage, SIZES } from './console-under-test.ts'
import { expectUsable } from './looks.ts'
import { addressOf, ROUTES, routeName } from './routes.ts'

describe.skipIf(!CHROMIUM)(`a narrow page${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test.for(ROUTES.map((route) => [routeName(route), route] as const))('%s', async ([, route]) => {
    const { page, complaints, close } = await openPage(browser, {
      path: await addressOf(route),
      size: 'phone',
      theme: 'dark',
      locale: 'de',
      ...(route.isForStrangers && { key: null }),
    })
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
    if (route.brings === 'the rows of a large table') await page.locator('main [data-row]').first().waitFor()
    await expectUsable(page)
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
    })
    for (const size of ['phone', 'desktop'] as const) {
      await page.setViewportSize(SIZES[size])
      await expect.poll(() => tooWide(page), { message: size }).toEqual([])
    }
    expect(complaints).toEqual([])
    await close()
  })
})

/** What reaches beyond the page, when the page can be scrolled there. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth + 1) return []
    const beyond = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (left < -1 || right > clientWidth + 1)
    })
    return [`${scrollWidth} > ${clientWidth}`, ...beyond.slice(0, 5).map(({ outerHTML }) => outerHTML.slice(0, 160))]
  })
}
