// The first page: from the link that a new server prints to the first answered question, through the tour; a tour that can
// be left and taken up again; and the overview that the page becomes.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@lockness/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { alive, consoleUnderTest, newContext, openPage, serverClient, visit } from './console-under-test.ts'
import { ROOT_KEY, startLockness } from './lockness.ts'
import { expectUsable, keepPictures } from './looks.ts'

const FIRST_ANSWER_MS_MAX = 60_000
const QUESTION = { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna' }
const STEPS = [
  'A yes, and what it rests on',
  'A no, and what stopped it',
  'The model that says so',
  'The thing itself',
  'Who changed what',
]

const panelOf = (page: Page, name = 'Guided tour') => page.getByRole('complementary', { name })

describe.skipIf(!CHROMIUM)(`the first page${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  const closing: (() => unknown)[] = []
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  afterAll(() => browser?.close())

  test('from the link of a new server to the first answer, in less than a minute', async () => {
    const place = mkdtempSync(join(tmpdir(), 'lockness-first-'))
    closing.push(() => rmSync(place, { recursive: true, force: true }))
    const server = await startLockness(join(place, 'data'))
    closing.push(server.end)
    const context = await newContext(browser, { baseURL: server.url, locale: 'en' })
    closing.push(() => context.close())
    const page = await context.newPage()
    const lateAt = Date.now() + FIRST_ANSWER_MS_MAX
    const patience = () => ({ timeout: Math.max(1, lateAt - Date.now()) })
    await page.goto(server.signInLink, patience())
    await page.waitForURL(`${server.url}/`, patience())
    await alive(page)
    await page.getByRole('button', { name: 'Start the tour' }).click(patience())
    await panelOf(page).getByText('Step 1 of 5').waitFor(patience())
    await page.getByText('Allowed', { exact: true }).first().waitFor(patience())
    const client = createClient({ url: server.url, key: ROOT_KEY })
    const [demo] = (await client.store.list({ name: 'demo' })).items
    expect((await client.access.check({ store: demo?.id ?? '', ...QUESTION })).allowed).toBe(true)
    await keepPictures(page, 'home-first-answer')
  })

  test('the tour goes through five rooms, is left, is taken up, and ends in the overview', async () => {
    const { page, complaints, close } = await openPage(browser)
    await keepPictures(page, 'home-first')
    await page.getByRole('button', { name: 'Start the tour' }).click()
    for (const [at, title] of STEPS.entries()) {
      const panel = panelOf(page)
      await panel.getByRole('heading', { name: title }).waitFor()
      await panel.getByText(`Step ${at + 1} of 5`).waitFor()
      await page.locator('main h1').first().waitFor()
      if (at === 1) await page.getByText('Denied', { exact: true }).first().waitFor()
      if (at === 2) {
        await panel.getByRole('button', { name: 'Leave the tour' }).click()
        await panel.waitFor({ state: 'detached' })
        await visit(page, '/')
        await page.getByRole('button', { name: 'Go on with step 3' }).click()
        await panelOf(page).getByRole('heading', { name: title }).waitFor()
      }
      await panelOf(page)
        .getByRole('button', { name: at === 4 ? 'Finish' : 'Next' })
        .click()
    }
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await panelOf(page).waitFor({ state: 'detached' })
    await keepPictures(page, 'home-overview')
    await page.getByRole('button', { name: 'Show the introduction' }).click()
    await page.getByRole('button', { name: 'Take the tour again' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('with the keyboard alone, and the focus goes where the step begins', async () => {
    const { page, close } = await openPage(browser)
    await page.getByRole('button', { name: 'Start the tour' }).press('Enter')
    await panelOf(page).getByText('Step 1 of 5').waitFor()
    await page.locator('main h1').first().waitFor()
    await panelOf(page).getByRole('button', { name: 'Next' }).press('Enter')
    await panelOf(page)
      .getByRole('heading', { name: STEPS[1] ?? '' })
      .waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(STEPS[1])
    await page.keyboard.press('[')
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(STEPS[0])
    await close()
  })

  test('two tabs hear of the same change, and go on when one of them is closed', async () => {
    const { store } = consoleUnderTest()
    const { page: first, close } = await openPage(browser)
    await first.getByRole('button', { name: 'Put this away' }).click()
    await first.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    const second = await first.context().newPage()
    await visit(second, '/')
    await second.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    for (const page of [first, second]) await page.locator('[data-live=live]').first().waitFor({ state: 'attached' })
    const grant = { object: 'artist:luna', relation: 'reader_assigned', subject: 'user:two-tabs' }
    await serverClient().tuple.write({ store, added: [grant], reason: 'seen in two tabs' })
    for (const page of [first, second]) await page.getByText('seen in two tabs').first().waitFor()
    await first.close()
    await second.locator('[data-live=live]').first().waitFor({ state: 'attached' })
    await serverClient().tuple.write({ store, removed: [grant], reason: 'seen in the one that is left' })
    await second.getByText('seen in the one that is left').first().waitFor()
    await close()
  })

  test('in German, on a phone, by night', async () => {
    const { page, complaints, close } = await openPage(browser, { locale: 'de', size: 'phone', theme: 'dark' })
    await page.getByRole('heading', { level: 1, name: 'Wer was darf, und warum' }).waitFor()
    await expectUsable(page)
    await page.getByRole('button', { name: 'Rundgang beginnen' }).tap()
    await panelOf(page, 'Rundgang').getByText('Schritt 1 von 5').waitFor()
    await panelOf(page, 'Rundgang').getByRole('button', { name: 'Rundgang verlassen' }).tap()
    await page.getByText('Der Rundgang wartet auf der Startseite').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
