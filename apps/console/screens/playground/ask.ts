// A question about the tuples of a scratch, answered by the engine of the server in the browser.

import { createEngine, type ExplainStep, Graph, type JsonObject, whyNotAllowed } from '@lockness/authz'
import { hasErrors, loadModelTest } from '@lockness/language'
import { moduleList } from '#screens/models/workspace/examine.ts'
import type { Workspace } from '#screens/models/workspace/workspace.ts'
import { MODULE_LIST, WHOLE_MODEL } from '#screens/models/workspace/workspace.ts'
import { type Question, TUPLES } from './scratch.ts'

export interface ScratchAnswer {
  readonly kind: 'allowed' | 'denied' | 'unknown'
  /** What stood in the way of an answer. */
  readonly problem?: string
  readonly steps: readonly ExplainStep[]
  readonly isComplete: boolean
  readonly tuples: number
  readonly tookMs: number
}

export interface Names {
  readonly subjects: readonly string[]
  readonly objects: readonly string[]
}

export type AskOutcome = ScratchAnswer | { readonly kind: 'broken'; readonly problems: readonly string[] }

const QUESTIONS = '.questions.fga.yaml'
const NAMES_MAX = 1_000

export function askScratch(workspace: Workspace, question: Question, atMs: number): AskOutcome {
  const context = readContext(question.context)
  if (typeof context === 'string') return { kind: 'broken', problems: [context] }
  const { compiled, shared, diagnostics } = loadScratch(workspace)
  if (!compiled || hasErrors(diagnostics)) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    return { kind: 'broken', problems: errors.map(({ file, message }) => `${file}: ${message}`) }
  }
  const refused = shared.map((tuple) => whyNotAllowed(compiled, tuple)).filter((why) => why !== undefined)
  if (refused.length > 0) return { kind: 'broken', problems: refused }
  const { subject, relation, object } = question
  const engine = createEngine(Graph.build(shared), compiled)
  const started = performance.now()
  const answer = engine.explain({ subject, relation, object }, { at: atMs, ...(context && { context }) })
  const tookMs = performance.now() - started
  const about = { tuples: shared.length, tookMs }
  if (!answer.ok) return { kind: 'unknown', problem: answer.error.message, steps: [], isComplete: true, ...about }
  const { verdict, steps, complete } = answer.value
  return {
    kind: verdict.answer === 'yes' ? 'allowed' : verdict.answer === 'no' ? 'denied' : 'unknown',
    ...(verdict.answer === 'error' && { problem: verdict.error.message }),
    steps,
    isComplete: complete,
    ...about,
  }
}

/** The tuples as the tests would have them. */
function loadScratch({ kind, files }: Workspace) {
  const model = kind === 'modules' ? MODULE_LIST : WHOLE_MODEL
  const withQuestions = new Map(files).set(
    QUESTIONS,
    `model_file: ${model}\ntests: []\n${files.has(TUPLES) ? `tuple_file: ${TUPLES}\n` : ''}`,
  )
  if (kind === 'modules') withQuestions.set(MODULE_LIST, moduleList(files))
  return loadModelTest(QUESTIONS, (path) => withQuestions.get(path))
}

/** What there is to ask about. */
export function namesIn(workspace: Workspace): Names {
  const { shared } = loadScratch(workspace)
  const subjects = new Set(shared.map(({ subject }) => subject).filter((subject) => !/[#*]/.test(subject)))
  return {
    subjects: [...subjects].slice(0, NAMES_MAX),
    objects: [...new Set(shared.map(({ object }) => object))].slice(0, NAMES_MAX),
  }
}

function readContext(text: string): JsonObject | undefined | string {
  if (text.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
    return 'the context is expected to be an object, such as `{"amount": 5}`'
  } catch (error) {
    return `the context is not JSON: ${(error as Error).message}`
  }
}
