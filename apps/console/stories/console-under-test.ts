// The console as a test meets it: a real server with the demo world on a free port, and pages of a real browser that are
// signed in as somebody. What a page complains about (errors, what the policy forbids, failed requests) is kept, so that
// each story can say at its end that there was nothing.

import { type Client, createClient } from '@lockness/client'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { inject } from 'vitest'

export interface PageOptions {
  /** Whose; default: the root key. Null: nobody is signed in. */
  readonly key?: string | null
  /** Where to begin; default: `/`. */
  readonly path?: string
  readonly size?: 'desktop' | 'phone'
  readonly theme?: 'light' | 'dark'
  readonly locale?: 'en' | 'de'
  readonly isWithoutScript?: boolean
}

export interface OpenPage {
  readonly page: Page
  /** What went wrong on it so far, in words. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

const WAIT_MS_MAX = 60_000

export const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

/** Where it is, the key that may do everything, and the store of the demo world. */
export function consoleUnderTest() {
  return inject('console')
}

/** Asks the server itself, past the console: what a story has done is asserted here. */
export function serverClient(key: string = inject('console').rootKey): Client {
  return createClient({ url: inject('console').url, key, timeoutMs: WAIT_MS_MAX })
}

/** A key of its own, for a story that takes it away again or may do less. */
export async function newKey(input: Partial<Parameters<Client['key']['create']>[0]> = {}) {
  return serverClient().key.create({ name: 'a story', roles: ['manager'], ...input })
}

/** A store of its own with the same modules and tuples as the demo world, for a story that changes something. */
export async function newDemoStore(name: string): Promise<string> {
  const client = serverClient()
  const { store: demo } = inject('console')
  const { id } = await client.store.create({ name })
  let { items: waiting } = await client.module.list({ store: demo })
  // A module that builds on others can be pushed when those are there.
  while (waiting.length > 0) {
    const tries = await inTurn(waiting, async ({ module }) => {
      const { files } = await client.module.get({ store: demo, module })
      await client.module.push({ store: id, module, files })
    })
    const left = waiting.filter((_, i) => tries[i] !== undefined)
    if (left.length === waiting.length) throw tries[0]
    waiting = left
  }
  const added = []
  for await (const tuple of client.tuple.read.items({ store: demo })) added.push(tuple)
  await client.tuple.write({ store: id, added })
  return id
}

/** What each one failed with, or undefined. */
async function inTurn<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<unknown[]> {
  const failures: unknown[] = []
  for (const item of items) failures.push(await run(item).catch((error: unknown) => error ?? 'it failed'))
  return failures
}

export async function openPage(browser: Browser, options: PageOptions = {}): Promise<OpenPage> {
  const { url, rootKey } = inject('console')
  const { key = rootKey, path = '/', size = 'desktop', theme = 'light', locale = 'en', isWithoutScript } = options
  const settings: BrowserContextOptions = {
    baseURL: url,
    viewport: SIZES[size],
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    colorScheme: theme,
    locale,
    reducedMotion: 'reduce',
    javaScriptEnabled: !isWithoutScript,
  }
  const context = await newContext(browser, settings)
  if (key !== null) await signIn(context, key)
  const page = await context.newPage()
  const complaints = listenTo(page, url)
  if (isWithoutScript) await page.goto(path)
  else await visit(page, path)
  return { page, complaints, close: () => context.close() }
}

/** One that waits longer for each thing: a machine may have ten others to do. */
export async function newContext(browser: Browser, settings: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(settings)
  context.setDefaultTimeout(WAIT_MS_MAX)
  return context
}

/** Goes there by the address bar. Before a page is alive it can be seen, and what is pressed on it is lost. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await alive(page)
}

export async function reload(page: Page): Promise<void> {
  await page.reload()
  await alive(page)
}

export async function alive(page: Page): Promise<void> {
  await page.locator('html[data-alive]').waitFor({ state: 'attached' })
}

/** As the form of the sign-in page does it. */
export async function signIn(context: BrowserContext, key: string = inject('console').rootKey): Promise<void> {
  const { url } = inject('console')
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' }
  const options = { form: { key, next: '/' }, headers, maxRedirects: 0 }
  const answer = await context.request.post(`${url}/sign-in/enter`, options)
  if (answer.headers().location !== '/') throw new Error(`not signed in: ${answer.headers().location}`)
}

function listenTo(page: Page, url: string): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !isBusy(message.text())) complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const isOwn = [url, 'data:', 'blob:'].some((beginning) => request.url().startsWith(beginning))
    if (!isOwn) complaints.push(`request to another site: ${request.url()}`)
  })
  return complaints
}

/** A server whose machine does other things too has no time for a list now and then, and is asked again. */
function isBusy(text: string): boolean {
  return text.includes('503 (Service Unavailable)')
}
