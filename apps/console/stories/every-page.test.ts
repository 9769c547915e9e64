// Every page, as a browser sees it: nothing that the policy forbids, nothing from another site, no error, and neither a
// key nor anything like one in what is sent to the browser.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OPEN_ROOMS } from '#shell/rooms.ts'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, openPage } from './console-under-test.ts'

const SIGNED_IN = ['/', ...OPEN_ROOMS.map(({ path }) => path)]

describe.skipIf(!CHROMIUM)(`pages${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test.for([...new Set(SIGNED_IN)])('%s keeps to its policy, in both languages', async (pattern) => {
    const { rootKey, store } = consoleUnderTest()
    for (const locale of ['en', 'de'] as const) {
      const path = pattern.replace('[store]', store)
      const { page, complaints, close } = await openPage(browser, { locale, path })
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      expect(complaints).toEqual([])
      expect(await page.locator('html').getAttribute('lang')).toBe(locale)
      const html = await page.content()
      expect(html).not.toContain(rootKey)
      expect(html).not.toMatch(/<[^>]+ on\w+=/)
      await close()
    }
  })

  test('/sign-in keeps to its policy', async () => {
    const { page, complaints, close } = await openPage(browser, { key: null, path: '/sign-in' })
    await page.getByLabel('API key').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
