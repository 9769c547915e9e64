// Expression to closure. One walk over the tree finds the type of every node, picks the rows of the function tables,
// reports what is wrong, and builds a function of the slots: no text is made into code, so the strictest content
// security policy allows it.
//
// The cost of an evaluation is counted as OpenFGA's evaluator counts it. Counting in every node would slow all of them
// down, so the walk also adds up the most that an expression can cost. Most cannot reach the bound, whatever their
// values are; many cannot while the texts and lists of the context are short. Only where that does not hold does an
// evaluation take the second compilation of the expression, which has a meter in its nodes.

import {
  Compilation,
  type Compiled,
  constant,
  type ExpressionDiagnostic,
  fails,
  isConstant,
  Meter,
  Operand,
  operandOf,
  type Run,
  sizeOfType,
  sizeOfValue,
  totalCost,
  valueIn,
} from './compilation.ts'
import { compileCall } from './compile-call.ts'
import { compileMacro } from './compile-macro.ts'
import { BOOL, commonType, DYN, listOf, mapOf, type Type, typeName } from './expression-type.ts'
import { nameOfType, TYPE_NAMES } from './functions.ts'
import { type Node, parseExpression } from './parse-expression.ts'
import { Double, Failure, MapValue, TypeValue, Uint, type Value } from './value.ts'

export interface ExpressionOptions {
  readonly costMax: number
  /** Types that do not fit are left to fail when the expression runs. */
  readonly unchecked?: boolean
}

export interface CompiledExpression {
  readonly type: Type
  readonly run: Run
  /** Whether an evaluation can fail, or cost too much. */
  readonly fallible: boolean
}

type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>

/** The expression over the parameters, whose slots are in the order of the map; or what is wrong with it. */
export function compileExpression(
  text: string,
  parameters: ReadonlyMap<string, Type>,
  { costMax, unchecked = false }: ExpressionOptions,
): CompiledExpression | readonly ExpressionDiagnostic[] {
  const node = parseExpression(text)
  if ('message' in node) return [node]
  const walk = (sizeMax: number, meter?: Meter) => {
    const compilation = new Compilation({ parameters, unchecked, sizeMax, meter, walk: compileNode })
    return { ...compilation.compile(node), diagnostics: compilation.diagnostics, sized: compilation.sized }
  }
  const plain = walk(Number.POSITIVE_INFINITY)
  if (plain.diagnostics.length > 0) return plain.diagnostics
  if (plain.costMax <= costMax) return plain
  const meter = new Meter()
  const metered = walk(Number.POSITIVE_INFINITY, meter).run
  const run: Run = (slots) => {
    meter.left = costMax
    return metered(slots)
  }
  const short = SHORT_SIZES.find((sizeMax) => walk(sizeMax).costMax <= costMax)
  return {
    type: plain.type,
    fallible: true,
    run: short === undefined ? run : whereShort([...plain.sized], short, plain.run, run),
  }
}

/** Sizes of texts and lists below which an expression may surely stay within its cost; the first that does is taken. */
const SHORT_SIZES: readonly number[] = [64, 32, 16, 8]

function whereShort(sized: readonly number[], sizeMax: number, plain: Run, metered: Run): Run {
  return (slots) => {
    for (let i = 0; i < sized.length; i++) {
      if (sizeOfValue(slots[sized[i] as number] as Value) > sizeMax) return metered(slots)
    }
    return plain(slots)
  }
}

function compileNode(compilation: Compilation, node: Node): Compiled {
  switch (node.kind) {
    case 'constant':
      return constant(typeOfConstant(node.value), node.value)
    case 'name':
      return compileName(compilation, node)
    case 'select':
      return compileSelect(compilation, node)
    case 'call':
      return compileCall(compilation, node)
    case 'list':
      return compileList(compilation, node)
    case 'map':
      return compileMap(compilation, node)
    case 'macro':
      return compileMacro(compilation, node)
  }
}

function compileName(compilation: Compilation, node: NodeOf<'name'>): Compiled {
  const { name } = node
  const { locals, parameters, variables } = compilation
  const local = variables.findLastIndex((variable) => variable.name === name)
  const type = variables[local]?.type ?? parameters.get(name)
  if (type !== undefined) {
    const slot = [...parameters.keys()].indexOf(name)
    const run: Run = local < 0 ? (slots) => slots[slot] as Value : () => locals[local] as Value
    if (local < 0 && sizeOfType(type) > 1) compilation.sized.add(slot)
    const operand = local < 0 ? { operand: new Operand(slot, null, run) } : {}
    const size = Math.min(sizeOfType(type), local < 0 ? compilation.sizeMax : Number.POSITIVE_INFINITY)
    return compilation.metered({ type, run, costMax: 1, size, fallible: false, ...operand }, 1)
  }
  if (TYPE_NAMES.has(name)) return constant({ kind: 'type' }, new TypeValue(name))
  const known = [...parameters.keys()].map((parameter) => `\`${parameter}\``).join(', ')
  const declared = known === '' ? 'no parameters are declared' : `the declared parameters are ${known}`
  return compilation.report('unknown-parameter', `\`${name}\` is not a parameter; ${declared}`, node)
}

function compileSelect(compilation: Compilation, node: NodeOf<'select'>): Compiled {
  const named = timeTypeNamedBy(compilation, node)
  if (named !== undefined) return constant({ kind: 'type' }, new TypeValue(named))
  const { field, testOnly } = node
  const operand = compilation.compile(node.operand)
  const { type, costMax } = operand
  if (type.kind !== 'map' && type.kind !== 'dyn') {
    return compilation.report('wrong-type', `a value of type \`${typeName(type)}\` has no field \`${field}\``, node)
  }
  const element = testOnly ? BOOL : (type.element ?? DYN)
  const source = operandOf(operand)
  const run: Run = testOnly
    ? (slots) => fieldOf(valueIn(source, slots), field) !== undefined
    : (slots) => {
        const value = fieldOf(valueIn(source, slots), field)
        if (value === undefined) throw new Failure(`map has no key \`${field}\``)
        return value
      }
  const fallible = !testOnly || operand.fallible || type.kind === 'dyn'
  return compilation.metered({ type: element, run, costMax: costMax + 1, size: sizeOfType(element), fallible }, 1)
}

function fieldOf(map: Value, field: string): Value | undefined {
  if (!(map instanceof MapValue)) throw new Failure(`a value of type \`${nameOfType(map)}\` has no fields`)
  return map.field(field)
}

function timeTypeNamedBy(
  { parameters, variables }: Compilation,
  { operand, field, testOnly }: NodeOf<'select'>,
): string | undefined {
  const isPackage =
    operand.kind === 'select' &&
    operand.field === 'protobuf' &&
    operand.operand.kind === 'name' &&
    operand.operand.name === 'google'
  const isType = field === 'Timestamp' || field === 'Duration'
  const isShadowed = parameters.has('google') || variables.some(({ name }) => name === 'google')
  return isPackage && isType && !testOnly && !isShadowed ? `google.protobuf.${field}` : undefined
}

/** What it costs to make one, as OpenFGA's evaluator counts. */
const LIST_COST = 10
const MAP_COST = 30

function compileList(compilation: Compilation, node: NodeOf<'list'>): Compiled {
  const elements = node.elements.map((element) => compilation.compile(element))
  const type = listOf(commonType(elements.map((element) => element.type)))
  const list = elements.map(({ constant }) => constant as Value)
  const runs = elements.map(({ run }) => run)
  const run: Run = elements.every(isConstant) ? () => list : (slots) => runs.map((element) => element(slots))
  const shape = { type, run, costMax: totalCost(elements) + LIST_COST, size: elements.length }
  const made = compilation.metered({ ...shape, fallible: elements.some(fails) }, LIST_COST)
  return elements.every(isConstant) ? { ...made, constant: list } : made
}

function compileMap(compilation: Compilation, { entries }: NodeOf<'map'>): Compiled {
  const keys = entries.map(({ key }) => compileKey(compilation, key))
  const values = entries.map(({ value }) => compilation.compile(value))
  const type = mapOf(commonType(keys.map((key) => key.type)), commonType(values.map((value) => value.type)))
  const run: Run = (slots) => {
    const map = new MapValue()
    for (const [index, key] of keys.entries()) {
      const isNew = map.add(keyValue(key.run(slots)), (values[index] as Compiled).run(slots))
      if (!isNew) throw new Failure('map has the same key twice')
    }
    return map
  }
  const costMax = totalCost([...keys, ...values]) + MAP_COST
  return compilation.metered({ type, run, costMax, size: entries.length, fallible: entries.length > 0 }, MAP_COST)
}

function compileKey(compilation: Compilation, node: Node): Compiled {
  const key = compilation.compile(node)
  const { kind } = key.type
  if (kind === 'string' || kind === 'int' || kind === 'uint' || kind === 'bool' || kind === 'dyn') return key
  return compilation.report('wrong-type', `the key of a map cannot be of type \`${typeName(key.type)}\``, node)
}

function keyValue(key: Value): string | boolean | number | bigint | Uint {
  if ((typeof key === 'object' && !(key instanceof Uint)) || key === null) {
    throw new Failure(`the key of a map cannot be of type \`${nameOfType(key)}\``)
  }
  return key
}

function typeOfConstant(value: Value): Type {
  if (value === null) return { kind: 'null' }
  if (value instanceof Double) return { kind: 'double' }
  if (value instanceof Uint) return { kind: 'uint' }
  if (value instanceof Uint8Array) return { kind: 'bytes' }
  if (typeof value === 'string') return { kind: 'string' }
  return typeof value === 'boolean' ? BOOL : { kind: 'int' }
}
