// Modules of a store: each a team's folder with its part of the model, its catalog and its tests. They are laid out as
// they lie on a disk, `<module>/<path>` beside one `fga.mod`, so what is pushed is read by the same code as what lies in
// a team's repository, and a test may name another module's files.

import { createHash } from 'node:crypto'
import type { AuthorizationModel, Condition } from '@lockness/authz'
import {
  type CatalogFile,
  type CatalogType,
  checkCatalogs,
  hasErrors,
  loadModel,
  parseCatalog,
  parseModule,
  type ReadFile,
  runModelTest,
} from '@lockness/language'

export interface ModuleFile {
  readonly path: string
  readonly text: string
}

export interface ModuleContent {
  readonly name: string
  readonly files: readonly ModuleFile[]
}

/** A mistake at its place, counted from 1 as editors do. */
export interface Mistake {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly code: string
  readonly message: string
}

export interface Composition {
  readonly model: AuthorizationModel
  readonly conditions: ReadonlyMap<string, Condition>
  readonly errors: readonly Mistake[]
  readonly warnings: readonly Mistake[]
  readonly readFile: ReadFile
  /** As the tests load their models: the composed one is not made again for each. */
  readonly load: typeof loadModel
  /** Paths of the tests of all modules. */
  readonly tests: readonly string[]
}

export interface TestReport {
  readonly passed: number
  readonly failed: number
  readonly files: readonly { readonly file: string; readonly passed: number; readonly failed: number }[]
  /** The first ones. */
  readonly failures: readonly (Mistake & {
    readonly test?: string
    readonly expected?: unknown
    readonly received?: unknown
  })[]
}

const LIST = 'fga.mod'
const FAILURES_TOLD_MAX = 100
const isModelFile = (path: string) => path.endsWith('.fga')
const isTestFile = (path: string) => /\.fga\.ya?ml$/.test(path)
const isCatalogFile = (path: string) => /^catalog\.ya?ml$/.test(path)

/** The version of a module: what is in it, whatever the order in which its files were given. */
export function hashOf(files: readonly ModuleFile[]): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(files).map(({ path, text }) => [path, text])))
    .digest('hex')
}

export function inOrder(files: readonly ModuleFile[]): ModuleFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

/** One model of all modules. Where two claim the same name, the later one is told that it is taken. */
export function composeStore(modules: readonly ModuleContent[]): Composition {
  const texts = new Map<string, string>()
  for (const { name, files } of modules) for (const { path, text } of files) texts.set(`${name}/${path}`, text)
  const paths = [...texts.keys()]
  texts.set(LIST, `schema: '1.2'\ncontents: ${JSON.stringify(paths.filter(isModelFile))}\n`)
  const readFile: ReadFile = (path) => texts.get(path)
  const loaded = loadModel(LIST, readFile)
  const { model, conditions, diagnostics } = loaded
  const mistakes = [...modules.flatMap(foreignFiles), ...diagnostics.map(toMistake)]
  const catalogs = modules.flatMap(catalogsOf)
  mistakes.push(...catalogs.flatMap(({ mistakes }) => mistakes))
  if (!hasErrors(diagnostics)) mistakes.push(...checkCatalogs(model, catalogs).map(toMistake))
  return {
    model,
    conditions,
    ...sorted(mistakes),
    readFile,
    load: (path, read) => (path === LIST ? loaded : loadModel(path, read)),
    tests: paths.filter(isTestFile),
  }
}

/** A model that is written whole: as text, or as the JSON of OpenFGA. */
export type WholeModel = { readonly text: string } | { readonly document: unknown }

export function readWhole(whole: WholeModel): Pick<Composition, 'model' | 'errors' | 'warnings'> {
  const [name, text] = 'text' in whole ? ['model.fga', whole.text] : ['model.json', JSON.stringify(whole.document)]
  const { model, diagnostics } = loadModel(name, () => text)
  return { model, ...sorted(diagnostics.map(toMistake)) }
}

/** The tests of all modules. */
export function runTests({ tests, readFile, load }: Composition, atMs: number): TestReport {
  const files: TestReport['files'][number][] = []
  const failures: TestReport['failures'][number][] = []
  for (const path of tests) {
    const { diagnostics, passed, failed, tests: results } = runModelTest(path, readFile, { at: atMs, load })
    const errors = diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(toMistake)
      .map(withoutSeverity)
    files.push({ file: path, passed, failed: failed + errors.length })
    failures.push(...errors)
    for (const { name, failures: failed } of results)
      for (const { file, range, question, expected, received } of failed)
        failures.push({
          ...placeOf(file, range),
          code: 'test-failed',
          message: question,
          test: name,
          expected,
          received,
        })
  }
  const sum = (of: 'passed' | 'failed') => files.reduce((total, file) => total + file[of], 0)
  return { passed: sum('passed'), failed: sum('failed'), files, failures: failures.slice(0, FAILURES_TOLD_MAX) }
}

/** What people read about all types, the parts that several modules describe of one put together. */
export function catalogOf(modules: readonly ModuleContent[]): object[] {
  const types = new Map<string, { of: CatalogType[]; entries: object[] }>()
  for (const { catalog } of modules.flatMap(catalogsOf)) {
    for (const type of catalog.types) {
      const known = types.get(type.name.text) ?? { of: [], entries: [] }
      types.set(type.name.text, known)
      known.of.push(type)
      known.entries.push(
        ...type.entries.map(({ relation, approvers, conflicts, stepUp, ...entry }) => ({
          relation: relation.text,
          module: catalog.module.text,
          ...entry,
          approvers: approvers.map(({ text }) => text),
          conflicts: conflicts.map(({ text }) => text),
          ...(stepUp && { stepUp: stepUp.text }),
        })),
      )
    }
  }
  return [...types].map(([name, { of, entries }]) => {
    const named = of.find(({ title }) => title)
    return {
      type: name,
      ...(named?.title ?? {}),
      ...(named?.icon !== undefined && { icon: named.icon }),
      ...(named?.sentence !== undefined && { sentence: named.sentence }),
      isPrincipal: of.some(({ isPrincipal }) => isPrincipal),
      containedIn: [...new Set(of.flatMap(({ containedIn }) => containedIn.map(({ text }) => text)))],
      entries,
    }
  })
}

type Found = Mistake & { readonly severity: 'error' | 'warning' }

/** A module says nothing in another one's name, and holds nothing that nobody reads. */
function foreignFiles({ name, files }: ModuleContent): Found[] {
  return files.flatMap(({ path, text }): Found[] => {
    const file = `${name}/${path}`
    if (!/\.(fga|ya?ml)$/.test(path)) {
      const message =
        'a module holds models (`.fga`), its `catalog.yaml`, tests (`.fga.yaml`) and their tuples (`.yaml`)'
      return [{ file, severity: 'error', code: 'unknown-file', message }]
    }
    if (!isModelFile(path)) return []
    const declared = parseModule(text).header?.module?.text
    if (declared === undefined || declared === name) return []
    const message = `the file is of module \`${declared}\`, this is the push of \`${name}\``
    return [{ file, line: 1, severity: 'error', code: 'foreign-module', message }]
  })
}

function catalogsOf({ name, files }: ModuleContent): (CatalogFile & { readonly mistakes: readonly Found[] })[] {
  return files.flatMap(({ path, text }) => {
    if (!isCatalogFile(path)) return []
    const file = `${name}/${path}`
    const { catalog, problems } = parseCatalog(text)
    const mistakes = problems.map((each) => toMistake({ ...each, file }))
    if (problems.length === 0 && catalog.module.text !== name) {
      const message = `the catalog is of module \`${catalog.module.text}\`, this is the push of \`${name}\``
      mistakes.push({ ...placeOf(file, catalog.module.range), severity: 'error', code: 'foreign-module', message })
    }
    return [{ file, catalog, mistakes }]
  })
}

interface Placeable {
  readonly file: string
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly range?: Place | undefined
}

interface Place {
  readonly start: { readonly line: number; readonly column: number }
}

function toMistake({ file, severity, code, message, range }: Placeable): Found {
  return { ...placeOf(file, range), severity, code, message }
}

function placeOf(file: string, range: Place | undefined): Pick<Mistake, 'file' | 'line' | 'column'> {
  return { file, ...(range && { line: range.start.line + 1, column: range.start.column + 1 }) }
}

function sorted(mistakes: readonly Found[]): Pick<Composition, 'errors' | 'warnings'> {
  const of = (wanted: Found['severity']) => mistakes.filter(({ severity }) => severity === wanted).map(withoutSeverity)
  return { errors: of('error'), warnings: of('warning') }
}

function withoutSeverity({ severity: _, ...mistake }: Found): Mistake {
  return mistake
}
