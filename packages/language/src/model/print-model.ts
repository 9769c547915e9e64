// A model as text, in the one form that OpenFGA's transformer writes: so the same model is always the same text. JSON
// can say things that the language cannot (a list of types in the middle of a definition); those are diagnostics, and
// the relation is left out of the text.

import type {
  AuthorizationModel,
  ConditionDefinition,
  RelationMetadata,
  SourceInfo,
  TypeDefinition,
} from '@lockness/authz'
import { own } from '@lockness/authz'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { ConditionSyntax, Definition, RelationSyntax, TypeSyntax } from '../syntax/document.ts'
import { conditionHead, definitionText } from '../syntax/print-syntax.ts'
import { diagnosticOf, leaves } from './finding.ts'
import { conditionsOfModel, NOWHERE, typesOfModel } from './to-document.ts'

export interface PrintOptions {
  /** Adds to each type, condition and extended relation a comment with the module and the file it is from. */
  readonly sourceInfo?: boolean
}

export interface PrintedModel {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

export function printModel(model: AuthorizationModel, options: PrintOptions = {}): PrintedModel {
  const printer = new Printer(model, options.sourceInfo ?? false)
  const text = `model\n  schema ${model.schema_version || '1.1'}\n${printer.types()}${printer.conditions()}`
  return { text, diagnostics: printer.diagnostics }
}

class Printer {
  readonly diagnostics: Diagnostic[] = []
  readonly #model: AuthorizationModel
  readonly #sourceInfo: boolean
  /** Types of a modular model are in the order of their modules, not in the order they are in. */
  readonly #modular: boolean

  constructor(model: AuthorizationModel, sourceInfo: boolean) {
    this.#model = model
    this.#sourceInfo = sourceInfo
    this.#modular = (model.type_definitions ?? []).some(({ metadata }) => metadata?.module)
  }

  types(): string {
    const syntax = typesOfModel(this.#model)
    const types = (this.#model.type_definitions ?? []).map((definition, i) => ({
      name: definition.type,
      source: definition.metadata,
      definition,
      syntax: syntax[i]!,
    }))
    if (this.#modular) types.sort(byModule)
    return types.map(({ definition, syntax }) => `${this.#type(definition, syntax)}\n`).join('')
  }

  #type(definition: TypeDefinition, syntax: TypeSyntax): string {
    const head = `\ntype ${definition.type}${this.#sourceComment(definition.metadata, '')}`
    const relations = syntax.relations.map((relation) => {
      const source = own(definition.metadata?.relations, relation.name.text)
      return { name: relation.name.text, source, relation }
    })
    if (this.#modular) relations.sort(byModule)
    const lines = relations.map(({ relation, source }) => this.#relation(definition.type, relation, source))
    const printed = lines.filter((line) => line !== undefined)
    return printed.length === 0 ? head : [head, '  relations', ...printed].join('\n')
  }

  #relation(
    type: string,
    { name, definition }: RelationSyntax,
    source: RelationMetadata | undefined,
  ): string | undefined {
    const ordered = definition && restrictionsFirst(definition)
    if (ordered && [...leaves(ordered)].every((leaf, i) => i === 0 || leaf.kind !== 'restrictions')) {
      const comment = this.#sourceComment(source, ' extended by:')
      return `    define ${name.text}: ${definitionText(ordered)}${comment}`
    }
    const message = `the language cannot say what relation \`${name.text}\` of \`${type}\` is: a list of types stands first or not at all`
    const about = { type, relation: name.text }
    this.diagnostics.push(diagnosticOf({ code: 'invalid-relation', message, range: NOWHERE, about }))
    return undefined
  }

  conditions(): string {
    const conditions = conditionsOfModel(this.#model).map((syntax) => {
      const definition = own(this.#model.conditions, syntax.name.text)!
      return { name: syntax.name.text, source: definition.metadata, definition, syntax }
    })
    conditions.sort(this.#modular ? byModule : byName)
    return conditions.map(({ definition, syntax }) => this.#condition(definition, syntax)).join('')
  }

  #condition(definition: ConditionDefinition, syntax: ConditionSyntax): string {
    const parameters = syntax.parameters.toSorted((a, b) => (a.name.text < b.name.text ? -1 : 1))
    const head = conditionHead({ name: syntax.name, parameters })
    const comment = this.#sourceComment(definition.metadata, '')
    return `\n${head} {\n  ${definition.expression}\n}${comment}\n`
  }

  #sourceComment(source: Source | null | undefined, lead: string): string {
    if (!this.#sourceInfo || !source?.module) return ''
    return ` #${lead} module: ${source.module}, file: ${source.source_info?.file}`
  }
}

interface Source {
  readonly module?: string
  readonly source_info?: SourceInfo
}

interface Sortable {
  readonly name: string
  readonly source: Source | null | undefined
}

/** The list of types moves to the front of each union and intersection, where order has no meaning. */
function restrictionsFirst(definition: Definition): Definition {
  if (!('operands' in definition)) return definition
  const operands = definition.operands.map(restrictionsFirst)
  const at = definition.kind === 'exclusion' ? 0 : operands.findIndex(({ kind }) => kind === 'restrictions')
  if (at > 0) operands.unshift(...operands.splice(at, 1))
  return { ...definition, operands }
}

const { compare } = new Intl.Collator('en')

function byName(a: Sortable, b: Sortable): number {
  return compare(a.name, b.name)
}

/** What has no module of its own belongs to the type's file and comes first. */
function byModule(a: Sortable, b: Sortable): number {
  const [aModule, bModule] = [a.source?.module, b.source?.module]
  if (aModule === undefined || bModule === undefined) {
    return aModule === bModule ? byName(a, b) : aModule === undefined ? -1 : 1
  }
  const [aFile, bFile] = [a.source?.source_info?.file ?? '', b.source?.source_info?.file ?? '']
  return compare(aModule, bModule) || compare(aFile, bFile) || byName(a, b)
}
