// Runs a test file: loads its model and tuples, builds a graph for each test that has tuples of its own and one for all
// the others, asks every question and compares the answers with what is expected. Which engine answers is an argument,
// so the same files test the engine and the definition. Lists are compared as sets.

import {
  type Answer,
  type AuthorizationModel,
  type CheckQuestion,
  type CompiledModel,
  type Condition,
  compileModel,
  createEngine,
  type Given,
  Graph,
  type ListObjectsQuestion,
  type ListSubjectsQuestion,
  type Page,
  type QuestionError,
  type Tuple,
  tupleKey,
  type Verdict,
  whyNotAllowed,
} from '@lockness/authz'
import {
  type FileDiagnostic,
  hasErrors,
  type LoadedModel,
  loadModel,
  loadText,
  type ReadFile,
  resolvePath,
} from '../module/load-model.ts'
import type { TextRange } from '../syntax/diagnostic.ts'
import { placesInBlock } from '../yaml/block-place.ts'
import { type Placed, problem } from '../yaml/read-yaml.ts'
import {
  type Expectation,
  type ListUsersExpectation,
  type ModelTest,
  type ModelTestFile,
  type ModelTestProblem,
  type PlacedTuple,
  parseModelTest,
  parseTupleFile,
} from './parse-model-test.ts'

/** The questions that test files ask. */
export interface TestedEngine {
  check(question: CheckQuestion, given: Given): Verdict
  listObjects(question: ListObjectsQuestion, given: Given): Answer<Page>
  listSubjects(question: ListSubjectsQuestion, given: Given): Answer<Page>
}

export type EngineFactory = (
  model: AuthorizationModel,
  conditions: ReadonlyMap<string, Condition>,
  tuples: readonly Tuple[],
) => TestedEngine

export interface ModelTestOptions {
  readonly engine?: EngineFactory
  /** Milliseconds since 1970: the time of every question. */
  readonly at?: number
  /** Who runs several files that share a model can remember it. */
  readonly load?: LoadModel
}

export type LoadModel = typeof loadModel

export type ModelTestDiagnostic = Omit<FileDiagnostic, 'code'> & {
  readonly code: FileDiagnostic['code'] | ModelTestProblem['code']
}

export interface LoadedModelTest {
  readonly path: string
  readonly file: ModelTestFile
  readonly model: LoadedModel | undefined
  /** Absent when the model has mistakes. */
  readonly compiled?: CompiledModel
  /** The tuples that all tests have. */
  readonly shared: readonly Tuple[]
  readonly tests: readonly LoadedTest[]
  readonly diagnostics: readonly ModelTestDiagnostic[]
}

export interface LoadedTest extends ModelTest {
  /** The file's tuples and the test's own, of two with the same key the test's; the file's list itself without own ones. */
  readonly facts: readonly Tuple[]
}

export interface ModelTestResult {
  readonly path: string
  /** Why the file could not be run, or what is doubtful about it. */
  readonly diagnostics: readonly ModelTestDiagnostic[]
  readonly tests: readonly TestResult[]
  readonly passed: number
  readonly failed: number
}

export interface TestResult {
  readonly name: string
  readonly passed: number
  readonly failures: readonly TestFailure[]
}

export interface TestFailure {
  readonly file: string
  readonly range: TextRange
  /** `check user:anne can_view doc:1` */
  readonly question: string
  readonly expected: boolean | readonly string[]
  readonly received: boolean | readonly string[] | QuestionError
  readonly expectation: Expectation
}

export function runModelTest(path: string, readFile: ReadFile, options: ModelTestOptions = {}): ModelTestResult {
  const { engine, at = 0, load } = options
  const { model, compiled, shared, tests: loaded, diagnostics } = loadModelTest(path, readFile, load)
  if (!model || !compiled || hasErrors(diagnostics)) return { path, diagnostics, tests: [], passed: 0, failed: 0 }
  const build = (facts: readonly Tuple[]): TestedEngine =>
    engine ? engine(model.model, model.conditions, facts) : createEngine(Graph.build(facts), compiled)
  let ofShared: TestedEngine | undefined
  const tests = loaded.map((test) => {
    const tested = test.facts === shared ? (ofShared ??= build(shared)) : build(test.facts)
    return runTest(path, test, tested, at)
  })
  const passed = tests.reduce((sum, test) => sum + test.passed, 0)
  const failed = tests.reduce((sum, test) => sum + test.failures.length, 0)
  return { path, diagnostics, tests, passed, failed }
}

/** The test file, its model and its tuples, each checked. */
export function loadModelTest(path: string, readFile: ReadFile, load: LoadModel = loadModel): LoadedModelTest {
  const text = readFile(path)
  if (text === undefined) {
    const diagnostics = [
      {
        code: 'file-not-found' as const,
        severity: 'error' as const,
        message: `there is no file \`${path}\``,
        file: path,
      },
    ]
    return {
      path,
      file: { tuples: [], tupleFiles: [], tests: [] },
      model: undefined,
      shared: [],
      tests: [],
      diagnostics,
    }
  }
  const { file, problems } = parseModelTest(text)
  const diagnostics: ModelTestDiagnostic[] = problems.map((found) => ({ ...found, file: path }))
  const model = loadTestedModel(path, text, file, readFile, load)
  if (model) diagnostics.push(...model.diagnostics)
  if (!model || hasErrors(model.diagnostics)) return { path, file, model, shared: [], tests: [], diagnostics }
  const own = factsOf(path, file, readFile, diagnostics)
  const tests = file.tests.map((test) => ({ test, tuples: factsOf(path, test, readFile, diagnostics) }))
  const compiled = compileModel(model.model, model.conditions)
  diagnostics.push(...refusedTuples(compiled, [...own, ...tests.flatMap(({ tuples }) => tuples)]))
  const shared = together(own)
  const loaded = tests.map(({ test, tuples }) => ({
    ...test,
    facts: tuples.length === 0 ? shared : together([...own, ...tuples]),
  }))
  return { path, file, model, compiled, shared, tests: loaded, diagnostics }
}

function loadTestedModel(
  path: string,
  text: string,
  { model, modelFile }: ModelTestFile,
  readFile: ReadFile,
  load: LoadModel,
): LoadedModel | undefined {
  if (!model) return modelFile && load(resolvePath(path, modelFile.text), readFile)
  const loaded = loadText(path, model.text)
  const place = placesInBlock(text, model.range)
  const diagnostics = loaded.diagnostics.map(({ range, also, fix: _, ...rest }) => ({
    ...rest,
    ...(range && { range: place(range) }),
    ...(also && { also: also.map(place) }),
  }))
  return { ...loaded, diagnostics }
}

interface FileTuple extends PlacedTuple {
  readonly file: string
}

function factsOf(
  path: string,
  { tuples, tupleFiles }: { readonly tuples: readonly PlacedTuple[]; readonly tupleFiles: readonly Placed[] },
  readFile: ReadFile,
  diagnostics: ModelTestDiagnostic[],
): FileTuple[] {
  const facts: FileTuple[] = []
  for (const name of tupleFiles) {
    const file = resolvePath(path, name.text)
    const text = readFile(file)
    if (text === undefined) {
      diagnostics.push({ ...problem('file-not-found', name.range, `there is no file \`${name.text}\``), file: path })
      continue
    }
    const parsed = parseTupleFile(text)
    diagnostics.push(...parsed.problems.map((found) => ({ ...found, file })))
    facts.push(...parsed.tuples.map((tuple) => ({ ...tuple, file })))
  }
  return [...facts, ...tuples.map((tuple) => ({ ...tuple, file: path }))]
}

function refusedTuples(compiled: CompiledModel, tuples: readonly FileTuple[]): ModelTestDiagnostic[] {
  return tuples.flatMap(({ tuple, range, file }) => {
    const reason = whyNotAllowed(compiled, tuple)
    return reason === undefined ? [] : [{ ...problem('invalid-tuple', range, reason), file }]
  })
}

function together(tuples: readonly FileTuple[]): Tuple[] {
  return [...new Map(tuples.map(({ tuple }) => [tupleKey(tuple), tuple])).values()]
}

function runTest(path: string, { name, expectations }: LoadedTest, engine: TestedEngine, at: number): TestResult {
  const failures: TestFailure[] = []
  for (const expectation of expectations) {
    const { range, expected, context } = expectation
    const received = ask(engine, expectation, { at, ...(context && { context }) })
    if (isExpected(expected, received)) continue
    failures.push({ file: path, range, question: questionText(expectation), expected, received, expectation })
  }
  return { name, passed: expectations.length - failures.length, failures }
}

function ask(engine: TestedEngine, asked: Expectation, given: Given): TestFailure['received'] {
  const { relation } = asked
  if (asked.kind === 'check') {
    const verdict = engine.check({ subject: asked.user, relation, object: asked.object }, given)
    return verdict.answer === 'error' ? verdict.error : verdict.answer === 'yes'
  }
  if (asked.kind === 'list_users') return askUsers(engine, asked, given)
  const page = engine.listObjects({ subject: asked.user, relation, type: asked.type }, given)
  return page.ok ? page.value.items : page.error
}

function askUsers(
  engine: TestedEngine,
  { object, relation, filter }: ListUsersExpectation,
  given: Given,
): TestFailure['received'] {
  const users = new Set<string>()
  for (const each of filter) {
    const page = engine.listSubjects({ object, relation, filter: each }, given)
    if (!page.ok) return page.error
    for (const user of page.value.items) users.add(user)
  }
  return [...users]
}

function isExpected(expected: boolean | readonly string[], received: TestFailure['received']): boolean {
  if (typeof expected === 'boolean' || typeof received === 'boolean') return expected === received
  if ('code' in received) return false
  // A list has no repeats; what is expected may.
  const wanted = new Set(expected)
  return received.length === wanted.size && received.every((item) => wanted.has(item))
}

function questionText(asked: Expectation): string {
  if (asked.kind === 'check') return `check ${asked.user} ${asked.relation} ${asked.object}`
  if (asked.kind === 'list_objects') return `list_objects ${asked.user} ${asked.relation} ${asked.type}`
  const filters = asked.filter.map(({ type, relation }) => (relation ? `${type}#${relation}` : type))
  return `list_users ${asked.object} ${asked.relation} ${filters.join(', ')}`
}
