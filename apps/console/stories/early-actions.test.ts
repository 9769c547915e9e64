// What is done before a page has its scripts is done when it has them: the scripts are held back here until then.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, openPage } from './console-under-test.ts'

const SCRIPTS = '**/_next/static/chunks/*.js'
const ROOM = `/s/${consoleUnderTest().store}/explorer`

/** The page as it is sent, and what lets its scripts come. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>()
  await page.route(SCRIPTS, async (route) => {
    await held.promise
    await route.continue()
  })
  await page.goto(ROOM, { waitUntil: 'commit' })
  await page.getByRole('button', { name: 'Facts and context' }).waitFor()
  return async () => {
    held.resolve()
    await page.locator('html[data-alive]').waitFor({ state: 'attached' })
  }
}

describe.skipIf(!CHROMIUM)(`before a page is alive${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('a press of a button is heard at once and done later', async () => {
    const { page, complaints, close } = await openPage(browser)
    const release = await holdScripts(page)
    const facts = page.getByRole('button', { name: 'Facts and context' })
    const presses = await page.evaluateHandle(() => {
      const heard: boolean[] = []
      document.addEventListener('click', ({ isTrusted }) => heard.push(isTrusted))
      return heard
    })
    await facts.click()
    expect(await facts.getAttribute('aria-busy')).toBe('true')
    // Again, since nothing has happened.
    await facts.click()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await release()
    await page.getByRole('dialog').waitFor()
    expect(await page.locator('[aria-busy=true]', { hasText: 'Facts and context' }).count()).toBe(0)
    // Once, and not also by a part of the page that was alive before the rest.
    expect(await presses.jsonValue()).toEqual([false])
    expect(complaints).toEqual([])
    await close()
  })

  test('what was typed and chosen is there', async () => {
    const { page, complaints, close } = await openPage(browser)
    const release = await holdScripts(page)
    await page.getByLabel('Who', { exact: true }).fill('user:eve')
    await page.locator('label', { hasText: 'Rights here' }).click()
    await page.getByLabel('On what').fill('artist:luna')
    await release()
    await page.getByLabel('On what').press('Tab')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.waitForURL(/ask=do.*subject=user.*eve.*object=artist.*luna/)
    expect(complaints).toEqual([])
    await close()
  })
})
