// Many tuples: in with a report of what is wrong, out as a file that can come in again, and seen as they come.

import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { openPage, serverClient, visit } from './console-under-test.ts'
import { newDataStore, tuple } from './data-world.ts'
import { expectUsable, keepPictures } from './looks.ts'

const ROWS = 100_000
/** Of the file, whose first row names the columns. */
const BAD = [2, 3, 77, 1_000, 9_999, 10_001, 25_000, 50_001, 66_666, 80_000, 99_999, 100_001]

function largeFile(): Buffer {
  const wrong = ['release:x,editor,user:u', 'release:x,label,user:u', 'release,label,label:north', ',label,label:north']
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const at = BAD.indexOf(n + 2)
    return at < 0 ? `release:r${n},label,label:l${n % 50}` : wrong[at % wrong.length]
  })
  return Buffer.from(`object,relation,subject\n${rows.join('\n')}\n`)
}

describe.skipIf(!CHROMIUM)(`many tuples${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('100,000 rows with 12 bad ones: exactly these are told, the others go in', async () => {
    const { store, room } = await newDataStore('import')
    const { page, complaints, close } = await openPage(browser, { path: `${room}/import` })
    await page.getByText('How it goes').waitFor()
    await expectUsable(page)
    const file = { name: 'catalogue.csv', mimeType: 'text/csv', buffer: largeFile() }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('heading', { name: '99,988 good rows, 12 bad ones' }).waitFor({ timeout: 120_000 })
    const { revision } = await serverClient().store.read({ store })
    expect(revision).toBe(2)
    const table = page.getByRole('table', { name: '12 bad rows' })
    expect(await table.getAttribute('aria-rowcount')).toBe('13')
    await keepPictures(page, 'data-import')

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(BAD)
    expect(lines[0]).toContain('has no relation `editor`')

    await page.getByLabel(/^Reason/).fill('the catalogue of the spring')
    await page.getByRole('button', { name: 'Import 99,988 rows' }).click()
    await page.getByText('99,988 rows are in').waitFor({ timeout: 120_000 })
    const { items } = await serverClient().object.count({ store })
    expect(items).toContainEqual({ type: 'release', objects: ROWS - BAD.length, isExact: true })
    const audit = await serverClient().audit.list({ store, pageSize: 1 })
    expect(audit.items[0]).toMatchObject({ reason: 'the catalogue of the spring', source: 'import' })
    expect(complaints).toEqual([])
    await close()
  })

  test('what is pasted, and what cannot be read at all', async () => {
    const { store, room } = await newDataStore('paste')
    const { page, complaints, close } = await openPage(browser, { path: `${room}/import` })
    await page.getByText('The clipboard', { exact: true }).click()
    const text = page.getByLabel('Tuples', { exact: true })
    await text.fill('a,b\n1,2')
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('The first row has to name the columns').waitFor()
    expect(await text.inputValue()).toBe('a,b\n1,2')
    await text.fill(JSON.stringify([tuple('label:north#editor@user:anne')]))
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('heading', { name: 'One good row, no bad ones' }).waitFor()
    await page.getByLabel(/^Reason/).fill('by hand')
    await page.getByRole('button', { name: 'Import one row' }).click()
    await page.getByText('One row is in').waitFor()
    await expectUsable(page)
    expect((await serverClient().tuple.read({ store })).items).toHaveLength(1)
    expect(complaints).toEqual([])
    await close()
  })

  test('an export is a file that can come in again', async () => {
    const world = ['label:north#editor@user:anne', 'label:north#company@company:indigo'].map(tuple)
    const { room } = await newDataStore('export', world)
    const { page, complaints, close } = await openPage(browser, { path: `${room}/export` })
    await page.getByLabel('Table (CSV)').check()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export', exact: true }).click(),
    ])
    await page.getByText('2 tuples are in the file').waitFor()
    await keepPictures(page, 'data-export')
    const content = readFileSync(await download.path())
    const other = await newDataStore('export again')
    await visit(page, `${other.room}/import`)
    const file = { name: 'again.csv', mimeType: 'text/csv', buffer: content }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByLabel(/^Reason/).fill('moved')
    await page.getByRole('button', { name: 'Import 2 rows' }).click()
    await page.getByText('2 rows are in', { exact: true }).waitFor()
    const { items } = await serverClient().tuple.read({ store: other.store })
    expect(items).toEqual(expect.arrayContaining(world))
    expect(complaints).toEqual([])
    await close()
  })

  test('two tabs see a change as it happens, one of them holds it back', async () => {
    const { store, room } = await newDataStore('live', [tuple('label:north#editor@user:anne')])
    const first = await openPage(browser, { path: `${room}/live` })
    const page = first.page
    const other = await page.context().newPage()
    await visit(other, `${room}/live`)
    for (const each of [page, other]) await each.getByText('live', { exact: true }).first().waitFor()
    await other.getByRole('button', { name: 'Hold' }).click()
    const client = serverClient()
    await client.tuple.write({ store, added: [tuple('label:north#editor@user:zoe')], reason: 'a new face' })
    await page.getByText('“a new face”').waitFor()
    await page.getByText('user:zoe').waitFor()
    await other.getByRole('button', { name: 'Go on (one more)' }).waitFor()
    expect(await other.getByText('“a new face”').count()).toBe(0)
    await other.getByRole('button', { name: 'Go on (one more)' }).click()
    await other.getByText('“a new face”').waitFor()
    // And a table that was open shows it without being asked.
    await visit(other, `${room}/label:north?tab=tuples`)
    await other.getByText('user:zoe').waitFor()
    await client.tuple.write({ store, added: [tuple('label:north#editor@user:max')] })
    await other.getByText('user:max').waitFor()
    await keepPictures(page, 'data-live')
    expect(first.complaints).toEqual([])
    await first.close()
  })
})
