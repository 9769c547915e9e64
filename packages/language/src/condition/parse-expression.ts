// Text of an expression to a tree with ranges. `@bufbuild/cel` parses; its tree is turned into ours here, where macros
// are nodes of their own instead of loops written out, and every node knows the text it stands for. A scan of the
// tokens comes first: it finds unclosed brackets and text with their exact place, and bounds the nesting, on which the
// parser's time depends.

import { parse } from '@bufbuild/cel'
import { signed, unsigned } from './integer.ts'
import { type Fault, scanTokens, type Tokens } from './scan-tokens.ts'
import { Double, Failure, type Int, Uint, type Value } from './value.ts'

export interface Range {
  readonly from: number
  readonly to: number
}

export type Macro = 'all' | 'exists' | 'exists_one' | 'filter' | 'map'

export type Node = Range &
  (
    | { readonly kind: 'constant'; readonly value: Value }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'select'; readonly operand: Node; readonly field: string; readonly testOnly: boolean }
    | { readonly kind: 'call'; readonly name: string; readonly member: boolean; readonly operands: readonly Node[] }
    | { readonly kind: 'list'; readonly elements: readonly Node[] }
    | { readonly kind: 'map'; readonly entries: readonly { readonly key: Node; readonly value: Node }[] }
    | {
        readonly kind: 'macro'
        readonly macro: Macro
        readonly variable: string
        readonly range: Node
        readonly test?: Node
        readonly transform?: Node
      }
  )

/** The parser's own tree. */
type Parsed = NonNullable<ReturnType<typeof parse>['expr']>
type ParsedOf<Case extends NonNullable<Parsed['exprKind']['case']>> = Extract<
  Parsed['exprKind'],
  { case: Case }
>['value']

export function parseExpression(text: string): Node | Fault {
  const tokens = scanTokens(text)
  if ('message' in tokens) return tokens
  try {
    const { expr, sourceInfo } = parse(text)
    if (expr === undefined || sourceInfo === undefined) return faultAt(tokens, 0, 'expression is empty')
    return new TreeBuilder(tokens, sourceInfo.positions, sourceInfo.macroCalls).build(expr)
  } catch (error) {
    if (error instanceof UnsupportedNode) return error.fault
    return syntaxFault(error, tokens)
  }
}

class UnsupportedNode {
  readonly fault: Fault
  constructor(fault: Fault) {
    this.fault = fault
  }
}

function faultAt({ starts, ends, length }: Tokens, offset: number, message: string): Fault {
  const index = starts.findIndex((_, token) => (ends[token] as number) > offset)
  const from = index < 0 ? length : Math.max(offset, starts[index] as number)
  return { code: 'syntax', message, from, to: index < 0 ? length : (ends[index] as number) }
}

/** The parser says where it stopped; its list of everything that it would have taken instead helps nobody. */
function syntaxFault(error: unknown, tokens: Tokens): Fault {
  const { location, message } = error as { location?: { start?: { offset?: number } }; message?: string }
  const offset = location?.start?.offset
  if (offset === undefined)
    return { code: 'syntax', message: message ?? 'expression is wrong', from: 0, to: tokens.length }
  const fault = faultAt(tokens, offset, '')
  const found = tokens.text.slice(fault.from, fault.to)
  return { ...fault, message: found === '' ? 'unexpected end of the expression' : `unexpected \`${found}\`` }
}

class TreeBuilder {
  private readonly tokens: Tokens
  private readonly positions: Readonly<Record<string, number>>
  private readonly macros: Readonly<Record<string, Parsed>>

  constructor(tokens: Tokens, positions: Readonly<Record<string, number>>, macros: Readonly<Record<string, Parsed>>) {
    this.tokens = tokens
    this.positions = positions
    this.macros = macros
  }

  build(parsed: Parsed): Node {
    const { exprKind } = parsed
    switch (exprKind.case) {
      case 'constExpr':
        return { kind: 'constant', value: this.constant(parsed, exprKind.value), ...this.range(parsed) }
      case 'identExpr':
        return { kind: 'name', name: exprKind.value.name, ...this.range(parsed) }
      case 'selectExpr':
        return this.select(parsed, exprKind.value)
      case 'callExpr':
        return this.call(parsed, exprKind.value)
      case 'listExpr': {
        const elements = exprKind.value.elements.map((element) => this.build(element))
        return { kind: 'list', elements, ...this.range(parsed, elements) }
      }
      case 'structExpr':
        return this.map(parsed, exprKind.value)
      case 'comprehensionExpr':
        return this.macro(parsed, exprKind.value)
      default:
        return this.refuse(parsed, 'expression is incomplete')
    }
  }

  private constant(parsed: Parsed, { constantKind }: ParsedOf<'constExpr'>): Value {
    switch (constantKind.case) {
      case 'int64Value':
        return this.integer(parsed, () => signed(constantKind.value))
      case 'uint64Value':
        return new Uint(this.integer(parsed, () => unsigned(constantKind.value)))
      case 'doubleValue':
        return new Double(constantKind.value)
      case 'boolValue':
      case 'stringValue':
      case 'bytesValue':
        return constantKind.value
      case 'nullValue':
        return null
      default:
        return this.refuse(parsed, 'constant of an unknown type')
    }
  }

  private integer(parsed: Parsed, read: () => Int): Int {
    try {
      return read()
    } catch (error) {
      if (error instanceof Failure) return this.refuse(parsed, 'number is out of range')
      throw error
    }
  }

  private select(parsed: Parsed, { operand, field, testOnly }: ParsedOf<'selectExpr'>): Node {
    if (operand === undefined) return this.refuse(parsed, 'expression is incomplete')
    const inner = this.build(operand)
    return { kind: 'select', operand: inner, field, testOnly, ...this.range(parsed, [inner]) }
  }

  private call(parsed: Parsed, { function: name, target, args }: ParsedOf<'callExpr'>): Node {
    const operands = (target === undefined ? args : [target, ...args]).map((operand) => this.build(operand))
    return { kind: 'call', name, member: target !== undefined, operands, ...this.range(parsed, operands) }
  }

  private map(parsed: Parsed, { messageName, entries }: ParsedOf<'structExpr'>): Node {
    if (messageName !== '') return this.refuse(parsed, `messages like \`${messageName}\` are not part of conditions`)
    const built = entries.map(({ keyKind, value }) => {
      if (keyKind.case !== 'mapKey' || value === undefined) return this.refuse(parsed, 'expression is incomplete')
      return { key: this.build(keyKind.value), value: this.build(value) }
    })
    return {
      kind: 'map',
      entries: built,
      ...this.range(
        parsed,
        built.map(({ value }) => value),
      ),
    }
  }

  /** The parser writes a macro out as a loop; what was written stands in one of the loop's fixed places. */
  private macro(parsed: Parsed, { iterVar, iterRange, loopStep }: ParsedOf<'comprehensionExpr'>): Node {
    const written = this.macros[parsed.id.toString()]?.exprKind
    const step = loopStep?.exprKind
    if (written?.case !== 'callExpr' || step?.case !== 'callExpr' || iterRange === undefined) {
      return this.refuse(parsed, 'macro is incomplete')
    }
    const range = this.build(iterRange)
    const [first, second] = step.value.args
    const argument = (expression: Parsed | undefined) =>
      expression === undefined ? this.refuse(parsed, 'macro is incomplete') : this.build(expression)
    const name = written.value.function === 'existsOne' ? 'exists_one' : (written.value.function as Macro)
    const start = { kind: 'macro', macro: name, variable: iterVar, range } as const
    if (name === 'all' || name === 'exists') return this.finished(parsed, { ...start, test: argument(second) })
    if (name === 'exists_one' || name === 'filter') return this.finished(parsed, { ...start, test: argument(first) })
    if (step.value.function === '_+_') return this.finished(parsed, { ...start, transform: argument(addend(loopStep)) })
    return this.finished(parsed, { ...start, test: argument(first), transform: argument(addend(second)) })
  }

  private finished(parsed: Parsed, node: Omit<Extract<Node, { kind: 'macro' }>, 'from' | 'to'>): Node {
    const inside = [node.range, node.test, node.transform].filter((part) => part !== undefined)
    return { ...node, ...this.range(parsed, inside) }
  }

  /** From the first to the last character of the node's own token, of its brackets and of the nodes inside. */
  private range(parsed: Parsed, inside: readonly Range[] = []): Range {
    const { tokens } = this
    const position = this.positions[parsed.id.toString()] ?? 0
    const token = tokens.at(position)
    let from = token === undefined ? position : (tokens.starts[token] as number)
    let to = token === undefined ? position : tokens.closing(token)
    for (const range of inside) {
      from = Math.min(from, range.from)
      to = Math.max(to, range.to)
    }
    return { from, to }
  }

  private refuse(parsed: Parsed, message: string): never {
    throw new UnsupportedNode({ code: 'syntax', message, ...this.range(parsed) })
  }
}

/** The `x` of `@result + [x]`. */
function addend(sum: Parsed | undefined): Parsed | undefined {
  const list = sum?.exprKind.case === 'callExpr' ? sum.exprKind.value.args[1]?.exprKind : undefined
  return list?.case === 'listExpr' ? list.value.elements[0] : undefined
}
