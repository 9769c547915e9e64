// The browser of this machine, for stories and tests of pages. They are skipped, with this reason, where there is none.

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Of the system, or the one that `playwright-core install chromium` has brought; undefined where there is none. */
export const CHROMIUM = [...PATHS, ownPath()].find((path) => path !== undefined && existsSync(path))
export const WITHOUT_CHROMIUM = 'no Chromium here: install one, or run `npx playwright-core install chromium`'

/** One for a file of tests; whoever opens it closes it. */
export function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error(WITHOUT_CHROMIUM)
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS })
}

function ownPath(): string | undefined {
  try {
    return chromium.executablePath()
  } catch {
    return undefined
  }
}
