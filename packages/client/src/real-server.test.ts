// The same cases in Node and in a browser, against a server with a database.

import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CASES } from '../test/cases.ts'
import { type PassThrough, startPassThrough } from '../test/pass-through.ts'
import { type RealServer, startRealServer } from '../test/real-server.ts'
import { createClient } from './client.ts'

const NAMES = Object.keys(CASES)
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const BROWSER = BROWSERS.find((path) => existsSync(path))
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const QUIET = ['--disable-component-update', '--disable-sync']

let server: RealServer
let passThrough: PassThrough

beforeAll(async () => {
  server = await startRealServer()
  passThrough = await startPassThrough(server.url, await bundle())
}, 60_000)
afterAll(async () => {
  await passThrough.stop()
  await server.stop()
}, 60_000)

describe('in Node', () => {
  it.each(NAMES)('%s', async (name) => {
    await CASES[name]!({ url: passThrough.url, key: server.key })
  })

  it('a watch and a client live longer than the server', async () => {
    const client = createClient({ url: server.url, key: server.key, timeoutMs: 30_000 })
    const { id: store, revision } = await client.store.create({ name: 'watched' })
    const stop = new AbortController()
    const events = client.store.watch({ store }, { signal: stop.signal })
    expect((await events.next()).value).toMatchObject({ type: 'checkpoint', revision })
    const told = (async () => {
      for await (const event of events) if (event.type === 'change') return event
      return undefined
    })()
    await server.restart()
    const made = await client.model.write({ store, text: 'model\n  schema 1.1\ntype user\n' })
    expect(await told).toMatchObject({ revision: revision + 1, model: made.model })
  }, 90_000)
})

describe.skipIf(BROWSER === undefined)(`in Chromium${BROWSER ? '' : ` (skipped: none of ${BROWSERS} is here)`}`, () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER!, args: [...ARGS, ...QUIET], headless: true })
    page = await browser.newPage()
    await page.goto(`${passThrough.url}/-/page`)
    await page.waitForFunction('typeof runCase === "function"')
  }, 60_000)
  afterAll(() => browser.close())

  it.each(NAMES)('%s', async (name) => {
    const call = JSON.stringify([name, { url: passThrough.url, key: server.key }])
    expect(await page.evaluate(`runCase(...${call})`)).toBe('done')
  })

  it('a path of the same origin is an address', async () => {
    expect(await page.evaluate(`readHealth('/')`)).toEqual({ status: 'ok' })
  })
})

it('weighs at most 20 KB, compressed', async () => {
  const whole = gzipSync(await bundle(new URL('./client.ts', import.meta.url))).length
  expect(whole).toBeLessThan(20_480)
})

/** As a customer's bundler makes it. */
async function bundle(entry = new URL('../test/browser-cases.ts', import.meta.url)): Promise<string> {
  const bundled = await rolldown({ input: entry.pathname, platform: 'browser' })
  const { output } = await bundled.generate({ format: 'esm', minify: true })
  await bundled.close()
  return output[0].code
}
