// A text as its author wrote it: every name, definition and condition with its place, in order, duplicates included.
// It is read from the parser's tree, which has a node for everything and recovers from mistakes; whatever the mistakes
// left readable is here. What the words mean is decided later, in `model/`.

import type { SyntaxNode, Tree } from '@lezer/common'
import type { Range } from './diagnostic.ts'
import { parser } from './fga-parser.generated.ts'

export interface Document {
  readonly text: string
  readonly tree: Tree
  readonly header: Header | undefined
  readonly types: readonly TypeSyntax[]
  readonly conditions: readonly ConditionSyntax[]
}

export interface Header {
  /** The line's keyword, `model` or `module`. */
  readonly range: Range
  readonly kind: 'model' | 'module'
  readonly schema?: Name
  readonly module?: Name
}

export interface Name extends Range {
  readonly text: string
}

export interface TypeSyntax extends Range {
  readonly name: Name
  readonly extend: boolean
  readonly relations: readonly RelationSyntax[]
}

export interface RelationSyntax extends Range {
  readonly name: Name
  /** Absent when the text after the name is missing or cannot be read. */
  readonly definition?: Definition
}

export type Definition = Restrictions | Reference | Arrow | Operation

export interface Restrictions extends Range {
  readonly kind: 'restrictions'
  readonly entries: readonly RestrictionSyntax[]
}

export interface RestrictionSyntax extends Range {
  readonly type: Name
  readonly relation?: Name
  readonly wildcard: boolean
  readonly condition?: Name
}

export interface Reference extends Range {
  readonly kind: 'reference'
  readonly relation: Name
}

/** `relation from tupleset` */
export interface Arrow extends Range {
  readonly kind: 'arrow'
  readonly relation: Name
  readonly tupleset: Name
}

export interface Operation extends Range {
  readonly kind: 'union' | 'intersection' | 'exclusion'
  readonly operands: readonly Definition[]
}

export interface ConditionSyntax extends Range {
  readonly name: Name
  readonly parameters: readonly ParameterSyntax[]
  /** The expression without the comments of the modelling language, as the model carries it. */
  readonly expression: string
  /** Where the expression stands in the text. */
  readonly expressionRange: Range
}

export interface ParameterSyntax extends Range {
  readonly name: Name
  readonly type: Name
  readonly element?: Name
}

export function readDocument(text: string): Document {
  const tree = parser.parse(text)
  let header: Header | undefined
  const types: TypeSyntax[] = []
  const conditions: ConditionSyntax[] = []
  for (const node of children(tree.topNode)) {
    if (node.name === 'ModelHeader' || node.name === 'ModuleHeader') header ??= readHeader(node, text)
    if (node.name === 'TypeDefinition') push(types, readType(node, text))
    if (node.name === 'ConditionDefinition') push(conditions, readCondition(node, text))
  }
  return { text, tree, header, types, conditions }
}

function readHeader(node: SyntaxNode, text: string): Header {
  const kind = node.name === 'ModelHeader' ? 'model' : 'module'
  const schema = nameOf(node.getChild('Schema')?.getChild('Version'), text)
  const module = nameOf(node.getChild('ModuleName'), text)
  const keyword = node.getChild(kind) ?? node
  return { kind, range: rangeOf(keyword), ...(schema && { schema }), ...(module && { module }) }
}

function readType(node: SyntaxNode, text: string): TypeSyntax | undefined {
  const name = nameOf(node.getChild('TypeName'), text)
  if (!name) return undefined
  const relations: RelationSyntax[] = []
  for (const child of node.getChildren('Relation')) push(relations, readRelation(child, text))
  return { name, extend: node.getChild('extend') !== null, relations, ...rangeOf(node) }
}

function readRelation(node: SyntaxNode, text: string): RelationSyntax | undefined {
  const name = nameOf(node.getChild('RelationName'), text)
  if (!name) return undefined
  const definition = operandsOf(node, text)[0]
  return { name, ...(definition && { definition }), ...rangeOf(node) }
}

const OPERATIONS: Readonly<Record<string, Operation['kind']>> = {
  Union: 'union',
  Intersection: 'intersection',
  Exclusion: 'exclusion',
}

function operandsOf(node: SyntaxNode, text: string): Definition[] {
  const operands: Definition[] = []
  for (const child of children(node)) push(operands, readDefinition(child, text))
  return operands
}

function readDefinition(node: SyntaxNode, text: string): Definition | undefined {
  switch (node.name) {
    case 'Restrictions':
      return { kind: 'restrictions', entries: readRestrictions(node, text), ...rangeOf(node) }
    case 'Reference':
      return { kind: 'reference', relation: nameOf(node, text)!, ...rangeOf(node) }
    case 'Arrow': {
      const relation = nameOf(node.getChild('ComputedName'), text)
      const tupleset = nameOf(node.getChild('TuplesetName'), text)
      return relation && tupleset && { kind: 'arrow', relation, tupleset, ...rangeOf(node) }
    }
    case 'Group':
      return operandsOf(node, text)[0]
    case 'Union':
    case 'Intersection':
    case 'Exclusion': {
      const operands = operandsOf(node, text)
      return operands.length < 2 ? operands[0] : { kind: OPERATIONS[node.name]!, operands, ...rangeOf(node) }
    }
    default:
      return undefined
  }
}

function readRestrictions(node: SyntaxNode, text: string): RestrictionSyntax[] {
  const entries: RestrictionSyntax[] = []
  for (const child of node.getChildren('Restriction')) {
    const type = nameOf(child.getChild('RestrictionType'), text)
    if (!type) continue
    const relation = nameOf(child.getChild('Userset')?.getChild('RestrictionRelation'), text)
    const condition = nameOf(child.getChild('ConditionName'), text)
    const wildcard = child.getChild('Wildcard') !== null
    entries.push({ type, wildcard, ...(relation && { relation }), ...(condition && { condition }), ...rangeOf(child) })
  }
  return entries
}

function readCondition(node: SyntaxNode, text: string): ConditionSyntax | undefined {
  const name = nameOf(node.getChild('ConditionName'), text)
  if (!name) return undefined
  const parameters: ParameterSyntax[] = []
  for (const child of node.getChild('Parameters')?.getChildren('Parameter') ?? []) {
    push(parameters, readParameter(child, text))
  }
  const body = node.getChild('Body')?.getChild('Expression')
  const from = body ? body.from + leadingSpace(text.slice(body.from, body.to)) : node.to
  const expression = body ? withoutComments(text.slice(from, body.to)) : ''
  const expressionRange = { from, to: body ? from + text.slice(from, body.to).trimEnd().length : from }
  return { name, parameters, expression, expressionRange, ...rangeOf(node) }
}

function readParameter(node: SyntaxNode, text: string): ParameterSyntax | undefined {
  const name = nameOf(node.getChild('ParameterName'), text)
  const typeNode = node.getChild('ParameterType')
  if (!name || !typeNode || typeNode.from === typeNode.to) return undefined
  const element = nameOf(typeNode.getChild('ElementType'), text)
  const typeText = /^[^\s<]*/.exec(text.slice(typeNode.from, typeNode.to))![0]
  const type = { text: typeText, from: typeNode.from, to: typeNode.from + typeText.length }
  return { name, type, ...(element && { element }), ...rangeOf(node) }
}

/** Lines that are comments become empty; a comment at a line's end goes, unless it is in a string. */
function withoutComments(expression: string): string {
  return expression
    .split('\n')
    .map((line) => cutComment(line).trimEnd())
    .join('\n')
    .trim()
}

function cutComment(line: string): string {
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!
    if (quote !== '') {
      if (char === '\\') i++
      else if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '#' && (i === 0 || /\s/.test(line[i - 1]!))) return line.slice(0, i)
  }
  return line
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length
}

function nameOf(node: SyntaxNode | null | undefined, text: string): Name | undefined {
  if (!node || node.from === node.to) return undefined
  const content = text.slice(node.from, node.to)
  return { text: content, from: node.from, to: node.to }
}

function rangeOf({ from, to }: Range): Range {
  return { from, to }
}

function* children(node: SyntaxNode): Generator<SyntaxNode> {
  for (let child = node.firstChild; child; child = child.nextSibling) yield child
}

function push<T>(list: T[], entry: T | undefined): void {
  if (entry !== undefined) list.push(entry)
}
