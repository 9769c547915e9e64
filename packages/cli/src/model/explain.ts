// `lockness model explain`: one check on the tuples of a test file, with the proof when it is a yes, and everything
// that was tried, with what stopped it, when it is not. An explanation is a list of steps that name each other, drawn
// here as a tree; a step that was drawn before is only named.

import {
  type CheckQuestion,
  createEngine,
  type ExplainStep,
  type Explanation,
  Graph,
  type JsonObject,
  type Tuple,
} from '@lockness/authz'
import { hasErrors, loadModelTest } from '@lockness/language'
import { type Colors, EXIT, type ExitCode, printJson, type Terminal } from '../terminal.ts'
import { cleanPath } from './find-files.ts'
import { diagnosticData, showDiagnostics, visible } from './show-diagnostics.ts'

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
  if (terminal.disk.kind(file) !== 'file') {
    terminal.complain(`there is no test file \`${path}\`\n`)
    return EXIT.usage
  }
  const { compiled, tests, diagnostics, shared } = loadModelTest(file, (name) => terminal.disk.read(name))
  if (!compiled || hasErrors(diagnostics)) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    if (flags.json) printJson(terminal, { diagnostics: errors.map(diagnosticData) })
    else showDiagnostics(terminal, errors)
    return EXIT.problems
  }
  const test = tests.find(({ name }) => name === flags.test)
  if (flags.test !== undefined && !test) {
    const names = tests.map(({ name }) => `\`${name}\``).join(', ')
    terminal.complain(`\`${path}\` has no test \`${flags.test}\`, only ${names}\n`)
    return EXIT.usage
  }
  const engine = createEngine(Graph.build(test?.facts ?? shared), compiled)
  const given = { at: flags.at ?? terminal.now(), ...(flags.context && { context: flags.context }) }
  const answer = engine.explain(question, given)
  if (flags.json) printJson(terminal, answer.ok ? answer.value : { error: answer.error })
  else if (answer.ok) drawExplanation(terminal, question, answer.value)
  else terminal.print(`${terminal.colors.red(`error ${answer.error.code}`)}  ${visible(answer.error.message)}\n`)
  return answer.ok && answer.value.verdict.answer !== 'error' ? EXIT.ok : EXIT.problems
}

export function drawExplanation(
  terminal: Terminal,
  { subject, relation, object }: CheckQuestion,
  explanation: Pick<Explanation, 'verdict' | 'steps' | 'complete'>,
): void {
  const { verdict, complete } = explanation
  const { colors } = terminal
  const tint = verdict.answer === 'yes' ? colors.green : colors.red
  terminal.print(`${colors.bold(visible(`${subject} ${relation} ${object}`))}  ${tint(verdict.answer)}\n`)
  if (verdict.answer === 'error') terminal.print(`${verdict.error.code}: ${visible(verdict.error.message)}\n`)
  const left = drawSteps(terminal, explanation.steps)
  if (left || !complete) terminal.print(`${colors.dim('… there is more; --json shows what there is')}\n`)
}

interface Branch {
  readonly step: number
  /** What stands left of the step, and of what is under it. */
  readonly stem: string
  readonly under: string
  /** The part that a `but not` takes away: it is drawn as a `not`, with the mark turned around. */
  readonly isNegated: boolean
}

/** Draws from the first step downwards; true when there was no room for all. */
function drawSteps(terminal: Terminal, steps: readonly ExplainStep[]): boolean {
  const { colors } = terminal
  const drawn = new Set<number>()
  const open: Branch[] = [{ step: 0, stem: '', under: '', isNegated: false }]
  for (let lines = 0; lines < LINES_MAX; lines++) {
    const branch = open.pop()
    if (!branch) return false
    const { step: number, stem, under, isNegated } = branch
    const step = steps[number]!
    const isAgain = drawn.has(number) && step.children.length > 0
    drawn.add(number)
    terminal.print(
      `${colors.dim(stem)}${stepText(colors, step, isNegated)}${isAgain ? colors.dim('  (as above)') : ''}\n`,
    )
    if (!isAgain) open.push(...branchesOf(steps, step, under).reverse())
  }
  return open.length > 0
}

function branchesOf(steps: readonly ExplainStep[], step: ExplainStep, under: string): Branch[] {
  return step.children.map((child, index) => {
    const isLast = index === step.children.length - 1
    const isNegated = isTakenAway(steps, step, child, index)
    const number = withoutOperand(steps, child)
    return {
      step: number,
      stem: `${under}${isLast ? '└─ ' : '├─ '}`,
      under: `${under}${isLast ? '   ' : '│  '}`,
      isNegated,
    }
  })
}

/** Of a `but not` that failed only what made it fail is told: the part taken away when that part holds. */
function isTakenAway(
  steps: readonly ExplainStep[],
  { rule, result, children }: ExplainStep,
  child: number,
  index: number,
): boolean {
  if (rule !== 'but not') return false
  return index === 1 || (children.length === 1 && result === 'no' && steps[child]!.result === 'yes')
}

/** An operand with one way to hold is that way. */
function withoutOperand(steps: readonly ExplainStep[], number: number): number {
  const { rule, children, reason } = steps[number]!
  return rule === 'operand' && children.length === 1 && reason === undefined ? children[0]! : number
}

const TURNED: Readonly<Record<ExplainStep['result'], ExplainStep['result']>> = {
  yes: 'no',
  no: 'yes',
  error: 'error',
  cycle: 'cycle',
}

function stepText(colors: Colors, step: ExplainStep, isNegated: boolean): string {
  const marks = { yes: colors.green('✓'), no: colors.red('✗'), error: colors.yellow('!'), cycle: colors.red('↻') }
  const { rule, object, relation, result, tuple, reason } = step
  const mark = marks[isNegated ? TURNED[result] : result]
  const what = tuple
    ? `tuple ${tupleText(colors, tuple)}`
    : rule === 'relation'
      ? visible(`${object}#${relation}`)
      : ruleText(rule)
  return `${mark} ${isNegated ? colors.yellow('not ') : ''}${what}${reason === undefined ? '' : colors.dim(`  ${visible(reason)}`)}`
}

/** A `but not` is drawn as all of: the one, and not the other. */
function ruleText(rule: ExplainStep['rule']): string {
  return rule === 'operand' ? 'any of' : 'all of'
}

function tupleText(colors: Colors, { object, relation, subject, condition }: Tuple): string {
  const text = visible(`${object}#${relation}@${subject}`)
  if (!condition) return text
  const context = condition.context ? ` ${JSON.stringify(condition.context)}` : ''
  return `${text} with ${condition.name}${colors.dim(context)}`
}
