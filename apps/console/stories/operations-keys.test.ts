// Keys, from the first to the last: made as narrow as it works, its secret seen once, used, replaced, and ended so that
// whoever is signed in with it is signed out, in every browser.

import { LocknessError } from '@lockness/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, newKey, openPage, serverClient } from './console-under-test.ts'
import { expectUsable, keepPictures } from './looks.ts'

/** More than are shown at once. */
const STORES = 9
const QUESTION = { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna' }

async function statusOf(asked: Promise<unknown>): Promise<number | undefined> {
  return asked.then(
    () => 200,
    (error: unknown) => (error instanceof LocknessError ? error.status : undefined),
  )
}

/** What the dialog shows this once. */
async function readSecret(page: Page): Promise<string> {
  const shown = page.getByRole('figure', { name: 'The secret' }).locator('code')
  return (await shown.innerText()).trim()
}

async function openMenuOf(page: Page, name: string): Promise<void> {
  await page
    .getByRole('button', { name: `What to do with ${name}` })
    .first()
    .click()
}

describe.skipIf(!CHROMIUM)(`keys${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
    // So many that one finds them by typing, whichever other stories have made some.
    for (let i = 0; i < STORES; i++) await serverClient().store.create({ name: `one of many ${i}` })
  })
  afterAll(() => browser?.close())

  test('create one, use it, revoke it, and be signed out everywhere', async () => {
    const { store } = consoleUnderTest()
    const { page, complaints, close } = await openPage(browser, { path: '/operations/keys' })
    await page.getByRole('button', { name: 'New key' }).click()
    await page.getByRole('button', { name: 'Make the key' }).click()
    await page.getByText('Give it a name by which others know what it is for').waitFor()
    await page.getByText('Choose at least one store').waitFor()
    await page.getByRole('dialog').getByLabel('Name').fill('checkout web')
    await page.getByLabel('Add a store').fill(store)
    await page.getByRole('option', { name: /^demo/ }).click()
    await page.getByRole('button', { name: 'Leave out demo' }).waitFor()
    await page.getByRole('checkbox', { name: 'watcher' }).check()
    await page.getByLabel('Why').fill('for the story of a key')
    await page.getByRole('button', { name: 'Make the key' }).click()

    await page.getByRole('dialog', { name: 'The key checkout web is there' }).waitFor()
    const secret = await readSecret(page)
    const client = serverClient(secret)
    expect((await client.access.check({ store, ...QUESTION })).allowed).toBe(true)
    expect(await statusOf(client.key.list({}))).toBe(403)
    expect(await statusOf(client.store.list({}))).toBe(403)
    const made = await serverClient().key.read({ key: secret.split('_')[1] ?? '' })
    expect(made).toMatchObject({ state: 'live', roles: ['asker', 'reader', 'watcher'], stores: [store] })
    expect(made.expiresAt).toBeDefined()
    await expectUsable(page)
    await page.getByRole('button', { name: 'I have kept it' }).click()
    expect(await page.content()).not.toContain(secret)

    const readers = await Promise.all(
      [1, 2].map(() => openPage(browser, { key: secret, path: `/s/${store}/explorer` })),
    )
    for (const reader of readers) await reader.page.getByRole('heading', { level: 1 }).first().waitFor()

    await openMenuOf(page, 'checkout web')
    await page.getByRole('menuitem', { name: 'Revoke' }).click()
    const confirm = page.getByRole('button', { name: 'Revoke for ever' })
    expect(await confirm.isDisabled()).toBe(true)
    await page.getByLabel(/Type checkout web/).fill('checkout web')
    await confirm.click()
    await page.getByText('checkout web is revoked').first().waitFor()

    expect(await statusOf(client.access.check({ store, ...QUESTION }))).toBe(401)
    expect(await serverClient().key.read({ key: made.id })).toMatchObject({ state: 'revoked' })
    // They ask for nothing more, and hear of it.
    for (const reader of readers) await reader.page.waitForURL(/\/sign-in\?reason=revoked/)
    await keepPictures(readers[0]!.page, 'signed-out')
    for (const reader of readers) await reader.close()
    await page.getByText('Ended', { exact: true }).click()
    await page.getByText('checkout web').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('rotate one: the new secret counts, the old one does not', async () => {
    const { store } = consoleUnderTest()
    const old = await newKey({ name: 'reports', roles: ['asker'], stores: [store] })
    const { page, close } = await openPage(browser, { path: '/operations/keys' })
    await openMenuOf(page, 'reports')
    await page.getByRole('menuitem', { name: 'Rotate' }).click()
    await page.getByLabel('The old key').selectOption({ label: 'ends at once' })
    await page.getByRole('button', { name: 'Make the new key' }).click()
    await page.getByText('The old key has ended.').waitFor()
    const secret = await readSecret(page)
    expect(await statusOf(serverClient(secret).access.check({ store, ...QUESTION }))).toBe(200)
    expect(await statusOf(serverClient(old.secret).access.check({ store, ...QUESTION }))).toBe(401)
    expect((await serverClient().key.read({ key: old.id })).replacedBy).toBeDefined()
    await close()
  })

  test('how it looks', async () => {
    const { page, close } = await openPage(browser, { path: '/operations/keys' })
    await page.getByText('Root key').first().waitFor()
    await keepPictures(page, 'operations-keys')
    await page.getByRole('button', { name: 'New key' }).click()
    await page.getByRole('dialog', { name: 'New key' }).waitFor()
    await keepPictures(page, 'operations-new-key')
    await close()
  })
})
