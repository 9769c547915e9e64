// A list of 20,000: scrolled to its end, of which only what is seen is in the page; and all of it as a file.

import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { openPage, serverClient } from './console-under-test.ts'
import { expectUsable, keepPictures } from './looks.ts'

const COUNT = 20_000
const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user]
    define can_view: viewer
`

async function newStoreOfMany(): Promise<string> {
  const client = serverClient()
  const { id: store } = await client.store.create({ name: 'many' })
  await client.model.write({ store, text: MODEL })
  const names = Array.from({ length: COUNT }, (_, i) => `doc:${String(i).padStart(5, '0')}`)
  for (let from = 0; from < COUNT; from += 10_000) {
    const added = names
      .slice(from, from + 10_000)
      .map((object) => ({ object, relation: 'viewer', subject: 'user:ann' }))
    await client.tuple.write({ store, added })
  }
  await client.tuple.write({
    store,
    added: names.slice(0, 5).map((object) => ({ object, relation: 'viewer', subject: 'user:bob' })),
  })
  return store
}

function roomOf(store: string, said: Readonly<Record<string, string>> = {}): string {
  const asked = { ask: 'reach', subject: 'user:ann', permission: 'can_view', type: 'doc', ...said }
  return `/s/${store}/explorer?${new URLSearchParams(asked)}`
}

describe.skipIf(!CHROMIUM)(`long lists${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  let store = ''
  beforeAll(async () => {
    browser = await openBrowser()
    store = await newStoreOfMany()
  })
  afterAll(() => browser?.close())

  test('20,000 objects, scrolled to the end, and exported', async () => {
    const { page, complaints, close } = await openPage(browser, { path: roomOf(store) })
    const table = page.getByRole('table')
    await table.getByText('doc:00000', { exact: true }).waitFor()
    await page.getByText(/so far, more as you scroll/).waitFor()
    const { revision } = await serverClient().store.read({ store })
    // What is written meanwhile is not in the pages to come: they are of one revision.
    await serverClient().tuple.write({
      store,
      added: [{ object: 'doc:99999', relation: 'viewer', subject: 'user:ann' }],
    })
    const frame = table.locator('xpath=..')
    const isWhole = async () => {
      await frame.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
      return page.getByText('20,000 in all').isVisible()
    }
    await expect.poll(isWhole).toBe(true)
    await frame.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
    await table.getByText('doc:19999', { exact: true }).waitFor()
    expect(await table.getByRole('row').count()).toBeLessThan(200)
    await expectUsable(page)

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
    expect(lines).toHaveLength(COUNT + 1)
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ end: { count: COUNT, revision } })
    expect(new Set(lines.slice(0, -1)).size).toBe(COUNT)
    expect(complaints).toEqual([])
    await close()
  })

  test('two lists as one, with what differs', async () => {
    const { page, close } = await openPage(browser, {
      path: roomOf(store, { subject: 'user:bob', 'vs-subject': 'user:ann' }),
    })
    const table = page.getByRole('table')
    await table.getByText('doc:00005', { exact: true }).waitFor()
    const row = (name: string) => table.getByRole('row').filter({ hasText: name })
    expect(await row('doc:00004').innerText()).toContain('In both')
    expect(await row('doc:00005').innerText()).toContain('Only ann')
    await page.getByText('Differences', { exact: true }).click()
    await table.getByText('doc:00005', { exact: true }).waitFor()
    expect(await row('doc:00004').count()).toBe(0)
    await keepPictures(page, 'explorer-lists-compared')
    await close()
  })

  test('nobody at all', async () => {
    const { page, close } = await openPage(browser, { path: roomOf(store, { subject: 'user:nobody' }) })
    await page.getByText('Nobody and nothing').waitFor()
    await expectUsable(page)
    await close()
  })
})
