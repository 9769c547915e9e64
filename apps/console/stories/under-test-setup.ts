// Once for a run of tests: the console is built if its sources have changed, and a server with the demo world shows it.
// Vitest calls this before the first file that needs it, and hands on where the server is.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

export interface UnderTest {
  readonly url: string
  /** Of the key that may do everything. */
  readonly rootKey: string
  /** The store with the demo world. */
  readonly store: string
  /** As it is printed for whoever starts a server: it works once, for one test. */
  readonly signInLink: string
  /** Of the build. */
  readonly folder: string
}

declare module 'vitest' {
  interface ProvidedContext {
    console: UnderTest
  }
}

const ROOT = dirname(dirname(dirname(import.meta.dirname)))
const ROOT_KEY = 'lk_root_of_the_console_under_test'
const FAILING = /failed|ended and is started again/
const READY_MS_MAX = 120_000

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/console.mjs'], { cwd: ROOT })
  const folder = stdout.trim()
  const data = mkdtempSync(join(tmpdir(), 'lockness-console-'))
  const server = startServer(data)
  const end = async () => {
    if (server.exitCode === null) {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
    rmSync(data, { recursive: true, force: true })
  }
  try {
    const { url, signInLink } = await ready(server)
    const answer = await fetch(`${url}/v1/stores?name=demo`, { headers: { authorization: `Bearer ${ROOT_KEY}` } })
    const { items } = (await answer.json()) as { readonly items: readonly { readonly id: string }[] }
    const [store] = items
    if (!store) throw new Error('the demo world was not loaded')
    project.provide('console', { url, rootKey: ROOT_KEY, store: store.id, signInLink, folder })
  } catch (error) {
    await end()
    throw error
  }
  return end
}

function startServer(data: string): ChildProcess {
  const options = ['start', '--data', join(data, 'data'), '--port', '0', '--threads', '2', '--json']
  return spawn(process.execPath, [join(ROOT, 'packages/cli/src/main.ts'), ...options], {
    cwd: data,
    env: { ...process.env, LOCKNESS_ROOT_KEY: ROOT_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function ready(server: ChildProcess): Promise<Pick<UnderTest, 'url' | 'signInLink'>> {
  let said = ''
  server.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-4_000)
    // Whoever looks into a story that failed wants to know what failed behind it.
    if (FAILING.test(chunk)) process.stderr.write(chunk)
  })
  const late = setTimeout(() => server.kill('SIGKILL'), READY_MS_MAX)
  try {
    for await (const line of createInterface({ input: server.stdout! })) {
      const told = JSON.parse(line) as { readonly event: string } & Pick<UnderTest, 'url' | 'signInLink'>
      if (told.event === 'ready') return told
    }
    throw new Error(`the server under test did not start:\n${said}`)
  } finally {
    clearTimeout(late)
    server.stdout?.resume()
  }
}
