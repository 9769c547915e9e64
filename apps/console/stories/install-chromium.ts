// Brings a browser to a machine that has none, where that is possible without asking anybody: on Debian, by its own
// packages, as root. Everywhere else, and when it takes too long, the stories are skipped, and one line says why.

import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findChromium, WITHOUT_CHROMIUM } from './chromium.ts'

/** What it depends on; the tests make machines of their own. */
export interface Machine {
  readonly chromium: string | undefined
  /** Somebody has said which one it is to be: no other is brought. */
  readonly isNamed: boolean
  /** The text of `/etc/os-release`. */
  readonly system: string
  readonly isRoot: boolean
  has(program: string): boolean
  /** Resolves to the exit code and the last of what was said; past the time it is ended. */
  run(command: readonly string[], msMax: number): Promise<{ readonly code: number; readonly output: string }>
}

/** Fetching may be ended at any moment; what has been fetched is installed to its end. */
const FETCH_MS_MAX = 150_000
const INSTALL_MS_MAX = 60_000
const PACKAGE = 'chromium'
const OUTPUT_CHARACTERS = 400

/** Undefined: there is one now. Else why there is none. */
export async function installChromium(
  say: (text: string) => void,
  machine: Machine = thisMachine(),
): Promise<string | undefined> {
  if (machine.chromium !== undefined) return undefined
  const obstacle = obstacleOf(machine)
  if (obstacle !== undefined) return `${WITHOUT_CHROMIUM} (${obstacle})`
  say('installing Chromium for the tests of pages; this takes a minute')
  const fetchUntil = Date.now() + FETCH_MS_MAX
  const before = machine.isRoot ? [] : ['sudo', '-n']
  const apt = [...before, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-y', '--no-install-recommends']
  // biome-ignore format: a table is read by its columns
  const steps = [
    { command: [...apt, 'update'],                                 msMax: () => fetchUntil - Date.now() },
    { command: [...apt, '--download-only', 'install', PACKAGE],    msMax: () => fetchUntil - Date.now() },
    { command: [...apt, '--no-download', 'install', PACKAGE],      msMax: () => INSTALL_MS_MAX },
  ]
  for (const { command, msMax } of steps) {
    const { code, output } = await machine.run(command, Math.max(1, msMax()))
    if (code !== 0)
      return `${WITHOUT_CHROMIUM} (\`${command.slice(apt.length).join(' ')}\` ended with ${code}: ${output})`
  }
  return undefined
}

function obstacleOf({ isNamed, system, isRoot, has }: Machine): string | undefined {
  if (isNamed) return '`LOCKNESS_CHROMIUM` leads to none'
  if (!/^ID=debian$/m.test(system)) return 'only Debian is known to bring one by itself'
  if (!has('apt-get')) return 'there is no `apt-get`'
  if (!isRoot && !has('sudo')) return 'only root may install it'
  return undefined
}

function thisMachine(): Machine {
  const path = (process.env.PATH ?? '').split(delimiter)
  return {
    chromium: findChromium(),
    isNamed: Boolean(process.env.LOCKNESS_CHROMIUM),
    system: existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
    isRoot: process.getuid?.() === 0,
    has: (program) => path.some((folder) => isProgram(join(folder, program))),
    run,
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function run([program = '', ...more]: readonly string[], msMax: number): Promise<{ code: number; output: string }> {
  const child = spawn(program, more, { stdio: ['ignore', 'pipe', 'pipe'], timeout: msMax })
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk).slice(-OUTPUT_CHARACTERS)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((resolve) => {
    const ended = (code: number, last: string) => resolve({ code, output: last.trim().replace(/\s+/g, ' ') })
    child.once('error', ({ message }) => ended(127, message))
    child.once('close', (code, signal) => ended(code ?? 1, signal ? `ended by ${signal}, it took too long` : output))
  })
}
