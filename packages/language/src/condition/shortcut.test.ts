// Each call that has a faster way, with each of its operands a parameter, a constant and a call, on every pair of a few
// values at the edges: what `@bufbuild/cel` says of the same.

import { type CelInput, celEnv, celUint, parse, plan } from '@bufbuild/cel'
import { expect, test } from 'vitest'
import { compileExpression } from './compile-expression.ts'
import { BOOL, INT, listOf, type Type } from './expression-type.ts'
import { Double, Failure, Uint, type Value } from './value.ts'

interface Example {
  readonly ours: Value
  readonly theirs: CelInput
  /** As it is written in an expression. */
  readonly text: string
}

const environment = celEnv()
const STRING: Type = { kind: 'string' }
const WORDS = ['', 'a', 'ab', 'abc', 'bc', 'c', 'abcabc', 'ä', '😀', 'Z']
const NUMBERS = [-3, 0, 1, 2]
const texts = WORDS.map((text) => ({ ours: text, theirs: text, text: JSON.stringify(text) }))
const ints = NUMBERS.map((each) => ({ ours: each, theirs: BigInt(each), text: String(each) }))
const uints = [0, 1, 7].map((each) => ({ ours: new Uint(each), theirs: celUint(BigInt(each)), text: `${each}u` }))
const doubles = [-1.5, -0, 0, 0.5, Number.NaN].map((each) => ({
  ours: new Double(each),
  theirs: each,
  text: Number.isNaN(each) ? '(0.0 / 0.0)' : `${Object.is(each, -0) ? '-' : ''}${each.toFixed(1)}`,
}))
const bools = [true, false].map((each) => ({ ours: each, theirs: each, text: String(each) }))
const times = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z', '2025-12-31T23:59:59.9Z'].map((each) => {
  const text = `timestamp("${each}")`
  return { ours: evaluate(text, [], []) as Value, theirs: plan(environment, parse(text))() as CelInput, text }
})
const textLists = [[], ['a'], ['abc', 'ä', '']].map(listOfTexts)

const COMPARED = ['$ == $', '$ != $', '$ < $', '$ <= $', '$ > $', '$ >= $']

test.each<[string, Type, readonly Example[], Type, readonly Example[], readonly string[]]>([
  ['texts', STRING, texts, STRING, texts, [...COMPARED, '$.startsWith($)', '$.endsWith($)', '$.contains($)']],
  ['ints', INT, ints, INT, ints, COMPARED],
  ['uints', { kind: 'uint' }, uints, { kind: 'uint' }, uints, COMPARED],
  ['doubles', { kind: 'double' }, doubles, { kind: 'double' }, doubles, COMPARED],
  ['timestamps', { kind: 'timestamp' }, times, { kind: 'timestamp' }, times, COMPARED],
  ['bools', BOOL, bools, BOOL, bools, ['$ == $', '$ != $', '$ && $', '$ || $', '$ && !$']],
  ['lists', STRING, texts, listOf(STRING), textLists, ['$ in $']],
])('%s', (_, type, lefts, otherType, rights, calls) => {
  const parameters = [type, otherType, BOOL]
  for (const call of calls) {
    for (const left of lefts) {
      for (const right of rights) {
        const expected = evaluateTheirs(call, left, right)
        for (const one of ['x', left.text, '(b ? x : x)']) {
          for (const other of ['y', right.text, '(b ? y : y)']) {
            const text = call.replace('$', () => one).replace('$', () => other)
            expect(
              evaluate(text, parameters, [left.ours, right.ours, true]),
              `${text} of ${left.text} and ${right.text}`,
            ).toBe(expected)
          }
        }
      }
    }
  }
})

function evaluateTheirs(call: string, { theirs: x }: Example, { theirs: y }: Example): unknown {
  const value = plan(environment, parse(call.replace('$', 'x').replace('$', 'y')))({ x, y })
  return value instanceof Error ? 'failure' : value
}

function evaluate(text: string, types: readonly Type[], slots: readonly Value[]): unknown {
  const parameters = new Map(types.map((type, slot) => [['x', 'y', 'b'][slot]!, type]))
  const compiled = compileExpression(text, parameters, { costMax: 1_000_000, unchecked: true })
  if (!('run' in compiled)) return `does not compile: ${compiled[0]?.message}`
  try {
    return compiled.run(slots)
  } catch (error) {
    if (error instanceof Failure && compiled.fallible) return 'failure'
    throw error
  }
}

function listOfTexts(words: readonly string[]): Example {
  return { ours: words, theirs: [...words], text: `[${words.map((word) => JSON.stringify(word)).join(', ')}]` }
}
