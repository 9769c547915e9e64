// The audit log: found by any word of a change, shown before and after, and proved to be what it was.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { newDemoStore, newKey, openPage, serverClient, visit } from './console-under-test.ts'
import { keepPictures } from './looks.ts'

const GRANT = { object: 'artist:luna', relation: 'reader_assigned', subject: 'user:bea' }
const ENDS_AT = Date.parse('2031-03-01T12:00:00Z')

describe.skipIf(!CHROMIUM)(`the audit log${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('a change is found by what it was about, shown before and after, and its chain holds', async () => {
    const store = await newDemoStore('audited')
    const writer = await newKey({ name: 'tour desk', roles: ['writer'], stores: [store] })
    const { revision } = await serverClient(writer.secret).tuple.write({
      store,
      added: [{ ...GRANT, expiresAt: ENDS_AT }],
      onExisting: 'replace',
      reason: 'until the tour is over',
    })
    const { page, complaints, close } = await openPage(browser, { path: `/operations/audit?scope=${store}` })
    await page.getByLabel('Text').fill('artist:luna#reader_assigned')
    await page.getByRole('button', { name: 'Search' }).last().click()
    await page.waitForURL(/text=artist/)
    const row = page.getByRole('row').filter({ hasText: 'until the tour is over' })
    await row.getByText('tour desk').waitFor()
    await row.click()
    const sheet = page.getByRole('dialog', { name: `Revision ${revision}` })
    await sheet.getByText('artist:luna').first().waitFor()
    expect(page.url()).toContain(`revision=${revision}`)
    expect(await sheet.getByRole('listitem').filter({ hasText: 'user:bea' }).innerText()).toMatch(/no end[\s\S]*2031/)
    const change = await serverClient().audit.read({ store, revision })
    expect(change.changes).toEqual([{ before: GRANT, after: { ...GRANT, expiresAt: ENDS_AT } }])
    await sheet.getByText(change.proof?.hash ?? 'no hash').waitFor()
    await keepPictures(page, 'operations-audit-change')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Verify from the beginning' }).click()
    await page.getByText(`Nobody has altered revisions 1 to ${revision}`).waitFor()
    const proof = await serverClient().audit.verify({ store, from: 1 })
    expect(proof).toMatchObject({ to: revision, isWhole: true, faults: [] })
    await page.getByText(proof.hash ?? 'no hash').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('by who, by what and by when; an address leads to the same', async () => {
    const { page, close } = await openPage(browser, { path: '/operations/audit?scope=system&action=key.create' })
    await page.getByRole('row').filter({ hasText: 'key.create' }).first().waitFor()
    expect(await page.getByRole('row').filter({ hasText: 'store.create' }).count()).toBe(0)
    await visit(page, '/operations/audit?scope=system&until=2020-01-01T00:00:00.000Z')
    await page.getByText('Nothing was done that is like that').waitFor()
    await page.getByRole('link', { name: 'Clear the filters' }).click()
    await page.getByRole('row').nth(1).waitFor()
    await keepPictures(page, 'operations-audit')
    await close()
  })
})
