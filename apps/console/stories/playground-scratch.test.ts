// The playground, where nobody has signed in: a model is changed, a question is answered anew, and a link carries all of it to
// somebody else. Nothing of it is sent anywhere.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from './chromium.ts'
import { openPage } from './console-under-test.ts'
import { keepPictures } from './looks.ts'
import { append, editorReady, examined, goTo } from './models-writing.ts'

describe.skipIf(!CHROMIUM)(`playground${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  const open = async (path: string, more: Parameters<typeof openPage>[1] = {}) => {
    const opened = await openPage(browser, { key: null, path, ...more })
    return { ...opened, asked: asksOf(opened.page) }
  }

  test('a question is answered, and anew when the model changes', async () => {
    const { page, asked, complaints, close } = await open('/playground?sample=documents')
    await editorReady(page)
    await page.getByText('user:omar has can_edit on document:launch.').waitFor()
    await page.getByRole('tree', { name: 'Why' }).waitFor()
    await keepPictures(page, 'playground')
    await goTo(page, 'editor from folder')
    await page.keyboard.insertText('owner from folder')
    await page.getByText('user:omar does not have can_edit on document:launch.').waitFor()
    await page.getByRole('tab', { name: /Tests/ }).click()
    await page
      .getByRole('tabpanel')
      .getByText(/Expected yes, received no/)
      .first()
      .waitFor()
    expect(asked).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  test('a link carries the whole scratch to another browser', async () => {
    const first = await open('/playground?sample=blank')
    await editorReady(first.page)
    await append(first.page, '\n# carried by a link\n')
    await first.page.getByRole('combobox', { name: 'Who' }).fill('user:bob')
    await first.page.keyboard.press('Tab')
    await first.page.getByText('user:bob does not have can_use on thing:1.').waitFor()
    await first.page.getByRole('button', { name: 'Copy link' }).click()
    await expect.poll(() => first.page.url()).toMatch(/\/playground#s1\./)
    const link = first.page.url()
    await first.close()

    const second = await open(link.slice(link.indexOf('/playground')), { size: 'phone', locale: 'de', theme: 'dark' })
    await second.page.locator('pre', { hasText: '# carried by a link' }).waitFor()
    await second.page.getByText('user:bob hat can_use auf thing:1 nicht.').waitFor()
    await keepPictures(second.page, 'playground-link-de')
    // On a phone the editor comes when it is wanted, and takes the keyboard.
    expect(await second.page.locator('.cm-content').count()).toBe(0)
    await second.page.getByRole('button', { name: 'Hier schreiben' }).click()
    await second.page.locator('.cm-line', { hasText: '# carried by a link' }).waitFor()
    await expect.poll(() => second.page.locator('.cm-content:focus').count()).toBe(1)
    expect(second.asked).toEqual([])
    expect(second.complaints).toEqual([])
    await second.close()
  })

  test('a link that was cut off is told, and something else is shown', async () => {
    const { page, complaints, close } = await open('/playground#s1.abc')
    await page.getByText('The link was not whole').waitFor()
    await editorReady(page)
    expect(complaints).toEqual([])
    await close()
  })

  test('the verticals are there to try, with their tests', async () => {
    const { page, complaints, close } = await open('/playground')
    await editorReady(page)
    await page.getByLabel('Sample').selectOption('music')
    await page.getByText('user:eve has can_edit_profile on artist:luna.').waitFor()
    await examined(page)
    await page
      .getByRole('status')
      .getByText(/\d+ tests hold/)
      .waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

/** What is asked of a server: nothing is to be. */
function asksOf(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/') || pathname.startsWith('/v1/')) asked.push(request.url())
  })
  return asked
}
