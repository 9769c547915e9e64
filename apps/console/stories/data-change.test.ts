// Writing and removing: what it would do is seen before it is done, it is done with a reason, and it is taken back as long
// as that is true.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { newKey, openPage, serverClient, visit } from './console-under-test.ts'
import { newDataStore, releases, tuple } from './data-world.ts'
import { expectUsable, keepPictures } from './looks.ts'

const RELEASES = 106

const sheet = (page: Page) => page.getByRole('dialog')
const reason = (page: Page) => sheet(page).getByLabel(/^Reason/)

async function choose(page: Page, label: string, name: string): Promise<void> {
  const field = sheet(page).getByLabel(label, { exact: true })
  await field.fill(name)
  await field.press('Enter')
}

describe.skipIf(!CHROMIUM)(`changing data${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('a write is seen before it is done, and taken back', async () => {
    const { store, room } = await newDataStore('write', releases(3))
    const { page, complaints, close } = await openPage(browser, { path: `${room}/label:north` })
    const client = serverClient()
    await page.getByRole('button', { name: 'Give access' }).click()
    await sheet(page).getByLabel('As what').selectOption('editor')
    await choose(page, 'Who', 'user:anne')
    await sheet(page).getByRole('button', { name: 'Add to the list' }).click()
    // The editor herself, and two relations on each release.
    await sheet(page).getByRole('heading', { name: '7 decisions change' }).waitFor()
    await sheet(page).getByText('7 are gained').waitFor()
    await expectUsable(page)
    await keepPictures(page, 'data-preview')
    await sheet(page).getByRole('button', { name: 'Write one tuple' }).click()
    await sheet(page).getByText('Say why, in a few words.').waitFor()
    expect((await client.tuple.read({ store, object: 'label:north' })).items).toEqual([])
    await reason(page).fill('she runs the label now')
    await sheet(page).getByRole('button', { name: 'Write one tuple' }).click()
    await page.getByText('Written', { exact: true }).waitFor()
    // It stays as long as somebody points at it.
    await page.getByRole('button', { name: 'Undo' }).hover()

    const check = { store, subject: 'user:anne', relation: 'can_edit', object: 'release:r00001' }
    expect(await client.access.check({ ...check, consistency: { mode: 'full' } })).toMatchObject({ allowed: true })
    const { items } = await client.audit.list({ store, pageSize: 1 })
    expect(items[0]).toMatchObject({ reason: 'she runs the label now', added: 1 })

    await page.getByRole('button', { name: 'Undo' }).click()
    await sheet(page).getByText('7 are lost').waitFor()
    await reason(page).fill('a mistake')
    await sheet(page).getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('Taken back', { exact: true }).waitFor()
    expect(await client.access.check({ ...check, consistency: { mode: 'full' } })).toMatchObject({ allowed: false })
    expect(complaints).toEqual([])
    await close()
  })

  test('what somebody has moved since is not taken back, and that is said', async () => {
    const { store, room } = await newDataStore('moved', [tuple('label:north#editor@user:anne'), ...releases(1)])
    const { page, close } = await openPage(browser, { path: `${room}/label:north?tab=tuples` })
    const client = serverClient()
    await page.getByRole('checkbox').first().check()
    await page.getByRole('button', { name: /^Remove the chosen/ }).click()
    await reason(page).fill('she left')
    await sheet(page).getByRole('button', { name: 'Remove one tuple' }).click()
    await page.getByText('Removed', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).hover()
    // Meanwhile somebody gives it again, for a while.
    const expiresAt = Date.now() + 3_600_000
    await client.tuple.write({ store, added: [{ ...tuple('label:north#editor@user:anne'), expiresAt }] })
    await page.getByRole('button', { name: 'Undo' }).click()
    await reason(page).fill('she stays')
    await sheet(page).getByRole('button', { name: 'Take it back' }).click()
    await sheet(page).getByText('This can no longer be taken back').waitFor()
    await expectUsable(page)
    expect((await client.tuple.read({ store, object: 'label:north' })).items).toMatchObject([{ expiresAt }])
    await close()
  })

  test('a removal that takes 212 decisions away names all of them', async () => {
    const { store, room } = await newDataStore('lose', [tuple('label:north#editor@user:anne'), ...releases(RELEASES)])
    const { page, complaints, close } = await openPage(browser, { path: `${room}/tuples?subject=user:anne` })
    await page.getByRole('button', { name: 'Remove all that are found …' }).click()
    // One is that she is the editor.
    await sheet(page)
      .getByRole('heading', { name: `${2 * RELEASES + 1} decisions change` })
      .waitFor()
    await sheet(page).getByText('All 213 by name:').waitFor()
    const names = sheet(page).getByRole('table', { name: 'Decisions that change' })
    expect(await names.getAttribute('aria-rowcount')).toBe('214')
    await names.getByText('release:r00000').first().waitFor()
    await names.locator('..').evaluate((frame) => frame.scrollTo(0, frame.scrollHeight))
    await names.getByText('release:r00105').first().waitFor()
    await expectUsable(page)
    await keepPictures(page, 'data-removal')
    const { items } = await serverClient().tuple.read({ store, subject: 'user:anne' })
    expect(items).toHaveLength(1)
    expect(complaints).toEqual([])
    await close()
  })

  test('somebody who may not write sees what it would do, and cannot do it', async () => {
    const { store, room } = await newDataStore('reader', [tuple('label:north#editor@user:anne'), ...releases(2)])
    const { secret: key } = await newKey({ roles: ['reader', 'asker'], stores: [store] })
    const { page, complaints, close } = await openPage(browser, { key, path: `${room}/label:north?tab=tuples` })
    await page.getByText('user:anne').first().waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Give access' }).isDisabled()).toBe(true)
    await visit(page, `${room}/import`)
    await page.getByText('You may look and not write').waitFor()
    await expectUsable(page)
    await visit(page, `${room}/live`)
    await page.getByText('This key may not watch').waitFor()
    expect(complaints.filter((each) => !each.includes('403'))).toEqual([])
    await close()
  })
})
