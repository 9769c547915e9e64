// A text in its proper form: indentation, spaces, blank lines, parentheses only where they say something. Comments stay
// with what they are about, and everything stays in its order. The text is cut into pieces, one for each line that the
// language knows; a comment on a piece's own line stays there, any other goes before the piece that follows.

import type { SyntaxNode } from '@lezer/common'
import { type ConditionSyntax, type Document, type RelationSyntax, readDocument } from './document.ts'
import { conditionHead, definitionText, restrictionText } from './print-syntax.ts'
import { syntaxFindings } from './syntax-errors.ts'

/** The formatted text; the text itself when it has mistakes of syntax. */
export function formatText(text: string): string {
  const document = readDocument(text)
  return syntaxFindings(document).some(({ code }) => code === 'invalid-syntax') ? text : formatDocument(document)
}

/** The formatted text of a document without mistakes of syntax. */
export function formatDocument(document: Document): string {
  const { text } = document
  const pieces = [...piecesOf(document)]
  const comments = commentsOutside(document, pieces)
  const lines: string[] = []
  let next = 0
  let comment = comments[next]
  for (const piece of pieces) {
    const before: { text: string; from: number }[] = []
    for (; comment && comment.from < piece.from; comment = comments[++next]) before.push(comment)
    for (const [i, { text: words, from }] of before.entries()) {
      addGap(lines, i === 0 && piece.apart, (i > 0 || piece.spaced) && afterBlank(text, from))
      lines.push(piece.indent + words)
    }
    addGap(lines, piece.apart && before.length === 0, piece.spaced && afterBlank(text, piece.from))
    const ownLine = comment && !text.slice(piece.to, comment.from).includes('\n')
    lines.push(piece.indent + piece.text + (ownLine ? ` ${comment!.text}` : ''))
    if (ownLine) comment = comments[++next]
  }
  for (; comment; comment = comments[++next]) {
    addGap(lines, false, afterBlank(text, comment.from))
    lines.push(comment.text)
  }
  return `${lines.join('\n')}\n`
}

interface Piece {
  readonly from: number
  readonly to: number
  readonly indent: string
  readonly text: string
  /** A blank line before it always. */
  readonly apart: boolean
  /** A blank line before it if the author put one. */
  readonly spaced: boolean
}

function* piecesOf(document: Document): Generator<Piece> {
  const { text, tree, types, conditions } = document
  const relations = new Map(types.flatMap((type) => type.relations.map((relation) => [relation.from, relation])))
  const conditionAt = new Map(conditions.map((condition) => [condition.from, condition]))
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    if (node.name === 'ModelHeader') {
      const schema = node.getChild('Schema')!
      yield piece(node.getChild('model')!, '', 'model')
      yield piece(schema, '  ', `schema ${source(schema.getChild('Version')!, text)}`)
    }
    if (node.name === 'ModuleHeader') yield piece(node, '', `module ${source(node.getChild('ModuleName')!, text)}`)
    if (node.name === 'TypeDefinition') yield* typePieces(node, text, relations)
    if (node.name === 'ConditionDefinition') yield conditionPiece(node, text, conditionAt.get(node.from)!)
  }
}

function* typePieces(node: SyntaxNode, text: string, relations: Map<number, RelationSyntax>): Generator<Piece> {
  const name = node.getChild('TypeName')!
  const words = `${node.getChild('extend') ? 'extend ' : ''}type ${source(name, text)}`
  yield { from: node.from, to: name.to, indent: '', text: words, apart: true, spaced: true }
  const header = node.getChild('RelationsHeader')
  if (header) yield piece(header, '  ', 'relations')
  for (const [i, child] of node.getChildren('Relation').entries()) {
    yield { ...piece(child, '    ', relationText(child, text, relations.get(child.from)!)), spaced: i > 0 }
  }
}

function relationText(node: SyntaxNode, text: string, { name, definition }: RelationSyntax): string {
  const to = contentEnd(node)
  if (hasComment(node, to)) return text.slice(node.from, to)
  const head = `define ${name.text}: `
  const list = firstRestrictions(node)
  const words = definitionText(definition!)
  if (!list || !source(list, text).includes('\n')) return head + words
  const first = leftmost(definition!)
  const entries = first?.kind === 'restrictions' ? first.entries : []
  const onOneLine = `[${entries.map(restrictionText).join(', ')}]`
  const onLines = `[\n${entries.map((entry) => `      ${restrictionText(entry)}`).join(',\n')}\n    ]`
  return head + words.replace(onOneLine, () => onLines)
}

function conditionPiece(node: SyntaxNode, text: string, condition: ConditionSyntax): Piece {
  const body = node.getChild('Body')!
  const expression = body.getChild('Expression')
  const head = hasComment(node, body.from)
    ? source({ from: node.from, to: body.from }, text).trimEnd()
    : conditionHead(condition)
  const lines = expression ? source(expression, text).trim().split('\n') : []
  const inner = lines.map((line, i) => `${i === 0 ? '  ' : ''}${line.trimEnd()}\n`).join('')
  return { from: node.from, to: body.to, indent: '', text: `${head} {\n${inner}}`, apart: true, spaced: true }
}

function piece(node: SyntaxNode, indent: string, text: string): Piece {
  return { from: node.from, to: contentEnd(node), indent, text, apart: false, spaced: false }
}

/** Where the node's words end, before a comment and the end of the line. */
function contentEnd(node: SyntaxNode): number {
  let last = node.lastChild
  while (last?.name === 'Comment') last = last.prevSibling
  return last?.to ?? node.to
}

function hasComment(node: SyntaxNode, to: number): boolean {
  let found = false
  node.cursor().iterate((child) => {
    if (child.name === 'Comment' && child.from < to) found = true
  })
  return found
}

function firstRestrictions(node: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined
  node.cursor().iterate((child) => {
    if (child.name === 'Restrictions') found ??= child.node
  })
  return found
}

function leftmost(definition: NonNullable<RelationSyntax['definition']>): RelationSyntax['definition'] {
  return 'operands' in definition ? leftmost(definition.operands[0]!) : definition
}

function commentsOutside({ text, tree }: Document, pieces: readonly Piece[]): { text: string; from: number }[] {
  const comments: { text: string; from: number }[] = []
  let next = 0
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name !== 'Comment') return
      while (next < pieces.length && pieces[next]!.to <= from) next++
      const inside = next < pieces.length && pieces[next]!.from < from
      if (!inside) comments.push({ text: text.slice(from, to).trimEnd(), from })
    },
  })
  return comments
}

function addGap(lines: string[], always: boolean, ifWanted: boolean): void {
  if (lines.length > 0 && (always || ifWanted) && lines.at(-1) !== '') lines.push('')
}

/** Whether the line of the offset has an empty line above it. */
function afterBlank(text: string, from: number): boolean {
  return /\n[ \t\r]*\n[ \t]*$/.test(text.slice(Math.max(0, from - 400), from))
}

function source({ from, to }: { from: number; to: number }, text: string): string {
  return text.slice(from, to)
}
