// What there is to say about a name: what it is, what people read about it, how its rule is written, and who uses it.

import { type CatalogType, findEntry, type Risk } from './catalog-shown.ts'
import { type ModelIndex, type ModelSymbol, symbolKey } from './symbols.ts'
import { moduleOf } from './workspace.ts'

export interface Description {
  readonly symbol: ModelSymbol
  /** `artist#can_edit_profile`, `artist`, `window` */
  readonly name: string
  readonly title?: string
  readonly sentence?: string
  readonly risk?: Risk
  /** The module it is defined in, where there are modules. */
  readonly module?: string
  /** As the model says it. */
  readonly rule?: string
  /** The relations whose rules name it. */
  readonly users: readonly string[]
}

const RULE_CHARS_MAX = 600

export function describeSymbol(index: ModelIndex, catalog: readonly CatalogType[], symbol: ModelSymbol): Description {
  const [definition] = index.definitionsOf(symbol)
  const module = definition?.file.includes('/') ? moduleOf(definition.file) : undefined
  const rule = definition && ruleAt(index, definition.file, definition.from, symbol)
  return {
    symbol,
    name: symbolKey(symbol).replace(/^(type|condition) /, ''),
    ...wordsOf(catalog, symbol),
    ...(module !== undefined && { module }),
    ...(rule !== undefined && { rule }),
    users: index.usersOf(symbol),
  }
}

function wordsOf(
  catalog: readonly CatalogType[],
  symbol: ModelSymbol,
): { readonly title?: string; readonly sentence?: string; readonly risk?: Risk } {
  if (symbol.kind === 'condition') return {}
  if (symbol.kind === 'relation') {
    const entry = findEntry(catalog, symbol.type, symbol.relation)
    return entry
      ? { title: entry.title, sentence: entry.sentence, ...(entry.kind !== 'fact' && { risk: entry.risk }) }
      : {}
  }
  const type = catalog.find((each) => each.type === symbol.type)
  return {
    ...(type?.singular !== undefined && { title: type.singular }),
    ...(type?.sentence !== undefined && { sentence: type.sentence }),
  }
}

function ruleAt(index: ModelIndex, file: string, from: number, symbol: ModelSymbol): string | undefined {
  const parsed = index.parsed(file)
  if (!parsed) return undefined
  const spans =
    symbol.kind === 'condition'
      ? parsed.conditions
      : symbol.kind === 'relation'
        ? parsed.types.flatMap(({ relations }) => relations)
        : []
  const span = spans.find(({ name }) => name.from === from)
  if (!span) return undefined
  const text = parsed.text.slice(span.from, span.to).trim()
  return text.length > RULE_CHARS_MAX ? `${text.slice(0, RULE_CHARS_MAX)} …` : text
}
