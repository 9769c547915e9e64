// The command as a process, as whoever automates it sees it: what it says, how it is told to end, how it ends.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export const ROOT_KEY = 'a-root-key-for-tests-only'

export interface Lockness {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** What it has said up to now. */
  said(): Pick<Ended, 'stdout' | 'stderr'>
  /** The first line on stdout; fails with what was said when it ends before. */
  firstLine(): Promise<string>
}

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface LocknessOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly uid?: number
  /** Another entry than `main.ts`, with the program that runs it. */
  readonly command?: readonly [program: string, ...args: string[]]
}

export function lockness(args: readonly string[], options: LocknessOptions = {}): Lockness {
  const [program, ...before] = options.command ?? [process.execPath, MAIN]
  const { cwd, uid } = options
  const child = spawn(program, [...before, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing of whoever runs the tests: no key, no address, no colours.
    env: { PATH: process.env.PATH, ...options.env },
    ...(cwd !== undefined && { cwd }),
    ...(uid !== undefined && { uid, gid: uid }),
  })
  let stdout = ''
  let stderr = ''
  const line = Promise.withResolvers<string>()
  // A test that waits for the end only is not failed by the line that never came.
  line.promise.catch(() => undefined)
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8')
    if (stdout.includes('\n')) line.resolve(stdout.slice(0, stdout.indexOf('\n')))
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8')
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => {
      line.reject(new Error(`ended with ${status} before it said anything: ${stderr}`))
      resolve({ status, stdout, stderr })
    })
  })
  return { child, ended, said: () => ({ stdout, stderr }), firstLine: () => line.promise }
}

/** A folder of the test's own, and the way to be rid of it. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lockness-cli-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
