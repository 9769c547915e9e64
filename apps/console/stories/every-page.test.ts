// Every page that was built, as a browser sees it: nothing that the policy forbids, nothing from another site, no error,
// and neither a key nor a handler in what is sent. A new page is in here by being there.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, openPage } from './console-under-test.ts'

const { rootKey, store, folder } = consoleUnderTest()
/** What stands for a name in brackets. */
const NAMES = new Map([
  ['store', store],
  ['object', 'artist:luna'],
  ['name', 'overload'],
])
/** Only where the pieces themselves are worked on. */
const NOT_SHOWN = ['/ui']

function builtPages(): string[] {
  const routes: Record<string, string> = JSON.parse(readFileSync(join(folder, 'app-path-routes-manifest.json'), 'utf8'))
  return Object.entries(routes)
    .filter(([file, path]) => file.endsWith('/page') && !path.startsWith('/_') && !NOT_SHOWN.includes(path))
    .map(([, path]) => path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(nameOf(name, path))))
}

function nameOf(name: string, path: string): string {
  const value = NAMES.get(name)
  if (value === undefined) throw new Error(`what stands for \`${name}\` in ${path}?`)
  return value
}

describe.skipIf(!CHROMIUM)(`pages${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test.for(builtPages())('%s keeps to its policy, in both languages', async (path) => {
    for (const locale of ['en', 'de'] as const) {
      const key = path === '/sign-in' ? null : rootKey
      const { page, complaints, close } = await openPage(browser, { locale, path, key })
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
      expect(complaints).toEqual([])
      expect(await page.locator('html').getAttribute('lang')).toBe(locale)
      const html = await page.content()
      expect(html).not.toContain(rootKey)
      expect(html).not.toMatch(/<[^>]+ on\w+=/)
      await close()
    }
  })

  test('a dialog is held still by a style that the policy knows', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Search rooms').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
