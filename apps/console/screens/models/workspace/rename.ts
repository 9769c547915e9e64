// A name gets another one, everywhere: in all modules' rules, in the catalogs, and in the tests, which would fail otherwise.
// `admin from owner` is one word for several relations when `owner` may be of several types. Then they are one name to
// whoever reads it, and are renamed together; which ones that are is part of the plan, so that it can be shown first.

import { parseCatalog, parseModelTest } from '@lockness/language'
import { type ModelIndex, type ModelSymbol, nameOfSymbol, symbolKey } from './symbols.ts'
import { type Files, fileKind, type TextEdit } from './workspace.ts'

export type RenameProblem = 'same' | 'invalid' | 'reserved' | 'taken'

export interface RenamePlan {
  readonly problem?: RenameProblem
  /** What else has to be called the same, as `type#relation`. */
  readonly linked: readonly string[]
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>
  readonly places: number
}

const NAME = /^[a-zA-Z_][\w-]{0,49}$/
const RESERVED = new Set([
  'self',
  'this',
  'define',
  'with',
  'condition',
  'relations',
  'or',
  'and',
  'but',
  'not',
  'from',
])

export function planRename(files: Files, index: ModelIndex, symbol: ModelSymbol, to: string): RenamePlan {
  const symbols = linkedTo(index, symbol)
  const linked = symbols.map(symbolKey).filter((key) => key !== symbolKey(symbol))
  const problem = problemOf(index, symbols, to)
  if (problem) return { problem, linked, edits: new Map(), places: 0 }
  const edits = new Map<string, TextEdit[]>()
  const add = (file: string, place: { readonly from: number; readonly to: number }, insert = to) => {
    const known = edits.get(file) ?? []
    edits.set(file, known)
    if (!known.some(({ from }) => from === place.from)) known.push({ from: place.from, to: place.to, insert })
  }
  for (const each of symbols)
    for (const { file, from, to: end } of index.occurrencesOf(each)) add(file, { from, to: end })
  for (const [file, text] of files) {
    const kind = fileKind(file)
    for (const each of symbols) {
      const places =
        kind === 'catalog' ? inCatalog(text, each) : kind === 'test' || kind === 'tuples' ? inTests(text, each) : []
      for (const place of places) add(file, place)
    }
  }
  return { linked, edits, places: [...edits.values()].reduce((sum, list) => sum + list.length, 0) }
}

/** All that share a word somewhere, from one to the next. */
function linkedTo(index: ModelIndex, symbol: ModelSymbol): ModelSymbol[] {
  const found = new Map([[symbolKey(symbol), symbol]])
  // The map grows while it is walked.
  for (const each of found.values())
    for (const { symbols } of index.occurrencesOf(each))
      for (const other of symbols) if (!found.has(symbolKey(other))) found.set(symbolKey(other), other)
  return [...found.values()]
}

function problemOf(index: ModelIndex, symbols: readonly ModelSymbol[], to: string): RenameProblem | undefined {
  if (symbols.some((symbol) => nameOfSymbol(symbol) === to)) return 'same'
  if (!NAME.test(to)) return 'invalid'
  if (RESERVED.has(to)) return 'reserved'
  const isTaken = symbols.some((symbol) => {
    if (symbol.kind === 'type') return index.types.includes(to)
    return symbol.kind === 'relation' ? index.relationsOf(symbol.type).includes(to) : index.conditions.includes(to)
  })
  return isTaken ? 'taken' : undefined
}

interface Place {
  readonly from: number
  readonly to: number
}

function inCatalog(text: string, symbol: ModelSymbol): Place[] {
  const { catalog } = parseCatalog(text)
  const places: Place[] = []
  for (const { name, entries, containedIn } of catalog.types) {
    if (symbol.kind === 'type' && name.text === symbol.type) places.push(unquoted(text, name.range, name.text))
    for (const parent of containedIn) places.push(...namedIn(text, parent, name.text, symbol))
    for (const { relation, approvers, conflicts, stepUp } of entries) {
      places.push(...namedIn(text, relation, name.text, symbol))
      for (const each of [...approvers, ...conflicts, ...(stepUp ? [stepUp] : [])])
        places.push(...namedIn(text, each, name.text, symbol))
    }
  }
  return places
}

/** `relation`, `relation from tupleset` or `type#relation`, said about a type. What stands before `from` is of another one. */
function namedIn(
  text: string,
  { text: said, range }: { readonly text: string; readonly range: Place },
  type: string,
  symbol: ModelSymbol,
): Place[] {
  const at = unquoted(text, range, said).from
  const part = (word: string, offset: number) => ({ from: at + offset, to: at + offset + word.length })
  const [, arrowRelation, tupleset] = /^(\S+) from (\S+)$/.exec(said) ?? []
  if (arrowRelation !== undefined && tupleset !== undefined) {
    if (symbol.kind !== 'relation') return []
    const isTupleset = symbol.type === type && symbol.relation === tupleset
    const isBeyond = symbol.type !== type && symbol.relation === arrowRelation
    return [
      ...(isBeyond ? [part(arrowRelation, 0)] : []),
      ...(isTupleset ? [part(tupleset, said.length - tupleset.length)] : []),
    ]
  }
  const [, ofType, ofRelation] = /^([^#]+)#(.+)$/.exec(said) ?? []
  if (ofType !== undefined && ofRelation !== undefined) {
    if (symbol.kind === 'type') return symbol.type === ofType ? [part(ofType, 0)] : []
    const isMeant = symbol.kind === 'relation' && symbol.type === ofType && symbol.relation === ofRelation
    return isMeant ? [part(ofRelation, ofType.length + 1)] : []
  }
  return symbol.kind === 'relation' && symbol.type === type && symbol.relation === said ? [part(said, 0)] : []
}

/** A range may have the quotes of YAML around what it says. */
function unquoted(text: string, { from, to }: Place, said: string): Place {
  const start = from + Math.max(0, text.slice(from, to).indexOf(said))
  return { from: start, to: start + said.length }
}

function inTests(text: string, symbol: ModelSymbol): Place[] {
  if (symbol.kind === 'type') return [...inIds(text, symbol.type), ...matches(text, wordAfter('type', symbol.type))]
  if (symbol.kind === 'condition') return [...matches(text, wordAfter('condition:\\s*\\{?\\s*name', symbol.condition))]
  return relationInTests(text, symbol)
}

/** `type:` at the beginning of an id, `type#` of a userset. */
function inIds(text: string, type: string): Place[] {
  return matches(text, new RegExp(`(?<![\\w.-])(${escaped(type)})(?=:[^\\s,\\]}])`, 'g'))
}

function relationInTests(text: string, { type, relation }: ModelSymbol & { readonly kind: 'relation' }): Place[] {
  const places = matches(
    text,
    new RegExp(`(?<![\\w.-])${escaped(type)}:[^\\s#,\\]}"']+#(${escaped(relation)})(?![\\w-])`, 'g'),
  )
  const { file } = parseModelTest(text)
  const tuples = [...file.tuples, ...file.tests.flatMap((test) => test.tuples)]
  for (const { tuple, range } of [...tuples, ...tuplesOf(text)]) {
    if (tuple.relation !== relation || typeOf(tuple.object) !== type) continue
    places.push(...matches(text, wordAfter('relation', relation), itemAround(text, range.from)))
  }
  for (const { expectations } of file.tests) {
    for (const asked of expectations) {
      const object = asked.kind === 'list_objects' ? asked.type : typeOf(asked.object)
      if (asked.relation !== relation || object !== type) continue
      places.push(unquoted(text, asked.range, relation))
    }
  }
  return places
}

/** A file of nothing but tuples, read as the tuples of a test. */
function tuplesOf(text: string) {
  if (!/^\s*(#[^\n]*\n\s*)*-/.test(text)) return []
  const head = 'tests: []\ntuples:\n'
  const { file } = parseModelTest(head + text)
  return file.tuples.map(({ tuple, range }) => ({
    tuple,
    range: { from: range.from - head.length, to: range.to - head.length },
  }))
}

/** The entry of a list that an offset is in: from the line with its dash to the next line that is not deeper. */
function itemAround(text: string, at: number): Place {
  let from = text.lastIndexOf('\n', at - 1) + 1
  while (from > 0 && !/[ \t]*-[ \t]/y.test(text.slice(from, at))) from = text.lastIndexOf('\n', from - 2) + 1
  const indent = /^[ \t]*/.exec(text.slice(from, at))?.[0].length ?? 0
  const end = new RegExp(`\\n[ \\t]{0,${indent}}[^\\s#]`, 'g')
  end.lastIndex = at
  return { from, to: end.exec(text)?.index ?? text.length }
}

function wordAfter(key: string, word: string): RegExp {
  return new RegExp(`(?<![\\w.-])["']?${key}["']?:\\s*["']?(${escaped(word)})(?![\\w-])`, 'g')
}

/** The first group of each match. */
function matches(text: string, pattern: RegExp, { from, to }: Place = { from: 0, to: text.length }): Place[] {
  return [...text.slice(from, to).matchAll(pattern)].map((match) => {
    const word = match[1] ?? ''
    const at = from + match.index + match[0].lastIndexOf(word)
    return { from: at, to: at + word.length }
  })
}

function typeOf(object: string): string {
  return object.slice(0, Math.max(0, object.indexOf(':')))
}

function escaped(name: string): string {
  return name.replace(/[^\w]/g, '\\$&')
}
