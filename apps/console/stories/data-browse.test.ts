// Looking at what there is: many objects, what lies in what, one of them with its history, something that ends; on a phone,
// by night and in the second language.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { openPage, serverClient, visit } from './console-under-test.ts'
import { demoRoom, newDataStore, releases, tuple } from './data-world.ts'
import { expectUsable, keepPictures } from './looks.ts'

const MANY = 5_000

describe.skipIf(!CHROMIUM)(`browsing data${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('5,000 objects, to the last one and to one that is looked for', async () => {
    const { room } = await newDataStore('many', releases(MANY))
    const { page, complaints, close } = await openPage(browser, { path: `${room}?type=release` })
    await page.getByText('5,000 objects').waitFor()
    const table = page.getByRole('grid', { name: 'release' })
    expect(await table.getAttribute('aria-rowcount')).toBe(String(MANY + 1))
    expect(await table.getByRole('row').count()).toBeLessThan(100)
    await expectUsable(page)
    await table.getByText('release:r00000').waitFor()
    await table.locator('..').evaluate((frame) => frame.scrollTo(0, frame.scrollHeight))
    await table.getByText(`release:r0${MANY - 1}`).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('R0424')
    await page.getByText('10 objects').waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('R0424')
    await table.getByText('release:r04242').click()
    await page.getByRole('heading', { level: 1, name: 'r04242' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('who has access, and through what', async () => {
    const { page, complaints, close } = await openPage(browser, { path: `${demoRoom()}/release:new` })
    await page.getByRole('heading', { name: 'Permissions' }).waitFor()
    await page.getByRole('button', { name: /^Edit credits and titles/ }).click()
    const through = page.getByRole('list', { name: 'Has it through' }).first()
    await through.getByText('label:northstar').first().waitFor()
    const { items } = await serverClient().access.listSubjects({
      store: demoRoom().split('/')[2] ?? '',
      object: 'release:new',
      relation: 'can_edit_metadata',
      type: 'user',
      context: { current_time: new Date().toISOString() },
    })
    for (const name of items) expect(await page.getByText(name, { exact: true }).count()).toBeGreaterThan(0)
    await keepPictures(page, 'data-object')
    expect(complaints).toEqual([])
    await close()
  })

  test('what lies in what, opened by the keyboard', async () => {
    const { page, complaints, close } = await openPage(browser, { path: `${demoRoom()}?type=organization&view=tree` })
    const tree = page.getByRole('tree')
    await tree.getByText('organization:northstar').click()
    await page.getByRole('heading', { level: 1, name: 'northstar' }).waitFor()
    await page.getByRole('link', { name: 'What lies in it' }).click()
    await tree.getByText('label:northstar').waitFor()
    await tree.locator('[role=treeitem][tabindex="0"]').focus()
    const here = page.locator('[role=treeitem]:focus')
    while (!(await here.textContent())?.includes('label:northstar')) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await tree.getByText('release:new').first().waitFor()
    await expectUsable(page)
    await keepPictures(page, 'data-tree')
    expect(complaints).toEqual([])
    await close()
  })

  test('what happened to an object: who, when and why', async () => {
    const { store, room } = await newDataStore('history', [tuple('label:north#editor@user:anne')])
    const client = serverClient()
    await client.tuple.write({ store, added: [tuple('label:north#editor@user:bob')], reason: 'he helps out' })
    await client.tuple.write({ store, removed: [tuple('label:north#editor@user:anne')], reason: 'she left' })
    const { page, complaints, close } = await openPage(browser, { path: `${room}/label:north?tab=history` })
    const entries = page.locator('ol > li').filter({ hasText: 'revision' })
    await entries.first().getByText('“she left”').waitFor()
    expect(await entries.count()).toBe(3)
    await entries.first().getByText('user:anne').waitFor()
    await entries.nth(1).getByText('“he helps out”').waitFor()
    await entries.first().getByText('api_key:root').waitFor()
    await keepPictures(page, 'data-history')
    // What was taken is given back from here.
    await entries.first().getByRole('button', { name: 'Take back …' }).click()
    await page
      .getByRole('dialog')
      .getByLabel(/^Reason/)
      .fill('she came back')
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('“she came back”').waitFor()
    const { items } = await client.tuple.read({ store, object: 'label:north' })
    expect(items.map(({ subject }) => subject)).toEqual(['user:anne', 'user:bob'])
    expect(complaints).toEqual([])
    await close()
  })

  test('a tuple that ends is seen to end', async () => {
    const { store, room } = await newDataStore('ending')
    const client = serverClient()
    const ending = (inMs: number) => ({ ...tuple('label:north#editor@user:anne'), expiresAt: Date.now() + inMs })
    await client.tuple.write({ store, added: [ending(1_800_000), tuple('label:north#editor@user:bob')] })
    const { page, complaints, close } = await openPage(browser, { path: `${room}/tuples?ends=1h` })
    await page.getByText('One tuple').waitFor()
    await page.getByRole('grid').getByText('ends').waitFor()
    await expectUsable(page)
    await client.tuple.write({ store, added: [ending(3_000)], onExisting: 'replace' })
    await page.getByText('Nothing found').waitFor()
    expect((await client.tuple.read({ store, object: 'label:north' })).items).toHaveLength(1)
    await visit(page, `${room}/label:north?tab=history`)
    await page.getByText('its time was over').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test.for([
    ['phone', 'light'],
    ['phone', 'dark'],
    ['desktop', 'dark'],
  ] as const)('in German, %s, %s', async ([size, theme]) => {
    const { page, complaints, close } = await openPage(browser, { size, theme, locale: 'de', path: demoRoom() })
    await page.getByRole('heading', { level: 1, name: 'Daten' }).waitFor()
    await expectUsable(page)
    for (const [path, text] of [
      ['/tuples', /Tupel$/],
      ['/label:northstar', /Berechtigungen/],
      ['/label:northstar?tab=history', /Revision/],
      ['/import', /So geht es/],
      ['/export', /Alle Tupel/],
      ['/live', /Festhalten/],
    ] as const) {
      await visit(page, demoRoom() + path)
      await page.getByText(text).first().waitFor()
      await expectUsable(page)
    }
    expect(complaints).toEqual([])
    await close()
  })
})
