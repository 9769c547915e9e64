// `lockness model check`: every mistake in models, catalogs and test files at once, each with its line.

import {
  type CatalogFile,
  checkCatalogs,
  hasErrors,
  type LoadModel,
  loadModelTest,
  parseCatalog,
  type ReadFile,
} from '@lockness/language'
import { count, EXIT, type ExitCode, printJson, type Terminal } from '../terminal.ts'
import { findFiles, fromHere, listsAbove } from './find-files.ts'
import { loadingOnce } from './load-once.ts'
import { diagnosticData, type ShownDiagnostic, showDiagnostics } from './show-diagnostics.ts'

export function checkModel(terminal: Terminal, paths: readonly string[], { json }: { readonly json?: true }): ExitCode {
  const { models, tests, catalogs, missing } = findFiles(terminal.disk, paths)
  for (const path of missing) terminal.complain(`there is no model, catalog or test file \`${path}\`\n`)
  if (missing.length > 0) return EXIT.usage
  if (models.length + tests.length + catalogs.length === 0) {
    terminal.complain('nothing to check: no fga.mod, .fga, .fga.yaml or catalog.yaml here\n')
    return EXIT.usage
  }
  const read: ReadFile = (file) => terminal.disk.read(file)
  const load = loadingOnce()
  const loaded = models.map((path) => load(path, read))
  const files = [...new Set([...loaded.flatMap((model) => model.files), ...tests, ...catalogs])]
  const diagnostics = distinct([
    ...loaded.flatMap((model) => model.diagnostics),
    ...tests.flatMap((path) => loadModelTest(path, read, load).diagnostics),
    ...checkCatalogFiles(terminal, catalogs, load),
  ])
  const isGood = !hasErrors(diagnostics)
  if (json) printJson(terminal, { ok: isGood, files, diagnostics: diagnostics.map(diagnosticData) })
  else showAll(terminal, diagnostics, files.length)
  return isGood ? EXIT.ok : EXIT.problems
}

/** A model that several test files use is read with each of them; its mistakes are told once. */
function distinct(diagnostics: readonly ShownDiagnostic[]): ShownDiagnostic[] {
  const known = new Map(
    diagnostics.map((each) => [JSON.stringify([each.file, each.code, each.range?.from, each.message]), each]),
  )
  return [...known.values()].sort((a, b) => compare(a.file, b.file) || (a.range?.from ?? 0) - (b.range?.from ?? 0))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Catalogs are checked together, with the model that lies above them. */
function checkCatalogFiles({ disk }: Terminal, paths: readonly string[], load: LoadModel): ShownDiagnostic[] {
  const diagnostics: ShownDiagnostic[] = []
  const byModel = new Map<string, CatalogFile[]>()
  for (const file of paths) {
    const { catalog, problems } = parseCatalog(disk.read(file) ?? '')
    diagnostics.push(...problems.map((each) => ({ ...each, file })))
    const model = listsAbove(disk, file)[0]
    if (model !== undefined) byModel.set(model, [...(byModel.get(model) ?? []), { file, catalog }])
  }
  for (const [path, files] of byModel) {
    const loaded = load(path, (file) => disk.read(file))
    if (!hasErrors(loaded.diagnostics))
      diagnostics.push(
        ...checkCatalogs(loaded.model, withTheOthers(disk, path, files)).filter(({ file }) => paths.includes(file)),
      )
  }
  return diagnostics
}

/** One catalog can only be judged beside its model's other catalogs: they say which types are people. */
function withTheOthers(disk: Terminal['disk'], model: string, files: readonly CatalogFile[]): CatalogFile[] {
  const folder = model.split('/').slice(0, -1).join('/') || '.'
  const all = findFiles(disk, [folder]).catalogs.map((path) => fromHere(disk, path))
  const others = all.filter((path) => !files.some(({ file }) => file === path))
  return [...files, ...others.map((file) => ({ file, catalog: parseCatalog(disk.read(file) ?? '').catalog }))]
}

function showAll(terminal: Terminal, diagnostics: readonly ShownDiagnostic[], files: number): void {
  showDiagnostics(terminal, diagnostics)
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const { colors } = terminal
  const tint = errors > 0 ? colors.red : colors.green
  terminal.print(
    `${tint(`${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}`)} in ${count(files, 'file')}\n`,
  )
}
