// What nobody needs is found: a relation that no answer has rested on, and the access that was given through it.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { newDemoStore, openPage, serverClient } from './console-under-test.ts'
import { keepPictures } from './looks.ts'

const QUESTION = { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna' }

describe.skipIf(!CHROMIUM)(`usage${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  let store: string
  beforeAll(async () => {
    browser = await openBrowser()
    store = await newDemoStore('used in part')
    const client = serverClient()
    // As a program asks that acts on the answer.
    await client.access.check({ store, ...QUESTION, purpose: 'enforce' })
    await vi.waitFor(async () => expect((await client.usage.relations({ store })).items.find(isAsked)?.uses).toBe(1), {
      timeout: 60_000,
      interval: 500,
    })
  })
  afterAll(() => browser?.close())

  const isAsked = (row: { readonly type: string; readonly relation: string }) =>
    row.type === 'artist' && row.relation === QUESTION.relation

  test('an unused relation is found, and the tuples that give access by it', async () => {
    const { page, complaints, close } = await openPage(browser, { path: `/operations/usage?store=${store}` })
    await page.getByRole('button', { name: /^music/ }).click()
    await page.getByPlaceholder('Search relations').fill('artist#')
    const rows = page.getByRole('row')
    await rows.filter({ hasText: 'artist#reader_assigned' }).waitFor()
    expect(await rows.filter({ hasText: 'artist#can_edit_profile' }).count()).toBe(0)
    expect(page.url()).toMatch(/module=music.*text=artist/)
    await page.getByRole('button', { name: 'Unused tuples of artist#reader_assigned' }).click()
    const sheet = page.getByRole('dialog', { name: 'Unused tuples of artist#reader_assigned' })
    await sheet.getByText('user:bea').waitFor()
    const { items } = await serverClient().usage.tuples({ store, objectType: 'artist', relation: 'reader_assigned' })
    expect(items).toMatchObject([{ subject: 'user:bea', lastUsed: null }])
    await page.keyboard.press('Escape')
    await page.getByText('All', { exact: true }).click()
    await rows.filter({ hasText: 'artist#can_edit_profile' }).first().waitFor()
    await keepPictures(page, 'operations-usage')
    expect(complaints).toEqual([])
    await close()
  })
})
