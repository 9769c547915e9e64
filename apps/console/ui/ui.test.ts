// The showcase in a real browser: every piece by the rules of axe, in both themes, from right to left, dense and on a phone; what
// opens, opened; and the keyboard, alone. It is served by the same build as all pages, told to show the pieces.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, relative } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it, test } from 'vitest'
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../stories/chromium.ts'

interface Look {
  readonly name: string
  readonly query: string
  readonly width: number
  readonly height: number
}

// biome-ignore format: a table is read by its columns
const LOOKS: readonly Look[] = [
  { name: 'light',                       query: 'theme=light',                               width: 1440, height: 900 },
  { name: 'dark',                        query: 'theme=dark',                                width: 1440, height: 900 },
  { name: 'dense, from right to left',   query: 'theme=light&density=compact&direction=rtl', width: 1440, height: 900 },
  { name: 'on a phone',                  query: 'theme=light',                               width: 390,  height: 844 },
  { name: 'on a phone, dark, from right to left', query: 'theme=dark&direction=rtl',         width: 390,  height: 844 },
]
const OVERLAYS = ['Dialog', 'Confirm', 'Sheet', 'Popover', 'Menu', 'Palette', 'Toast']
const FLOATING = '[role="dialog"], [popover], [aria-label="Notifications"] li'
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const CONSOLE = dirname(import.meta.dirname)
const START_MS_MAX = 60_000

describe.skipIf(!CHROMIUM)(`the pieces${CHROMIUM ? '' : ` (${WITHOUT_CHROMIUM})`}`, () => {
  let browser: Browser
  let server: ChildProcess
  let url: string
  beforeAll(async () => {
    browser = await openBrowser()
    ;({ server, url } = await startShowcase(inject('console').folder))
  })
  afterAll(async () => {
    await browser?.close()
    if (server && server.exitCode === null) {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
  })

  async function open(look: Look, run: (page: Page) => Promise<void>): Promise<void> {
    const isPhone = look.width < 640
    const context = await browser.newContext({
      viewport: { width: look.width, height: look.height },
      isMobile: isPhone,
      hasTouch: isPhone,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(`${url}/ui?${look.query}`)
    await page.getByRole('treeitem', { name: 'Track 3', exact: true }).waitFor()
    await run(page)
    expect(complaints).toEqual([])
    await context.close()
  }

  test.each(LOOKS)('$name: axe finds nothing, and nothing is wider than the page', async (look) => {
    await open(look, async (page) => {
      expect(await findings(page)).toEqual([])
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(tooWide).toBe(0)
    })
  })

  it('axe finds nothing in what opens', async () => {
    await open(LOOKS[1]!, async (page) => {
      for (const name of OVERLAYS) {
        await page.getByRole('button', { name, exact: true }).click()
        await page.locator(FLOATING).first().waitFor()
        expect([name, await findings(page, FLOATING)]).toEqual([name, []])
        await page.keyboard.press('Escape')
      }
      await page.getByLabel('Subject', { exact: true }).click()
      await page.keyboard.press('ArrowDown')
      expect(await findings(page, FLOATING)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Show as a table' }).click()
      expect(await findings(page, 'figure')).toEqual([])
    })
  }, 150_000)

  it('a dialog keeps the focus, and gives it back', async () => {
    await open(LOOKS[0]!, async (page) => {
      const opener = page.getByRole('button', { name: 'Dialog', exact: true })
      await opener.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Give a role' })
      for (let step = 0; step < 6; step++) {
        await page.keyboard.press('Tab')
        expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
      }
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true)
    })
  })

  it('Escape closes first what is open in a dialog', async () => {
    await open(LOOKS[0]!, async (page) => {
      await page.getByRole('button', { name: 'Dialog', exact: true }).press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Give a role' })
      const person = dialog.getByRole('combobox', { name: 'Person' })
      await person.fill('ch')
      await dialog.getByRole('option', { name: 'Chiara Ferri' }).waitFor()
      await page.keyboard.press('Escape')
      await dialog.getByRole('option').first().waitFor({ state: 'detached' })
      expect(await dialog.isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    })
  })

  it('a menu is opened, walked and left by keyboard, and closes when one presses elsewhere', async () => {
    await open(LOOKS[0]!, async (page) => {
      const opener = page.getByRole('button', { name: 'Menu', exact: true })
      const focused = () => page.evaluate(() => document.activeElement?.textContent)
      const menu = page.getByRole('menu', { name: 'Menu' })
      await opener.press('ArrowDown')
      await expect.poll(focused).toBe('RenameF2')
      await page.keyboard.press('ArrowUp')
      expect(await focused()).toBe('Delete')
      await page.keyboard.press('o')
      expect(await focused()).toBe('Only people')
      await page.keyboard.press('Enter')
      await menu.waitFor({ state: 'detached' })
      expect(await focused()).toBe('Menu')
      await page.keyboard.press('Enter')
      await expect.poll(focused).toBe('RenameF2')
      await page.keyboard.press('Escape')
      expect(await focused()).toBe('Menu')
      await opener.click()
      await menu.waitFor()
      await page.getByRole('heading', { name: 'Overlays' }).click()
      await menu.waitFor({ state: 'detached' })
    })
  })

  it('a tooltip and a popover come by keyboard, and go with Escape', async () => {
    await open(LOOKS[0]!, async (page) => {
      await page.getByRole('button', { name: 'Dialog', exact: true }).focus()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      const panel = page.getByRole('dialog', { name: 'Why' })
      await panel.waitFor()
      await page.keyboard.press('Escape')
      await panel.waitFor({ state: 'detached' })
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Popover')

      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      const tip = page.getByRole('tooltip')
      await tip.waitFor()
      expect(await tip.textContent()).toBe('Revision 48,203, eleven milliseconds old')
      const described = await page.evaluate(() => document.activeElement?.getAttribute('aria-describedby'))
      expect(described).toBe(await tip.getAttribute('id'))
      await page.keyboard.press('Escape')
      await tip.waitFor({ state: 'detached' })
    })
  })

  it('tabs are changed by arrows, over what cannot be chosen and around the end', async () => {
    await open(LOOKS[0]!, async (page) => {
      const tabs = page.getByRole('tablist', { name: 'Aurora Records' })
      await tabs.getByRole('tab', { name: 'Who has access' }).press('ArrowLeft')
      expect(await tabs.getByRole('tab', { name: 'History' }).getAttribute('aria-selected')).toBe('true')
      expect(await page.getByRole('tabpanel').textContent()).toBe('218 changes.')
      await page.keyboard.press('ArrowRight')
      expect(await page.getByRole('tabpanel').textContent()).toBe('41 people and two teams.')
    })
  })

  it('what cannot be taken back is confirmed by typing its name', async () => {
    await open(LOOKS[0]!, async (page) => {
      await page.getByRole('button', { name: 'Confirm', exact: true }).press('Enter')
      const confirm = page.getByRole('button', { name: 'Delete store' })
      expect(await confirm.isDisabled()).toBe(true)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Confirm')
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').getByRole('textbox').fill('music-production')
      expect(await confirm.isDisabled()).toBe(false)
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    })
  })

  it('a combobox is filled by keyboard: from a list, as typed, from a server that may fail', async () => {
    await open(LOOKS[0]!, async (page) => {
      const near = page.getByLabel('Subject', { exact: true })
      await near.fill('bo a')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      expect(await near.inputValue()).toBe('Bo Adeyemi')
      await near.fill('user:nobody-yet')
      await page.keyboard.press('Tab')
      expect(await near.inputValue()).toBe('user:nobody-yet')

      const far = page.getByLabel('Subject, asked of a server')
      await far.fill('chiara')
      await page.getByRole('option', { name: 'Chiara Ferri' }).waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      expect(await far.inputValue()).toBe('Chiara Ferri')
      await far.fill('fail')
      await page.getByText('Suggestions could not be loaded').waitFor()
      await page.keyboard.press('Escape')
      expect(await far.inputValue()).toBe('Chiara Ferri')
    })
  })

  it('a tree is walked by arrows and letters', async () => {
    await open(LOOKS[0]!, async (page) => {
      const tree = page.getByRole('tree', { name: 'Catalogue', exact: true })
      const focused = () => page.evaluate(() => document.activeElement?.textContent)
      await tree.getByRole('treeitem', { name: 'Midnight Sun' }).focus()
      await page.keyboard.press('ArrowLeft')
      expect(await focused()).toBe('North')
      await page.keyboard.press('ArrowLeft')
      expect(await tree.getByRole('treeitem').count()).toBe(4)
      await page.keyboard.press('b')
      expect(await focused()).toBe('Brine')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      expect(await focused()).toBe('Deep Water')
    })
  })

  it('the keyboard reaches the last of a million rows, and the last of 5,000 nodes', async () => {
    await open(LOOKS[0]!, async (page) => {
      const rowOf = () => page.evaluate(() => document.activeElement?.getAttribute('data-row'))
      const table = page.getByRole('grid', { name: 'Tracks' })
      await table.locator('[data-row="0"]').focus()
      await page.keyboard.press('End')
      await expect.poll(rowOf).toBe('999999')
      expect(await isSeen(page)).toBe(true)
      await page.keyboard.press('PageUp')
      await expect.poll(rowOf).toBe('999989')
      await page.keyboard.press('PageUp')
      await page.keyboard.press('Enter')
      await page.getByText('Opened: 999979').waitFor()
      await page.keyboard.press('Home')
      await expect.poll(rowOf).toBe('0')
      expect(await isSeen(page)).toBe(true)

      await page
        .getByRole('tree', { name: 'Large catalogue' })
        .getByRole('treeitem', { name: 'Track 3', exact: true })
        .first()
        .focus()
      await page.keyboard.press('End')
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-node'))).toBe('l49t99')
    })
  })

  it('rows are selected by the space bar, and all that lie between with Shift', async () => {
    await open(LOOKS[0]!, async (page) => {
      const table = page.getByRole('grid', { name: 'Label roles' })
      await table.locator('[data-row="0"]').focus()
      await page.keyboard.press('Space')
      await page.getByText('2 of 5 selected').waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Shift+Space')
      await page.getByText('4 of 5 selected').waitFor()
      await page.getByRole('checkbox', { name: 'Select all rows' }).check()
      await page.getByText('5 of 5 selected').waitFor()
    })
  })

  it('the sides of a split pane are moved by arrows, in the direction of the page', async () => {
    for (const [look, key] of [
      [LOOKS[0]!, 'ArrowRight'],
      [LOOKS[2]!, 'ArrowLeft'],
    ] as const) {
      await open(look, async (page) => {
        const border = page.getByRole('separator', { name: 'Change the sizes of the two sides' })
        await border.press(key)
        expect(await border.getAttribute('aria-valuenow')).toBe('42')
        await border.press('End')
        expect(await border.getAttribute('aria-valuenow')).toBe('80')
      })
    }
  })

  it('is shown only where it is asked for', async () => {
    const answer = await fetch(`${inject('console').url}/ui`)
    expect(answer.status).toBe(404)
  })
})

/** What axe has to say, in lines. What floats above the page lies in no landmark, and should not. */
async function findings(page: Page, within = 'html'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  return page.evaluate(
    async ({ rules, within }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      const { violations } = await axe.run(within, { runOnly: rules, rules: { region: { enabled: false } } })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
      )
    },
    { rules: RULES, within },
  )
}

/** Whether what has the focus lies inside of what scrolls around it. */
function isSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const row = document.activeElement?.getBoundingClientRect()
    const frame = document.activeElement?.closest('table')?.parentElement?.getBoundingClientRect()
    return row !== undefined && frame !== undefined && row.top >= frame.top && row.bottom <= frame.bottom + 1
  })
}

async function startShowcase(folder: string): Promise<{ server: ChildProcess; url: string }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const server = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', `${port}`], {
    cwd: CONSOLE,
    env: { LOCKNESS_UI: '1', LOCKNESS_CONSOLE_DIST: relative(CONSOLE, folder), NODE_ENV: 'production' },
    stdio: 'ignore',
  })
  const giveUpAt = Date.now() + START_MS_MAX
  while (!(await isThere(`${url}/ui`))) {
    if (server.exitCode !== null || Date.now() > giveUpAt) {
      server.kill('SIGKILL')
      throw new Error('the showcase did not start')
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  return { server, url }
}

async function isThere(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
