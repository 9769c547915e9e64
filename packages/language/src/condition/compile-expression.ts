// Expression to closure. One walk over the tree finds the type of every node, picks the rows of the function tables,
// reports what is wrong, and builds a function of the slots: no text is made into code, so the strictest content
// security policy allows it.
//
// The cost of an evaluation is counted as OpenFGA's evaluator counts it. Most expressions cannot reach the bound,
// whatever their values are; the walk adds up the most that a node can cost, and only an expression that might cost
// too much is compiled again with a meter in its nodes.

import { compileCall } from './compile-call.ts'
import { compileMacro } from './compile-macro.ts'
import { BOOL, commonType, DYN, listOf, mapOf, type Type, typeName } from './expression-type.ts'
import { nameOfType, TYPE_NAMES } from './functions.ts'
import { type Node, parseExpression, type Range } from './parse-expression.ts'
import { Double, Failure, MapValue, TypeValue, Uint, type Value } from './value.ts'

/** `slots[i]` is the value of the i-th parameter. */
export type Run = (slots: readonly unknown[]) => Value

export interface Compiled {
  readonly type: Type
  readonly run: Run
  /** The most that it can cost; infinite when that depends on the size of a value. */
  readonly costMax: number
  /** The size of its value, where it is known: characters, bytes or elements, and 1 for everything else. */
  readonly size: number
  /** Whether an evaluation can fail. */
  readonly fallible: boolean
  readonly constant?: Value
  /** Set for a parameter as it is. */
  readonly slot?: number
}

export interface ExpressionDiagnostic {
  readonly code: string
  readonly message: string
  /** Offsets in the expression. */
  readonly from: number
  readonly to: number
}

export interface ExpressionOptions {
  readonly costMax: number
  /** Types that do not fit are left to fail when the expression runs. */
  readonly unchecked?: boolean
}

export interface CompiledExpression {
  readonly type: Type
  readonly run: Run
}

export function compileExpression(
  text: string,
  parameters: ReadonlyMap<string, Type>,
  options: ExpressionOptions,
): CompiledExpression | readonly ExpressionDiagnostic[] {
  const node = parseExpression(text)
  if ('message' in node) return [node]
  const plain = new Compilation(parameters, options, undefined)
  const compiled = plain.compile(node)
  if (plain.diagnostics.length > 0) return plain.diagnostics
  if (compiled.costMax <= options.costMax) return compiled
  const meter = new Meter()
  const { type, run } = new Compilation(parameters, options, meter).compile(node)
  return {
    type,
    run(slots) {
      meter.left = options.costMax
      return run(slots)
    },
  }
}

/** What an evaluation may still cost. Evaluations do not overlap: an expression calls nothing that is not its own. */
export class Meter {
  left = 0

  spend(cost: number): void {
    this.left -= cost
    if (this.left < 0) throw new Failure('cost is above the bound', true)
  }
}

const LIST_COST = 10
const MAP_COST = 30

export class Compilation {
  readonly diagnostics: ExpressionDiagnostic[] = []
  readonly meter: Meter | undefined
  readonly unchecked: boolean
  /** The values of the variables of macros, by nesting. */
  readonly locals: Value[] = []
  private readonly variables: { name: string; type: Type }[] = []
  private readonly parameters: ReadonlyMap<string, Type>
  private readonly slots: ReadonlyMap<string, number>

  constructor(
    parameters: ReadonlyMap<string, Type>,
    { unchecked = false }: ExpressionOptions,
    meter: Meter | undefined,
  ) {
    this.parameters = parameters
    this.slots = new Map([...parameters.keys()].map((name, slot) => [name, slot]))
    this.unchecked = unchecked
    this.meter = meter
  }

  compile(node: Node): Compiled {
    switch (node.kind) {
      case 'constant':
        return constant(typeOfConstant(node.value), node.value)
      case 'name':
        return this.compileName(node.name, node)
      case 'select':
        return this.compileSelect(node)
      case 'call':
        return compileCall(this, node)
      case 'list':
        return this.compileList(node.elements.map((element) => this.compile(element)))
      case 'map':
        return this.compileMap(node)
      case 'macro':
        return compileMacro(this, node)
    }
  }

  /** A wrong expression goes on as something of any type, so that it is reported once. */
  report(code: string, message: string, { from, to }: Range): Compiled {
    if (!this.unchecked) this.diagnostics.push({ code, message, from, to })
    const run = () => {
      throw new Failure(message)
    }
    return { type: DYN, run, costMax: 0, size: Number.POSITIVE_INFINITY, fallible: true }
  }

  /** The node with its own cost counted, where costs are counted. */
  metered(compiled: Compiled, cost: number): Compiled {
    const { meter } = this
    if (meter === undefined || cost === 0) return compiled
    const { run } = compiled
    return {
      ...compiled,
      fallible: true,
      run(slots) {
        meter.spend(cost)
        return run(slots)
      },
    }
  }

  withVariable<T>(name: string, type: Type, inside: (local: number) => T): T {
    const local = this.variables.push({ name, type }) - 1
    const result = inside(local)
    this.variables.pop()
    return result
  }

  private compileName(name: string, range: Range): Compiled {
    const { locals } = this
    const local = this.variables.findLastIndex((variable) => variable.name === name)
    const variable = this.variables[local]
    const shape = { costMax: 1, fallible: false }
    if (variable !== undefined) {
      const { type } = variable
      return this.metered({ ...shape, type, run: () => locals[local] as Value, size: sizeOfType(type) }, 1)
    }
    const slot = this.slots.get(name)
    const type = this.parameters.get(name)
    if (slot !== undefined && type !== undefined) {
      const run: Run = (slots) => slots[slot] as Value
      return this.metered({ ...shape, type, run, size: sizeOfType(type), slot }, 1)
    }
    if (TYPE_NAMES.has(name)) return constant({ kind: 'type' }, new TypeValue(name))
    const known = [...this.parameters.keys()].map((parameter) => `\`${parameter}\``).join(', ')
    const declared = known === '' ? 'no parameters are declared' : `the declared parameters are ${known}`
    return this.report('unknown-parameter', `\`${name}\` is not a parameter; ${declared}`, range)
  }

  private compileSelect(node: Extract<Node, { kind: 'select' }>): Compiled {
    const named = this.typeNamedBy(node)
    if (named !== undefined) return constant({ kind: 'type' }, new TypeValue(named))
    const { field, testOnly } = node
    const operand = this.compile(node.operand)
    const { type, run, costMax } = operand
    if (type.kind !== 'map' && type.kind !== 'dyn') {
      return this.report('wrong-type', `a value of type \`${typeName(type)}\` has no field \`${field}\``, node)
    }
    const element = testOnly ? BOOL : (type.element ?? DYN)
    const read: Run = (slots) => {
      const map = run(slots)
      if (!(map instanceof MapValue)) throw new Failure(`a value of type \`${nameOfType(map)}\` has no fields`)
      const value = map.get(field)
      if (testOnly) return value !== undefined
      if (value === undefined) throw new Failure(`map has no key \`${field}\``)
      return value
    }
    const fallible = !testOnly || operand.fallible || type.kind === 'dyn'
    return this.metered({ type: element, run: read, costMax: costMax + 1, size: sizeOfType(element), fallible }, 1)
  }

  private typeNamedBy({ operand, field, testOnly }: Extract<Node, { kind: 'select' }>): string | undefined {
    const isPackage =
      operand.kind === 'select' &&
      operand.field === 'protobuf' &&
      operand.operand.kind === 'name' &&
      operand.operand.name === 'google'
    const isType = field === 'Timestamp' || field === 'Duration'
    const isShadowed = this.parameters.has('google') || this.variables.some(({ name }) => name === 'google')
    return isPackage && isType && !testOnly && !isShadowed ? `google.protobuf.${field}` : undefined
  }

  private compileList(elements: readonly Compiled[]): Compiled {
    const type = listOf(commonType(elements.map((element) => element.type)))
    const shape = { type, costMax: sum(elements) + LIST_COST, size: elements.length, fallible: elements.some(fails) }
    if (elements.every(isConstant))
      return constant(
        type,
        elements.map(({ constant }) => constant as Value),
      )
    const runs = elements.map(({ run }) => run)
    return this.metered({ ...shape, run: (slots) => runs.map((run) => run(slots)) }, LIST_COST)
  }

  private compileMap({ entries }: Extract<Node, { kind: 'map' }>): Compiled {
    const keys = entries.map(({ key }) => this.compileKey(key))
    const values = entries.map(({ value }) => this.compile(value))
    const type = mapOf(commonType(keys.map((key) => key.type)), commonType(values.map((value) => value.type)))
    const run: Run = (slots) => {
      const map = new MapValue()
      for (const [index, key] of keys.entries()) {
        if (!map.add(keyValue(key.run(slots)), (values[index] as Compiled).run(slots))) {
          throw new Failure('map has the same key twice')
        }
      }
      return map
    }
    const costMax = sum([...keys, ...values]) + MAP_COST
    return this.metered({ type, run, costMax, size: entries.length, fallible: entries.length > 0 }, MAP_COST)
  }

  private compileKey(node: Node): Compiled {
    const key = this.compile(node)
    const { kind } = key.type
    if (kind === 'string' || kind === 'int' || kind === 'uint' || kind === 'bool' || kind === 'dyn') return key
    return this.report('wrong-type', `the key of a map cannot be of type \`${typeName(key.type)}\``, node)
  }
}

function keyValue(key: Value): string | boolean | number | bigint | Uint {
  if ((typeof key === 'object' && !(key instanceof Uint)) || key === null) {
    throw new Failure(`the key of a map cannot be of type \`${nameOfType(key)}\``)
  }
  return key
}

export function constant(type: Type, value: Value): Compiled {
  return { type, run: () => value, costMax: 0, size: sizeOfValue(value), fallible: false, constant: value }
}

export function isConstant(compiled: Compiled): boolean {
  return compiled.constant !== undefined
}

export function fails(compiled: Compiled): boolean {
  return compiled.fallible
}

function sum(parts: readonly Compiled[]): number {
  return parts.reduce((total, { costMax }) => total + costMax, 0)
}

export function sizeOfType({ kind }: Type): number {
  const isSized = kind === 'string' || kind === 'bytes' || kind === 'list' || kind === 'map' || kind === 'dyn'
  return isSized ? Number.POSITIVE_INFINITY : 1
}

export function sizeOfValue(value: Value): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 1
  if (value instanceof MapValue) return value.size
  return value instanceof Uint8Array || Array.isArray(value) ? value.length : 1
}

function typeOfConstant(value: Value): Type {
  if (value === null) return { kind: 'null' }
  if (value instanceof Double) return { kind: 'double' }
  if (value instanceof Uint) return { kind: 'uint' }
  if (value instanceof Uint8Array) return { kind: 'bytes' }
  if (typeof value === 'string') return { kind: 'string' }
  return typeof value === 'boolean' ? BOOL : { kind: 'int' }
}
