// The runner as a whole, in a project of stand-ins: each tool is a file of one line that ends as the case wants it. So
// what is tested is what CI relies on: that every step runs, what the last line says, and the exit code.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const folders = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const report = (numPassedTests, numFailedTests) =>
  JSON.stringify({ numPassedTests, numFailedTests, numPendingTests: 0, numTodoTests: 0, testResults: [] })

/** A vitest that writes its report where it is told to. */
const vitest = (passed, failed) => `
  const file = process.argv.find((arg) => arg.startsWith('--outputFile.json=')).split('=')[1]
  const { writeFileSync } = await import('node:fs')
  writeFileSync(file, '${report(passed, failed)}')
  process.exit(${failed > 0 ? 1 : 0})`

const GOOD = {
  'package-lock.json': '{ "packages": {} }',
  'node_modules/.package-lock.json': '{ "packages": {} }',
  'node_modules/typescript/bin/tsc': '',
  'node_modules/@biomejs/biome/bin/biome': '',
  'node_modules/knip/bin/knip.js': '',
  'node_modules/vitest/vitest.mjs': vitest(20, 0),
  'test/tidy.ts': '',
  'scripts/console.mjs': 'export const buildConsole = async () => ({})',
  'conformance/main.ts': 'console.log("300 passed, 0 failed")',
}

function run(task, change = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lockness-run-'))
  folders.push(folder)
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true })
  for (const [path, text] of Object.entries({ ...GOOD, ...change })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { status, stdout } = spawnSync(process.execPath, ['scripts/run.mjs', task], { cwd: folder, encoding: 'utf8' })
  return { status, stdout, lastLine: stdout.trimEnd().split('\n').at(-1) }
}

test('when everything holds, the last line counts it all', () => {
  const { status, lastLine, stdout } = run('test')
  expect(lastLine).toBe('326 passed, 0 failed')
  expect(status).toBe(0)
  expect(stdout).toContain('[8/8] conformance: 300 passed, 0 failed')
})

test('every step runs, also after one has failed', () => {
  const { status, lastLine, stdout } = run('test', {
    'node_modules/typescript/bin/tsc': 'process.exit(2)',
    'node_modules/vitest/vitest.mjs': vitest(18, 2),
    'conformance/main.ts': 'console.log("299 passed, 1 failed"); process.exit(1)',
  })
  expect(lastLine).toBe('321 passed, 5 failed')
  expect(status).toBe(1)
  expect(stdout).toContain('failed: types, pageTypes, allTests, conformance')
})

test('a step that dies without a word is a failure', () => {
  const { status, lastLine } = run('test', { 'conformance/main.ts': 'process.kill(process.pid, "SIGKILL")' })
  expect(lastLine).toBe('26 passed, 1 failed')
  expect(status).toBe(1)
})

test('`check` leaves conformance out', () => {
  const { lastLine } = run('check', { 'conformance/main.ts': 'process.exit(1)' })
  expect(lastLine).toBe('25 passed, 0 failed')
})
