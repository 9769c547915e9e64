// A no that is understood, mended and taken back: what the explorer suggests is written through the data API, the answer
// becomes a yes, and the undo makes it a no again.

import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { newDemoStore, newKey, openPage, serverClient } from './console-under-test.ts'
import { expectUsable, keepPictures } from './looks.ts'

const RAY = { subject: 'user:ray', relation: 'can_edit_profile', object: 'artist:luna' }

function roomOf(store: string): string {
  const { subject, relation: permission, object } = RAY
  return `/s/${store}/explorer?${new URLSearchParams({ ask: 'why-not', subject, permission, object })}`
}

/** The suggestion to write this tuple and no other. */
function remedyOf(page: Page, tuple: string): Locator {
  const suggestions = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Do this …' }) })
  return suggestions.filter({ hasText: tuple }).first()
}

describe.skipIf(!CHROMIUM)(`mending a no${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('explain a deny, fix it, see it true, undo', async () => {
    const store = await newDemoStore('mending')
    const client = serverClient()
    const isAllowed = async () => (await client.access.check({ store, ...RAY, consistency: { mode: 'full' } })).allowed
    expect(await isAllowed()).toBe(false)
    const { page, complaints, close } = await openPage(browser, { path: roomOf(store) })
    const answer = page.getByRole('region', { name: 'Answer' })
    await answer.getByText('Denied').waitFor()
    await page.getByRole('heading', { name: 'What stopped it' }).waitFor()

    // Ray is a member of the company already, so one tuple is enough: the team's.
    const way = remedyOf(page, 'team:marketing#assigned@user:ray')
    await way.getByText('Low risk').waitFor()
    await expectUsable(page)
    await way.getByRole('button', { name: 'Do this …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Give this access' })
    await dialog.getByLabel('Reason').fill('joins marketing')
    await expectUsable(page)
    await dialog.getByRole('button', { name: 'Write' }).click()
    // It stays as long as somebody points at it.
    await page.getByRole('button', { name: 'Undo' }).hover()

    await answer.getByText('Allowed').waitFor()
    expect(await isAllowed()).toBe(true)
    const written = { object: 'team:marketing', relation: 'assigned', subject: RAY.subject }
    const { items } = await client.tuple.history({ store, ...written })
    expect(items).toMatchObject([{ began: { reason: 'joins marketing' } }])

    await page.getByRole('button', { name: 'Undo' }).click()
    await answer.getByText('Denied').waitFor()
    expect(await isAllowed()).toBe(false)
    expect((await client.tuple.history({ store, ...written })).items).toMatchObject([
      { ended: { reason: 'taken back in the explorer' } },
    ])
    expect(complaints).toEqual([])
    await close()
  })

  test('an undo that has become untrue says so, and does nothing', async () => {
    const store = await newDemoStore('mending twice')
    const client = serverClient()
    const { page, close } = await openPage(browser, { path: roomOf(store) })
    const way = remedyOf(page, 'team:marketing#assigned@user:ray')
    await way.getByRole('button', { name: 'Do this …' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Write' }).click()
    await page.getByRole('button', { name: 'Undo' }).hover()
    await page.getByRole('region', { name: 'Answer' }).getByText('Allowed').waitFor()
    const written = { object: 'team:marketing', relation: 'assigned', subject: RAY.subject }
    await client.tuple.write({ store, removed: [written] })
    const { revision } = await client.store.read({ store })
    // The answer follows changes of others by itself.
    await page.getByRole('region', { name: 'Answer' }).getByText('Denied').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('It could not be taken back').first().waitFor()
    expect((await client.store.read({ store })).revision).toBe(revision)
    await close()
  })

  test('somebody who may not write is told so, and nothing is written', async () => {
    const store = await newDemoStore('not mending')
    const { secret } = await newKey({ name: 'reads', roles: ['asker', 'reader', 'watcher'], stores: [store] })
    const { revision } = await serverClient().store.read({ store })
    const { page, close } = await openPage(browser, { key: secret, path: roomOf(store) })
    await page.getByRole('button', { name: 'Do this …' }).first().click()
    await keepPictures(page, 'explorer-remedy')
    await page.getByRole('dialog').getByRole('button', { name: 'Write' }).click()
    await page.getByText('Your key may not write here').waitFor()
    expect((await serverClient().store.read({ store })).revision).toBe(revision)
    await close()
  })
})
