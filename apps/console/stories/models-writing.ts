// How stories write in the editor of models: texts are put in at once, as from a clipboard, so that nothing that the editor
// helps with while one types comes between.

import type { Page } from 'playwright-core'
import { expect } from 'vitest'

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
  await page.keyboard.insertText(text)
  await settled(page)
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

/** What was typed is examined: first it is seen that it is newer, then that it is known. */
export async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(250)
  await examined(page)
}

export async function pushDialog(page: Page) {
  await page.getByRole('button', { name: 'Push …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await expect
    .poll(() => dialog.getByText('The server examines it', { exact: true }).count(), { timeout: 30_000 })
    .toBe(0)
  return dialog
}
