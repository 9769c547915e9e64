// Where each name of a workspace is defined and used. A name is a type, a relation of a type, or a condition; which
// relation a word means follows from the type that it stands in: `editor` is of that type, `editor from org` is of every
// type that `org` may lead to, `[team#member]` is of `team`. A word can therefore mean several relations at once.

import { type Definition, type ParsedModel, parseModule, type RelationSyntax } from '@lockness/language'
import { type Files, fileKind } from './workspace.ts'

export type ModelSymbol =
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'relation'; readonly type: string; readonly relation: string }
  | { readonly kind: 'condition'; readonly condition: string }

export interface Occurrence {
  readonly file: string
  readonly from: number
  readonly to: number
  /** `extension`: another module adds to the type here. */
  readonly role: 'definition' | 'extension' | 'reference'
  /** What the word means; empty when it is a name that nobody defines. */
  readonly symbols: readonly ModelSymbol[]
  /** The relation whose rule it stands in. */
  readonly within?: { readonly type: string; readonly relation: string }
}

export function symbolKey(symbol: ModelSymbol): string {
  if (symbol.kind === 'type') return `type ${symbol.type}`
  return symbol.kind === 'relation' ? `${symbol.type}#${symbol.relation}` : `condition ${symbol.condition}`
}

export function nameOfSymbol(symbol: ModelSymbol): string {
  if (symbol.kind === 'type') return symbol.type
  return symbol.kind === 'relation' ? symbol.relation : symbol.condition
}

export class ModelIndex {
  readonly occurrences: readonly Occurrence[]
  readonly #parsed = new Map<string, ParsedModel>()
  /** Of each type its relations, by name, of all files. */
  readonly #relations = new Map<string, Map<string, RelationSyntax>>()
  readonly #conditions = new Map<string, string>()
  readonly #uses = new Map<string, Occurrence[]>()

  constructor(files: Files, before?: ModelIndex) {
    for (const [file, text] of files) {
      if (fileKind(file) !== 'model') continue
      const known = before ? before.#parsed.get(file) : undefined
      this.#parsed.set(file, known?.text === text ? known : parseModule(text))
    }
    for (const [file, parsed] of this.#parsed) {
      for (const { name, relations } of parsed.types) {
        const all = this.#relations.get(name.text) ?? new Map<string, RelationSyntax>()
        this.#relations.set(name.text, all)
        for (const relation of relations) if (!all.has(relation.name.text)) all.set(relation.name.text, relation)
      }
      for (const { name } of parsed.conditions) this.#conditions.set(name.text, file)
    }
    this.occurrences = [...this.#parsed].flatMap(([file, parsed]) => this.#occurrencesIn(file, parsed))
    for (const occurrence of this.occurrences)
      for (const symbol of occurrence.symbols) {
        const key = symbolKey(symbol)
        const list = this.#uses.get(key)
        if (list) list.push(occurrence)
        else this.#uses.set(key, [occurrence])
      }
  }

  get types(): string[] {
    return [...this.#relations.keys()]
  }

  get conditions(): string[] {
    return [...this.#conditions.keys()]
  }

  parsed(file: string): ParsedModel | undefined {
    return this.#parsed.get(file)
  }

  relationsOf(type: string): string[] {
    return [...(this.#relations.get(type)?.keys() ?? [])]
  }

  /** The types that may be related to it directly, without repeats. */
  subjectTypesOf(type: string, relation: string): string[] {
    const definition = this.#relations.get(type)?.get(relation)?.definition
    return definition ? [...new Set(restrictionsIn(definition).map((entry) => entry.type.text))] : []
  }

  /** The name at an offset; at its end too, where a cursor stands after it is typed. */
  at(file: string, offset: number): Occurrence | undefined {
    return this.occurrences.find((each) => each.file === file && each.from <= offset && offset <= each.to)
  }

  /** The type whose lines an offset is in. */
  typeAt(file: string, offset: number): string | undefined {
    return this.#parsed.get(file)?.types.findLast(({ from }) => from <= offset)?.name.text
  }

  occurrencesOf(symbol: ModelSymbol): readonly Occurrence[] {
    return this.#uses.get(symbolKey(symbol)) ?? []
  }

  definitionsOf(symbol: ModelSymbol): Occurrence[] {
    return this.occurrencesOf(symbol).filter(({ role }) => role === 'definition')
  }

  /** The relations whose rules name it, as `type#relation`, sorted. */
  usersOf(symbol: ModelSymbol): string[] {
    const users = new Set<string>()
    for (const { role, within } of this.occurrencesOf(symbol))
      if (role === 'reference' && within) users.add(`${within.type}#${within.relation}`)
    return [...users].sort()
  }

  #occurrencesIn(file: string, { types, conditions }: ParsedModel): Occurrence[] {
    const found: Occurrence[] = []
    for (const type of types) {
      const symbols = this.#typeSymbols(type.name.text)
      found.push({ file, ...placeOf(type.name), role: type.extend ? 'extension' : 'definition', symbols })
      for (const relation of type.relations) this.#addRelation(file, type.name.text, relation, found)
    }
    for (const { name } of conditions)
      found.push({ file, ...placeOf(name), role: 'definition', symbols: this.#conditionSymbols(name.text) })
    return found
  }

  #addRelation(file: string, type: string, { name, definition }: RelationSyntax, found: Occurrence[]): void {
    const within = { type, relation: name.text }
    found.push({ file, ...placeOf(name), role: 'definition', symbols: [{ kind: 'relation', ...within }] })
    const add = (place: { from: number; to: number }, symbols: readonly ModelSymbol[]) =>
      found.push({ file, ...placeOf(place), role: 'reference', symbols, within })
    const visit = (part: Definition): void => {
      if (part.kind === 'reference') add(part.relation, this.#relationSymbols([type], part.relation.text))
      else if (part.kind === 'arrow') {
        add(part.relation, this.#relationSymbols(this.subjectTypesOf(type, part.tupleset.text), part.relation.text))
        add(part.tupleset, this.#relationSymbols([type], part.tupleset.text))
      } else if (part.kind === 'restrictions') {
        for (const entry of part.entries) {
          add(entry.type, this.#typeSymbols(entry.type.text))
          if (entry.relation) add(entry.relation, this.#relationSymbols([entry.type.text], entry.relation.text))
          if (entry.condition) add(entry.condition, this.#conditionSymbols(entry.condition.text))
        }
      } else for (const operand of part.operands) visit(operand)
    }
    if (definition) visit(definition)
  }

  #typeSymbols(type: string): ModelSymbol[] {
    return this.#relations.has(type) ? [{ kind: 'type', type }] : []
  }

  #conditionSymbols(condition: string): ModelSymbol[] {
    return this.#conditions.has(condition) ? [{ kind: 'condition', condition }] : []
  }

  #relationSymbols(types: readonly string[], relation: string): ModelSymbol[] {
    return types
      .filter((type) => this.#relations.get(type)?.has(relation))
      .map((type) => ({ kind: 'relation', type, relation }))
  }
}

function placeOf({ from, to }: { readonly from: number; readonly to: number }) {
  return { from, to }
}

function restrictionsIn(definition: Definition): readonly { readonly type: { readonly text: string } }[] {
  if (definition.kind === 'restrictions') return definition.entries
  return 'operands' in definition ? definition.operands.flatMap(restrictionsIn) : []
}
