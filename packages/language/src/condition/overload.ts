// One row of the function tables: a name, the types it takes, the type it gives, what it does and what it costs. The
// checker picks rows by the types that it knows; where a type is known only when the expression runs, the same rows
// are chosen among then. So an operation is defined once.

import type { Kind, Type, ValueOfKind } from './expression-type.ts'
import type { Value } from './value.ts'

/** `any` takes every value. */
export type Parameter = Kind | 'any'

type ArgumentOf<P extends Parameter> = P extends Kind ? ValueOfKind[P] : Value
type ArgumentsOf<P extends readonly Parameter[]> = { [I in keyof P]: ArgumentOf<P[I]> }

/** What a call costs, from the sizes of its arguments: characters, bytes or elements, and 1 for everything else. */
export type Cost = (first: number, second: number) => number

export type Operation = (...values: Value[]) => Value

export interface Overload {
  readonly name: string
  /** Called as `first.name(others)`. */
  readonly member: boolean
  readonly parameters: readonly Parameter[]
  readonly result: Kind | ((operands: readonly Type[]) => Type)
  readonly run: Operation
  /** A call costs 1 when this is left out. */
  readonly cost?: Cost
  /** It succeeds for all values of its types. */
  readonly safe: boolean
}

interface Traits {
  readonly cost?: Cost
  readonly safe?: true
}

export function operator<const P extends readonly Parameter[]>(
  name: string,
  parameters: P,
  result: Overload['result'],
  run: (...values: ArgumentsOf<P>) => Value,
  { cost, safe }: Traits = {},
): Overload {
  // The checker and the choice at run time pass only values of the types in `parameters`.
  const operation = run as unknown as Operation
  return { name, member: false, parameters, result, run: operation, safe: safe === true, ...(cost && { cost }) }
}

export function method<const P extends readonly Parameter[]>(
  name: string,
  parameters: P,
  result: Overload['result'],
  run: (...values: ArgumentsOf<P>) => Value,
  traits: Traits = {},
): Overload {
  return { ...operator(name, parameters, result, run, traits), member: true }
}

/** Reading text costs a tenth per character. */
export function traverse(size: number): number {
  return Math.max(1, Math.ceil(size * 0.1))
}
