// Two answers side by side: of two people, of two dates, of two models.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { consoleUnderTest, newDemoStore, openPage, serverClient, visit } from './console-under-test.ts'
import { expectUsable, keepPictures } from './looks.ts'

const EVE = { ask: 'can', subject: 'user:eve', permission: 'can_edit_profile', object: 'artist:luna' }

function roomOf(store: string, said: Readonly<Record<string, string>>): string {
  return `/s/${store}/explorer?${new URLSearchParams(said)}`
}

async function openCompare(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Compare with' }).click()
  const panel = page.getByRole('dialog', { name: 'Compare with' })
  await panel.getByText('Time', { exact: true }).first().waitFor()
}

describe.skipIf(!CHROMIUM)(`comparing${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('two people', async () => {
    const { store } = consoleUnderTest()
    const { page, complaints, close } = await openPage(browser, { path: roomOf(store, EVE) })
    await openCompare(page)
    await page.getByLabel('Who else').fill('user:rhea')
    await page
      .getByRole('option', { name: /user:rhea/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    await page.getByText('The answers differ').waitFor()
    await page.getByRole('region', { name: 'eve' }).getByText('Allowed').waitFor()
    await page.getByRole('region', { name: 'rhea' }).getByText('Denied').waitFor()
    await page.getByRole('region', { name: 'rhea' }).getByText('other result').first().waitFor()
    expect(new URL(page.url()).searchParams.get('vs-subject')).toBe('user:rhea')
    const asked = await Promise.all(
      ['user:eve', 'user:rhea'].map((subject) =>
        serverClient().access.check({ store, subject, relation: EVE.permission, object: EVE.object }),
      ),
    )
    expect(asked.map(({ allowed }) => allowed)).toEqual([true, false])
    await keepPictures(page, 'explorer-compare')
    await page.getByRole('button', { name: 'Do not compare' }).click()
    await page.getByRole('heading', { name: 'Proof', exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test('two dates: what somebody could before they left, and now', async () => {
    const store = await newDemoStore('two dates')
    const client = serverClient()
    const { revision: before } = await client.store.read({ store })
    const assigned = { object: 'team:marketing', relation: 'assigned', subject: 'user:eve' }
    const { revision: after } = await client.tuple.write({ store, removed: [assigned], reason: 'left marketing' })
    const { page, close } = await openPage(browser, { path: roomOf(store, EVE) })
    const answer = page.getByRole('region', { name: 'Answer' })
    await answer.getByText('Denied').waitFor()
    await answer.getByText(`Revision ${after}`).waitFor()

    await openCompare(page)
    const panel = page.getByRole('dialog', { name: 'Compare with' })
    await panel.getByText('Time', { exact: true }).first().click()
    await panel.getByText('Revision', { exact: true }).first().click()
    await panel.getByRole('textbox', { name: 'Revision' }).fill(String(before))
    await panel.getByRole('button', { name: 'Apply' }).click()
    await page.getByText('The answers differ').waitFor()
    await page.getByRole('region', { name: 'Now' }).getByText('Denied').waitFor()
    await page
      .getByRole('region', { name: `Revision ${before}` })
      .getByText('Allowed')
      .waitFor()
    await keepPictures(page, 'explorer-two-dates')

    // The list of rights, compared in the same way, as of that revision alone.
    await visit(
      page,
      roomOf(store, { ask: 'do', subject: 'user:eve', object: 'label:northstar', at: `#${before}`, 'vs-at': 'now' }),
    )
    await page
      .getByText(/differences?$/)
      .first()
      .waitFor()
    await page.getByRole('row').filter({ hasText: 'editor_assigned' }).getByText(`Only Revision ${before}`).waitFor()
    const past = await client.access.listRelations({
      store,
      subject: 'user:eve',
      object: 'label:northstar',
      at: { revision: before },
    })
    const now = await client.access.listRelations({ store, subject: 'user:eve', object: 'label:northstar' })
    expect(past.relations).toContain('editor_assigned')
    expect(now.relations).not.toContain('editor_assigned')
    await close()
  })

  test('two models: what another version would have answered', async () => {
    const client = serverClient()
    const { id: store } = await client.store.create({ name: 'two models' })
    const model = (rule: string) =>
      `model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define owner: [user]\n    define viewer: [user]\n    define can_edit: ${rule}\n`
    const old = await client.model.write({ store, text: model('owner or viewer') })
    await client.tuple.write({ store, added: [{ object: 'doc:a', relation: 'viewer', subject: 'user:ann' }] })
    await client.model.write({ store, text: model('owner') })
    const { page, close } = await openPage(browser, {
      path: roomOf(store, { ask: 'can', subject: 'user:ann', permission: 'can_edit', object: 'doc:a' }),
    })
    await page.getByRole('region', { name: 'Answer' }).getByText('Denied').waitFor()
    await openCompare(page)
    const panel = page.getByRole('dialog', { name: 'Compare with' })
    await panel.getByText('Model', { exact: true }).click()
    await panel.getByRole('button', { name: new RegExp(old.model ?? '') }).click()
    await page.getByText('The answers differ').waitFor()
    await page
      .getByRole('region', { name: new RegExp(old.model ?? '') })
      .getByText('Allowed')
      .waitFor()
    await expectUsable(page)
    await close()
  })
})
