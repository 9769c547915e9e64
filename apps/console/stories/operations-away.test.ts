// The server goes away while a key is being made, and comes back: it is said, what was typed is kept, and it is done then.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@lockness/client'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { newContext, visit } from './console-under-test.ts'
import { ROOT_KEY, startLockness } from './lockness.ts'
import { keepPictures } from './looks.ts'

describe.skipIf(!CHROMIUM)(`a server that goes away${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  const closing: (() => unknown)[] = []
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  afterAll(() => browser?.close())

  test('is said to be away, and nothing that was typed is lost', async () => {
    const place = mkdtempSync(join(tmpdir(), 'lockness-keys-'))
    closing.push(() => rmSync(place, { recursive: true, force: true }))
    const data = join(place, 'data')
    const first = await startLockness(data)
    closing.push(first.end)
    const context = await newContext(browser, { baseURL: first.url, reducedMotion: 'reduce' })
    closing.push(() => context.close())
    const page = await context.newPage()
    await page.goto(first.signInLink)
    await page.waitForURL(`${first.url}/`)
    await visit(page, '/operations')
    const other = await context.newPage()
    await visit(other, '/operations/keys')
    await other.getByRole('button', { name: 'New key' }).click()
    await other.getByRole('dialog').getByLabel('Name').fill('made in a storm')
    await other.getByRole('checkbox', { name: 'demo' }).check()

    await first.end()
    await page.bringToFront()
    await page.getByText('See whether the process lives and what it logged last.').waitFor()
    await page
      .getByText(/^Since/)
      .first()
      .waitFor()
    await keepPictures(page, 'operations-away')
    await other.bringToFront()
    await other.getByText('The server is away.').waitFor({ state: 'attached' })
    await other.getByRole('button', { name: 'Make the key' }).click()
    await other.getByText('The key was not made').waitFor()
    expect(await other.getByRole('dialog').getByLabel('Name').inputValue()).toBe('made in a storm')

    const second = await startLockness(data, Number(new URL(first.url).port))
    closing.push(second.end)
    await other.getByText('The server is away.').waitFor({ state: 'detached' })
    await other.getByRole('dialog').getByLabel('Name').press('Enter')
    await other.getByRole('dialog', { name: 'The key made in a storm is there' }).waitFor()
    const { items } = await createClient({ url: second.url, key: ROOT_KEY }).key.list({ pageSize: 100 })
    expect(items.filter(({ name }) => name === 'made in a storm')).toHaveLength(1)
    await other.getByRole('button', { name: 'I have kept it' }).click()

    // Nobody else manages this server without an end: its root key cannot be revoked, and it is said why.
    await other.getByRole('button', { name: 'What to do with Root key' }).click()
    await other.getByRole('menuitem', { name: 'Revoke' }).click()
    await other.getByLabel(/Type Root key/).fill('Root key')
    await other.getByLabel(/Type Root key/).press('Enter')
    await other.getByText('Make another one first, or rotate this one.').waitFor()
    expect(await createClient({ url: second.url, key: ROOT_KEY }).key.read({ key: 'root' })).toMatchObject({
      state: 'live',
    })
    await page.bringToFront()
    await page.getByText('See whether the process lives').waitFor({ state: 'detached' })
  })
})
