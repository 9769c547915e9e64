// `lockness model test`: runs test files and says of each failure what was asked, where, what was expected and what
// came instead, and the command that shows why.

import { hasErrors, type ModelTestResult, runModelTest, type TestFailure } from '@lockness/language'
import { count, EXIT, type ExitCode, printJson, type Terminal } from '../terminal.ts'
import { findFiles } from './find-files.ts'
import { loadingOnce } from './load-once.ts'
import { diagnosticData, excerpt, placeData, placeText, Sources, showDiagnostics, visible } from './show-diagnostics.ts'

export interface TestFlags {
  readonly json?: true
  readonly at?: number
}

export function testModel(
  terminal: Terminal,
  paths: readonly string[],
  { json, at = terminal.now() }: TestFlags,
): ExitCode {
  const { tests, missing } = findFiles(terminal.disk, paths)
  for (const path of missing) terminal.complain(`there is no model or test file \`${path}\`\n`)
  if (missing.length > 0) return EXIT.usage
  if (tests.length === 0) {
    terminal.complain('no test files: their names end in `.fga.yaml`\n')
    return EXIT.usage
  }
  const load = loadingOnce()
  const results = tests.map((path) => runModelTest(path, (file) => terminal.disk.read(file), { at, load }))
  if (json) printJson(terminal, resultData(results))
  else showResults(terminal, results)
  const [passed, failed, refused] = [
    total(results, 'passed'),
    total(results, 'failed'),
    results.filter(isRefused).length,
  ]
  const isGood = failed === 0 && refused === 0
  if (!json) {
    const { colors } = terminal
    const tint = isGood ? colors.green : colors.red
    const unread = refused > 0 ? `, ${count(refused, 'file')} could not be run` : ''
    terminal.print(`${tint(`${passed} passed, ${failed} failed${unread}`)} in ${count(results.length, 'file')}\n`)
  }
  return isGood ? EXIT.ok : EXIT.problems
}

function isRefused({ diagnostics }: ModelTestResult): boolean {
  return hasErrors(diagnostics)
}

function total(results: readonly ModelTestResult[], what: 'passed' | 'failed'): number {
  return results.reduce((sum, result) => sum + result[what], 0)
}

function showResults(terminal: Terminal, results: readonly ModelTestResult[]): void {
  const sources = new Sources(terminal.disk)
  for (const result of results) showResult(terminal, sources, result)
}

function showResult(terminal: Terminal, sources: Sources, result: ModelTestResult): void {
  const { colors } = terminal
  const { path, diagnostics, tests, passed, failed } = result
  showDiagnostics(
    terminal,
    diagnostics.filter(({ severity }) => severity === 'error'),
  )
  const isGood = failed === 0 && !isRefused(result)
  const outcome = isRefused(result) ? 'not run' : failed > 0 ? `${passed} passed, ${failed} failed` : `${passed} passed`
  terminal.print(`${isGood ? colors.green('✓') : colors.red('✗')} ${path}  ${colors.dim(outcome)}\n`)
  for (const { name, failures } of tests) for (const failure of failures) showFailure(terminal, sources, name, failure)
}

function showFailure(terminal: Terminal, sources: Sources, test: string, failure: TestFailure): void {
  const { colors } = terminal
  const { file, range, question, expected, received, expectation } = failure
  terminal.print(`\n  ${colors.dim(`${visible(test)} ›`)} ${visible(question)}\n`)
  terminal.print(
    `  ${placeText(colors, file, range)}  expected ${colors.green(visible(answerText(expected)))}, received ${colors.red(visible(answerText(received)))}\n`,
  )
  terminal.print(excerpt(sources, colors, file, range, colors.red))
  if (expectation.kind === 'check') {
    const { user, relation, object, context } = expectation
    const given = context ? ` --context ${quoted(JSON.stringify(context))}` : ''
    const command = `lockness model explain ${file} ${quoted(user)} ${relation} ${quoted(object)} --test ${quoted(test)}${given}`
    terminal.print(`  ${colors.dim('why:')} ${visible(command)}\n`)
  }
}

function answerText(answer: TestFailure['received']): string {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no'
  if ('code' in answer) return `error ${answer.code}: ${answer.message}`
  return answer.length === 0 ? 'nothing' : [...answer].sort().join(', ')
}

/** For a shell, when it needs it. */
function quoted(text: string): string {
  return /^[\w:./@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function resultData(results: readonly ModelTestResult[]): object {
  return {
    passed: total(results, 'passed'),
    failed: total(results, 'failed'),
    files: results.map(({ path, diagnostics, tests, passed, failed }) => ({
      path,
      passed,
      failed,
      diagnostics: diagnostics.map(diagnosticData),
      tests: tests.map(({ name, passed, failures }) => ({
        name,
        passed,
        failures: failures.map(({ file, range, question, expected, received }) => ({
          file,
          ...placeData(range),
          question,
          expected,
          received,
        })),
      })),
    })),
  }
}
