// `npm run tour`: walks the rooms on the demo world and writes the pictures that README and docs show, so that they are of
// the console as it is. A server of its own is started for it and asked a few things first, so that there is something to see.

import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type Client, createClient } from '@lockness/client'
import type { Browser, Locator, Page } from 'playwright-core'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { ROOT, ROOT_KEY, startLockness } from './lockness.ts'

interface Picture {
  readonly name: string
  readonly path: string
  /** It can be taken when this is there. */
  readonly shows: (page: Page) => Locator
  /** Pressed first. */
  readonly press?: (page: Page) => Locator
  readonly isOnPhone?: boolean
  readonly isDark?: boolean
  readonly locale?: string
}

const FOLDER = join(ROOT, 'docs/images')
const BYTES_MAX = 150_000
const QUALITIES = [82, 74, 64, 50]
/** As sharp as a page that shows them beside its text needs. */
const SCALE = 1.5
const DESK = { width: 1440, height: 960 }
const PHONE = { width: 390, height: 844 }
const STILL_TRIES_MAX = 40
/** What stands where something is still to come. */
const UNFINISHED = 'main .lk-skeleton, main [aria-busy=true]'
const STILL_MS = 400
const QUESTIONS = 300
const EDITS = { permission: 'can_edit_profile', object: 'artist:luna' }

const text = (words: string) => (page: Page) => page.getByText(words, { exact: true }).first()
const heading = (page: Page) => page.locator('main h1').first()
const drawing = (page: Page) => page.locator('.react-flow__node').first()

const editor = (page: Page) => page.locator('.cm-line').first()

// biome-ignore format: a table is read by its columns
const PICTURES: readonly Picture[] = [
  { name: 'home',             path: '/',                                                         shows: heading },
  { name: 'explorer',         path: `[store]/explorer?${asked('why', 'user:eve')}`,              press: text('Drawing'), shows: drawing },
  { name: 'explorer-deny',    path: `[store]/explorer?${asked('why-not', 'user:rhea')}`,         shows: text('Denied') },
  { name: 'models',           path: '[store]/models/picture?module=podcasts',                    shows: drawing },
  { name: 'models-editor',    path: '[store]/models/edit?file=music/model.fga&panel=tests',         shows: editor },
  { name: 'data',             path: `[store]/data/${encodeURIComponent('artist:luna')}`,         shows: heading },
  { name: 'operations',       path: '/operations',                                               shows: (page) => page.locator('canvas').first() },
  { name: 'operations-audit', path: '/operations/audit?scope=[id]',                              shows: (page) => page.getByRole('row').nth(3) },
  { name: 'playground',       path: '/playground',                                               shows: editor },
  { name: 'phone',            path: `[store]/explorer?${asked('why', 'user:eve')}`,              shows: text('Erlaubt'), isOnPhone: true, isDark: true, locale: 'de' },
]

async function main(): Promise<number> {
  if (CHROMIUM === undefined) {
    console.error(WITHOUT_CHROMIUM)
    return 1
  }
  const place = mkdtempSync(join(tmpdir(), 'lockness-tour-'))
  const server = await startLockness(join(place, 'data'))
  const browser = await openBrowser()
  try {
    const client = createClient({ url: server.url, key: ROOT_KEY })
    const [demo] = (await client.store.list({ name: 'demo' })).items
    if (!demo) throw new Error('the demo world was not loaded')
    await askAround(client, demo.id)
    mkdirSync(FOLDER, { recursive: true })
    for (const picture of PICTURES) console.log(await take(browser, server.url, demo.id, picture))
    return 0
  } finally {
    await browser.close()
    await server.end()
    rmSync(place, { recursive: true, force: true })
  }
}

function asked(verb: string, subject: string): URLSearchParams {
  return new URLSearchParams({ ask: verb, subject, ...EDITS })
}

/** A service that nobody uses has nothing to show, and an object that nobody has changed has no history. */
async function askAround(client: Client, store: string): Promise<void> {
  const people = ['user:eve', 'user:adam', 'user:rhea', 'user:bea']
  for (let i = 0; i < QUESTIONS; i++) {
    const subject = people[i % people.length] ?? ''
    await client.access.check({ store, subject, relation: EDITS.permission, object: EDITS.object })
  }
  const grant = { object: EDITS.object, relation: 'reader_assigned', subject: 'user:bea' }
  await client.tuple.write({ store, added: [grant], onExisting: 'replace', reason: 'reads along for the tour' })
  await client.tuple.write({ store, removed: [grant], reason: 'the tour is over' })
}

/** Writes it, and says what it weighs. */
async function take(browser: Browser, url: string, store: string, picture: Picture): Promise<string> {
  const { name, path, shows, press, isOnPhone = false, isDark = false, locale = 'en' } = picture
  const context = await browser.newContext({
    baseURL: url,
    viewport: isOnPhone ? PHONE : DESK,
    isMobile: isOnPhone,
    hasTouch: isOnPhone,
    colorScheme: isDark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale,
  })
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' }
  await context.request.post('/sign-in/enter', { form: { key: ROOT_KEY, next: '/' }, headers, maxRedirects: 0 })
  const page = await context.newPage()
  await page.goto(path.replace('[store]', `/s/${store}`).replace('[id]', store))
  await page.locator('html[data-alive]').waitFor({ state: 'attached' })
  await press?.(page).click()
  await shows(page).waitFor()
  const bytes = await still(page)
  await context.close()
  const file = join(FOLDER, `${name}.webp`)
  writeFileSync(file, bytes)
  return `${relative(ROOT, file)} ${Math.round(statSync(file).size / 1_000)} KB`
}

/** When nothing moves any more; what always moves is taken as it is. */
async function still(page: Page): Promise<Buffer> {
  let before = await shoot(page, QUALITIES[0]!)
  for (let tries = 0; tries < STILL_TRIES_MAX; tries++) {
    await page.waitForTimeout(STILL_MS)
    const now = await shoot(page, QUALITIES[0]!)
    if (now.equals(before) && (await page.locator(UNFINISHED).count()) === 0) break
    before = now
  }
  for (const quality of QUALITIES) {
    const bytes = await shoot(page, quality)
    if (bytes.length <= BYTES_MAX) return bytes
  }
  throw new Error(`${page.url()} does not fit into ${BYTES_MAX} bytes`)
}

/** The browser makes WebP by itself; the library that drives it asks for PNG and JPEG only. */
async function shoot(page: Page, quality: number): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  const clip = { x: 0, y: 0, ...(page.viewportSize() ?? DESK), scale: SCALE }
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality, clip })
  await session.detach()
  return Buffer.from(data, 'base64')
}

process.exitCode = await main()
