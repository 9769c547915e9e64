// How the console is served: by two servers on one folder, by itself, and by a server that goes away under a page and
// comes back.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { alive, consoleUnderTest, newContext } from './console-under-test.ts'
import { ROOT_KEY, startLockness } from './lockness.ts'

/** Until a server has started and a page has found it. */
const BACK_MS_MAX = 180_000
const { url, rootKey, data, folder } = consoleUnderTest()
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function signIn(at: string): Promise<string> {
  const body = new URLSearchParams({ key: rootKey })
  const answer = await fetch(`${at}/sign-in/enter`, {
    method: 'POST',
    headers: { origin: at },
    body,
    redirect: 'manual',
  })
  expect(answer.headers.get('location')).toBe('/')
  return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

async function until(found: () => Promise<boolean>): Promise<void> {
  while (!(await found().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 100))
}

test('a second server on the same folder shows the same console, and knows who is signed in', async () => {
  const second = await startLockness(data)
  closing.push(second.end)
  const cookie = await signIn(url)
  const answer = await fetch(`${second.url}/api/v1/stores`, { headers: { cookie } })
  expect(answer.status).toBe(200)
  expect((await fetch(second.url, { headers: { cookie } })).status).toBe(200)
  expect(await second.end()).toBe(0)
  expect((await fetch(url, { headers: { cookie } })).status).toBe(200)
})

test('by itself it serves any server', async () => {
  const port = await freePort()
  const at = `http://127.0.0.1:${port}`
  const env = { PORT: String(port), HOSTNAME: '127.0.0.1', LOCKNESS_URL: url, LOCKNESS_CONSOLE_SECRET: 'x'.repeat(32) }
  const alone: ChildProcess = spawn(process.execPath, [join(folder, 'standalone/apps/console/server.js')], {
    cwd: tmpdir(),
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
  closing.push(async () => {
    const gone = new Promise((resolve) => alone.once('exit', resolve))
    alone.kill('SIGTERM')
    await gone
  })
  await until(async () => (await fetch(`${at}/sign-in`)).status === 200)
  const cookie = await signIn(at)
  const page = await (await fetch(at, { headers: { cookie } })).text()
  const [script = ''] = /\/_next\/static\/[^"]+\.js/.exec(page) ?? []
  const file = await fetch(at + script)
  expect(file.status).toBe(200)
  expect(file.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${at}/api/v1/stores`, { headers: { cookie } })).status).toBe(200)
  expect((await fetch(`${at}/v1/stores`)).status).toBe(404)
})

describe.skipIf(!CHROMIUM)(`a page${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('says that the server is away, keeps what was typed, and goes on when it is back', async () => {
    const place = mkdtempSync(join(tmpdir(), 'lockness-away-'))
    closing.push(() => rmSync(place, { recursive: true, force: true }))
    const first = await startLockness(join(place, 'data'))
    closing.push(first.end)
    const context = await newContext(browser, { baseURL: first.url })
    closing.push(() => context.close())
    const page = await context.newPage()
    // By the link, as it is printed.
    await page.goto(first.signInLink)
    await page.waitForURL(`${first.url}/`)
    expect(page.url()).not.toContain('code')
    await alive(page)
    await page.locator('[data-live=live]').first().waitFor({ state: 'attached' })
    await page.keyboard.press('Control+k')
    const search = page.getByPlaceholder('Search rooms')
    await search.fill('half a word')
    expect(await first.end()).toBe(0)
    await page.getByText('The server is away.').waitFor({ state: 'attached' })
    expect(await search.inputValue()).toBe('half a word')
    // It is said for a few seconds only, so it is listened for from the beginning.
    const isBack = page.getByText('The server is back.').waitFor({ state: 'attached', timeout: BACK_MS_MAX })
    const second = await startLockness(join(place, 'data'), Number(new URL(first.url).port))
    closing.push(second.end)
    await isBack
    expect(await search.inputValue()).toBe('half a word')
    await page.locator('[data-live=live]').first().waitFor({ state: 'attached' })
    expect(await page.content()).not.toContain(ROOT_KEY)
  })

  test('without script one signs in, sees a page, and signs out', async () => {
    const context = await newContext(browser, { baseURL: url, javaScriptEnabled: false })
    closing.push(() => context.close())
    const page = await context.newPage()
    await page.goto('/')
    await page.getByLabel('API key').fill('lk_wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The server does not know this key.').waitFor()
    await page.getByLabel('API key').fill(rootKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${url}/`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.getByRole('button', { name: 'Sign out' }).first().click()
    await page.getByText('You are signed out.').waitFor()
  })
})
