// Several module files become one model in which every type, relation and condition knows its module and its file. The
// files are laid end to end, so that a place in the whole is one number and the rules of validation run once over
// everything; what they find goes back to the file it is in. Where two files claim the same name the first keeps it,
// and the diagnostic names both places.

import {
  type AuthorizationModel,
  type ConditionDefinition,
  own,
  type RelationMetadata,
  type TypeDefinition,
  type Userset,
} from '@lockness/authz'
import type { Finding } from '../model/finding.ts'
import { modelFromDocument } from '../model/from-document.ts'
import { type ParsedModel, parseModule } from '../model/parse-model.ts'
import { modelFindings } from '../model/validate-model.ts'
import { type Diagnostic, LineIndex, type Range, type TextRange } from '../syntax/diagnostic.ts'
import { renameFix } from '../syntax/did-you-mean.ts'
import type { ConditionSyntax, Name, TypeSyntax } from '../syntax/document.ts'
import { expressionFindings } from './expression-findings.ts'

export interface ModuleFile {
  /** As `fga.mod` writes it; it becomes the `source_info`. */
  readonly name: string
  readonly text: string
}

export interface ModuleDiagnostic extends Diagnostic {
  readonly file: string
  /** The other place of a conflict. */
  readonly other?: { readonly file: string; readonly range: TextRange }
}

export interface ComposedModel {
  readonly model: AuthorizationModel
  readonly diagnostics: readonly ModuleDiagnostic[]
  readonly modules: readonly string[]
}

export function composeModules(files: readonly ModuleFile[], schema = '1.2'): ComposedModel {
  const sources = layOut(files)
  const composition = new Composition(sources)
  for (const source of sources) composition.addDefinitions(source)
  for (const source of sources) composition.addExtensions(source)
  const { types, conditions } = composition
  const model: AuthorizationModel = {
    schema_version: schema,
    type_definitions: composition.typeDefinitions(),
    conditions: composition.conditionDefinitions,
  }
  const findings = files.length === 0 ? [] : modelFindings({ types, conditions }, { text: schema, from: 0, to: 0 })
  for (const finding of [...findings, ...expressionFindings(model, conditions)]) composition.report(finding)
  const modules = new Set(sources.flatMap(({ parsed }) => parsed.header?.module?.text ?? []))
  return { model, diagnostics: composition.diagnostics, modules: [...modules].sort() }
}

interface Source {
  readonly file: ModuleFile
  readonly parsed: ParsedModel
  readonly lines: LineIndex
  /** Where the file begins in the whole. */
  readonly base: number
  readonly types: readonly TypeSyntax[]
  readonly conditions: readonly ConditionSyntax[]
  readonly hasSyntaxErrors: boolean
}

function layOut(files: readonly ModuleFile[]): Source[] {
  let base = 0
  return files.map((file) => {
    const parsed = parseModule(file.text)
    const source: Source = {
      file,
      parsed,
      lines: new LineIndex(file.text),
      base,
      types: parsed.types.map((type) => moved(type, base)),
      conditions: parsed.conditions.map((condition) => moved(condition, base)),
      hasSyntaxErrors: parsed.diagnostics.some(({ code }) => code === 'invalid-syntax'),
    }
    base += file.text.length + 1
    return source
  })
}

/** The same syntax, with every place moved. */
function moved<T>(syntax: T, by: number): T {
  if (by === 0 || typeof syntax !== 'object' || syntax === null) return syntax
  if (Array.isArray(syntax)) return syntax.map((each) => moved(each, by)) as T
  const entries = Object.entries(syntax).map(([key, value]) => {
    return [key, typeof value === 'number' && (key === 'from' || key === 'to') ? value + by : moved(value, by)]
  })
  return Object.fromEntries(entries) as T
}

interface ComposedType {
  readonly definition: TypeDefinition
  readonly name: Name
  readonly relations: Record<string, Userset>
  readonly metadata: Record<string, RelationMetadata>
  /** Every relation's place, extensions included. */
  readonly syntax: Map<string, TypeSyntax['relations'][number]>
  readonly syntaxType: TypeSyntax
}

class Composition {
  readonly diagnostics: ModuleDiagnostic[] = []
  readonly conditionDefinitions: Record<string, ConditionDefinition> = Object.create(null)
  readonly conditions: ConditionSyntax[] = []
  readonly #sources: readonly Source[]
  readonly #types = new Map<string, ComposedType>()
  readonly #conditionNames = new Map<string, Name>()

  constructor(sources: readonly Source[]) {
    this.#sources = sources
  }

  /** The types as one document: extensions stand with the type they extend. */
  get types(): TypeSyntax[] {
    return [...this.#types.values()].map(({ syntaxType, syntax }) => ({
      ...syntaxType,
      relations: [...syntax.values()],
    }))
  }

  typeDefinitions(): TypeDefinition[] {
    return [...this.#types.values()].map(({ definition, relations, metadata }) => {
      const described = Object.keys(metadata).length > 0 ? { relations: metadata } : {}
      return { ...definition, relations, metadata: { ...definition.metadata, ...described } }
    })
  }

  addDefinitions(source: Source): void {
    const { file, parsed } = source
    for (const diagnostic of parsed.diagnostics) {
      if (diagnostic.code === 'invalid-syntax') this.diagnostics.push({ ...diagnostic, file: file.name })
    }
    if (!parsed.header?.module) {
      if (source.hasSyntaxErrors && !parsed.header) return
      const message = 'the file is not a module: it has to begin with `module` and a name'
      this.#add({ code: 'module-conflict', message, range: at(source.base) })
      return
    }
    const document = { ...parsed, types: parsed.types.filter(({ extend }) => !extend) }
    const { type_definitions, conditions } = modelFromDocument(document)
    const definitions = source.types.filter(({ extend }) => !extend)
    for (const [index, type] of definitions.entries()) this.#addType(source, type, type_definitions[index]!)
    for (const condition of source.conditions)
      this.#addCondition(source, condition, own(conditions, condition.name.text))
  }

  #addType({ file }: Source, type: TypeSyntax, definition: TypeDefinition): void {
    const known = this.#types.get(type.name.text)
    if (known) {
      this.#conflict('duplicated-error', `type \`${type.name.text}\``, type.name, known.name, { type: type.name.text })
      return
    }
    const { relations: metadata, ...rest } = definition.metadata ?? {}
    this.#types.set(type.name.text, {
      definition: { ...definition, metadata: { ...rest, source_info: { file: file.name } } },
      name: type.name,
      relations: Object.assign(nothing<Userset>(), definition.relations),
      metadata: Object.assign(nothing<RelationMetadata>(), metadata),
      syntax: new Map(type.relations.map((relation) => [relation.name.text, relation])),
      syntaxType: type,
    })
    this.#reportRepeats(type)
  }

  /** Relations that one file defines twice on a type: the first counts. */
  #reportRepeats({ name, relations }: TypeSyntax): void {
    const seen = new Map<string, Name>()
    for (const { name: relation } of relations) {
      const first = seen.get(relation.text)
      const about = { type: name.text, relation: relation.text }
      if (first)
        this.#conflict('duplicated-error', `relation \`${relation.text}\` of \`${name.text}\``, relation, first, about)
      else seen.set(relation.text, relation)
    }
  }

  #addCondition({ file }: Source, condition: ConditionSyntax, definition: ConditionDefinition | undefined): void {
    const { name } = condition
    const known = this.#conditionNames.get(name.text)
    if (known) {
      this.#conflict('module-conflict', `condition \`${name.text}\``, name, known, { condition: name.text })
      return
    }
    if (!definition) return
    this.#conditionNames.set(name.text, name)
    this.conditions.push(condition)
    this.conditionDefinitions[name.text] = {
      ...definition,
      metadata: { ...definition.metadata, source_info: { file: file.name } },
    }
  }

  addExtensions(source: Source): void {
    if (!source.parsed.header?.module) return
    const extensions = source.parsed.types.filter(({ extend }) => extend)
    const { type_definitions } = modelFromDocument({ ...source.parsed, types: extensions })
    const moved = source.types.filter(({ extend }) => extend)
    for (const [index, type] of moved.entries()) this.#extend(source, type, type_definitions[index]!)
  }

  #extend({ file }: Source, { name, relations }: TypeSyntax, extension: TypeDefinition): void {
    const type = this.#types.get(name.text)
    if (!type) {
      const message = `there is no type \`${name.text}\` to extend`
      const fix = renameFix(name.text, name, this.#types.keys())
      this.#add({ code: 'module-conflict', message, range: name, about: { type: name.text }, fix })
      return
    }
    for (const relation of relations) {
      const { name: relationName } = relation
      const known = type.syntax.get(relationName.text)
      const about = { type: name.text, relation: relationName.text }
      if (known) {
        const what = `relation \`${relationName.text}\` of \`${name.text}\``
        this.#conflict('module-conflict', what, relationName, known.name, about)
        continue
      }
      type.syntax.set(relationName.text, relation)
      const rewrite = own(extension.relations, relationName.text)
      if (!rewrite) continue
      type.relations[relationName.text] = rewrite
      const metadata = own(extension.metadata?.relations, relationName.text)
      type.metadata[relationName.text] = { ...metadata, source_info: { file: file.name } }
    }
  }

  /** What the rules found in the whole; in a file that could not be read it may only be a consequence. */
  report(finding: Finding): void {
    if (!this.#sourceOf(finding.range.from).hasSyntaxErrors) this.#add(finding)
  }

  #conflict(code: Finding['code'], what: string, again: Name, first: Name, about: NonNullable<Finding['about']>): void {
    const source = this.#sourceOf(first.from)
    const range = rangeIn(source, first)
    const message = `${what} is already defined in \`${source.file.name}\`, line ${range.start.line + 1}`
    this.#add({ code, message, range: again, about }, { file: source.file.name, range })
  }

  #add({ code, severity, message, range, about, fix }: Finding, other?: ModuleDiagnostic['other']): void {
    const source = this.#sourceOf(range.from)
    const edits = fix?.edits.map((edit) => ({ ...edit, from: edit.from - source.base, to: edit.to - source.base }))
    this.diagnostics.push({
      code,
      severity: severity ?? 'error',
      message,
      range: rangeIn(source, range),
      file: source.file.name,
      ...(about && { about }),
      ...(fix && edits && { fix: { ...fix, edits } }),
      ...(other && { other }),
    })
  }

  #sourceOf(offset: number): Source {
    return this.#sources.findLast(({ base }) => base <= offset) ?? this.#sources[0]!
  }
}

function rangeIn({ lines, base }: Source, { from, to }: Range): TextRange {
  return lines.range({ from: from - base, to: to - base })
}

function at(offset: number): Range {
  return { from: offset, to: offset }
}

function nothing<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>
}
