// What the editor does for whoever writes: it mends what it can mend, renames through all modules, runs the tests as one types, and
// keeps what is not yet in force.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { newDemoStore, openPage, serverClient } from './console-under-test.ts'
import { keepPictures } from './looks.ts'
import { append, changing, editorPath, editorReady, goTo, pushDialog } from './models-writing.ts'

describe.skipIf(!CHROMIUM)(`editing a model${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  let store: string
  beforeAll(async () => {
    browser = await openBrowser()
    store = await newDemoStore('models are edited')
  })
  afterAll(() => browser?.close())

  test('a mistake is mended by the fix that is offered', async () => {
    const { page, complaints, close } = await openPage(browser, { path: editorPath(store, 'podcasts/model.fga') })
    await editorReady(page)
    await append(page, '\ntype pilot\n  relations\n    define host: [user]\n    define can_air: hosst\n')
    const fix = page.getByRole('tabpanel').getByRole('button', { name: 'change to `host`' })
    await fix.waitFor()
    await keepPictures(page, 'models-fix')
    await changing(page, () => fix.click())
    await page.locator('.cm-line', { hasText: /define can_air: host$/ }).waitFor()
    expect(await fix.count()).toBe(0)
    // It is a change like any other: it can be taken back.
    await page.locator('.cm-content').click()
    await page.keyboard.press('ControlOrMeta+z')
    await page.locator('.cm-line', { hasText: 'define can_air: hosst' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('tests fail as one types, say what they got, and hold again', async () => {
    const path = editorPath(store, 'music/tests.fga.yaml', 'tests')
    const { page, complaints, close } = await openPage(browser, { path })
    await editorReady(page)
    const case1 =
      '  - name: a story\n    check:\n      - {user: user:rhea, object: artist:luna, assertions: {can_transfer: '
    await append(page, `\n${case1}true}}\n`)
    await page.getByRole('status').getByText('1 test fails').waitFor()
    await page.getByRole('tabpanel').getByText('Expected yes, received no').waitFor()
    await keepPictures(page, 'models-tests')
    const dialog = await pushDialog(page)
    await dialog.getByText('Tests fail', { exact: true }).waitFor()
    expect(await dialog.getByRole('button', { name: 'Push', exact: true }).isDisabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await page.locator('.cm-content').click()
    await page.keyboard.press('ControlOrMeta+End')
    for (let i = 0; i < 'true}}\n'.length; i++) await page.keyboard.press('Backspace')
    await changing(page, () => page.keyboard.insertText('false}}\n'))
    await page
      .getByRole('status')
      .getByText(/\d+ tests hold/)
      .waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('a relation is renamed in rules, catalogs and tests of all modules, and pushed as one', async () => {
    const { page, complaints, close } = await openPage(browser, { path: editorPath(store, 'music/model.fga') })
    await editorReady(page)
    await goTo(page, 'define can_edit_profile')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('F2')
    const rename = page.getByRole('dialog', { name: 'Rename can_edit_profile' })
    await rename.getByLabel('New name').fill('can_edit_metadata profile')
    await rename.getByText(/A name begins with a letter/).waitFor()
    await rename.getByLabel('New name').fill('can_change_profile')
    await rename.getByText(/\d+ places in \d+ files change/).waitFor()
    await keepPictures(page, 'models-rename')
    await changing(page, () => rename.getByRole('button', { name: 'Rename' }).click())
    await page
      .getByRole('status')
      .getByText(/\d+ tests hold/)
      .waitFor()
    const dialog = await pushDialog(page)
    await dialog.getByText('Nothing stands against it').waitFor()
    await dialog.getByRole('button', { name: 'Push', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    const client = serverClient()
    const { text } = await client.model.get({ store, model: 'in-force' })
    expect(text).toContain('define can_change_profile')
    const asked = { store, subject: 'user:eve', object: 'artist:luna', relation: 'can_change_profile' }
    expect(await client.access.check(asked)).toMatchObject({ allowed: true })
    expect(complaints).toEqual([])
    await close()
  })

  test('names are completed, and lead to where they are defined', async () => {
    const { page, complaints, close } = await openPage(browser, { path: editorPath(store, 'ads/model.fga') })
    await editorReady(page)
    await append(page, '\ntype banner\n  relations\n    define account: [ad_acc')
    await page.keyboard.type('o')
    await page.locator('.cm-tooltip-autocomplete').getByText('ad_account', { exact: true }).first().waitFor()
    await page.keyboard.press('Escape')
    await goTo(page, 'share:*')
    await goTo(page, '[organization')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('F12')
    await page.getByRole('heading', { name: 'core/organization.fga' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
