// A server as a process of its own, started as anybody starts it, and ended by the signal that ends it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

export const ROOT = dirname(dirname(dirname(import.meta.dirname)))
export const ROOT_KEY = 'lk_root_of_the_console_under_test'

export interface Lockness {
  readonly url: string
  /** As it is printed for whoever starts it: it works once. */
  readonly signInLink: string
  /** Resolves to the exit code. */
  end(): Promise<number | null>
}

const FAILING = /failed|ended and is started again/
const READY_MS_MAX = 120_000

/** With the demo world and the console. */
export async function startLockness(data: string, port = 0): Promise<Lockness> {
  const options = ['start', '--data', data, '--port', String(port), '--threads', '2', '--json']
  const child = spawn(process.execPath, [join(ROOT, 'packages/cli/src/main.ts'), ...options], {
    cwd: dirname(data),
    env: { ...process.env, LOCKNESS_ROOT_KEY: ROOT_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    return child.exitCode
  }
  try {
    return { ...(await ready(child)), end }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

async function ready(child: ChildProcess): Promise<Pick<Lockness, 'url' | 'signInLink'>> {
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-4_000)
    // Whoever looks into a story that failed wants to know what failed behind it.
    if (FAILING.test(chunk)) process.stderr.write(chunk)
  })
  const late = setTimeout(() => child.kill('SIGKILL'), READY_MS_MAX)
  try {
    for await (const line of createInterface({ input: child.stdout! })) {
      const told = JSON.parse(line) as { readonly event: string } & Pick<Lockness, 'url' | 'signInLink'>
      if (told.event === 'ready') return told
    }
    throw new Error(`the server did not start:\n${said}`)
  } finally {
    clearTimeout(late)
    child.stdout?.resume()
  }
}
