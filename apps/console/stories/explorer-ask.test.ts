// Asking: by the form, by the line, by a link that somebody sent; with what a condition has to know; in the second language and
// on a phone.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, newKey, openPage, serverClient, visit } from './console-under-test.ts'
import { expectUsable, keepPictures } from './looks.ts'

const EVE = { subject: 'user:eve', permission: 'can_edit_profile', object: 'artist:luna' }

function roomAt(said: Readonly<Record<string, string>> = {}): string {
  const { store } = consoleUnderTest()
  return `/s/${store}/explorer?${new URLSearchParams(said)}`
}

const line = (page: Page) => page.getByLabel('The same in one line')
const answer = (page: Page) => page.getByRole('region', { name: 'Answer' })

/** Types a part of a name and takes the suggestion. */
async function choose(page: Page, label: string, typed: string, option: RegExp): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(typed)
  await page.getByRole('option', { name: option }).first().click()
}

describe.skipIf(!CHROMIUM)(`asking${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('the first question, from an empty form to its answer', async () => {
    const { store } = consoleUnderTest()
    const { page, complaints, close } = await openPage(browser, { path: roomAt() })
    await page.getByRole('heading', { name: 'Begin with one of these' }).waitFor()
    await expectUsable(page)
    await choose(page, 'Who', 'ev', /user:eve/)
    await choose(page, 'On what', 'lun', /artist:luna/)
    await choose(page, 'Permission', 'profile', /Edit the profile/)
    expect(await line(page).inputValue()).toBe('can user:eve edit_profile artist:luna?')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await answer(page).getByText('Allowed').waitFor()
    await answer(page).getByText("Changes the artist's pictures, texts and links.").waitFor()

    const { subject, permission: relation, object } = EVE
    const asked = await serverClient().access.explain({ store, subject, relation, object, purpose: 'ui' })
    expect(asked.allowed).toBe(true)
    await answer(page).getByText(`Revision ${asked.revision}`).waitFor()
    await answer(page).getByText(asked.model).waitFor()
    await page.getByRole('tree').getByText('artist:luna#current_label@label:northstar').waitFor()
    expect(new URL(page.url()).searchParams.get('permission')).toBe('can_edit_profile')
    await expectUsable(page)
    expect(complaints).toEqual([])
    await close()
  })

  test('the same by the keyboard alone, in one line', async () => {
    const { page, complaints, close } = await openPage(browser, { path: roomAt() })
    await line(page).focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('why not user:rh')
    await page.getByRole('option', { name: /user:rhea/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.type('edit_pro')
    await page.getByRole('option', { name: /^edit_profile/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.type('artist:luna')
    await page.keyboard.press('Enter')
    await answer(page).getByText('Denied').waitFor()
    await page.getByRole('heading', { name: 'What stopped it' }).waitFor()
    expect(await page.getByLabel('Who', { exact: true }).inputValue()).toBe('user:rhea')
    expect(await page.getByLabel('Permission').inputValue()).toBe('Edit the profile')

    await line(page).fill('can user:rhea fly artist:luna')
    await page.keyboard.press('Escape')
    await page.getByText('Nothing of that type is called “fly”').waitFor()
    await expectUsable(page)
    expect(complaints).toEqual([])
    await close()
  })

  test('a link opens in a fresh session, as it was seen', async () => {
    const first = await openPage(browser, { path: roomAt({ ask: 'can', ...EVE }) })
    await first.page
      .getByRole('button', { name: 'Who else can' })
      .or(first.page.getByRole('link', { name: 'Who else can' }))
      .click()
    await answer(first.page).getByText('5 in all').waitFor()
    const url = new URL(first.page.url())
    await first.page.goBack()
    await answer(first.page).getByText('Allowed').waitFor()
    await first.close()

    const { secret } = await newKey({ name: 'a reader', roles: ['asker', 'reader', 'watcher'] })
    const second = await openPage(browser, { key: secret, path: url.pathname + url.search })
    await answer(second.page).getByText('5 in all').waitFor()
    for (const name of ['user:adam', 'user:eve', 'user:luna', 'user:max', 'user:olga'])
      await second.page.getByText(name, { exact: true }).waitFor()
    // The first view comes from the server.
    const html = await (await second.page.request.get(url.pathname + url.search)).text()
    expect(html).toContain('user:adam')
    expect(second.complaints).toEqual([])
    await second.close()
  })

  test('what a condition has to know is named, and given', async () => {
    const { store } = consoleUnderTest()
    const rhea = { subject: 'user:rhea', permission: 'can_view_audience', object: 'artist:luna' }
    const { page, complaints, close } = await openPage(browser, { path: roomAt({ ask: 'can', ...rhea }) })
    await answer(page).getByText('Cannot tell', { exact: true }).waitFor()
    await page.getByText('Values are missing: current_time, territory').waitFor()
    await expectUsable(page)
    await page.getByLabel('current_time').fill('2026-11-21T12:00:00Z')
    await page.getByLabel('territory').fill('US')
    await page.getByRole('button', { name: 'Ask with this' }).click()
    await answer(page).getByText('Allowed', { exact: true }).waitFor()
    const context = JSON.parse(new URL(page.url()).searchParams.get('context') ?? '')
    expect(context).toEqual({ current_time: '2026-11-21T12:00:00Z', territory: 'US' })
    const { subject, permission: relation, object } = rhea
    expect(await serverClient().access.check({ store, subject, relation, object, context })).toMatchObject({
      allowed: true,
    })
    await page.getByRole('button', { name: 'Facts and context (2)' }).click()
    await page
      .getByRole('dialog')
      .getByLabel('Values as JSON')
      .fill('{ "current_time": "2026-11-21T12:00:00Z", "territory": "SE" }')
    await page.getByRole('button', { name: 'Use these values' }).click()
    await page.keyboard.press('Escape')
    await answer(page).getByText('Denied', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('facts that are brought along count, and are not stored', async () => {
    const { store } = consoleUnderTest()
    const zoe = { subject: 'user:zoe', permission: 'admin', object: 'organization:indigo' }
    const { page, close } = await openPage(browser, { path: roomAt({ ask: 'can', ...zoe }) })
    await answer(page).getByText('Denied').waitFor()
    await page.getByRole('button', { name: 'Facts and context' }).click()
    const panel = page.getByRole('dialog')
    await panel.getByLabel('Who is').fill('user:zoe')
    await panel.getByLabel('Of what').fill('organization:northstar')
    await panel.getByLabel('What', { exact: true }).fill('owner')
    await page.keyboard.press('Enter')
    await panel.getByRole('button', { name: 'Add the tuple' }).click()
    await panel.getByText('organization:northstar#owner@user:zoe').waitFor()
    await expectUsable(page)
    await page.keyboard.press('Escape')
    await answer(page).getByText('Allowed').waitFor()
    const { items } = await serverClient().tuple.read({ store, subject: 'user:zoe' })
    expect(items).toEqual([])
    await close()
  })

  test('what one can do here, also where some of it cannot be told', async () => {
    const { page, close } = await openPage(browser, {
      path: roomAt({ ask: 'do', subject: 'user:eve', object: 'artist:luna' }),
    })
    await answer(page).getByText('Edit the profile').waitFor()
    await answer(page).getByRole('link', { name: 'Edit the profile' }).click()
    await answer(page).getByText('Allowed').waitFor()
    await visit(page, roomAt({ ask: 'do', subject: 'user:rhea', object: 'artist:luna' }))
    await answer(page)
      .getByText(/it cannot be said/)
      .waitFor()
    await expectUsable(page)
    await close()
  })

  test('somebody who may read and not ask is told so, and keeps the form', async () => {
    const { store } = consoleUnderTest()
    const reader = await newKey({ name: 'reads only', roles: ['reader'], stores: [store] })
    const { page, close } = await openPage(browser, { key: reader.secret, path: roomAt({ ask: 'can', ...EVE }) })
    await answer(page).getByText('Your key may not ask here').waitFor()
    expect(await page.getByLabel('Who', { exact: true }).inputValue()).toBe('user:eve')
    await expectUsable(page)
    await close()
  })

  test('a question that is none says what is wrong, and keeps what was typed', async () => {
    const { page, close } = await openPage(browser, { path: roomAt({ ask: 'can', ...EVE, permission: 'can_fly' }) })
    await answer(page).getByText('This cannot be asked').waitFor()
    await answer(page).getByText('can_fly').first().waitFor()
    expect(await page.getByLabel('Permission').inputValue()).toBe('can_fly')
    await expectUsable(page)
    await close()
  })

  test('in German, on a phone', async () => {
    const { page, complaints, close } = await openPage(browser, {
      path: roomAt({ ask: 'can', ...EVE, subject: 'user:rhea' }),
      locale: 'de',
      size: 'phone',
    })
    await page.getByRole('region', { name: 'Antwort' }).getByText('Verweigert').waitFor()
    await page.getByRole('heading', { name: 'Woran es scheitert' }).waitFor()
    await page
      .getByText(/Niemand hat .*rhea.* zu „.*Label editor.*“ von .*northstar.* gemacht/)
      .first()
      .waitFor()
    await page.getByLabel('Was Sie fragen').last().selectOption({ label: 'Rechte hier' })
    await page.getByRole('button', { name: 'Fragen', exact: true }).click()
    await page.getByRole('heading', { name: /Was .*rhea.* mit .*luna.* tun kann/ }).waitFor()
    await expectUsable(page)
    expect(complaints).toEqual([])
    await close()
  })

  test('how it looks', async () => {
    const { page, close } = await openPage(browser, { path: roomAt() })
    await keepPictures(page, 'explorer-empty')
    await visit(page, roomAt({ ask: 'can', ...EVE }))
    await page.getByRole('tree').waitFor()
    await page.getByText('Drawing', { exact: true }).click()
    await page.getByText('Team member').first().waitFor()
    await keepPictures(page, 'explorer-allowed')
    await visit(page, roomAt({ ask: 'can', ...EVE, subject: 'user:rhea' }))
    await page.getByRole('button', { name: 'Do this …' }).first().waitFor()
    await keepPictures(page, 'explorer-denied')
    await visit(page, roomAt({ ask: 'who', of: 'user', permission: 'can_edit_profile', object: 'artist:luna' }))
    await answer(page).getByText('5 in all').waitFor()
    await keepPictures(page, 'explorer-who')
    await close()
  })
})
