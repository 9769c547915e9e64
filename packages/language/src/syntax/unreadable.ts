// What the parser stumbled over: it marks every word it could not use and every place where it missed one. Of these
// the first on a line counts, for the others follow from it.

import type { SyntaxNode } from '@lezer/common'
import type { LineIndex, Range } from './diagnostic.ts'
import { nearestName } from './did-you-mean.ts'
import type { Document } from './document.ts'
import type { Mistake, MistakeKind } from './mistake.ts'
import { lineIndent, lineStart, skipSpace, source, wordAt } from './words.ts'

const LINE_WORDS = ['model', 'module', 'schema', 'type', 'extend', 'relations', 'define', 'condition']

/** What the parser stumbled over, but for lines that are explained already. */
export function unreadableFindings(
  { text, tree }: Document,
  explained: readonly Mistake[],
  lines: LineIndex,
): Mistake[] {
  const findings: Mistake[] = []
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
      const before = text.slice(lineStart(text, at), at).trimEnd()
      const message = messageFor(node, word, nearest, before)
      const kind = kindOf(message, word, before)
      const fix = nearest && {
        title: `change to \`${nearest}\``,
        edits: [{ from: at, to: at + word.length, insert: nearest }],
      }
      findings.push({ code: 'invalid-syntax', message, range, ...(kind && { kind }), ...(fix && { fix }) })
    },
  })
  return findings
}

function kindOf(message: string, word: string, before: string): MistakeKind | undefined {
  if (message.startsWith('expected `:`') && word.trim() !== '' && /^\s*define\s+\S+$/.test(before))
    return 'colon-missing'
  return isInParentheses(before) && !NEEDS_RELATION.test(before) ? 'left-in-parentheses' : undefined
}

/** In a definition, in parentheses, outside of a list. */
function isInParentheses(before: string): boolean {
  const open: string[] = []
  for (const char of /^\s*define\b.*/s.exec(before)?.[0] ?? '') {
    if (char === '(' || char === '[') open.push(char)
    if (char === ')' || char === ']') open.pop()
  }
  return open.at(-1) === '('
}

const NEEDS_RELATION = /(?::|\(|\b(?:or|and|not|from))$/

function messageFor(error: SyntaxNode, word: string, nearest: string | undefined, before: string): string {
  const found = word.trim() === '' ? 'the end of the line' : `\`${word}\``
  if (nearest !== undefined) return `${found} is not a word that begins a line; did you mean \`${nearest}\``
  if (NEEDS_RELATION.test(before)) return `expected a relation, found ${found}`
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

/** `but` alone may be a relation, so of a misplaced `but not` the parser stumbles over the second word. */
function operatorStart(text: string, at: number): number {
  if (!/^not\b/.test(text.slice(at, at + 4))) return at
  const but = /\bbut[ \t]+$/.exec(text.slice(lineStart(text, at), at))
  return but ? at - but[0].length : at
}
