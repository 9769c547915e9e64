// Builds the console, and only when it is missing or other than its sources: `npm start` and `npm test` call it each time.
// A build is kept in a folder that is named by a hash of everything that went into it, so that several can be made and
// used side by side and a server that runs keeps its own; `current` names the last one. Plain JavaScript for Node 20.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentFor, findNode24, NODE_FLAGS } from './node24.mjs'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const BUILDS = '.next-builds'
const BUILDS_KEPT = 4
const USED_MS = 30 * 60_000
const BUILD_MS_MAX = 600_000
const HEARTBEAT_MS = 10_000
/** What a page can come from. */
const SOURCES = [
  'apps/console',
  'packages/client',
  'packages/language',
  'packages/authz',
  'verticals',
  'docs/runbooks',
  'tsconfig.json',
  'package-lock.json',
]
const NOT_SOURCES = /^(node_modules|\.next.*|stories|test|coverage)$|\.test\.\w+$|^next-env\.d\.ts$/

/** `{ folder }` of the build that fits the sources, or `{ problem, next }`. */
export async function buildConsole(root, say, nodePath = findNode24().path) {
  const app = join(root, 'apps/console')
  if (!existsSync(join(app, 'next.config.ts'))) return {}
  const builds = join(app, BUILDS)
  mkdirSync(builds, { recursive: true })
  let name = hashOf(root)
  if (!existsSync(join(builds, name, WHOLE))) {
    const release = await takeTurn(join(builds, 'building'), say)
    try {
      // Whoever was before may have made this very one, or the sources have gone on meanwhile.
      name = hashOf(root)
      const failed = existsSync(join(builds, name, WHOLE)) ? undefined : await build(root, app, name, nodePath, say)
      if (failed) return failed
    } finally {
      release()
    }
  }
  const folder = join(builds, name)
  const now = new Date()
  utimesSync(folder, now, now)
  const draft = join(builds, `current.${process.pid}`)
  writeFileSync(draft, name)
  renameSync(draft, join(builds, 'current'))
  forgetOld(builds, name)
  return { folder }
}

/** One build at a time: two together take longer than one after the other. A turn whose process is gone is over. */
async function takeTurn(path, say) {
  for (let isTold = false; ; ) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = readPid(path)
    if (holder !== undefined && !isAlive(holder)) {
      rmSync(path, { force: true })
      continue
    }
    if (!isTold) say('waiting for another build of the console')
    isTold = true
    await new Promise((resolve) => setTimeout(resolve, TURN_AGAIN_MS))
  }
}

/** Undefined: it is gone again, or being written. */
function readPid(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function build(root, app, name, nodePath, say) {
  const started = Date.now()
  const distDir = `${BUILDS}/${name}`
  const folder = join(app, distDir)
  say('building the console …')
  const heartbeat = setInterval(() => say(`building the console … ${seconds(started)}`), HEARTBEAT_MS)
  const ended = await runNext(root, app, distDir, nodePath)
  clearInterval(heartbeat)
  if (ended.code !== 0) {
    return {
      problem: `the console could not be built (${ended.code}):\n${ended.output.trim()}`,
      next: 'mend what it says above; `npm start -- --no-console` starts without it',
    }
  }
  // What runs alone brings its static files along.
  const alone = join(folder, 'standalone/apps/console', distDir, 'static')
  cpSync(join(folder, 'static'), alone, { recursive: true })
  writeFileSync(join(folder, WHOLE), '')
  say(`built the console in ${seconds(started)}`)
  return undefined
}

/** How it ended, and the last of what it said. */
async function runNext(root, app, distDir, nodePath) {
  const child = spawn(nodePath, [...NODE_FLAGS, join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: app,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environmentFor(nodePath),
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
      LOCKNESS_CONSOLE_DIST: distDir,
    },
  })
  let output = ''
  const keep = (chunk) => {
    output = (output + chunk).slice(-OUTPUT_CHARACTERS)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const late = setTimeout(() => child.kill('SIGKILL'), BUILD_MS_MAX)
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', resolve)
  })
  clearTimeout(late)
  return { code, output }
}

/** Made last, so that what is there with it can be used. */
const WHOLE = 'whole'
const TURN_AGAIN_MS = 1_000
const OUTPUT_CHARACTERS = 8_000

export function hashOf(root) {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesOf(join(root, source))) {
      hash.update(relative(root, file).split(sep).join('/')).update('\0')
      hash.update(readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex').slice(0, 16)
}

function filesOf(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [path]
  return readdirSync(path)
    .sort()
    .filter((name) => !NOT_SOURCES.test(name))
    .flatMap((name) => filesOf(join(path, name)))
}

/** A server may still run from one that is not the newest. */
function forgetOld(builds, current) {
  const others = readdirSync(builds)
    .filter((name) => name !== current && /^[0-9a-f]{16}$/.test(name))
    .map((name) => ({ path: join(builds, name), usedMs: statSync(join(builds, name)).mtimeMs }))
    .sort((a, b) => b.usedMs - a.usedMs)
  const unused = others.filter(({ usedMs }) => Date.now() - usedMs > USED_MS)
  for (const { path } of unused.slice(BUILDS_KEPT - 1)) rmSync(path, { recursive: true, force: true })
}

const seconds = (started) => `${Math.round((Date.now() - started) / 1000)} s`

// By itself it says where the build is, on a line of its own.
if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const { folder, problem, next } = await buildConsole(ROOT, (text) => console.error(`» ${text}`))
  if (problem) {
    console.error(`${problem}\nNext: ${next}`)
    process.exitCode = 1
  } else console.log(folder)
}
