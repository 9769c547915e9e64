// Where a text is not in the language, and what would be. The parser marks every word it could not use and every place
// where it missed one; of these the first on a line counts, for the others follow from it. The rest is accepted by the
// parser, to keep the tree whole, and forbidden here.

import type { SyntaxNode } from '@lezer/common'
import { LineIndex, type Range } from './diagnostic.ts'
import { nearestName } from './did-you-mean.ts'
import type { Definition, Document, RelationSyntax } from './document.ts'
import { PARAMETER_TYPES, PARAMETERIZED_TYPES } from './parameter-types.ts'

interface SyntaxFinding {
  readonly code: 'invalid-syntax' | 'duplicated-error'
  readonly message: string
  readonly range: Range
  readonly fix?: { readonly title: string; readonly edits: readonly (Range & { insert: string })[] }
}

export function syntaxFindings(document: Document): SyntaxFinding[] {
  const forbidden = [
    ...headerFindings(document),
    ...orderFindings(document),
    ...missingWordFindings(document),
    ...document.types.flatMap(({ relations }) => relations.flatMap((relation) => placementFindings(relation))),
    ...plainNameFindings(document),
    ...parameterFindings(document),
  ]
  const lines = new LineIndex(document.text)
  const unreadable = unreadableFindings(document, forbidden, lines)
  return [...firstOfEachLine([...forbidden, ...unreadable], lines), ...repetitionFindings(document)]
}

function headerFindings({ text, tree, header }: Document): SyntaxFinding[] {
  const first = tree.topNode.getChild('ModelHeader') ?? tree.topNode.getChild('ModuleHeader')
  const start = skipBlank(text, 0)
  if (!header || !first || first.from > start) {
    const fix = {
      title: 'begin with a model header',
      edits: [{ from: start, to: start, insert: 'model\n  schema 1.1\n\n' }],
    }
    const message = 'a text begins with `model` and its schema, or with `module` and its name'
    return [{ code: 'invalid-syntax', message, range: wordAt(text, start), fix }]
  }
  const findings: SyntaxFinding[] = []
  for (const name of ['ModelHeader', 'ModuleHeader']) {
    for (const node of tree.topNode.getChildren(name)) {
      if (node.from === first.from) continue
      const message = `\`${source(text, wordAt(text, node.from))}\` cannot be here: a text is one model or one module`
      findings.push({ code: 'invalid-syntax', message, range: wordAt(text, node.from) })
    }
  }
  if (header.kind === 'model' && !header.schema) {
    const at = skipBlank(text, header.range.to)
    const version = /^schema[ \t]+(\S+)/.exec(text.slice(at))
    const range = version ? wordAt(text, at + version[0].length - version[1]!.length) : wordAt(text, at)
    const message = version ? `\`${version[1]}\` is not a schema version such as \`1.1\`` : 'expected `schema 1.1`'
    const edit = version
      ? { ...range, insert: '1.1' }
      : { from: header.range.to, to: header.range.to, insert: '\n  schema 1.1' }
    const stuck = /^schema\d\S*/.exec(text.slice(at))
    const edits = [stuck ? { from: at, to: at + stuck[0].length, insert: 'schema 1.1' } : edit]
    findings.push({ code: 'invalid-syntax', message, range, fix: { title: 'write `schema 1.1`', edits } })
  }
  return findings
}

/** Types come before conditions; `extend` belongs to modules. */
function orderFindings({ text, tree, header, types }: Document): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  const condition = tree.topNode.getChild('ConditionDefinition')
  for (const type of types) {
    if (condition && type.from > condition.from) {
      const message = 'types come before conditions'
      findings.push({ code: 'invalid-syntax', message, range: wordAt(text, type.from) })
    }
    if (type.extend && header?.kind === 'model') {
      const message = '`extend` is for modules; in a model, add to the type itself'
      findings.push({ code: 'invalid-syntax', message, range: type.name })
    }
  }
  return findings
}

/** `relations` with nothing under it, and relations without it. */
function missingWordFindings({ text, tree }: Document): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  for (const type of tree.topNode.getChildren('TypeDefinition')) {
    const header = type.getChild('RelationsHeader')
    const relation = type.getChild('Relation')
    if (relation && !header) {
      const edits = [
        { from: lineStart(text, relation.from), to: lineStart(text, relation.from), insert: '  relations\n' },
      ]
      const fix = { title: 'add `relations`', edits }
      const message = 'expected `relations` before the first `define`'
      findings.push({ code: 'invalid-syntax', message, range: wordAt(text, relation.from), fix })
    }
    if (header && !relation && !hasError(type)) {
      const message = 'expected `define` and a relation under `relations`'
      findings.push({ code: 'invalid-syntax', message, range: wordAt(text, skipBlank(text, header.to)) })
    }
  }
  return findings
}

/** A list of types stands first in a definition, and has something in it. */
function placementFindings({ definition }: RelationSyntax): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  for (const [i, leaf] of leavesOf(definition).entries()) {
    if (leaf.kind !== 'restrictions') continue
    if (i > 0) {
      const message = 'a list of types can only be the first part of a definition'
      findings.push({ code: 'invalid-syntax', message, range: { from: leaf.from, to: leaf.from + 1 } })
    } else if (leaf.entries.length === 0) {
      const message = 'expected a type between `[` and `]`'
      findings.push({ code: 'invalid-syntax', message, range: { from: leaf.to - 1, to: leaf.to } })
    }
  }
  return findings
}

const SOFT_WORDS: ReadonlySet<string> = new Set(['model', 'module', 'schema', 'type', 'extend', 'relation'])

/** Conditions, parameters and modules have names without `.` and `/`; no list names a condition by a word of the language. */
function plainNameFindings({ header, types, conditions }: Document): SyntaxFinding[] {
  const entries = types.flatMap(({ relations }) =>
    relations.flatMap(({ definition }) =>
      leavesOf(definition).flatMap((leaf) => (leaf.kind === 'restrictions' ? leaf.entries : [])),
    ),
  )
  const used = entries.map(({ condition }) => condition).filter((name) => name !== undefined)
  const defined = conditions.flatMap(({ name, parameters }) => [name, ...parameters.map((parameter) => parameter.name)])
  const wrong = [
    ...used.filter(({ text }) => SOFT_WORDS.has(text) || /[./]/.test(text)),
    ...[...defined, ...(header?.module ? [header.module] : [])].filter(({ text }) => /[./]/.test(text)),
  ]
  return wrong.map(({ text, from, to }) => {
    const message = SOFT_WORDS.has(text)
      ? `\`${text}\` is a word of the language and names no condition`
      : `\`${text}\` cannot have a \`.\` or \`/\` here`
    return { code: 'invalid-syntax', message, range: { from, to } }
  })
}

function parameterFindings({ text, tree, conditions }: Document): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  for (const node of tree.topNode.getChildren('ConditionDefinition')) {
    const parameters = node.getChild('Parameters')
    if (parameters && !parameters.getChild('Parameter') && !hasError(parameters)) {
      const message = 'expected a parameter, as in `(name: string)`'
      findings.push({ code: 'invalid-syntax', message, range: { from: parameters.to - 1, to: parameters.to } })
    }
    for (const name of parameters?.getChildren('Parameter').map((child) => child.getChild('ParameterName')) ?? []) {
      const word = name ? text.slice(name.from, name.to) : ''
      if (!name || !isParameterType(word)) continue
      const message = `\`${word}\` is a type and cannot be a parameter's name`
      findings.push({ code: 'invalid-syntax', message, range: wordAt(text, name.from) })
    }
  }
  for (const { type, element } of conditions.flatMap(({ parameters }) => parameters)) {
    const container = PARAMETERIZED_TYPES.has(type.text)
    if (!isParameterType(type.text)) findings.push(unknownParameterType(type))
    else if (container && !element) {
      const message = `\`${type.text}\` needs the type of its elements, as in \`${type.text}<string>\``
      findings.push({ code: 'invalid-syntax', message, range: wordAt(text, skipBlank(text, type.to)) })
    } else if (!container && element) {
      const message = `\`${type.text}\` has no elements`
      findings.push({ code: 'invalid-syntax', message, range: { from: element.from - 1, to: element.from } })
    } else if (element && !PARAMETER_TYPES.has(element.text)) findings.push(unknownParameterType(element))
  }
  return findings
}

function isParameterType(word: string): boolean {
  return PARAMETER_TYPES.has(word) || PARAMETERIZED_TYPES.has(word)
}

function unknownParameterType(name: Range & { text: string }): SyntaxFinding {
  const nearest = nearestName(name.text, PARAMETER_TYPES)
  const message = PARAMETERIZED_TYPES.has(name.text)
    ? `\`${name.text}\` cannot be inside another list or map`
    : `\`${name.text}\` is not a type of parameters`
  const edits = nearest === undefined ? [] : [{ from: name.from, to: name.to, insert: nearest }]
  const fix = nearest === undefined ? undefined : { title: `change to \`${nearest}\``, edits }
  return { code: 'invalid-syntax', message, range: { from: name.from, to: name.to }, ...(fix && { fix }) }
}

/** Relations, conditions, parameters and extensions that are there twice: the second is reported. */
function repetitionFindings({ types, conditions }: Document): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  const once = (names: Iterable<Range & { text: string }>, message: (name: string) => string): void => {
    const seen = new Set<string>()
    for (const { text, from, to } of names) {
      if (seen.has(text)) findings.push({ code: 'duplicated-error', message: message(text), range: { from, to } })
      seen.add(text)
    }
  }
  for (const { name: type, relations } of types) {
    const names = relations.filter(({ definition }) => definition).map(({ name }) => name)
    once(names, (name) => `relation \`${name}\` is already defined in \`${type.text}\``)
  }
  const extended = types.filter(({ extend }) => extend).map(({ name }) => name)
  once(extended, (name) => `type \`${name}\` is already extended in this file`)
  once(
    conditions.map(({ name }) => name),
    (name) => `condition \`${name}\` is already defined`,
  )
  for (const { name: condition, parameters } of conditions) {
    const names = parameters.map(({ name }) => name)
    once(names, (name) => `parameter \`${name}\` is already defined in condition \`${condition.text}\``)
  }
  return findings
}

const LINE_WORDS = ['model', 'module', 'schema', 'type', 'extend', 'relations', 'define', 'condition']

/** What the parser stumbled over, but for lines that are explained already. */
function unreadableFindings(
  { text, tree }: Document,
  explained: readonly SyntaxFinding[],
  lines: LineIndex,
): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  const done = new Set(explained.map(({ range }) => lines.position(range.from).line))
  tree.iterate({
    enter: ({ node, type }) => {
      if (!type.isError) return
      const { line } = lines.position(node.from)
      if (done.has(line)) return
      done.add(line)
      const at = operatorStart(text, skipSpace(text, node.from))
      const range = completeBefore(text, at) ?? wordAt(text, at)
      const word = source(text, wordAt(text, at))
      const nearest = at === lineIndent(text, at) ? nearestName(word, LINE_WORDS) : undefined
      const message = messageFor(node, word, nearest, text.slice(lineStart(text, at), at).trimEnd())
      const fix = nearest && {
        title: `change to \`${nearest}\``,
        edits: [{ from: at, to: at + word.length, insert: nearest }],
      }
      findings.push({ code: 'invalid-syntax', message, range, ...(fix && { fix }) })
    },
  })
  return findings
}

function messageFor(error: SyntaxNode, word: string, nearest: string | undefined, before: string): string {
  const found = word.trim() === '' ? 'the end of the line' : `\`${word}\``
  if (nearest !== undefined) return `${found} is not a word that begins a line; did you mean \`${nearest}\``
  if (/(?::|\(|\b(?:or|and|not|from))$/.test(before)) return `expected a relation, found ${found}`
  if (/^\s*module$/.test(before)) return `expected the name of the module, found ${found}`
  if (/^(?:or|and|but\s+not)$/.test(word))
    return `${found} can follow the rest only with parentheses around one of them`
  if (/^\s*define\b.*:.*[\])]$/.test(before) && error.parent?.name !== 'Group') {
    return `expected the end of the line, found ${found}`
  }
  const expected = EXPECTED[error.prevSibling?.name ?? ''] ?? EXPECTED[error.parent?.name ?? '']
  return expected ? `expected ${expected}, found ${found}` : `${found} is not expected here`
}

/** By what stands before the mistake, or what it is in. */
const EXPECTED: Readonly<Record<string, string>> = {
  RelationName: '`:`',
  define: 'a relation',
  type: 'a type',
  module: 'the name of the module',
  schema: 'a version such as `1.1`',
  model: 'the end of the line',
  ModelHeader: '`schema` and a version',
  condition: 'the name of the condition',
  ConditionName: '`(`, `,` or `]`',
  ParameterName: '`:`',
  RestrictionType: '`,` or `]`',
  Restrictions: '`,` or `]`',
  Restriction: '`,` or `]`',
  Parameters: '`{`',
  Body: '`}`',
  Group: '`)`',
  Or: 'a relation',
  And: 'a relation',
  ButNot: 'a relation',
  From: 'a relation',
  ':': 'a definition',
}

/** The space before a word that follows a definition, when only the end of the line could follow. */
function completeBefore(text: string, at: number): Range | undefined {
  const line = text.slice(lineStart(text, at), at)
  const after =
    /^\s*(?:define\s+\S+?\s*:|(?:extend\s+)?type\s|module\s|schema\s+)(.*)$/s.exec(line) ??
    /^\s*define\s+\S+(\s+\S+\s)$/.exec(line)
  if (!after || !/\s$/.test(line)) return undefined
  const words = after[1]!.trim()
  const depth = [...words].reduce((sum, char) => sum + ('[('.includes(char) ? 1 : '])'.includes(char) ? -1 : 0), 0)
  if (depth !== 0 || !/[\w\])]$/.test(words) || /(?:^|\s)(?:or|and|but not|from)$/.test(words)) return undefined
  return { from: lineStart(text, at) + line.trimEnd().length, to: at }
}

function firstOfEachLine(findings: readonly SyntaxFinding[], lines: LineIndex): SyntaxFinding[] {
  const kept = new Map<number, SyntaxFinding>()
  for (const finding of findings.toSorted((a, b) => a.range.from - b.range.from)) {
    const { line } = lines.position(finding.range.from)
    if (!kept.has(line)) kept.set(line, finding)
  }
  return [...kept.values()]
}

/** The word, operator or sign that begins at the offset; nothing at the end of a line. */
function wordAt(text: string, at: number): Range {
  if (/^[ \t\r]*(?:\n|$)/.test(text.slice(at, at + 400))) return { from: at, to: at }
  const word = /^(?:but[ \t]+not\b|[\w./\-\u00a1-\uffff]+|.)/s.exec(text.slice(at, at + 400))?.[0] ?? ''
  return { from: at, to: at + word.length }
}

function source(text: string, { from, to }: Range): string {
  return text.slice(from, to)
}

function skipSpace(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\t') at++
  return at < text.length && text[at] !== '\n' && text[at] !== '\r' ? at : trimmedEnd(text, at)
}

/** `but` alone may be a relation, so of a misplaced `but not` the parser stumbles over the second word. */
function operatorStart(text: string, at: number): number {
  if (!/^not\b/.test(text.slice(at, at + 4))) return at
  const but = /\bbut[ \t]+$/.exec(text.slice(lineStart(text, at), at))
  return but ? at - but[0].length : at
}

function trimmedEnd(text: string, at: number): number {
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--
  return at
}

/** The offset of the next word, past blank lines and comments. */
function skipBlank(text: string, at: number): number {
  const blank = /(?:\s|#[^\n]*)*/y
  blank.lastIndex = at
  blank.exec(text)
  return blank.lastIndex
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

function lineIndent(text: string, at: number): number {
  return skipSpace(text, lineStart(text, at))
}

function hasError(node: SyntaxNode): boolean {
  let found = false
  node.cursor().iterate((child) => {
    if (child.type.isError) found = true
  })
  return found
}

function leavesOf(definition: Definition | undefined): Exclude<Definition, { operands: unknown }>[] {
  if (!definition) return []
  return 'operands' in definition ? definition.operands.flatMap(leavesOf) : [definition]
}
