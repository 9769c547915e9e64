// The browser of this machine, for stories and tests of pages. They are skipped, with this reason, where there is none.

import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

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

/** The one that is named, else that of the system, else what `playwright-core install chromium` has brought. */
export function findChromium(): string | undefined {
  const named = process.env.LOCKNESS_CHROMIUM
  const paths = named ? [named] : [...PATHS, ownPath()]
  return paths.find((path) => path !== undefined && existsSync(path))
}

/** Undefined where there is none. */
export const CHROMIUM = findChromium()
export const WITHOUT_CHROMIUM = 'no Chromium here: install one, or run `npx playwright-core install chromium`'

/** One for a file of tests; whoever opens it closes it. */
export function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error(WITHOUT_CHROMIUM)
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS })
}

/** With a profile of its own in a folder, and a port, for a tool that drives it by itself. */
export function openProfile(folder: string): Promise<BrowserContext> {
  if (CHROMIUM === undefined) throw new Error(WITHOUT_CHROMIUM)
  const args = [...FLAGS, '--remote-debugging-port=0']
  return chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, headless: true, args })
}

function ownPath(): string | undefined {
  try {
    return chromium.executablePath()
  } catch {
    return undefined
  }
}
