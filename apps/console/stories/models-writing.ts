// How stories write in the editor of models: texts are put in at once, as from a clipboard, so that nothing that the editor
// helps with while one types comes between.

import type { Page } from 'playwright-core'

export function editorPath(store: string, file: string, panel = 'problems'): string {
  return `/s/${store}/models/edit?file=${encodeURIComponent(file)}&panel=${panel}`
}

/** The editor is there, and what stands in it was examined. */
export async function editorReady(page: Page): Promise<void> {
  await page.locator('.cm-content').waitFor()
  await examined(page)
}

export async function examined(page: Page): Promise<void> {
  await page.locator('[role=status][data-state=busy]').waitFor({ state: 'detached' })
  await page.locator('[role=status][data-state=done]').waitFor()
}

export async function append(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click()
  await page.keyboard.press('ControlOrMeta+End')
  await changing(page, () => page.keyboard.insertText(text))
}

/** Puts the cursor behind the first occurrence of a text, by the editor's own search. */
export async function goTo(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('ControlOrMeta+f')
  await page.locator('.cm-search input[name=search]').fill(text)
  // The search takes up what it was given when a key goes up.
  await page.keyboard.press('Shift')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

/** Does something that changes the texts, and waits until they are examined: first they are newer, then they are known. */
export async function changing(page: Page, change: () => Promise<void>): Promise<void> {
  const status = await page.locator('[role=status][data-state]').elementHandle()
  // However short it is, it is not missed.
  const newer = await status?.evaluateHandle((line) => {
    const seen = { isNewer: false }
    const observer = new MutationObserver(() => {
      seen.isNewer = true
    })
    observer.observe(line, { attributeFilter: ['data-state'] })
    return seen
  })
  await change()
  await page.waitForFunction((seen) => seen?.isNewer, newer)
  await examined(page)
}

export async function pushDialog(page: Page) {
  await page.getByRole('button', { name: 'Push …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await dialog.getByText('The server examines it', { exact: true }).waitFor({ state: 'detached' })
  return dialog
}
