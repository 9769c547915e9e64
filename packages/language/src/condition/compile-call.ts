// Calls of operators and functions. `&&`, `||` and `?:` decide which operands they evaluate and so stand on their own;
// everything else takes the rows of the function tables that fit the operands' types. One row that surely fits is
// called directly. Where a type is `dyn`, the row is chosen by the values.

import {
  type Compilation,
  type Compiled,
  constant,
  fails,
  isConstant,
  type Meter,
  type Operand,
  operandOf,
  type Run,
  sizeOfType,
  sizeOfValue,
  totalCost,
  valueIn,
} from './compilation.ts'
import { BOOL, commonType, comparable, DYN, kindOf, type Type, typeName } from './expression-type.ts'
import { FUNCTIONS } from './functions.ts'
import { canBeEqual, OPERATORS } from './operators.ts'
import type { Overload } from './overload.ts'
import type { Node } from './parse-expression.ts'
import { inline, prepare, wrongLiteral } from './shortcut.ts'
import { Failure, type Value } from './value.ts'

type CallNode = Extract<Node, { kind: 'call' }>

const OVERLOADS: ReadonlyMap<string, readonly Overload[]> = Map.groupBy(
  [...OPERATORS, ...FUNCTIONS],
  ({ name }) => name,
)

export function compileCall(compilation: Compilation, node: CallNode): Compiled {
  const { name, member } = node
  const operands = node.operands.map((operand) => compilation.compile(operand))
  if (name === '_&&_' || name === '_||_') return compileLogic(compilation, node, operands)
  if (name === '_?_:_') return compileConditional(compilation, node, operands)
  const types = operands.map(({ type }) => type)
  const fitting = (OVERLOADS.get(name) ?? []).filter((overload) => fits(overload, member, types))
  if (fitting.length === 0) return refuseCall(compilation, node, types)
  if (!compilation.unchecked && !canBeEqual(name, types)) {
    return compilation.report('wrong-type', `${show(node)} is never true of ${listTypes(types)}`, node)
  }
  const [only] = fitting
  const isSure = only !== undefined && fitting.length === 1 && isCertain(only, types)
  if (!isSure) return paid(compilation, chosen(node, fitting, operands), fitting, operands)
  const wrong = compilation.unchecked ? undefined : wrongLiteral(only, operands)
  if (wrong !== undefined) {
    return compilation.report('wrong-literal', wrong.message, node.operands[wrong.operand] ?? node)
  }
  const prepared = { ...only, ...prepare(only, operands) }
  const compiled = direct(prepared, operands)
  const folded = compilation.meter === undefined ? fold(compiled, operands) : compiled
  if (folded.constant !== undefined) return folded
  const run = inline(prepared, operands) ?? compiled.run
  return paid(compilation, { ...compiled, run }, [prepared], operands)
}

function fits({ member, parameters }: Overload, isMember: boolean, types: readonly Type[]): boolean {
  if (member !== isMember || parameters.length !== types.length) return false
  return parameters.every((parameter, index) => {
    const kind = types[index]?.kind
    return parameter === 'any' || kind === 'dyn' || kind === parameter
  })
}

function isCertain({ parameters }: Overload, types: readonly Type[]): boolean {
  return parameters.every((parameter, index) => parameter === 'any' || types[index]?.kind !== 'dyn')
}

function refuseCall(compilation: Compilation, node: CallNode, types: readonly Type[]): Compiled {
  const { name, member } = node
  if (name === 'has') return compilation.report('wrong-call', '`has` takes a field, like `map.key`', node)
  const known = OVERLOADS.get(name)?.filter((overload) => overload.member === member) ?? []
  if (known.length === 0) {
    const where = OVERLOADS.has(name) && member ? `; it is called as \`${name}(…)\`` : ''
    return compilation.report('unknown-function', `\`${name}\` is not a function${where}`, node)
  }
  const expected = [...new Set(known.map(({ parameters }) => parameters.join(', ')))].slice(0, 6).join('; ')
  const message = `${show(node)} does not take ${listTypes(types)}; it takes ${expected}`
  return compilation.report('wrong-type', message, node)
}

function show({ name }: CallNode): string {
  return `\`${name === '_[_]' ? '[]' : name.replace(/^_|_$|^@/g, '')}\``
}

function listTypes(types: readonly Type[]): string {
  return types.length === 0 ? 'no operands' : types.map((type) => `\`${typeName(type)}\``).join(' and ')
}

function direct(overload: Overload, operands: readonly Compiled[]): Compiled {
  const type = resultOf(overload, operands)
  const { run } = overload
  const [first, second] = operands.map(operandOf)
  const call: Run =
    second !== undefined && first !== undefined
      ? (slots) => run(valueIn(first, slots), valueIn(second, slots))
      : first !== undefined
        ? (slots) => run(valueIn(first, slots))
        : () => run()
  return { type, run: call, costMax: 0, size: sizeOfType(type), fallible: !overload.safe || operands.some(fails) }
}

function chosen(node: CallNode, overloads: readonly Overload[], operands: readonly Compiled[]): Compiled {
  const type = commonType(overloads.map((overload) => resultOf(overload, operands)))
  const runs = operands.map(({ run }) => run)
  const [first, second] = operands.map(operandOf)
  const name = show(node)
  const call: Run =
    operands.length === 2 && first !== undefined && second !== undefined
      ? (slots) => callOfTwo(overloads, valueIn(first, slots), valueIn(second, slots), name)
      : (slots) => {
          const values = runs.map((run) => run(slots))
          return choose(overloads, values, name).run(...values)
        }
  return { type, run: call, costMax: 0, size: sizeOfType(type), fallible: true }
}

/** As `choose`, without a list of the values: almost all calls have two. */
function callOfTwo(overloads: readonly Overload[], left: Value, right: Value, name: string): Value {
  const one = kindOf(left)
  const other = kindOf(right)
  for (const { parameters, run } of overloads) {
    const [first, second] = parameters
    if ((first === one || first === 'any') && (second === other || second === 'any')) return run(left, right)
  }
  throw noOverload([left, right], name)
}

function choose(overloads: readonly Overload[], values: readonly Value[], name: string): Overload {
  for (const overload of overloads) {
    const { parameters } = overload
    if (parameters.every((parameter, index) => parameter === 'any' || parameter === kindOf(values[index] as Value))) {
      return overload
    }
  }
  throw noOverload(values, name)
}

function noOverload(values: readonly Value[], name: string): Failure {
  return new Failure(`${name} does not take ${values.map((value) => `\`${kindOf(value)}\``).join(' and ')}`)
}

function resultOf({ result }: Overload, operands: readonly Compiled[]): Type {
  return typeof result === 'string' ? { kind: result } : result(operands.map(({ type }) => type))
}

/** A call of constants is computed once. One that fails is left to fail when it is reached. */
function fold(compiled: Compiled, operands: readonly Compiled[]): Compiled {
  if (!operands.every(isConstant)) return compiled
  try {
    return constant(compiled.type, compiled.run([]))
  } catch (error) {
    if (error instanceof Failure) return compiled
    throw error
  }
}

/** The call with its cost: known beforehand, or, in an expression that may cost too much, by the sizes of its values. */
function paid(
  compilation: Compilation,
  compiled: Compiled,
  overloads: readonly Overload[],
  operands: readonly Compiled[],
): Compiled {
  const [first = 1, second = 1] = operands.map(({ size }) => size)
  const own = Math.max(...overloads.map(({ cost }) => (cost === undefined ? 1 : cost(first, second))))
  const costMax = totalCost(operands) + own
  const { meter } = compilation
  const isFixed = overloads.every(({ cost }) => cost === undefined) || operands.every(({ size }) => size === 1)
  if (meter === undefined || isFixed) return compilation.metered({ ...compiled, costMax }, own)
  return { ...compiled, costMax, fallible: true, run: payBySize(meter, overloads, operands) }
}

/** The arguments are there before the call is paid for, and the call is paid for before it is made. */
function payBySize(meter: Meter, overloads: readonly Overload[], operands: readonly Compiled[]): Run {
  const runs = operands.map(({ run }) => run)
  return (slots) => {
    const values = runs.map((run) => run(slots))
    const { cost, run } = choose(overloads, values, 'call')
    meter.spend(cost === undefined ? 1 : cost(sizeOf(values[0]), sizeOf(values[1])))
    return run(...values)
  }
}

function sizeOf(value: Value | undefined): number {
  return value === undefined ? 1 : sizeOfValue(value)
}

/** Either side may decide alone, also when the other fails. */
function compileLogic(compilation: Compilation, node: CallNode, operands: readonly Compiled[]): Compiled {
  const decisive = node.name === '_||_'
  const [left, right] = operands.map((operand, index) => compilation.asBool(operand, node.operands[index] ?? node))
  if (left === undefined || right === undefined) return compilation.report('wrong-call', 'an operand is missing', node)
  return {
    type: BOOL,
    run: (left.fallible ? absorbing : inOrder)(decisive, operandOf(left), operandOf(right)),
    costMax: left.costMax + right.costMax,
    size: 1,
    fallible: left.fallible || right.fallible,
  }
}

function inOrder(decisive: boolean, { run: left }: Operand, { run: right }: Operand): Run {
  return decisive ? (slots) => left(slots) || right(slots) : (slots) => left(slots) && right(slots)
}

function absorbing(decisive: boolean, left: Operand, right: Operand): Run {
  return (slots) => {
    let value: Value
    try {
      value = valueIn(left, slots)
    } catch (error) {
      if (!(error instanceof Failure) || error.overCost || valueIn(right, slots) !== decisive) throw error
      return decisive
    }
    return value === decisive ? decisive : valueIn(right, slots)
  }
}

function compileConditional(compilation: Compilation, node: CallNode, operands: readonly Compiled[]): Compiled {
  const [test, yes, no] = operands
  if (test === undefined || yes === undefined || no === undefined) {
    return compilation.report('wrong-call', 'an operand is missing', node)
  }
  const tested = compilation.asBool(test, node.operands[0] ?? node)
  const decide = operandOf(tested)
  if (!compilation.unchecked && !comparable(yes.type, no.type)) {
    const message = `the sides of \`?:\` are of different types, \`${typeName(yes.type)}\` and \`${typeName(no.type)}\``
    return compilation.report('wrong-type', message, node)
  }
  const either = operandOf(yes)
  const other = operandOf(no)
  return {
    type: commonType([yes.type, no.type]) ?? DYN,
    run: (slots) => valueIn(valueIn(decide, slots) === true ? either : other, slots),
    costMax: test.costMax + Math.max(yes.costMax, no.costMax),
    size: Math.max(yes.size, no.size),
    fallible: [tested, yes, no].some(fails),
  }
}
