// The macros, as loops over a list or over the keys of a map. `all` and `exists` absorb the failures of their test as
// `&&` and `||` do; the others fail with the first failure. Each round is paid for, so a loop within a loop ends soon.

import { type Compilation, type Compiled, fails, type Run } from './compilation.ts'
import { BOOL, DYN, kindOf, listOf, type Type, typeName } from './expression-type.ts'
import type { Macro, Node } from './parse-expression.ts'
import { Failure, type ListValue, MapValue, type Value } from './value.ts'

type MacroNode = Extract<Node, { kind: 'macro' }>

/** What a loop costs besides its test and transformation: once, each round, and each round that keeps an element. */
const COSTS: Readonly<Record<Macro, { once: number; round: number; kept: number }>> = {
  all: { once: 1, round: 3, kept: 0 },
  exists: { once: 1, round: 4, kept: 0 },
  exists_one: { once: 2, round: 1, kept: 1 },
  filter: { once: 11, round: 1, kept: 12 },
  map: { once: 11, round: 1, kept: 11 },
}

export function compileMacro(compilation: Compilation, node: MacroNode): Compiled {
  const { macro, variable } = node
  const range = compilation.compile(node.range)
  const type = variableType(range.type)
  if (type === undefined) {
    const message = `\`${macro}\` goes over a list or a map, not over \`${typeName(range.type)}\``
    return compilation.report('wrong-type', message, node.range)
  }
  return compilation.withVariable(variable, type, (local) => {
    const test = node.test && compilation.asBool(compilation.compile(node.test), node.test)
    const transform = node.transform && compilation.compile(node.transform)
    const { once, round, kept } = COSTS[macro]
    const parts = [test, transform].filter((part) => part !== undefined)
    const each = parts.reduce((total, { costMax }) => total + costMax, round + kept)
    const loop = loopOf(compilation, local, macro, test, transform?.run)
    const items = range.run
    return {
      type: resultType(macro, type, transform),
      run: compilation.metered({ ...range, run: (slots) => loop(itemsOf(items(slots)), slots) }, once).run,
      costMax: range.costMax + once + (range.size === 0 ? 0 : range.size * each),
      size: macro === 'map' || macro === 'filter' ? range.size : 1,
      fallible: compilation.meter !== undefined || range.type.kind === 'dyn' || [range, ...parts].some(fails),
    }
  })
}

function variableType({ kind, key, element }: Type): Type | undefined {
  if (kind === 'list') return element ?? DYN
  if (kind === 'map') return key ?? DYN
  return kind === 'dyn' ? DYN : undefined
}

function resultType(macro: Macro, variable: Type, transform: Compiled | undefined): Type {
  if (macro === 'map') return listOf(transform?.type ?? DYN)
  return macro === 'filter' ? listOf(variable) : BOOL
}

function itemsOf(range: Value): ListValue {
  if (range instanceof MapValue) return range.keys
  if (kindOf(range) !== 'list') throw new Failure(`expected a list or a map, got \`${kindOf(range)}\``)
  return range as ListValue
}

type Loop = (items: ListValue, slots: readonly unknown[]) => Value

function loopOf(
  { locals, meter }: Compilation,
  local: number,
  macro: Macro,
  test: Compiled | undefined,
  transform: Run | undefined,
): Loop {
  const { round, kept } = COSTS[macro]
  const passing = test?.run ?? (() => true)
  const isFallible = meter !== undefined || test?.fallible
  /** Begins a round, and says whether the element passes the test. */
  const passes: Test =
    meter === undefined
      ? (item, slots) => {
          locals[local] = item
          return passing(slots) === true
        }
      : (item, slots) => {
          locals[local] = item
          meter.spend(round)
          const passed = passing(slots) === true
          if (passed) meter.spend(kept)
          return passed
        }
  switch (macro) {
    case 'all':
    case 'exists':
      return isFallible ? absorbingLoop(macro === 'exists', passes) : plainLoop(macro === 'exists', passes)
    case 'exists_one':
      return (items, slots) => items.filter((item) => passes(item, slots)).length === 1
    case 'filter':
      return (items, slots) => items.filter((item) => passes(item, slots))
    case 'map':
      return (items, slots) => {
        const mapped: Value[] = []
        for (const item of items) {
          if (passes(item, slots)) mapped.push(transform === undefined ? item : transform(slots))
        }
        return mapped
      }
  }
}

type Test = (item: Value, slots: readonly unknown[]) => boolean

function plainLoop(decisive: boolean, passes: Test): Loop {
  return (items, slots) => {
    for (let i = 0; i < items.length; i++) if (passes(items[i] as Value, slots) === decisive) return decisive
    return !decisive
  }
}

function absorbingLoop(decisive: boolean, passes: Test): Loop {
  return (items, slots) => {
    let failure: Failure | undefined
    for (const item of items) {
      try {
        if (passes(item, slots) === decisive) return decisive
      } catch (error) {
        if (!(error instanceof Failure) || error.overCost) throw error
        failure = error
      }
    }
    if (failure !== undefined) throw failure
    return !decisive
  }
}
