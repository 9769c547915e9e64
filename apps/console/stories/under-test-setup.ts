// Once for a run of tests: a browser is brought if there is none, the console is built if its sources have changed, and a
// server with the demo world shows it.
// Vitest calls this before the first file that needs it, and hands on where the server is.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { installChromium } from './install-chromium.ts'
import { ROOT, ROOT_KEY, startLockness } from './lockness.ts'

export interface UnderTest {
  readonly url: string
  /** Of the key that may do everything. */
  readonly rootKey: string
  /** The store with the demo world. */
  readonly store: string
  /** It works once, for one test. */
  readonly signInLink: string
  /** Where its data are. */
  readonly data: string
  /** Of the build. */
  readonly folder: string
}

declare module 'vitest' {
  interface ProvidedContext {
    console: UnderTest
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const missing = await installChromium(say)
  if (missing !== undefined) say(`the tests of pages are skipped: ${missing}`)
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/console.mjs'], { cwd: ROOT })
  const place = mkdtempSync(join(tmpdir(), 'lockness-console-'))
  const data = join(place, 'data')
  const forget = () => rmSync(place, { recursive: true, force: true })
  try {
    const { url, signInLink, end } = await startLockness(data)
    const store = await demoStore(url)
    project.provide('console', { url, rootKey: ROOT_KEY, store, signInLink, data, folder: stdout.trim() })
    return async () => {
      await end()
      forget()
    }
  } catch (error) {
    forget()
    throw error
  }
}

async function demoStore(url: string): Promise<string> {
  const answer = await fetch(`${url}/v1/stores?name=demo`, { headers: { authorization: `Bearer ${ROOT_KEY}` } })
  const { items } = (await answer.json()) as { readonly items: readonly { readonly id: string }[] }
  const [store] = items
  if (!store) throw new Error('the demo world was not loaded')
  return store.id
}

function say(text: string): void {
  console.log(`» ${text}`)
}
