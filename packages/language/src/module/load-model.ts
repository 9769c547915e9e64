// A model from files: one `.fga`, or an `fga.mod` with its modules, or a model in JSON. Reading is given as a function,
// so the same code serves a disk, a browser and a test. Every diagnostic names the path of the file it is in.

import type { AuthorizationModel, Condition } from '@lockness/authz'
import { compileConditions } from '../condition/compile-condition.ts'
import { diagnosticOf } from '../model/finding.ts'
import { modelShapeMistakes } from '../model/model-shape.ts'
import { parseModel } from '../model/parse-model.ts'
import { validateModel } from '../model/validate-model.ts'
import { type Diagnostic, LineIndex } from '../syntax/diagnostic.ts'
import { type Problem, problem, type YamlProblemCode } from '../yaml/read-yaml.ts'
import { composeModules, type ModuleDiagnostic } from './compose-modules.ts'
import { expressionFindings, isToldByModelRules } from './expression-findings.ts'
import { parseModFile } from './parse-mod-file.ts'

/** The text at a path with `/` between its parts; undefined when there is no such file. */
export type ReadFile = (path: string) => string | undefined

export interface LoadedModel {
  readonly path: string
  readonly model: AuthorizationModel
  readonly conditions: ReadonlyMap<string, Condition>
  readonly diagnostics: readonly FileDiagnostic[]
  /** Paths of all files the model is made of. */
  readonly files: readonly string[]
}

export type FileDiagnostic = Problem<Diagnostic['code'] | YamlProblemCode | 'file-not-found'> & {
  readonly file: string
  readonly other?: ModuleDiagnostic['other']
}

export function loadModel(path: string, readFile: ReadFile): LoadedModel {
  const text = readFile(path)
  if (text === undefined) return nothing(path, [fileNotFound(path)])
  if (path.endsWith('.mod')) return loadModules(path, text, readFile)
  return path.endsWith('.json') ? loadJson(path, text) : loadText(path, text)
}

/** A model by its text alone; `path` is what its diagnostics call it. */
export function loadText(path: string, text: string): LoadedModel {
  const parsed = parseModel(text)
  if (parsed.header?.kind === 'module') return loadModule(path, text)
  const diagnostics = parsed.diagnostics.map((diagnostic) => ({ ...diagnostic, file: path }))
  const { conditions } = compileConditions(parsed.model)
  const lines = new LineIndex(text)
  for (const finding of expressionFindings(parsed.model, parsed.conditions)) {
    diagnostics.push({ ...diagnosticOf(finding, lines), file: path })
  }
  return { path, model: parsed.model, conditions, diagnostics, files: [path] }
}

/** A module without an `fga.mod` around it has to make sense alone. */
function loadModule(path: string, text: string): LoadedModel {
  const { model, diagnostics } = composeModules([{ name: path, text }])
  return { path, model, conditions: compileConditions(model).conditions, diagnostics, files: [path] }
}

function loadModules(path: string, text: string, readFile: ReadFile): LoadedModel {
  const { schema, contents, diagnostics: ofModFile } = parseModFile(text)
  const diagnostics: FileDiagnostic[] = ofModFile.map((diagnostic) => ({ ...diagnostic, file: path }))
  const files = contents.flatMap(({ text: name, range }) => {
    const content = readFile(resolvePath(path, name))
    if (content !== undefined) return [{ name, text: content }]
    diagnostics.push({ ...problem('file-not-found', range, `there is no file \`${name}\``), file: path })
    return []
  })
  const composed = composeModules(files, schema)
  for (const diagnostic of composed.diagnostics) {
    const { other } = diagnostic
    const elsewhere = other && { other: { ...other, file: resolvePath(path, other.file) } }
    diagnostics.push({ ...diagnostic, ...elsewhere, file: resolvePath(path, diagnostic.file) })
  }
  const { conditions } = compileConditions(composed.model)
  const paths = [path, ...files.map(({ name }) => resolvePath(path, name))]
  return { path, model: composed.model, conditions, diagnostics, files: paths }
}

function loadJson(path: string, text: string): LoadedModel {
  const wrongs = (messages: readonly string[]): LoadedModel => {
    const range = new LineIndex(text).range({ from: 0, to: 0 })
    return nothing(
      path,
      messages.map((message) => ({ ...problem('invalid-syntax', range, message), file: path })),
    )
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return wrongs([`not JSON: ${(error as Error).message}`])
  }
  const mistakes = modelShapeMistakes(value)
  if (mistakes.length > 0) return wrongs(mistakes)
  const model = value as AuthorizationModel
  const { conditions, diagnostics: wrong } = compileConditions(model)
  const diagnostics: FileDiagnostic[] = validateModel(model).map((diagnostic) => ({ ...diagnostic, file: path }))
  for (const each of wrong) {
    if (isToldByModelRules(each)) continue
    const { condition, message } = each
    diagnostics.push({ code: 'invalid-condition', severity: 'error', message, about: { condition }, file: path })
  }
  return { path, model, conditions, diagnostics, files: [path] }
}

/** The path of what a file names, seen from the file. */
export function resolvePath(from: string, name: string): string {
  if (name.startsWith('/')) return name
  const parts = from.split('/').slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}

export function hasErrors(diagnostics: readonly { readonly severity: 'error' | 'warning' }[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}

function fileNotFound(path: string): FileDiagnostic {
  return { code: 'file-not-found', severity: 'error', message: `there is no file \`${path}\``, file: path }
}

function nothing(path: string, diagnostics: readonly FileDiagnostic[]): LoadedModel {
  return { path, model: { schema_version: '', type_definitions: [] }, conditions: new Map(), diagnostics, files: [] }
}
