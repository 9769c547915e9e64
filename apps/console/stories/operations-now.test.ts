// How the server is doing: seen at once, live, in both languages, on a phone and by night; and not for everybody.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, newKey, openPage, serverClient, visit } from './console-under-test.ts'
import { expectUsable, keepPictures } from './looks.ts'

const QUESTION = { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna' }

describe.skipIf(!CHROMIUM)(`operations${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('health, nodes and figures are there with the page, and go on by themselves', async () => {
    const { store } = consoleUnderTest()
    const { page, complaints, close } = await openPage(browser, { path: '/operations' })
    const { node, version } = await serverClient().system.read({})
    await page.getByText(node).first().waitFor()
    await page.getByText(version).first().waitFor()
    await page
      .getByText(/All is well|differ by|was .* late|were refused/)
      .first()
      .waitFor()
    for (let i = 0; i < 20; i++) await serverClient().access.check({ store, ...QUESTION })
    await page.getByRole('row').filter({ hasText: 'access.check' }).first().waitFor()
    const slow = page.getByRole('row').filter({ hasText: 'user:eve' }).first()
    await slow.waitFor()
    const { items } = await serverClient().system.slowQuestions({})
    expect(items.some(({ object }) => object === 'artist:luna')).toBe(true)
    await page.getByRole('button', { name: 'Show as a table' }).first().click()
    await page.getByRole('table', { name: 'Requests per second' }).waitFor()
    await page.getByRole('button', { name: 'Show as a chart' }).click()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor()
    await keepPictures(page, 'operations-now')
    expect(complaints).toEqual([])
    await close()
  })

  test('a slow question is asked again, with its proof', async () => {
    const { store } = consoleUnderTest()
    await serverClient().access.check({ store, ...QUESTION })
    const { page, close } = await openPage(browser, { path: '/operations' })
    await page.getByRole('link', { name: 'Ask again' }).first().click()
    await page.waitForURL(/\/explorer\?ask=/)
    await close()
  })

  test('the way from a finding to what is to be done is in the console', async () => {
    const { page, complaints, close } = await openPage(browser, { path: '/operations/runbooks/overload' })
    await page.getByRole('heading', { name: 'Too much to do' }).waitFor()
    expect(await page.getByRole('listitem').count()).toBeGreaterThan(2)
    await keepPictures(page, 'operations-runbook')
    await page.getByRole('link', { name: 'Runbooks' }).click()
    await page.getByRole('link', { name: 'clock.md' }).click()
    await page.getByRole('heading', { name: 'The clocks differ' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('whoever may only ask in one store is told what it takes, and sees nothing', async () => {
    const { store } = consoleUnderTest()
    const { secret } = await newKey({ name: 'narrow', roles: ['asker', 'reader'], stores: [store] })
    const { page, close } = await openPage(browser, { key: secret, path: '/operations' })
    await page.getByText('Your key does not reach this').waitFor()
    await page.getByText('It takes can_read on system:lockness.').waitFor()
    expect(await page.content()).not.toContain((await serverClient().system.read({})).node)
    await expectUsable(page)
    await page.getByRole('link', { name: 'Keys' }).click()
    await page.getByText('It takes can_manage_keys on system:lockness.').waitFor()
    expect(await page.getByRole('button', { name: 'New key' }).count()).toBe(0)
    await visit(page, '/operations/audit?scope=system')
    await page.getByText('Your key does not reach this').waitFor()
    await visit(page, `/operations/audit?scope=${store}`)
    await page.getByRole('row').filter({ hasText: 'tuple.write' }).first().waitFor()
    await close()
  })

  test('in German, all of it', async () => {
    const { page, complaints, close } = await openPage(browser, { locale: 'de', path: '/operations' })
    await page.getByRole('heading', { level: 1, name: 'Betrieb' }).waitFor()
    for (const [link, text] of [
      ['Nutzung', 'Gezählt werden Antworten'],
      ['Schlüssel', 'Neuer Schlüssel'],
      ['Protokoll', 'Von Anfang an prüfen'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Ansichten des Betriebs' }).getByRole('link', { name: link }).click()
      await page.getByText(text).first().waitFor()
      await expectUsable(page)
    }
    expect(complaints).toEqual([])
    await close()
  })

  test('on a phone a key is found and its menu is reached', async () => {
    const { page, close } = await openPage(browser, { size: 'phone', theme: 'dark', path: '/operations/keys' })
    await page.getByPlaceholder('Search by name').fill('Root')
    await page.getByRole('button', { name: 'What to do with Root key' }).tap()
    await page.getByRole('menuitem', { name: 'Rotate' }).waitFor()
    await expectUsable(page)
    await close()
  })
})
