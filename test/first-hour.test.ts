// The guide for the first hour works as it stands: its files are written, its commands are run against a server, and what
// they print is what the guide says. Ids are of each run; the lines for a second terminal are for people.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = dirname(import.meta.dirname)
const COMMAND = join(ROOT, 'packages/cli/src/main.ts')
const KEY = 'a-root-key-for-the-first-hour'
const PATIENCE_MS = 180_000

interface Block {
  readonly kind: 'file' | 'console'
  readonly name: string
  readonly text: string
}

let folder: string
let server: ChildProcess
let url: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockness-hour-'))
  const options = ['serve', '--data', join(folder, 'data'), '--port', '0', '--json']
  server = spawn(process.execPath, [COMMAND, ...options], { env: { ...process.env, LOCKNESS_ROOT_KEY: KEY } })
  for await (const line of createInterface({ input: server.stdout! })) {
    const said = JSON.parse(line) as { event: string; url: string }
    if (said.event !== 'ready') continue
    url = said.url
    break
  }
}, PATIENCE_MS)
afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
}, PATIENCE_MS)

test(
  'the guide prints what it says',
  () => {
    const blocks = readBlocks(readFileSync(join(ROOT, 'docs/first-hour.md'), 'utf8'))
    expect(blocks.filter(({ kind }) => kind === 'file').length).toBeGreaterThan(4)
    for (const { kind, name, text } of blocks) {
      if (kind === 'file') write(name, text)
      else expect(withoutIds(run(text))).toBe(withoutIds(text))
    }
  },
  PATIENCE_MS,
)

/** A fence that names a file is that file; one that is a console is commands with what they print. */
function readBlocks(guide: string): Block[] {
  return [...guide.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]+?)^```$/gm)].flatMap(
    ([, language, name, text = '']): Block[] => {
      if (name !== undefined) return [{ kind: 'file', name, text }]
      return language === 'console' ? [{ kind: 'console', name: '', text }] : []
    },
  )
}

function write(name: string, text: string): void {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function run(text: string): string {
  const commands = text.split('\n').filter((line) => line.startsWith('$ npx lockness '))
  return commands.map((line) => `${line}\n${runOne(line.slice('$ npx lockness '.length))}`).join('')
}

function runOne(words: string): string {
  const args = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const environment = { LOCKNESS_URL: url, LOCKNESS_KEY: KEY, LOCKNESS_STORE: 'studio', NO_COLOR: '1' }
  const env = { ...process.env, ...environment, FORCE_COLOR: undefined }
  const { stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { cwd: folder, env, encoding: 'utf8' })
  return stdout + stderr
}

function withoutIds(text: string): string {
  return text.replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, 'an id')
}
