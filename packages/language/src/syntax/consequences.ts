// What cannot be read because of a mistake before it. Past some mistakes a text is read on with them mended: a missing
// `:` is taken as there, a `[` in the wrong place as not there. What is then left over is told as well, for it has to go
// or to move with the mistake itself. Past all other mistakes nothing is said of the rest of their line.

import type { SyntaxNode, Tree } from '@lezer/common'
import { LineIndex, type Range, type TextEdit } from './diagnostic.ts'
import { type Document, readDocument } from './document.ts'
import type { Mistake, MistakeKind, SyntaxFinding } from './mistake.ts'
import { unreadableFindings } from './unreadable.ts'
import { lineEnd, skipBlank, skipSpace, source, wordAt } from './words.ts'

/** Of one mistake; a file that is no model at all is nothing but words without a header. */
const CONSEQUENCES_MAX = 100

export function consequencesOf(document: Document, { kind, range }: Mistake): SyntaxFinding[] {
  return kind ? CONSEQUENCES[kind](document, range) : []
}

const CONSEQUENCES: Readonly<Record<MistakeKind, (document: Document, range: Range) => SyntaxFinding[]>> = {
  'header-missing': beforeHeader,
  'colon-missing': (document, { from }) => readOn(document, { from, to: from, insert: ': ' }, 'behind the missing `:`'),
  'list-not-first': (document, { from }) => readOn(document, { from, to: from + 1, insert: '' }, 'without the `[`'),
  'list-empty': inEmptyList,
  'left-in-parentheses': inParentheses,
  'parameter-unnamed': bodyOfUnnamed,
}

/** The rest of the first line, and the next line, unless the header is there. */
function beforeHeader({ text, header }: Document, { to }: Range): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  const end = lineEnd(text, to)
  for (let at = skipBlank(text, to); at < end && findings.length < CONSEQUENCES_MAX; ) {
    const range = wordAt(text, at)
    findings.push(finding(`\`${source(text, range)}\` stands before the header`, range))
    at = skipBlank(text, range.to)
  }
  const next = wordAt(text, skipBlank(text, end))
  if (end === text.length || next.from === header?.range.from) return findings
  const found = foundAt(text, next)
  return [...findings, finding(`expected \`model\` or \`module\`, found ${found}`, next)]
}

/** What the parser stumbles over in the line of a relation, after the edit. */
function readOn({ text, tree }: Document, edit: TextEdit, why: string): SyntaxFinding[] {
  const relation = enclosing(tree, edit.from, 'Relation')
  if (!relation) return []
  const end = lineEnd(text, edit.to)
  const before = RELATION_BEGINS + text.slice(relation.from, edit.from) + edit.insert
  const line = readDocument(before + text.slice(edit.to, end))
  const moved = edit.to - before.length
  const next = unreadableFindings(line, [], new LineIndex(line.text)).find(({ range }) => range.from >= before.length)
  if (!next || next.range.from + moved >= end) return []
  const range = { from: next.range.from + moved, to: next.range.to + moved }
  const word = source(text, wordAt(text, skipSpace(text, range.from)))
  const left = finding(`\`${word}\` is left over ${why}`, range)
  return [left, ...(next.kind === 'left-in-parentheses' ? inParentheses({ text }, range) : [])]
}

const RELATION_BEGINS = 'type t\n  relations\n    '

/** Word after word up to where the parentheses close, as long as each stands by itself. */
function inParentheses({ text }: Pick<Document, 'text'>, { to }: Range): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  while ((text[to] === ' ' || text[to] === '\t') && findings.length < CONSEQUENCES_MAX) {
    const range = wordAt(text, skipSpace(text, to))
    const word = source(text, range)
    if (word === '' || word === ')') break
    findings.push(finding(`\`${word}\` is left over in these parentheses`, range))
    to = range.to
  }
  return findings
}

/** A list needs a type, so one without any is still read as open: next come a type and `,` or `]`. */
function inEmptyList({ text }: Document, { to }: Range): SyntaxFinding[] {
  const findings: SyntaxFinding[] = []
  const first = wordAt(text, skipBlank(text, to))
  const found = foundAt(text, first)
  if (NO_TYPE.test(source(text, first))) findings.push(finding(`the list has no type yet, found ${found}`, first))
  const second = wordAt(text, skipBlank(text, first.to))
  if (first.to === text.length || /^[,\]]$/.test(source(text, second))) return findings
  return [...findings, finding(`expected \`,\` or \`]\` after an empty list, found ${foundAt(text, second)}`, second)]
}

/** The words of the language that are not names, and signs. */
const NO_TYPE = /^(?:define|relations|condition|with|or|and|from|but[ \t]+not|[^\w\u00a1-\uffff].*|)$/

/** Without a name there is nothing that the expression could speak of. */
function bodyOfUnnamed({ text, tree }: Document, { from }: Range): SyntaxFinding[] {
  const body = enclosing(tree, from, 'ConditionDefinition')?.getChild('Body')
  if (!body) return []
  const first = wordAt(text, skipBlank(text, body.from + 1))
  return [finding(`${foundAt(text, first)} cannot be read before all parameters have names`, first)]
}

function enclosing(tree: Tree, at: number, name: string): SyntaxNode | null {
  let node: SyntaxNode | null = tree.resolveInner(at, 1)
  while (node && node.name !== name) node = node.parent
  return node
}

function foundAt(text: string, range: Range): string {
  return range.from === range.to ? 'the end of the text' : `\`${source(text, range)}\``
}

function finding(message: string, range: Range): SyntaxFinding {
  return { code: 'invalid-syntax', message, range }
}
