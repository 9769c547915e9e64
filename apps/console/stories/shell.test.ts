// The frame around all rooms, as people meet it: with the keyboard alone, on a phone, by night, in German, from right to
// left, without permission, at an address that leads nowhere, in two browsers, and after a key was taken away.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { texts as german } from '#messages/de/shell.ts'
import { texts as english } from '#messages/en/shell.ts'
import { hrefOf, OPEN_ROOMS } from '#shell/rooms.ts'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, newKey, openPage, reload, serverClient, visit } from './console-under-test.ts'
import { focusedName, isFocusSeen } from './focus.ts'
import { expectUsable, keepPictures } from './looks.ts'

describe.skipIf(!CHROMIUM)(`the frame${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('with the keyboard alone: first the way past the navigation, then everything in it, all of it seen', async () => {
    const { page, complaints, close } = await openPage(browser)
    await ready(page)
    await page.keyboard.press('Tab')
    expect(await focusedName(page)).toBe(english.skipToContent)
    expect(await isFocusSeen(page)).toBe(true)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content')
    await reload(page)
    await ready(page)
    await page.keyboard.press('Tab')
    const passed: string[] = []
    for (let step = 0; step < 14; step++) {
      await page.keyboard.press('Tab')
      expect(await isFocusSeen(page), `focus on ${await focusedName(page)}`).toBe(true)
      passed.push(await focusedName(page))
    }
    const order = OPEN_ROOMS.map(({ id }) => passed.indexOf(english[id]))
    expect(order, passed.join(', ')).toEqual([...order].sort((a, b) => a - b))
    expect(order).not.toContain(-1)
    expect(passed.findIndex((name) => name.startsWith(english.account))).toBeGreaterThan(order.at(-1) ?? 0)
    expect(complaints).toEqual([])
    await close()
  })

  test('every room is reached by g and its letter, and all keys are on one sheet', async () => {
    const { store } = consoleUnderTest()
    const { page, complaints, close } = await openPage(browser)
    await ready(page)
    for (const room of [...OPEN_ROOMS].reverse()) {
      await page.keyboard.press('g')
      await page.keyboard.press(room.key)
      await page.waitForURL((url) => url.pathname === hrefOf(room, store))
      await ready(page)
      expect(await page.getByRole('link', { name: english[room.id], exact: true }).getAttribute('aria-current')).toBe(
        'page',
      )
    }
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: english.shortcuts })
    await sheet.waitFor()
    await expectUsable(page)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await close()
  })

  test('the palette opens anywhere, finds a room by a part of its name, and gives the focus back', async () => {
    const { page, complaints, close } = await openPage(browser)
    await ready(page)
    const account = page.getByRole('button', { name: new RegExp(english.account) })
    await account.focus()
    await page.keyboard.press('Control+k')
    const search = page.getByPlaceholder(english.searchCommands)
    await search.waitFor()
    await keepPictures(page, 'shell-palette')
    await search.fill('no such thing at all')
    await page.getByText(english.noCommand).waitFor()
    await page.keyboard.press('Escape')
    await search.waitFor({ state: 'detached' })
    await expect.poll(() => focusedName(page)).toContain(english.account)
    await page.keyboard.press('Control+k')
    await search.fill('operat')
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname === '/operations')
    await page.keyboard.press('Control+k')
    await search.fill('deutsch')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de')
    expect(complaints).toEqual([])
    await close()
  })

  test('on a phone the rooms are behind one button, and it closes when one has gone there', async () => {
    const { page, complaints, close } = await openPage(browser, { size: 'phone' })
    await ready(page)
    const menu = page.getByRole('button', { name: english.menu, exact: true })
    await menu.tap()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('navigation', { name: english.mainNavigation }).waitFor()
    await expectUsable(page)
    await sheet.getByRole('link', { name: english.operations }).tap()
    await page.waitForURL((url) => url.pathname === '/operations')
    await sheet.waitFor({ state: 'detached' })
    await ready(page)
    await expectUsable(page)
    await menu.tap()
    await sheet.getByRole('button', { name: new RegExp(english.account) }).tap()
    await page.getByRole('menuitemcheckbox', { name: english.themeDark }).tap()
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(complaints).toEqual([])
    await close()
  })

  test('appearance and language are kept, and are there before anything is drawn', async () => {
    const { page, complaints, close } = await openPage(browser)
    await ready(page)
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const byDay = await ground()
    await page.getByRole('button', { name: new RegExp(english.account) }).click()
    await page.getByRole('menuitemcheckbox', { name: english.themeDark }).click()
    await expect.poll(ground).not.toBe(byDay)
    const byNight = await ground()
    await page.getByRole('button', { name: new RegExp(english.account) }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Deutsch' }).click()
    await page.getByRole('navigation', { name: german.mainNavigation }).waitFor()
    const html = await (await page.context().request.get('/')).text()
    expect(html).toMatch(/<html[^>]* lang="de"/)
    expect(html).toMatch(/<html[^>]* data-theme="dark"/)
    await visit(page, '/operations')
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await ground()).toBe(byNight)
    expect(complaints).toEqual([])
    await close()
  })

  test('an address that leads nowhere says so, in the frame or without it', async () => {
    const { page, close } = await openPage(browser, { path: '/nowhere' })
    await page.getByRole('heading', { name: english.notFoundTitle }).first().waitFor()
    await expectUsable(page)
    await visit(page, '/s/no-such-store/explorer')
    await page.getByRole('heading', { name: english.storeNotFoundTitle }).first().waitFor()
    await expectUsable(page)
    await page.getByRole('link', { name: english.goHome }).click()
    await page.waitForURL((url) => url.pathname === '/')
    await visit(page, `/s/${consoleUnderTest().store}/models/versions/compare`)
    await page.getByRole('heading', { name: english.notFoundTitle }).first().waitFor()
    expect((await page.context().request.get('/nowhere')).status()).toBe(404)
    await close()
    const stranger = await openPage(browser, { key: null, path: '/nowhere', locale: 'de' })
    await stranger.page.getByRole('heading', { name: german.notFoundTitle }).first().waitFor()
    await expectUsable(stranger.page)
    await stranger.close()
  })

  test('whoever may not see a room is told so, and goes on with the others', async () => {
    const { store } = consoleUnderTest()
    const { secret } = await newKey({ name: 'reads one store', roles: ['reader'], stores: [store] })
    const { page, close } = await openPage(browser, { key: secret, path: '/operations/keys' })
    await expect.poll(() => page.getByText(/does not reach this|may not/i).count()).toBeGreaterThan(0)
    await expectUsable(page)
    const denied = await page.context().request.get('/api/v1/keys')
    expect(denied.status()).toBe(403)
    await visit(page, `/s/${store}/explorer`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await page.getByRole('heading', { name: english.noPermissionTitle }).count()).toBe(0)
    await close()
    const { id } = await serverClient().store.create({ name: 'out of reach' })
    const other = await openPage(browser, { key: secret, path: `/s/${id}/explorer` })
    await other.page
      .getByText(new RegExp(`${english.noPermissionTitle}|${english.storeNotFoundTitle}`))
      .first()
      .waitFor()
    await expectUsable(other.page)
    await other.close()
  })

  test('a key that is revoked ends in all browsers and all tabs at once, and the page says why', async () => {
    const { id, secret } = await newKey({ name: 'soon gone' })
    const first = await openPage(browser, { key: secret, path: '/operations/audit' })
    const second = await openPage(browser, { key: secret })
    const tab = await first.page.context().newPage()
    await visit(tab, '/operations/keys')
    for (const page of [first.page, second.page, tab]) await ready(page)
    await serverClient().key.revoke({ key: id })
    // A page that asks for nothing hears of it a little later, by the stream of changes.
    for (const page of [first.page, second.page, tab]) {
      await page.bringToFront()
      await page.keyboard.press('g')
      await page.keyboard.press('h')
      await page.waitForURL((url) => url.pathname === '/sign-in')
      await page.getByRole('navigation', { name: english.mainNavigation }).waitFor({ state: 'detached' })
      await page
        .getByText(/revoked/)
        .first()
        .waitFor()
    }
    await expectUsable(first.page)
    expect((await first.page.context().cookies()).filter(({ name }) => name.includes('lockness-session'))).toEqual([])
    await first.page.getByLabel('API key').fill(consoleUnderTest().rootKey)
    await first.page.keyboard.press('Enter')
    await first.page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(new URL(first.page.url()).pathname).not.toBe('/sign-in')
    await first.close()
    await second.close()
  })

  test('signing out in one tab signs out in the other', async () => {
    const { page, close } = await openPage(browser)
    const tab = await page.context().newPage()
    await visit(tab, '/operations')
    await ready(tab)
    await page.bringToFront()
    await ready(page)
    await page.getByRole('button', { name: new RegExp(english.account) }).click()
    await page.getByRole('menuitem', { name: english.signOut }).click()
    await page.waitForURL((url) => url.pathname === '/sign-in')
    await tab.waitForURL((url) => url.pathname === '/sign-in')
    expect((await page.context().request.get('/api/v1/stores')).status()).toBe(401)
    await close()
  })
})

/** It is drawn, and hears of changes. */
async function ready(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  await page.locator('[data-live=live]').first().waitFor({ state: 'attached' })
}
