// Installs what is missing, and only then: `npm start` and `npm test` must work in a fresh clone, and must not spend
// seconds in npm when nothing has changed. npm keeps what it installed in node_modules/.package-lock.json; as long as
// each locked package stands there with the same version and hash, there is nothing to do.

import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const HEARTBEAT_MS = 15_000
const OUTPUT_LINES_MAX = 20

/** Makes node_modules what package-lock.json says. Returns a problem with the next step, or undefined. */
export async function installWhatIsMissing(root, say) {
  const reason = staleness(
    readLock(join(root, 'package-lock.json')),
    readLock(join(root, 'node_modules/.package-lock.json')),
  )
  if (!reason) return undefined
  say(`installing dependencies (${reason}); the first time takes a minute or two`)
  const started = Date.now()
  const heartbeat = setInterval(() => say(`still installing (${seconds(started)})`), HEARTBEAT_MS)
  const { code, output } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], root)
  clearInterval(heartbeat)
  if (code === 0) {
    say(`dependencies are installed (${seconds(started)})`)
    return undefined
  }
  return { problem: `\`npm ci\` failed with code ${code}:\n${beginning(output)}`, next: nextStep(output) }
}

/** Why the installed packages are not the locked ones; undefined when they are. */
export function staleness(locked, installed) {
  if (!installed) return 'node_modules is absent'
  for (const [path, wanted] of Object.entries(locked?.packages ?? {})) {
    if (!path.includes('node_modules/')) continue
    const found = installed.packages?.[path]
    if (!found && wanted.optional) continue // made for another platform
    if (!found) return `${path} is absent`
    if (found.version !== wanted.version || found.integrity !== wanted.integrity)
      return `${path} is not the locked version`
  }
  return undefined
}

/** npm explains itself first and then prints its manual. */
function beginning(output) {
  return output.trim().split('\n').slice(0, OUTPUT_LINES_MAX).join('\n')
}

export function nextStep(output) {
  if (output.includes('EUSAGE'))
    return 'package-lock.json does not fit package.json: run `npm install`, and commit both'
  if (output.includes('ENOSPC')) return 'the disk is full: make room, then run the command again'
  return 'see what npm says above; behind a proxy, `npm config set proxy …`; then run the command again'
}

function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** npm says which program it is to what it runs; outside of `npm run` it is on the PATH. */
function npm(args, cwd) {
  const cli = process.env.npm_execpath
  const [command, ...before] = cli && /\.c?js$/.test(cli) ? [process.execPath, cli] : ['npm']
  const child = spawn(command, [...before, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command === 'npm' && process.platform === 'win32',
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: `${error.message}` }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

const seconds = (started) => `${Math.round((Date.now() - started) / 1000)} s`
