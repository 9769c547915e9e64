// `lockness model explain`: one check on the tuples of a test file, with the proof when it is a yes, and everything
// that was tried, with what stopped it, when it is not. An explanation is a list of steps that name each other, drawn
// here as a tree; a step that was drawn before is only named.

import { type CheckQuestion, compileModel, createEngine, type Explanation, type ExplainStep, Graph, type JsonObject, type Tuple } from '@lockness/authz'
import { hasErrors, loadModelTest } from '@lockness/language'
import { EXIT, type ExitCode, printJson, type Terminal } from '../terminal.ts'
import { cleanPath } from './find-files.ts'
import { showDiagnostic } from './show-diagnostics.ts'

export interface ExplainFlags {
  readonly json?: true
  readonly test?: string
  readonly context?: JsonObject
  readonly at?: number
}

/** Lines of a drawing; `--json` has them all. */
const LINES_MAX = 400

export function explainCheck(terminal: Terminal, path: string, question: CheckQuestion, flags: ExplainFlags): ExitCode {
  const file = cleanPath(path)
  const { model, tests, diagnostics, shared } = loadModelTest(file, (name) => terminal.disk.read(name))
  if (!model || hasErrors(diagnostics)) {
    for (const diagnostic of diagnostics) if (diagnostic.severity === 'error') showDiagnostic(terminal, diagnostic)
    return EXIT.problems
  }
  const test = tests.find(({ name }) => name === flags.test)
  if (flags.test !== undefined && !test) {
    const names = tests.map(({ name }) => `\`${name}\``).join(', ')
    terminal.complain(`\`${path}\` has no test \`${flags.test}\`, only ${names}\n`)
    return EXIT.usage
  }
  const engine = createEngine(Graph.build(test?.facts ?? shared), compileModel(model.model, model.conditions))
  const given = { at: flags.at ?? terminal.now(), ...(flags.context && { context: flags.context }) }
  const answer = engine.explain(question, given)
  if (flags.json) printJson(terminal, answer.ok ? answer.value : { error: answer.error })
  else if (answer.ok) drawExplanation(terminal, question, answer.value)
  else terminal.print(`${terminal.colors.red(`error ${answer.error.code}`)}  ${answer.error.message}\n`)
  return answer.ok && answer.value.verdict.answer !== 'error' ? EXIT.ok : EXIT.problems
}

function drawExplanation(terminal: Terminal, { subject, relation, object }: CheckQuestion, explanation: Explanation): void {
  const { verdict, complete } = explanation
  const { colors } = terminal
  const tint = verdict.answer === 'yes' ? colors.green : colors.red
  terminal.print(`${colors.bold(`${subject} ${relation} ${object}`)}  ${tint(verdict.answer)}\n`)
  if (verdict.answer === 'error') terminal.print(`${verdict.error.code}: ${verdict.error.message}\n`)
  const left = drawSteps(terminal, explanation.steps)
  if (left || !complete) terminal.print(`${colors.dim('… there is more; --json shows what there is')}\n`)
}

interface Branch {
  readonly step: number
  /** What stands left of the step, and of what is under it. */
  readonly stem: string
  readonly under: string
}

/** Draws from the first step downwards; true when there was no room for all. */
function drawSteps(terminal: Terminal, steps: readonly ExplainStep[]): boolean {
  const drawn = new Set<number>()
  const open: Branch[] = [{ step: 0, stem: '', under: '' }]
  for (let lines = 0; lines < LINES_MAX; lines++) {
    const branch = open.pop()
    if (!branch) return false
    const step = steps[branch.step]!
    const isAgain = drawn.has(branch.step) && step.children.length > 0
    drawn.add(branch.step)
    terminal.print(`${terminal.colors.dim(branch.stem)}${stepText(terminal, step)}${isAgain ? terminal.colors.dim('  (as above)') : ''}\n`)
    if (isAgain) continue
    for (const [index, child] of [...step.children.entries()].reverse()) {
      const isLast = index === step.children.length - 1
      open.push({ step: child, stem: `${branch.under}${isLast ? '└─ ' : '├─ '}`, under: `${branch.under}${isLast ? '   ' : '│  '}` })
    }
  }
  return open.length > 0
}

function stepText({ colors }: Terminal, { rule, object, relation, result, tuple, reason }: ExplainStep): string {
  const marks = { yes: colors.green('✓'), no: colors.red('✗'), error: colors.yellow('!'), cycle: colors.red('↻') }
  const what = tuple ? `tuple ${tupleText(tuple)}` : rule === 'relation' ? `${object}#${relation}` : rule
  return `${marks[result]} ${what}${reason === undefined ? '' : colors.dim(`  ${reason}`)}`
}

function tupleText({ object, relation, subject, condition }: Tuple): string {
  return `${object}#${relation}@${subject}${condition ? ` with ${condition.name}${condition.context ? ` ${JSON.stringify(condition.context)}` : ''}` : ''}`
}
