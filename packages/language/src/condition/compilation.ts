// What one walk over an expression carries along: the parameters, the variables of the macros around the node, the
// mistakes found so far, and the meter where costs are counted. And the result of the walk for one node.

import { BOOL, DYN, kindOf, type Type, typeName } from './expression-type.ts'
import type { Node, Range } from './parse-expression.ts'
import { Failure, MapValue, type Value } from './value.ts'

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
  readonly operand?: Operand
}

/**
 * How a closure comes to the value of a part. Most parts are parameters and constants: those are there without a call,
 * which halves the time of a comparison. One class for all three, so that a closure knows its shape.
 */
export class Operand {
  /** The parameter's slot, or one of the two below. */
  readonly slot: number
  readonly constant: Value
  readonly run: Run
  constructor(slot: number, constant: Value, run: Run) {
    this.slot = slot
    this.constant = constant
    this.run = run
  }
}

const BY_CALL = -1
const BY_CONSTANT = -2

/** A part whose function is no longer its operand's does more, such as counting costs, and is called. */
export function operandOf({ operand, run }: Compiled): Operand {
  return operand?.run === run ? operand : new Operand(BY_CALL, null, run)
}

export function valueIn(operand: Operand, slots: readonly unknown[]): Value {
  const { slot } = operand
  if (slot >= 0) return slots[slot] as Value
  return slot === BY_CONSTANT ? operand.constant : operand.run(slots)
}

export interface ExpressionDiagnostic {
  readonly code: string
  readonly message: string
  /** Offsets in the expression. */
  readonly from: number
  readonly to: number
}

/** What an evaluation may still cost. Evaluations do not overlap: an expression calls nothing that is not its own. */
export class Meter {
  left = 0

  spend(cost: number): void {
    this.left -= cost
    if (this.left < 0) throw new Failure('cost is above the bound', true)
  }
}

export interface Variable {
  readonly name: string
  readonly type: Type
}

export interface Walk {
  readonly parameters: ReadonlyMap<string, Type>
  /** Types that do not fit are left to fail when the expression runs. */
  readonly unchecked: boolean
  /** The size that the texts, lists and maps in the slots are taken to have at most. */
  readonly sizeMax: number
  readonly meter: Meter | undefined
  walk(compilation: Compilation, node: Node): Compiled
}

export class Compilation {
  readonly parameters: ReadonlyMap<string, Type>
  readonly unchecked: boolean
  readonly sizeMax: number
  readonly meter: Meter | undefined
  readonly diagnostics: ExpressionDiagnostic[] = []
  /** The variables of the macros around the node, the innermost last. */
  readonly variables: Variable[] = []
  /** Their values while the expression runs. */
  readonly locals: Value[] = []
  /** The slots that the expression reads texts, lists and maps from. */
  readonly sized = new Set<number>()
  private readonly walk: Walk['walk']

  constructor({ parameters, unchecked, sizeMax, meter, walk }: Walk) {
    this.parameters = parameters
    this.unchecked = unchecked
    this.sizeMax = sizeMax
    this.meter = meter
    this.walk = walk
  }

  compile(node: Node): Compiled {
    return this.walk(this, node)
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

  /** The operand, which must be a bool; one of any type is tested when it is there. */
  asBool(operand: Compiled, range: Range): Compiled {
    if (operand.type.kind === 'bool') return operand
    if (operand.type.kind !== 'dyn') {
      return this.report('wrong-type', `expected \`bool\`, got \`${typeName(operand.type)}\``, range)
    }
    const { run } = operand
    return {
      ...operand,
      type: BOOL,
      fallible: true,
      run(slots) {
        const value = run(slots)
        if (typeof value !== 'boolean') throw new Failure(`expected \`bool\`, got \`${kindOf(value)}\``)
        return value
      },
    }
  }

  withVariable<T>(name: string, type: Type, inside: (local: number) => T): T {
    const local = this.variables.push({ name, type }) - 1
    const result = inside(local)
    this.variables.pop()
    return result
  }
}

export function constant(type: Type, value: Value): Compiled {
  const run = () => value
  const operand = new Operand(BY_CONSTANT, value, run)
  return { type, run, costMax: 0, size: sizeOfValue(value), fallible: false, constant: value, operand }
}

export function isConstant(compiled: Compiled): boolean {
  return compiled.constant !== undefined
}

export function fails(compiled: Compiled): boolean {
  return compiled.fallible
}

export function totalCost(parts: readonly Compiled[]): number {
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
