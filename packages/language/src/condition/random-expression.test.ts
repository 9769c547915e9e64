// Random expressions, evaluated by our closures and by `@bufbuild/cel`'s own evaluator: the same value, or both fail.
// Expressions are generated well typed, with values at the edges of the types, so that most of them mean something.

import { type CelInput, celEnv, celUint, isCelError, isCelList, isCelMap, isCelUint, parse, plan } from '@bufbuild/cel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileExpression } from './compile-expression.ts'
import { BOOL, INT, listOf, mapOf, type Type } from './expression-type.ts'
import { signed, unsigned } from './integer.ts'
import { Double, Failure, MapValue, Uint, type Value } from './value.ts'

const STRING: Type = { kind: 'string' }
const UINT: Type = { kind: 'uint' }
const DOUBLE: Type = { kind: 'double' }
const PARAMETERS = new Map<string, Type>([
  ['b', BOOL],
  ['i', INT],
  ['j', INT],
  ['u', UINT],
  ['d', DOUBLE],
  ['s', STRING],
  ['l', listOf(INT)],
  ['m', mapOf(STRING, INT)],
])

interface Slots {
  readonly b: boolean
  readonly i: bigint
  readonly j: bigint
  readonly u: bigint
  readonly d: number
  readonly s: string
  readonly l: readonly bigint[]
  readonly m: { readonly a: bigint; readonly b?: bigint }
}

const integer = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)) },
  { weight: 4, arbitrary: fc.bigInt({ min: -3n, max: 9n }) },
)
const natural = fc.oneof(fc.constantFrom(0n, 2n ** 53n, 2n ** 64n - 1n), fc.bigInt({ min: 0n, max: 9n }))
const double = fc.oneof(
  fc.constantFrom(0, -0, 0.5, 1, -3, 1e18, 9.3e18, -9.3e18, Number.NaN, Number.POSITIVE_INFINITY),
  fc.double(),
)
const word = fc.constantFrom('', 'a', 'ab', 'abc', 'b', 'bc', 'ä', '12', '-7', 'true', '1.5')

const slots: fc.Arbitrary<Slots> = fc.record({
  b: fc.boolean(),
  i: integer,
  j: integer,
  u: natural,
  d: double,
  s: word,
  l: fc.array(integer, { maxLength: 4 }),
  m: fc.record({ a: integer, b: integer }, { requiredKeys: ['a'] }),
})

const quoted = word.map((text) => `'${text}'`)
const pick = (...texts: string[]) => fc.constantFrom(...texts)

/** Text with each `$` replaced by the next of the parts. */
function fill(pattern: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => {
    let next = 0
    return `(${pattern.replaceAll('$', () => texts[next++] as string)})`
  })
}

const expressions = fc.letrec<Record<'bool' | 'int' | 'uint' | 'double' | 'string' | 'list' | 'any', string>>((tie) => {
  const [bool, int, uint, double, string, list, any] = [
    tie('bool'),
    tie('int'),
    tie('uint'),
    tie('double'),
    tie('string'),
    tie('list'),
    tie('any'),
  ]
  const order = pick('<', '<=', '>', '>=')
  const sum = pick('+', '-', '*', '/')
  const compare = <T extends fc.Arbitrary<string>>(side: T) =>
    fc.tuple(side, fc.oneof(order, pick('==', '!=')), side).map((parts) => `(${parts.join(' ')})`)
  const compute = (side: fc.Arbitrary<string>, operator: fc.Arbitrary<string>) =>
    fc.tuple(side, operator, side).map((parts) => `(${parts.join(' ')})`)
  const choose = (side: fc.Arbitrary<string>) => fill('$ ? $ : $', bool, side, side)
  return {
    bool: fc.oneof(
      { maxDepth: 6, depthSize: 'small', withCrossShrink: true },
      pick('true', 'false', 'b'),
      fill('$ && $', bool, bool),
      fill('$ || $', bool, bool),
      fill('!$', bool),
      compare(int),
      compare(uint),
      compare(double),
      compare(string),
      compute(
        fc.oneof(int, uint, double).map((side) => `dyn(${side})`),
        order,
      ),
      compute(
        any.map((side) => `dyn(${side})`),
        pick('==', '!='),
      ),
      fill('$ in $', int, list),
      fill('$ in m', string),
      fill('$ in $.map(x, string(x))', string, list),
      fill('$.exists(x, $)', list, bool),
      fill('$.startsWith($)', string, string),
      fill('$.endsWith($)', string, string),
      fill('$.contains($)', string, string),
      fill('$.matches($)', string, pick("'^a+$'", "'a|b'", "'('", "'[^a]'")),
      fill('$.exists(x, x $ $)', list, order, int),
      fill('$.all(x, $ / x > $)', list, int, int),
      fill('$.exists_one(x, x == $)', list, int),
      fill('m.all(k, m[k] > $ || $)', int, bool),
      pick('has(m.a)', 'has(m.b)'),
      choose(bool),
      fill('bool($)', fc.oneof(pick("'true'", "'0'"), string)),
    ),
    int: fc.oneof(
      { maxDepth: 6, depthSize: 'small', withCrossShrink: true },
      pick('i', 'j', '0', '1', '2', '-1', '7', '9007199254740991'),
      compute(int, fc.oneof(sum, pick('%'))),
      fill('-$', int),
      fill('size($)', fc.oneof(string, list)),
      fill('int($)', fc.oneof(uint, double)),
      fill('$[$]', list, fc.oneof(pick('0', '1'), int)),
      fill('m[$]', fc.oneof(pick("'a'"), string)),
      pick('m.a', 'size(m)'),
      choose(int),
    ),
    uint: fc.oneof(
      { maxDepth: 6, depthSize: 'small', withCrossShrink: true },
      pick('u', '0u', '3u'),
      compute(uint, fc.oneof(sum, pick('%'))),
      fill('uint($)', fc.oneof(int, double)),
      choose(uint),
    ),
    double: fc.oneof(
      { maxDepth: 6, depthSize: 'small', withCrossShrink: true },
      pick('d', '0.0', '1.5', '-2.0'),
      compute(double, sum),
      fill('double($)', fc.oneof(int, uint)),
      fill('-$', double),
      choose(double),
    ),
    string: fc.oneof(
      { maxDepth: 6, depthSize: 'small', withCrossShrink: true },
      quoted,
      pick('s'),
      fill('$ + $', string, string),
      fill('string($)', fc.oneof(int, uint, bool)),
      choose(string),
    ),
    list: fc.oneof(
      { maxDepth: 6, depthSize: 'small', withCrossShrink: true },
      pick('l', '[1, 2, 3]'),
      fill('[$, $]', int, int),
      fill('$ + $', list, list),
      fill('$.map(x, x $ $)', list, sum, int),
      fill('$.filter(x, $ $ x)', list, int, order),
      fill('$.map(x, x > $, x)', list, int),
      choose(list),
    ),
    any: fc.oneof(bool, int, uint, double, string, list),
  }
})

const SEED = 20_261_121
const RUNS = 2000

test('our closures and the public evaluator agree', { timeout: 60_000 }, () => {
  let failed = 0
  let agreed = 0
  fc.assert(
    fc.property(expressions.any, slots, (text, values) => {
      const expected = theirs(text, values)
      expect(ours(text, values)).toBe(expected)
      if (expected === 'failure') failed++
      else agreed++
    }),
    { numRuns: RUNS, seed: SEED },
  )
  expect(failed).toBeGreaterThan(200)
  expect(agreed).toBeGreaterThan(800)
})

test('an evaluation that is metered answers the same, or costs too much', { timeout: 60_000 }, () => {
  let stopped = 0
  fc.assert(
    fc.property(expressions.any, slots, fc.integer({ min: 0, max: 60 }), (text, values, costMax) => {
      const metered = ours(text, values, costMax)
      if (metered === 'over cost') stopped++
      else expect(metered).toBe(ours(text, values))
    }),
    { numRuns: RUNS, seed: SEED },
  )
  expect(stopped).toBeGreaterThan(100)
  expect(stopped).toBeLessThan(RUNS / 2)
})

function ours(text: string, values: Slots, costMax = 1_000_000): string {
  const compiled = compileExpression(text, PARAMETERS, { costMax, unchecked: true })
  if (!('run' in compiled)) return `does not compile: ${compiled[0]?.message}`
  const map = new MapValue()
  for (const [key, value] of Object.entries(values.m)) map.add(key, signed(value))
  const { b, i, j, u, d, s, l } = values
  try {
    return show(compiled.run([b, signed(i), signed(j), new Uint(unsigned(u)), new Double(d), s, l.map(signed), map]))
  } catch (error) {
    // What is not fallible is run without anything around it that catches.
    if (error instanceof Failure && compiled.fallible) return error.overCost ? 'over cost' : 'failure'
    throw error
  }
}

function show(value: Value): string {
  if (value instanceof Double) return `double ${value.value}`
  if (value instanceof Uint) return `uint ${value.value}`
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(show).join(', ')}]`
  if (typeof value === 'number' || typeof value === 'bigint') return `int ${value}`
  if (typeof value === 'object') throw new Error('not a value of these expressions')
  return JSON.stringify(value)
}

const environment = celEnv()

function theirs(text: string, { u, m, ...values }: Slots): string {
  const context: Record<string, CelInput> = { ...values, u: celUint(u), m: new Map(Object.entries(m)) }
  return showTheirs(plan(environment, parse(text))(context))
}

function showTheirs(value: unknown): string {
  if (isCelError(value)) return 'failure'
  if (isCelUint(value)) return `uint ${value.value}`
  if (isCelList(value)) return `[${[...value].map(showTheirs).join(', ')}]`
  if (isCelMap(value)) throw new Error('not a value of these expressions')
  if (typeof value === 'bigint') return `int ${value}`
  return typeof value === 'number' ? `double ${value}` : JSON.stringify(value)
}
