// The public cases of the modelling language are run by the tests of the package itself; this runs those files and
// counts.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tally } from '../tally.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FILES = [
  'packages/language/src/model/conformance.test.ts',
  'packages/language/src/module/compose-modules.test.ts',
  'packages/language/src/module/parse-mod-file.test.ts',
  'packages/language/src/model-test/run-model-test.test.ts',
  'packages/language/src/condition/cel-spec.test.ts',
]
const SECONDS_MAX = 120

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly TestReport[]
  }[]
}

interface TestReport {
  readonly fullName: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

export function runLanguageCases(tally: Tally): void {
  const folder = mkdtempSync(join(tmpdir(), 'lockness-conformance-'))
  const file = join(folder, 'report.json')
  try {
    const args = ['node_modules/vitest/vitest.mjs', 'run', ...FILES, '--reporter=json', `--outputFile=${file}`]
    const run = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: SECONDS_MAX * 1000 })
    tally.attempt('language', () => count(readReport(file, run.stderr), tally))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readReport(file: string, stderr: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch (error) {
    throw new Error(`the language's tests left no report: ${stderr}`, { cause: error })
  }
}

function count({ testResults }: Report, tally: Tally): void {
  tally.expect(
    testResults.length === FILES.length,
    'language',
    () => `${testResults.length} of ${FILES.length} files ran`,
  )
  for (const { name, message, assertionResults } of testResults) {
    const ran = assertionResults.filter(({ status }) => status === 'passed' || status === 'failed')
    if (ran.length === 0) tally.expect(false, `language/${name}`, () => message || 'no test of this file ran')
    for (const { fullName, status, failureMessages } of ran) {
      tally.expect(status === 'passed', `language/${fullName}`, () => failureMessages.join('\n'))
    }
  }
}
