// Where a text is not in the language, and what would be: what the parser stumbled over, and what it accepts only to
// keep the tree whole and is forbidden here. The first mistake on a line counts, for others follow from it; one that is
// made again and again is told once, with all its places; what it leaves unreadable is told after it.

import type { SyntaxNode } from '@lezer/common'
import { consequencesOf } from './consequences.ts'
import { LineIndex, type Range, type TextEdit } from './diagnostic.ts'
import { nearestName } from './did-you-mean.ts'
import type { Definition, Document, Header, RelationSyntax } from './document.ts'
import type { Mistake, SyntaxFinding } from './mistake.ts'
import { PARAMETER_TYPES, PARAMETERIZED_TYPES } from './parameter-types.ts'
import { unreadableFindings } from './unreadable.ts'
import { lineEnd, lineStart, skipBlank, source, wordAt } from './words.ts'

export function syntaxFindings(document: Document): SyntaxFinding[] {
  const header = headerFindings(document)
  // A model and a module are different languages: without a header nobody knows what may stand below.
  if (!document.header) return withConsequences(document, header)
  const forbidden = [
    ...header,
    ...orderFindings(document),
    ...missingWordFindings(document),
    ...document.types.flatMap(({ relations }) => relations.flatMap((relation) => placementFindings(relation))),
    ...plainNameFindings(document),
    ...parameterFindings(document),
  ]
  const lines = new LineIndex(document.text)
  const unreadable = unreadableFindings(document, forbidden, lines)
  const mistakes = toldOnce(firstOfEachLine([...forbidden, ...unreadable], lines))
  return [...withConsequences(document, mistakes), ...repetitionFindings(document)]
}

function headerFindings({ text, tree, header }: Document): Mistake[] {
  const first = tree.topNode.getChild('ModelHeader') ?? tree.topNode.getChild('ModuleHeader')
  const start = skipBlank(text, 0)
  if (!header || !first || first.from > start) {
    const fix = {
      title: 'begin with a model header',
      edits: [{ from: start, to: start, insert: 'model\n  schema 1.1\n\n' }],
    }
    const message = 'a text begins with `model` and its schema, or with `module` and its name'
    // After a blank line or a comment the header itself is expected; a first line is passed over to look for it below.
    const kind = start === 0 ? 'header-missing' : undefined
    return [{ code: 'invalid-syntax', message, range: wordAt(text, start), fix, ...(kind && { kind }) }]
  }
  const findings: Mistake[] = []
  for (const name of ['ModelHeader', 'ModuleHeader']) {
    for (const node of tree.topNode.getChildren(name)) {
      if (node.from === first.from) continue
      const message = `\`${source(text, wordAt(text, node.from))}\` cannot be here: a text is one model or one module`
      findings.push({ code: 'invalid-syntax', message, range: wordAt(text, node.from) })
    }
  }
  if (header.kind === 'model' && !header.schema) findings.push(schemaFinding(text, header))
  return findings
}

/** Below `model`: no schema, one without a version, or something else than a version. */
function schemaFinding(text: string, header: Header): Mistake {
  const at = skipBlank(text, header.range.to)
  const line = text.slice(at, lineEnd(text, at))
  const found = (range: Range, edit: TextEdit, message = 'expected `schema 1.1`'): Mistake => {
    return { code: 'invalid-syntax', message, range, fix: { title: 'write `schema 1.1`', edits: [edit] } }
  }
  const [, version] = /^schema[ \t]+([^\s#]+)/.exec(line) ?? []
  if (version !== undefined) {
    const range = wordAt(text, at + line.indexOf(version, 'schema'.length))
    return found(range, { ...range, insert: '1.1' }, `\`${version}\` is not a schema version such as \`1.1\``)
  }
  const end = at + 'schema'.length
  if (/^schema(?:\s|$)/.test(line)) return found({ from: end, to: end }, { from: end, to: end, insert: ' 1.1' })
  const [stuck] = /^schema\d\S*/.exec(line) ?? []
  const { to } = header.range
  const edit =
    stuck === undefined
      ? { from: to, to, insert: '\n  schema 1.1' }
      : { from: at, to: at + stuck.length, insert: 'schema 1.1' }
  return found(wordAt(text, at), edit)
}

/** Types come before conditions; `extend` belongs to modules. */
function orderFindings({ text, tree, header, types }: Document): Mistake[] {
  const findings: Mistake[] = []
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
function missingWordFindings({ text, tree }: Document): Mistake[] {
  const findings: Mistake[] = []
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
function placementFindings({ definition }: RelationSyntax): Mistake[] {
  const findings: Mistake[] = []
  for (const [i, leaf] of leavesOf(definition).entries()) {
    if (leaf.kind !== 'restrictions') continue
    if (i > 0) {
      const message = 'a list of types can only be the first part of a definition'
      const range = { from: leaf.from, to: leaf.from + 1 }
      const kind = leaf.entries.length > 0 ? 'list-not-first' : undefined
      findings.push({ code: 'invalid-syntax', message, range, ...(kind && { kind }) })
    } else if (leaf.entries.length === 0) {
      const message = 'expected a type between `[` and `]`'
      const range = { from: leaf.to - 1, to: leaf.to }
      findings.push({ code: 'invalid-syntax', kind: 'list-empty', message, range })
    }
  }
  return findings
}

const SOFT_WORDS: ReadonlySet<string> = new Set(['model', 'module', 'schema', 'type', 'extend', 'relation'])

/** Conditions, parameters and modules have names without `.` and `/`; no list names a condition by a word of the language. */
function plainNameFindings({ header, types, conditions }: Document): Mistake[] {
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

function parameterFindings({ text, tree, conditions }: Document): Mistake[] {
  const findings: Mistake[] = []
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
      findings.push({ code: 'invalid-syntax', kind: 'parameter-unnamed', message, range: wordAt(text, name.from) })
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

function unknownParameterType(name: Range & { text: string }): Mistake {
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

function firstOfEachLine(findings: readonly Mistake[], lines: LineIndex): Mistake[] {
  const kept = new Map<number, Mistake>()
  for (const finding of findings.toSorted((a, b) => a.range.from - b.range.from)) {
    const { line } = lines.position(finding.range.from)
    if (!kept.has(line)) kept.set(line, finding)
  }
  return [...kept.values()]
}

/** The same mistake again becomes one more place of the first, and its fix mends all of them. */
function toldOnce(mistakes: readonly Mistake[]): Mistake[] {
  const groups = Map.groupBy(mistakes, ({ message }) => message)
  return [...groups.values()].map(([first, ...again]) => {
    if (again.length === 0) return first!
    const edits = [first!, ...again].flatMap(({ fix }) => fix?.edits ?? [])
    const fix = first!.fix && { title: first!.fix.title, edits }
    return { ...first!, also: again.map(({ range }) => range), ...(fix && { fix }) }
  })
}

/** In the order of the text, and of one place only what was found first. */
function withConsequences(document: Document, mistakes: readonly Mistake[]): SyntaxFinding[] {
  const all: Mistake[] = [...mistakes, ...mistakes.flatMap((mistake) => consequencesOf(document, mistake))]
  const places = new Map<number, SyntaxFinding>()
  for (const { kind: _, ...finding } of all)
    if (!places.has(finding.range.from)) places.set(finding.range.from, finding)
  return [...places.values()].toSorted((a, b) => a.range.from - b.range.from)
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
