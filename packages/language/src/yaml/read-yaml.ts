// YAML with the place of everything, for files that people write and must be told where they are wrong. The parser's
// nodes become a plain tree of maps, lists and scalars; aliases are followed and counted, so that a small file cannot
// unfold into a large one. Readers ask the tree for what they expect; whatever is otherwise becomes a problem with its
// place, and reading goes on.

import type { JsonObject, JsonValue } from '@lockness/authz'
import { Composer, type CST, type Document, isAlias, isMap, isScalar, isSeq, Parser } from 'yaml'
import { type Diagnostic, LineIndex, type TextRange } from '../syntax/diagnostic.ts'

/** A diagnostic of a file that is not a model. */
export type Problem<Code extends string> = Omit<Diagnostic, 'code'> & { readonly code: Code }

export type YamlProblemCode = 'invalid-yaml' | 'unknown-field' | 'missing-field' | 'wrong-value'

export type YamlNode = YamlMap | YamlList | YamlScalar

export interface YamlMap {
  readonly kind: 'map'
  readonly range: TextRange
  readonly entries: readonly YamlEntry[]
}

export interface YamlEntry {
  readonly key: string
  readonly keyRange: TextRange
  readonly value: YamlNode
}

export interface YamlList {
  readonly kind: 'list'
  readonly range: TextRange
  readonly items: readonly YamlNode[]
}

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly range: TextRange
  readonly value: string | number | boolean | null
}

/** UTF-16 code units of one file: reading takes about a second for as many. */
const LENGTH_MAX = 1_048_576
/** Nodes of one file, aliases unfolded. */
const NODES_MAX = 200_000
const DEPTH_MAX = 100

/** Text with a place: a name that may turn out not to exist. */
export interface Placed {
  readonly text: string
  readonly range: TextRange
}

export interface YamlText {
  readonly root: YamlNode | undefined
  readonly problems: readonly Problem<YamlProblemCode>[]
}

export function readYaml(text: string): YamlText {
  const lines = new LineIndex(text)
  const refuse = (message: string, at = 0): YamlText => ({
    root: undefined,
    problems: [problem('invalid-yaml', lines.range({ from: at, to: at }), message)],
  })
  if (text.length > LENGTH_MAX)
    return refuse(`a file has at most ${LENGTH_MAX} characters, this one has ${text.length}`)
  const tokens = [...new Parser().parse(text)]
  const tooDeep = nestedTooDeep(tokens)
  if (tooDeep) return refuse(`nested deeper than ${DEPTH_MAX}`, tooDeep.offset)
  // The composer looks for repeated keys by comparing each with each; `repeatedKeys` asks a set.
  const composer = new Composer({ strict: true, logLevel: 'silent', stringKeys: true, uniqueKeys: false })
  const [document, another] = composer.compose(tokens, true, text.length)
  if (!document) return refuse('there is no document')
  const problems: Problem<YamlProblemCode>[] = document.errors.map(({ message, pos }) =>
    problem('invalid-yaml', lines.range({ from: pos[0], to: Math.max(pos[1], pos[0] + 1) }), sentence(message)),
  )
  if (another) problems.push(...refuse('there is more than one document in the file', another.range[0]).problems)
  if (problems.length > 0) return { root: undefined, problems }
  const unfolding: Unfolding = { document, lines, left: NODES_MAX, targets: new Map(), unnamed: new Map() }
  const root = plainNode(unfolding, document.contents, 0)
  if (unfolding.left <= 0)
    return refuse(`unfolds into more than ${NODES_MAX} nodes, or is nested deeper than ${DEPTH_MAX}`)
  const wrongs = [...unfolding.unnamed.values(), ...repeatedKeys(root)]
  return wrongs.length > 0 ? { root: undefined, problems: wrongs } : { root, problems }
}

/** The first token with too many around it. The composer calls itself for each level, this does not. */
function nestedTooDeep(tokens: readonly CST.Token[]): CST.Token | undefined {
  let level: CST.Token[] = [...tokens]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_MAX + 1) return level[0]
    level = level.flatMap(inside)
  }
  return undefined
}

function inside(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : []
  if (!('items' in token)) return []
  return token.items.flatMap(({ key, value }) => [key, value].flatMap((each) => each ?? []))
}

function repeatedKeys(root: YamlNode): Problem<YamlProblemCode>[] {
  const found = new Map<number, Problem<YamlProblemCode>>()
  const open = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'list') for (const item of node.items) open.push(item)
    if (node.kind !== 'map') continue
    const keys = new Set<string>()
    for (const { key, keyRange, value } of node.entries) {
      if (keys.has(key)) found.set(keyRange.from, problem('invalid-yaml', keyRange, `key \`${key}\` is there twice`))
      keys.add(key)
      open.push(value)
    }
  }
  return [...found.values()].sort((a, b) => a.range!.from - b.range!.from)
}

interface Unfolding {
  readonly document: Document.Parsed
  readonly lines: LineIndex
  /** How many nodes more there may be. */
  left: number
  /** What each alias stands for: the parser looks through the whole document every time. */
  readonly targets: Map<unknown, unknown>
  /** Aliases that stand for nothing. */
  readonly unnamed: Map<unknown, Problem<YamlProblemCode>>
}

function plainNode(unfolding: Unfolding, node: unknown, depth: number): YamlNode {
  const { document, lines, targets } = unfolding
  unfolding.left -= depth > DEPTH_MAX ? unfolding.left : 1
  const nothing: YamlNode = { kind: 'scalar', range: lines.range({ from: 0, to: 0 }), value: null }
  if (unfolding.left <= 0) return nothing
  const within = (inner: unknown) => plainNode(unfolding, inner, depth + 1)
  if (isAlias(node)) {
    if (!targets.has(node)) targets.set(node, node.resolve(document))
    const target = targets.get(node)
    if (target !== undefined) return within(target)
    const message = `alias \`*${node.source}\` stands for nothing above it`
    unfolding.unnamed.set(node, problem('invalid-yaml', rangeOf(node.range, lines), message))
    return nothing
  }
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const { kind, range, ...rest } = within(key)
      const name = kind === 'scalar' && 'value' in rest ? String(rest.value) : ''
      return {
        key: name,
        keyRange: range,
        value: value === null ? ({ kind: 'scalar', range, value } as const) : within(value),
      }
    })
    return { kind: 'map', range: rangeOf(node.range, lines), entries }
  }
  if (isSeq(node)) return { kind: 'list', range: rangeOf(node.range, lines), items: node.items.map(within) }
  return isScalar(node) ? { kind: 'scalar', range: rangeOf(node.range, lines), value: plainValue(node.value) } : nothing
}

function plainValue(value: unknown): YamlScalar['value'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return typeof value === 'bigint' ? Number(value) : null
}

function rangeOf(range: readonly number[] | null | undefined, lines: LineIndex): TextRange {
  return lines.range({ from: range?.[0] ?? 0, to: range?.[1] ?? 0 })
}

/** The parser's own sentence, as ours are written. */
function sentence(message: string): string {
  const first = message.split('\n')[0]!.replace(/[.:]+$/, '')
  return first.charAt(0).toLowerCase() + first.slice(1)
}

export function problem<Code extends string>(code: Code, range: TextRange, message: string): Problem<Code> {
  return { code, severity: 'error', message, range }
}

/** Where problems go. */
export type Report = (problem: Problem<YamlProblemCode>) => void

/** What a map may hold; the fields that must be there end in `!`. */
export type Fields = readonly string[]

/** The entries of a map by name; anything unexpected or missing is reported. */
export function readFields(
  node: YamlNode,
  what: string,
  fields: Fields,
  report: Report,
): ReadonlyMap<string, YamlEntry> {
  const entries = readEntries(node, what, report)
  const known = fields.map((field) => field.replace('!', ''))
  const found = new Map(entries.map((entry) => [entry.key, entry]))
  for (const { key, keyRange } of entries) {
    if (!known.includes(key))
      report(problem('unknown-field', keyRange, `${what} has no field \`${key}\`, only ${listNames(known)}`))
  }
  for (const field of fields) {
    const name = field.slice(0, -1)
    if (field.endsWith('!') && !found.has(name))
      report(problem('missing-field', head(node), `${what} lacks the field \`${name}\``))
  }
  return found
}

export function readEntries(node: YamlNode, what: string, report: Report): readonly YamlEntry[] {
  if (node.kind === 'map') return node.entries
  report(wrong(node, what, 'a map'))
  return []
}

export function readItems(node: YamlNode | undefined, what: string, report: Report): readonly YamlNode[] {
  if (node === undefined || isNothing(node)) return []
  if (node.kind === 'list') return node.items
  report(wrong(node, what, 'a list'))
  return []
}

export function readText(node: YamlNode | undefined, what: string, report: Report): Placed | undefined {
  if (node === undefined) return undefined
  if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '')
    return { text: node.value, range: node.range }
  report(wrong(node, what, 'text'))
  return undefined
}

export function readTexts(node: YamlNode | undefined, what: string, report: Report): readonly Placed[] {
  return readItems(node, what, report).flatMap((item) => readText(item, what, report) ?? [])
}

export function readFlag(node: YamlNode | undefined, what: string, report: Report): boolean | undefined {
  if (node === undefined) return undefined
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value
  report(wrong(node, what, '`true` or `false`'))
  return undefined
}

export function readChoice<T extends string>(
  node: YamlNode | undefined,
  what: string,
  choices: readonly T[],
  report: Report,
): T | undefined {
  if (node === undefined) return undefined
  const choice = node.kind === 'scalar' ? choices.find((each) => each === node.value) : undefined
  if (choice === undefined) report(wrong(node, what, `one of ${listNames(choices)}`))
  return choice
}

export function readObject(node: YamlNode | undefined, what: string, report: Report): JsonObject | undefined {
  if (node === undefined || isNothing(node)) return undefined
  if (node.kind === 'map') return toJson(node) as JsonObject
  report(wrong(node, what, 'a map'))
  return undefined
}

function toJson(node: YamlNode): JsonValue {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toJson)
  const object: Record<string, JsonValue> = Object.create(null)
  for (const { key, value } of node.entries) object[key] = toJson(value)
  return object
}

export function isNothing(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null
}

function wrong(node: YamlNode, what: string, expected: string): Problem<YamlProblemCode> {
  const received = node.kind === 'scalar' ? `\`${node.value}\`` : `a ${node.kind}`
  return problem('wrong-value', head(node), `${what} is expected to be ${expected}, received ${received}`)
}

/** A map or list is pointed at by where it begins. */
function head({ kind, range }: YamlNode): TextRange {
  return kind === 'scalar' ? range : { from: range.from, to: range.from, start: range.start, end: range.start }
}

export function listNames(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
