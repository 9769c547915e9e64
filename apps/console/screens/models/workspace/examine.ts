// Everything that can be said about a workspace without asking anybody: the model that its files make, every mistake with
// its place and its fix, the catalog as people will read it, and the tests. It is the same code of the language that the
// server judges a push by, run in the browser (see examiner.worker.ts). Tests come one file after the other, because they
// take longest and a newer text makes the rest of them worthless.

import type { AuthorizationModel } from '@lockness/authz'
import {
  type CatalogFile,
  checkCatalogs,
  diffModels,
  type FileDiagnostic,
  type Fix,
  hasErrors,
  type LoadedModel,
  loadModel,
  type ModelDiff,
  parseCatalog,
  parseModule,
  type ReadFile,
  runModelTest,
} from '@lockness/language'
import { type CatalogType, catalogOf } from './catalog-shown.ts'
import { type Files, fileKind, MODULE_LIST, moduleOf, WHOLE_MODEL, type Workspace } from './workspace.ts'

/** A mistake at its place; offsets are of the file's text, lines and columns count from 1 as people do. */
export interface Finding {
  readonly file: string
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly from: number
  readonly to: number
  readonly line: number
  readonly column: number
  readonly also?: readonly { readonly from: number; readonly to: number }[]
  readonly fix?: Fix
}

export interface ExaminedModel {
  readonly model: AuthorizationModel
  readonly findings: readonly Finding[]
  readonly catalog: readonly CatalogType[]
  readonly isValid: boolean
  /** What changes in meaning against the model in force, where there is one and this one can be read. */
  readonly diff?: ModelDiff
}

export interface FailedExpectation extends Pick<Finding, 'file' | 'from' | 'to' | 'line' | 'column'> {
  readonly test: string
  readonly question: string
  readonly expected: boolean | readonly string[]
  readonly received: boolean | readonly string[] | { readonly code: string; readonly message: string }
}

export interface TestedFile {
  readonly file: string
  readonly passed: number
  readonly failed: number
  readonly tests: readonly { readonly name: string; readonly passed: number; readonly failed: number }[]
  readonly failures: readonly FailedExpectation[]
  /** Why it could not be run at all. */
  readonly findings: readonly Finding[]
}

export interface Examining {
  readonly examined: ExaminedModel
  /** Empty when the model has mistakes: they are told, and tests of a broken model tell nothing. */
  readonly testPaths: readonly string[]
  runTests(path: string): TestedFile
}

export function examine({ kind, files }: Workspace, atMs: number, live?: AuthorizationModel): Examining {
  const root = kind === 'modules' ? MODULE_LIST : WHOLE_MODEL
  const listed = kind === 'modules' ? new Map(files).set(MODULE_LIST, moduleList(files)) : files
  const readFile: ReadFile = (path) => listed.get(path)
  const loaded = loadModel(root, readFile)
  const catalogs = [...files].flatMap(([file, text]) => (fileKind(file) === 'catalog' ? [readCatalog(file, text)] : []))
  const findings = [
    ...loaded.diagnostics.map(findingOf),
    ...(kind === 'modules' ? [...files].flatMap(([file, text]) => foreignFile(file, text)) : []),
    ...catalogs.flatMap((each) => each.findings),
  ]
  const isReadable = !hasErrors(loaded.diagnostics)
  if (isReadable && catalogs.length > 0) findings.push(...checkCatalogs(loaded.model, catalogs).map(findingOf))
  const isValid = !hasErrors(findings)
  const catalog = catalogOf(catalogs.map((each) => each.catalog))
  const load = (path: string, read: ReadFile): LoadedModel => (path === root ? loaded : loadModel(path, read))
  const diff = live && isReadable ? diffModels(live, loaded.model) : undefined
  return {
    examined: { model: loaded.model, findings, catalog, isValid, ...(diff && { diff }) },
    testPaths: isReadable ? [...files.keys()].filter((path) => fileKind(path) === 'test') : [],
    runTests: (path) => testedFile(path, readFile, load, atMs),
  }
}

function testedFile(path: string, readFile: ReadFile, load: typeof loadModel, at: number): TestedFile {
  const result = runModelTest(path, readFile, { at, load })
  const findings = result.diagnostics.map(findingOf)
  const errors = findings.filter(({ severity }) => severity === 'error')
  const failures = result.tests.flatMap(({ name, failures: failed }) =>
    failed.map(({ file, range, question, expected, received }): FailedExpectation => {
      const shown = typeof received === 'object' && 'code' in received ? errorOf(received) : received
      return { file, ...placeOf(range), test: name, question, expected, received: shown }
    }),
  )
  return {
    file: path,
    passed: result.passed,
    failed: result.failed + errors.length,
    tests: result.tests.map(({ name, passed, failures: failed }) => ({ name, passed, failed: failed.length })),
    failures,
    findings,
  }
}

function errorOf({ code, message }: { readonly code: string; readonly message: string }) {
  return { code, message }
}

export function moduleList(files: Files): string {
  const models = [...files.keys()].filter((path) => fileKind(path) === 'model')
  return `schema: '1.2'\ncontents: ${JSON.stringify(models)}\n`
}

interface ReadCatalog extends CatalogFile {
  readonly findings: readonly Finding[]
}

function readCatalog(file: string, text: string): ReadCatalog {
  const { catalog, problems } = parseCatalog(text)
  const findings = problems.map((problem) => findingOf({ ...problem, file }))
  const module = moduleOf(file)
  if (problems.length === 0 && file.includes('/') && catalog.module.text !== module) {
    const message = `the catalog is of module \`${catalog.module.text}\`, the folder is \`${module}\``
    const { range } = catalog.module
    findings.push(findingOf({ file, severity: 'error', code: 'foreign-module', message, range }))
  }
  return { file, catalog, findings }
}

/** A module says nothing in another one's name, and holds nothing that nobody reads. */
function foreignFile(file: string, text: string): Finding[] {
  if (fileKind(file) === 'other') {
    const message = 'a module holds models (`.fga`), its `catalog.yaml`, tests (`.fga.yaml`) and their tuples (`.yaml`)'
    return [findingOf({ file, severity: 'error', code: 'unknown-file', message })]
  }
  if (fileKind(file) !== 'model') return []
  const name = parseModule(text).header?.module
  if (name === undefined || name.text === moduleOf(file)) return []
  const message = `the file is of module \`${name.text}\`, the folder is \`${moduleOf(file)}\``
  const start = { line: 0, column: 0 }
  const range = { from: name.from, to: name.to, start, end: start }
  return [findingOf({ file, severity: 'error', code: 'foreign-module', message, range })]
}

interface Placeable {
  readonly file: string
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly range?: FileDiagnostic['range']
  readonly also?: FileDiagnostic['also']
  readonly fix?: Fix | undefined
}

function findingOf({ file, severity, code, message, range, also, fix }: Placeable): Finding {
  return {
    file,
    severity,
    code,
    message,
    ...placeOf(range),
    ...(also && { also: also.map(({ from, to }) => ({ from, to })) }),
    ...(fix && { fix }),
  }
}

function placeOf(range: Placeable['range']) {
  if (!range) return { from: 0, to: 0, line: 1, column: 1 }
  return { from: range.from, to: range.to, line: range.start.line + 1, column: range.start.column + 1 }
}
