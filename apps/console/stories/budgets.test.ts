// How much script a page needs before anybody can do something with it: what the browser has fetched for the first view,
// as it came over the wire. What a page brings afterwards (an editor, a drawing, charts, rows) is loaded when the view is there,
// on the pages that are named for it and nowhere else, and has a bound of its own. What needs no browser to be measured is
// in ../budgets.test.ts, which is part of every run.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { openPage } from './console-under-test.ts'
import { addressOf, patternsInApp, ROUTES, type Route, routeName } from './routes.ts'

/** Of 1,000 bytes. */
const KB = 1_000
const FIRST_KB_MAX = 180
const BROUGHT_KB_MAX = 400
/** Small things that come a moment later: what is shown when a page fails, what a form needs once somebody types. */
const AFTER_KB_MAX = 20
const QUIET_MS = 1_000
const ASKED_FOR = /<script\b[^>]*?\bsrc="([^"]+)"|<link\b[^>]*?\bhref="([^"]+)"[^>]*?\bas="script"/g

test('every page has its row', () => {
  expect([...new Set(ROUTES.map(({ pattern }) => pattern))].sort()).toEqual(patternsInApp())
})

describe.skipIf(!CHROMIUM)(`the script of a first view${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  const rows: string[] = []
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    console.log(['  first   after   page (KB, compressed)', ...rows].join('\n'))
  })

  test.for(ROUTES.map((route) => [routeName(route), route] as const))('%s', async ([name, route]) => {
    const { first, after } = await scriptsOf(browser, route)
    rows.push(`${kilobytes(first)} ${kilobytes(after)}   ${name}${route.brings ? ` (brings ${route.brings})` : ''}`)
    expect(first / KB, `KB for the first view of ${name}`).toBeLessThanOrEqual(FIRST_KB_MAX)
    const afterMax = route.brings ? BROUGHT_KB_MAX : AFTER_KB_MAX
    expect(after / KB, `KB after the first view of ${name}`).toBeLessThanOrEqual(afterMax)
  })
})

const kilobytes = (bytes: number) => (bytes / KB).toFixed(1).padStart(7)

/** Apart: what the page as it is sent asks for, and what its scripts ask for when they run. */
async function scriptsOf(browser: Browser, route: Route): Promise<{ first: number; after: number }> {
  const path = await addressOf(route)
  const { page, close } = await openPage(browser, { path, ...(route.isForStrangers && { key: null }) })
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  let before = 0
  const hasSettled = async () => {
    const { length } = await fetchedScripts(page)
    const isSame = length === before
    before = length
    return isSame
  }
  await expect.poll(hasSettled, { interval: QUIET_MS, timeout: 30_000 }).toBe(true)
  const html = await (await page.context().request.get(path)).text()
  const asked = new Set([...html.matchAll(ASKED_FOR)].map(([, script, link]) => fileOf(script ?? link ?? '')))
  const sizes = { first: 0, after: 0 }
  for (const { url, bytes } of await fetchedScripts(page)) sizes[asked.has(fileOf(url)) ? 'first' : 'after'] += bytes
  await close()
  expect(sizes.first).toBeGreaterThan(0)
  return sizes
}

/** Each once, also when it was asked for ahead of its use. */
async function fetchedScripts(page: Page): Promise<{ url: string; bytes: number }[]> {
  const entries = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming && /\.js(\?|$)/.test(entry.name))
      .map((entry) => ({ url: entry.name, bytes: (entry as PerformanceResourceTiming).encodedBodySize })),
  )
  return [...new Map(entries.map((entry) => [fileOf(entry.url), entry])).values()]
}

function fileOf(url: string): string {
  return new URL(url, 'http://here').pathname
}
