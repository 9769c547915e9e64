// The model as a picture with forty types, and the room's other views: in German, by night, on a phone, with and without a model.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, openPage, reload, serverClient } from './console-under-test.ts'
import { keepPictures } from './looks.ts'

const TYPES = 40

describe.skipIf(!CHROMIUM)(`views of a model${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  let store: string
  let empty: string
  beforeAll(async () => {
    browser = await openBrowser()
    const client = serverClient()
    store = (await client.store.create({ name: 'forty types' })).id
    empty = (await client.store.create({ name: 'without a model' })).id
    const types = Array.from({ length: TYPES - 1 }, (_, i) => {
      const parent = i < 3 ? 'owner: [user]' : `parent: [part_${Math.floor(i / 3)}]`
      const from = i < 3 ? '' : ' or editor from parent'
      return `type part_${i}\n  relations\n    define ${parent}\n    define editor: [user]${from}\n`
    })
    await client.model.write({ store, text: `model\n  schema 1.1\ntype user\n${types.join('')}` })
  })
  afterAll(() => browser?.close())

  test('forty types can be read, and one of them tells who reaches what', async () => {
    const { page, complaints, close } = await openPage(browser, { path: `/s/${store}/models/picture` })
    const boxes = page.locator('.react-flow__node-type')
    await expect.poll(() => boxes.count()).toBe(TYPES)
    await page.getByText('40 types').waitFor()
    // Each is large enough to be read, and none lies on another.
    const places = await boxes.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON() as DOMRect))
    for (const [i, a] of places.entries()) {
      expect(a.width).toBeGreaterThan(80)
      for (const b of places.slice(i + 1))
        expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true)
    }
    await page.locator('.react-flow__node[data-id=part_20]').focus()
    await page.keyboard.press('Enter')
    const facts = page.getByRole('region', { name: 'part_20' })
    await facts.getByText('Who can come to have it').waitFor()
    expect(await facts.getByRole('listitem').filter({ hasText: 'editor' }).first().innerText()).toContain('user')
    await page.getByLabel('Only what it touches').check()
    await expect.poll(() => boxes.count()).toBeLessThan(8)
    expect(page.url()).toMatch(/type=part_20&near=1/)
    await keepPictures(page, 'models-picture-near')
    await reload(page)
    await expect.poll(() => boxes.count()).toBeLessThan(8)
    expect(complaints).toEqual([])
    await close()
  })

  test('the demo world as a picture, module by module', async () => {
    const { store: demo } = consoleUnderTest()
    const { page, complaints, close } = await openPage(browser, { path: `/s/${demo}/models/picture`, theme: 'dark' })
    await page.locator('.react-flow__node-type').first().waitFor()
    await keepPictures(page, 'models-picture')
    await page.getByRole('combobox', { name: 'Module' }).selectOption('music')
    await expect.poll(() => page.locator('.react-flow__node-frame').count()).toBeLessThan(7)
    expect(page.url()).toContain('module=music')
    expect(complaints).toEqual([])
    await close()
  })

  test('modules, catalog and versions of the demo world, in German', async () => {
    const { store: demo } = consoleUnderTest()
    const { page, complaints, close } = await openPage(browser, { path: `/s/${demo}/models`, locale: 'de' })
    await page.getByRole('heading', { level: 1, name: 'Modelle' }).waitFor()
    await page.getByRole('link', { name: 'music' }).waitFor()
    await keepPictures(page, 'models-modules-de')
    await page.getByRole('link', { name: 'Katalog' }).click()
    await page.getByRole('heading', { name: /^Artist/ }).waitFor()
    await page.getByLabel('Typen, Rollen und Berechtigungen suchen').fill('pitch')
    await expect.poll(() => page.getByRole('heading', { name: /^Company/ }).count()).toBe(0)
    await keepPictures(page, 'models-catalog-de')
    expect(complaints).toEqual([])
    await close()
  })

  test('a store without a model says how to get one, and one is begun', async () => {
    const { page, complaints, close } = await openPage(browser, { path: `/s/${empty}/models`, size: 'phone' })
    await page.getByText('This store has no model yet').waitFor()
    await keepPictures(page, 'models-none')
    await page.getByRole('link', { name: 'Write a model' }).click()
    await page.getByRole('button', { name: 'Write it in one file' }).click()
    await page.locator('pre', { hasText: 'type document' }).waitFor()
    await page.getByRole('button', { name: 'Write here' }).click()
    await page.locator('.cm-content:focus').waitFor()
    await page.getByRole('button', { name: 'Push …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Nothing stands against it').waitFor()
    await dialog.getByRole('button', { name: 'Push', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    const { text } = await serverClient().model.get({ store: empty, model: 'in-force' })
    expect(text).toContain('type document')
    expect(complaints).toEqual([])
    await close()
  })
})
