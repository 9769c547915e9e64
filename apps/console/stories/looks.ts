// What every story looks at besides what it is about: that everybody can use the page, and how it looks, on a desk and on a
// phone, by day and by night. The pictures stay in `.cache/pictures` for whoever wants to see them.

import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { SIZES } from './console-under-test.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const FOLDER = join(dirname(import.meta.dirname), '.cache/pictures')
const LOOKS = [
  ['desktop', 'light'],
  ['desktop', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const

/** Nothing that axe finds, and nothing that one has to scroll sideways for. */
export async function expectUsable(page: Page): Promise<void> {
  // The policy forbids scripts of others; what the tool itself brings in is let through.
  await page.evaluate(AXE)
  const found = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as { readonly axe: { run(at: Document, options: object): Promise<AxeResult> } }
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: rules } })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
  }, RULES)
  expect(found).toEqual([])
  const [width, view] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(width).toBeLessThanOrEqual((view ?? 0) + 1)
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

/** One of the page as it is, in each size and appearance; each is looked at by axe too. */
export async function keepPictures(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const before = page.viewportSize()
  for (const [size, theme] of LOOKS) {
    await page.setViewportSize(SIZES[size])
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await expectUsable(page)
    await page.screenshot({ path: join(FOLDER, `${name}-${size}-${theme}.png`), fullPage: true })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (before) await page.setViewportSize(before)
}
