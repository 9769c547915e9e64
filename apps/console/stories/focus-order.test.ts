// Each room by the Tab key alone, from the first stop to the last and out of the page again: everything that can be pressed
// is reached, once, in the order in which one reads; where one is can be seen; and nothing holds one back.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { texts as english } from '#messages/en/shell.ts'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { openPage } from './console-under-test.ts'
import { focusedName, isFocusSeen } from './focus.ts'
import { addressOf, ROUTES, routeName } from './routes.ts'

const STOPS_MAX = 200

interface Stop {
  readonly name: string
  readonly isSeen: boolean
  /** Above and left of the stop before it. */
  readonly isBackwards: boolean
}

describe.skipIf(!CHROMIUM)(`the focus${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  const rooms = ROUTES.filter(({ isRoom }) => isRoom).map((route) => [routeName(route), route] as const)

  test.for(rooms)('goes through %s', async ([, route]) => {
    const { page, complaints, close } = await openPage(browser, { path: await addressOf(route) })
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await expect.poll(() => page.locator('main .lk-skeleton, main [aria-busy=true]').count()).toBe(0)
    // What is asked from here on is not answered: nothing changes places while one walks.
    await page.route('**/api/**', () => undefined)
    const stops = await walk(page)
    const names = stops.map(({ name }) => name)
    expect(names[0]).toBe(english.skipToContent)
    expect(
      stops.filter(({ isSeen }) => !isSeen).map(({ name }) => name),
      'not seen',
    ).toEqual([])
    expect(
      stops.filter(({ isBackwards }) => isBackwards).map(({ name }) => name),
      names.join(' → '),
    ).toEqual([])
    expect(await notPassed(page), names.join(' → ')).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})

/** Until the focus leaves the page, or is again where it began. */
async function walk(page: Page): Promise<Stop[]> {
  const stops: Stop[] = []
  while (stops.length < STOPS_MAX) {
    await page.keyboard.press('Tab')
    const step = await page.evaluate(() => {
      const passed = ((window as { passed?: Element[] }).passed ??= [])
      const focused = document.activeElement
      if (!focused || focused === document.body || passed.includes(focused)) return undefined
      const before = passed.at(-1)?.getBoundingClientRect()
      passed.push(focused)
      const { bottom, right } = focused.getBoundingClientRect()
      return { isBackwards: before !== undefined && bottom <= before.top && right <= before.left }
    })
    if (!step) return stops
    const [name = ''] = (await focusedName(page)).split('\n')
    stops.push({ ...step, name, isSeen: await isFocusSeen(page) })
  }
  throw new Error(`more than ${STOPS_MAX} stops: ${stops.map(({ name }) => name).join(' → ')}`)
}

/** What can be pressed or typed into, and was not reached. */
function notPassed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { passed = [] } = window as { passed?: Element[] }
    const all = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]')
    return [...all]
      .filter((element) => element.tabIndex >= 0 && !element.matches(':disabled') && !element.closest('[inert]'))
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => !passed.includes(element) && !isInPassedGroup(element))
      .map(({ outerHTML }) => outerHTML.slice(0, 160))

    /** Of radio buttons the Tab key reaches one. */
    function isInPassedGroup(element: HTMLElement): boolean {
      const isRadio = (each: Element) => each instanceof HTMLInputElement && each.type === 'radio'
      if (!isRadio(element)) return false
      return passed.some((each) => isRadio(each) && each.getAttribute('name') === element.getAttribute('name'))
    }
  })
}
