// What comes into force and what does not: a model that is broken is stopped with its reasons, one whose tests fail too, and one
// that stands is pushed after its difference was seen. Each time the server is asked what it has.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { newDemoStore, newKey, openPage, reload, serverClient } from './console-under-test.ts'
import { keepPictures } from './looks.ts'
import { append, editorPath, editorReady, pushDialog } from './models-writing.ts'

describe.skipIf(!CHROMIUM)(`pushing a module${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  let store: string
  beforeAll(async () => {
    browser = await openBrowser()
    store = await newDemoStore('modules are pushed')
  })
  afterAll(() => browser?.close())

  const version = async (module: string) => (await serverClient().module.get({ store, module })).version

  test('a model that is broken is stopped, with its reasons and their places', async () => {
    const before = await version('podcasts')
    const { page, complaints, close } = await openPage(browser, { path: editorPath(store, 'podcasts/model.fga') })
    await editorReady(page)
    await append(page, '\ntype pilot\n  relations\n    define host: [usr]\n')
    await page.getByRole('status').getByText('1 mistake').waitFor()
    const dialog = await pushDialog(page)
    await dialog.getByText('It has mistakes').waitFor()
    await dialog
      .getByText(/podcasts\/model\.fga:\d+/)
      .first()
      .waitFor()
    expect(await dialog.getByRole('button', { name: 'Push', exact: true }).isDisabled()).toBe(true)
    await keepPictures(page, 'models-stopped')
    // The reason leads to its place, and what was typed is still there.
    await dialog.getByRole('button', { name: /usr/ }).first().click()
    await page.locator('.cm-line', { hasText: 'define host: [usr]' }).waitFor()
    expect(await version('podcasts')).toBe(before)
    expect(complaints).toEqual([])
    await close()
  })

  test('a module is pushed: its difference is seen first, then the server has it', async () => {
    const { page, complaints, close } = await openPage(browser, {
      path: editorPath(store, 'music/model.fga', 'changes'),
    })
    await editorReady(page)
    await append(page, '\ntype mixtape\n  relations\n    define curator: [user]\n    define can_play: curator\n')
    await page.getByText('mixtape').first().waitFor()
    await page.getByRole('tab', { name: 'Changes' }).click()
    const panel = page.getByRole('tabpanel')
    await panel.getByText('with 2 relations').waitFor()
    await keepPictures(page, 'models-changes')

    // A type without a catalog is refused, and the reason says what is missing.
    const refused = await pushDialog(page)
    await refused.getByText('It has mistakes').waitFor()
    await refused.getByRole('button', { name: 'Cancel' }).click()
    await page
      .getByRole('button', { name: 'catalog.yaml' })
      .nth(await catalogIndex(page, 'music'))
      .click()
    await append(
      page,
      '\n  mixtape:\n    singular: Mixtape\n    plural: Mixtapes\n    icon: cassette-tape\n    sentence: Songs in an order that somebody likes.\n    roles:\n      curator:\n        title: Curator\n        sentence: Chooses the songs of the mixtape.\n        risk: low\n    permissions:\n      can_play:\n        title: Play\n        sentence: Plays the mixtape.\n        risk: low\n',
    )
    const dialog = await pushDialog(page)
    await dialog.getByText('Nothing stands against it').waitFor()
    await dialog.getByText('with 2 relations').waitFor()
    await dialog.getByText('Nobody gains or loses anything today.').waitFor()
    await dialog.getByLabel(/^Reason/).fill('mixtapes are back')
    await dialog.getByLabel(/^Label/).fill('tapes')
    await keepPictures(page, 'models-push')
    await dialog.getByRole('button', { name: 'Push', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })

    const inForce = await serverClient().model.get({ store, model: 'in-force' })
    expect(inForce).toMatchObject({ reason: 'mixtapes are back', labels: ['tapes'] })
    expect(inForce.text).toContain('type mixtape')
    await expect.poll(() => page.getByRole('button', { name: 'Push …' }).isDisabled()).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })

  test('somebody whose key may only read is told so, and keeps what they typed', async () => {
    const reader = await newKey({ roles: ['reader', 'asker', 'watcher'], stores: [store] })
    const before = await version('ads')
    const { page, close } = await openPage(browser, { key: reader.secret, path: editorPath(store, 'ads/model.fga') })
    await editorReady(page)
    await append(page, '\n# a thought\n')
    const dialog = await pushDialog(page)
    await dialog.getByText('Your key may not push this').waitFor()
    await keepPictures(page, 'models-forbidden')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await reload(page)
    await editorReady(page)
    await page.getByText('1 changed file from last time').waitFor()
    expect(await version('ads')).toBe(before)
    await close()
  })

  test('two people: whoever was slower is told, and decides whose text stays', async () => {
    const { page, close } = await openPage(browser, { path: editorPath(store, 'audiobooks/model.fga') })
    await editorReady(page)
    await append(page, '\n# mine\n')
    const client = serverClient()
    const { files } = await client.module.get({ store, module: 'audiobooks' })
    const theirs = files.map(({ path, text }) => ({ path, text: path === 'model.fga' ? `${text}\n# theirs\n` : text }))
    await client.module.push({ store, module: 'audiobooks', files: theirs })
    await page.getByText('audiobooks: another version has come into force').waitFor()
    await page.getByRole('button', { name: 'Take theirs' }).click()
    await page.keyboard.press('ControlOrMeta+End')
    await expect.poll(() => page.getByRole('button', { name: 'Push …' }).isDisabled()).toBe(true)
    await page.locator('.cm-content').click()
    await page.keyboard.press('ControlOrMeta+End')
    await page.locator('.cm-line', { hasText: '# theirs' }).waitFor()
    await close()
  })
})

/** Which of the files of that name is the module's: they stand in the order of the modules. */
async function catalogIndex(page: import('playwright-core').Page, module: string): Promise<number> {
  const headings = await page.getByRole('navigation', { name: 'Files' }).getByRole('heading').allInnerTexts()
  return headings.indexOf(module)
}
