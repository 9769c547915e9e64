// Conditions as the engine sees them: what is accepted, what is refused and where, what JSON becomes, and the bounds.

import { existsSync, readFileSync } from 'node:fs'
import { type Condition, INVALID, type JsonValue, type ParameterType } from '@lockness/authz'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseModel } from '../model/parse-model.ts'
import { compileCondition, compileConditions } from './compile-condition.ts'

/** `list<int>` and the like, in OpenFGA's JSON form. */
function typed(text: string): ParameterType {
  const generic = /^(list|map)<(.*)>$/.exec(text)
  if (generic === null) return { type_name: `TYPE_NAME_${text.toUpperCase()}` }
  return { type_name: `TYPE_NAME_${generic[1]?.toUpperCase()}`, generic_types: [typed(generic[2] as string)] }
}

function definition(expression: string, parameters: Readonly<Record<string, string>> = {}) {
  const types = Object.entries(parameters).map(([name, type]) => [name, typed(type)])
  return { name: 'c', expression, parameters: Object.fromEntries(types) as Record<string, ParameterType> }
}

function compiled(expression: string, parameters?: Readonly<Record<string, string>>, costMax?: number): Condition {
  const condition = compileCondition(definition(expression, parameters), costMax === undefined ? {} : { costMax })
  if ('diagnostics' in condition) throw new Error(condition.diagnostics.map(({ message }) => message).join('; '))
  return condition
}

function answer(condition: Condition, context: Readonly<Record<string, JsonValue>>) {
  const slots = condition.parameters.map((name, slot) => condition.coerce(slot, context[name] as JsonValue))
  return slots.includes(INVALID) ? 'invalid' : condition.evaluate(slots)
}

function faults(expression: string, parameters?: Readonly<Record<string, string>>) {
  const condition = compileCondition(definition(expression, parameters))
  if (!('diagnostics' in condition)) return []
  return condition.diagnostics.map(({ code, from, to }) => `${code} ${expression.slice(from, to)}`)
}

describe('mistakes are found where they stand', () => {
  test.each([
    ['x < "a" && y', ['wrong-type x < "a"', 'unknown-parameter y']],
    ['x + 1', ['wrong-result x + 1']],
    ['x', ['wrong-result x']],
    ['a.any', ['wrong-result a.any']],
    ['', ['syntax ']],
    ['x <', ['syntax <']],
    ['x < 1 )', ['syntax )']],
    ['[x, 1', ['syntax [']],
    ['s == "a', ['syntax "a']],
    ['x # 1', ['syntax #']],
    ['shout(s) == s', ['unknown-function shout(s)']],
    ['s.startswith("a")', ['unknown-function s.startswith("a")']],
    ['startsWith(s, "a")', ['unknown-function startsWith(s, "a")']],
    ['s.startsWith(x)', ['wrong-type s.startsWith(x)']],
    ['s.matches("(")', ['wrong-literal "("']],
    ['ip.in_cidr("10.0.0.0/33")', ['wrong-literal "10.0.0.0/33"']],
    ['t < timestamp("2024-02-30T00:00:00Z")', ['wrong-literal "2024-02-30T00:00:00Z"']],
    ['t < timestamp("2024-02-03T00:00:00Z") + duration("1 day")', ['wrong-literal "1 day"']],
    ['x == "a"', ['wrong-type x == "a"']],
    ['x in ["a"]', ['wrong-type x in ["a"]']],
    ['s.size', ['wrong-type s.size']],
    ['x ? true : false', ['wrong-type x']],
    ['l.exists(e, e.startsWith("a"))', ['wrong-type e.startsWith("a")']],
    ['x.exists(e, true)', ['wrong-type x']],
    ['l.exists(e, e)', ['wrong-type e']],
    ['has(x)', ['wrong-call has(x)']],
    ['Point{x: 1} == 1', ['syntax Point']],
    ['{[1]: 2} == {}', ['wrong-type [1]']],
    ['9223372036854775808 > x', ['syntax 9223372036854775808']],
    [`${'('.repeat(129)}true${')'.repeat(129)}`, ['nesting (']],
    [`s == "${'é'.repeat(260)}"`, [`too-long s == "${'é'.repeat(260)}"`]],
  ])('%s', (expression, expected) => {
    const parameters = { x: 'int', s: 'string', a: 'any', t: 'timestamp', ip: 'ipaddress', l: 'list<int>' }
    expect(faults(expression, parameters)).toEqual(expected)
  })

  test('declarations are bounded and checked', () => {
    const many = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`p${index}`, 'int']))
    expect(faults('true', many)).toEqual(['too-many-parameters '])
    expect(faults('true', { x: 'date', y: 'list<date>' })).toEqual(['unknown-type ', 'unknown-type '])
    const conditions = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [`c${index}`, { name: `c${index}`, expression: 'true' }]),
    )
    const { diagnostics } = compileConditions({ schema_version: '1.1', type_definitions: [], conditions })
    expect(diagnostics.map(({ code }) => code)).toEqual(['too-many-conditions'])
  })

  test('names of customers are ordinary names', () => {
    const condition = compiled('__proto__ == 1 && m["constructor"] == 2 && !("toString" in m)', {
      ['__proto__']: 'int',
      m: 'map<int>',
    })
    expect(condition.parameters).toEqual(['__proto__', 'm'])
    const slots = [1, condition.coerce(1, { constructor: 2 } as unknown as JsonValue)]
    expect(condition.evaluate(slots)).toBe(true)
  })
})

describe('values of a context', () => {
  const accepts: readonly (readonly [type: string, value: JsonValue, expression: string])[] = [
    ['int', 3, 'v == 3'],
    ['int', -0, 'string(v) == "0"'],
    ['int', 1e18, 'v == 1000000000000000000'],
    ['int', '9223372036854775807', 'v == 9223372036854775807'],
    ['int', '-12', 'v == -12'],
    ['int', '1e3', 'v == 1000'],
    ['int', '12.0', 'v == 12'],
    ['uint', 3, 'v == 3u'],
    ['uint', '18446744073709551615', 'v == 18446744073709551615u'],
    ['double', 0.5, 'v == 0.5'],
    ['double', '1.5e3', 'v == 1500.0'],
    ['string', '', 'v == ""'],
    ['bool', false, '!v'],
    ['duration', '3600s', 'v == duration("1h")'],
    ['duration', '1h2m0.5s', 'v == duration("3720500ms")'],
    ['duration', '-1.5h', 'v.getMinutes() == -90'],
    ['timestamp', '2024-02-29T12:00:00.000000001+02:00', 'v > timestamp("2024-02-29T10:00:00Z")'],
    ['timestamp', '0001-01-01T00:00:00Z', 'v.getFullYear() == 1 && v.getDayOfYear() == 0'],
    ['ipaddress', '10.0.0.1', 'v == ipaddress("::ffff:10.0.0.1")'],
    ['list<int>', ['1', 2], 'v == [1, 2]'],
    ['map<list<double>>', { a: [1] }, 'v.a[0] == 1.0'],
    ['any', { a: [1, null, 'x'] }, 'v.a[0] == 1.0 && v.a[1] == null && v["a"][2] == "x"'],
    ['any', null, 'v == null'],
  ]
  test.each(accepts)('%s takes %j', (type, value, expression) => {
    expect(answer(compiled(expression, { v: type }), { v: value })).toBe(true)
  })

  const refuses: readonly (readonly [type: string, value: JsonValue])[] = [
    ['int', 1.5],
    ['int', '1.5'],
    ['int', 'x'],
    ['int', ''],
    ['int', true],
    ['int', 1e19],
    ['int', '9223372036854775808'],
    ['int', '1e99'],
    ['uint', -1],
    ['uint', '-1'],
    ['double', '1.79e309'],
    ['double', 'NaN'],
    ['double', '0x10'],
    ['double', null],
    ['bool', 'true'],
    ['string', 1],
    ['duration', '1'],
    ['duration', 3600],
    ['duration', '9223372037s'],
    ['timestamp', '2023-02-29T00:00:00Z'],
    ['timestamp', '2023-01-01'],
    ['timestamp', 1],
    ['ipaddress', '10.0.0.256'],
    ['ipaddress', '1::2::3'],
    ['list<int>', [1, 'x']],
    ['list<int>', { a: 1 }],
    ['map<int>', [1]],
    ['map<int>', { a: 'x' }],
  ]
  test.each(refuses)('%s does not take %j', (type, value) => {
    expect(compiled('true', { v: type }).coerce(0, value)).toBe(INVALID)
  })

  test('an instant is a timestamp and nothing else', () => {
    const condition = compiled('t == timestamp("1969-12-31T23:59:59.999Z") && x == 1', { t: 'timestamp', x: 'int' })
    expect(condition.evaluate([condition.coerceInstant(0, -1), 1])).toBe(true)
    expect(condition.coerceInstant(1, -1)).toBeUndefined()
  })
})

describe('networks', () => {
  test.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['10.1.2.3', '10.1.2.3/32', true],
    ['10.1.2.2', '10.1.2.3/32', false],
    ['255.255.255.255', '128.0.0.0/1', true],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['10.1.2.3', '::ffff:10.0.0.0/104', true],
    ['11.1.2.3', '::ffff:10.0.0.0/104', false],
    ['10.1.2.3', '::/0', false],
    ['2001:db8:1::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:db8::1', '2001:db8::/127', true],
    ['2001:db8::2', '2001:db8::/127', false],
    ['fe80::1%eth0', 'fe80::/10', false],
  ])('%s in %s is %s', (ip, cidr, expected) => {
    expect(answer(compiled('ip.in_cidr(cidr)', { ip: 'ipaddress', cidr: 'string' }), { ip, cidr })).toBe(expected)
    expect(answer(compiled(`ip.in_cidr("${cidr}")`, { ip: 'ipaddress' }), { ip })).toBe(expected)
  })

  test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/', 'x/8', '::/129'])('%s is no network', (cidr) => {
    const condition = compiled('ip.in_cidr(cidr)', { ip: 'ipaddress', cidr: 'string' })
    expect(answer(condition, { ip: '10.0.0.1', cidr })).toEqual({ reason: 'text is not a network in cidr notation' })
  })
})

describe('cost', () => {
  const overCost = { reason: 'cost is above the bound', overCost: true }

  test.each([
    ['x < y', { x: 1, y: 2 }, 3],
    ['x < y && x < y || false', { x: 1, y: 2 }, 6],
    ['s == "abcdefghijk"', { s: 'abcdefghijk' }, 3],
    ['s == "abcdefghijk"', { s: 'abc' }, 2],
    ['s.contains(q)', { s: 'a'.repeat(100), q: 'a'.repeat(20) }, 22],
    ['x in l', { x: 9, l: [1, 2, 3, 4] }, 6],
    ['l.exists(e, e > x)', { x: 9, l: [1, 2, 3] }, 23],
    ['[x, y] == [y, x]', { x: 1, y: 1 }, 25],
  ] as const)('%s of %j costs what OpenFGA counts', (expression, context, cost) => {
    const types = { x: 'int', y: 'int', s: 'string', q: 'string', l: 'list<int>' }
    const used = Object.fromEntries(Object.keys(context).map((name) => [name, types[name as keyof typeof types]]))
    expect(answer(compiled(expression, used, cost), context)).toBeTypeOf('boolean')
    expect(answer(compiled(expression, used, cost - 1), context)).toEqual(overCost)
  })

  test('a loop within a loop ends soon', () => {
    const l = Array.from({ length: 300 }, (_, index) => index)
    expect(answer(compiled('l.exists(a, l.exists(b, a + b == -1))', { l: 'list<int>' }), { l })).toEqual(overCost)
    expect(answer(compiled('l.map(a, l.map(b, l)).size() > 0', { l: 'list<int>' }), { l })).toEqual(overCost)
  })

  test('a hostile pattern costs its length, not its backtracking', () => {
    const condition = compiled('s.matches("^(a+)+$")', { s: 'string' }, 1_000_000)
    const begin = performance.now()
    expect(answer(condition, { s: `${'a'.repeat(20_000)}b` })).toBe(false)
    expect(performance.now() - begin).toBeLessThan(500)
    expect(answer(compiled('s.matches("^(a+)+$")', { s: 'string' }), { s: 'a'.repeat(20_000) })).toEqual(overCost)
  })

  test('long texts are counted though short ones need no counting', () => {
    const condition = compiled('s == q', { s: 'string', q: 'string' })
    const same = (length: number) => answer(condition, { s: 'a'.repeat(length), q: 'a'.repeat(length) })
    expect([64, 65, 980].map(same)).toEqual([true, true, true])
    expect([981, 20_000].map(same)).toEqual([overCost, overCost])
  })

  test('going over the cost is not absorbed', () => {
    const l = Array.from({ length: 300 }, (_, index) => index)
    expect(answer(compiled('l.all(a, a >= 0) || true', { l: 'list<int>' }), { l })).toEqual(overCost)
  })

  test('a pattern with too many steps is refused before it is made', () => {
    const condition = compiled('s.matches(p)', { s: 'string', p: 'string' })
    const begin = performance.now()
    for (const p of [
      '(a{1,30}){1,30}'.repeat(26),
      '((a{0,30}){0,30}){2}',
      '\\pL{1,900}'.repeat(39),
      '((.{9}){9}){9}'.repeat(9),
    ]) {
      expect(answer(condition, { s: 'a', p })).toEqual({ reason: 'text is not a regular expression' })
    }
    expect(performance.now() - begin).toBeLessThan(100)
    expect(answer(condition, { s: 'a]b-77', p: '^[^]\\]]\\][a-z{9}]{1}-\\d{1,3}$' })).toBe(true)
  })

  test('the bound is for each evaluation', () => {
    const condition = compiled('l.all(a, a >= 0)', { l: 'list<int>' })
    for (let time = 0; time < 5; time++) expect(answer(condition, { l: [1, 2, 3, 4, 5, 6, 7, 8, 9] })).toBe(true)
  })
})

test('a failure is an answer of its own', () => {
  const condition = compiled('1 / x > 0', { x: 'int' })
  expect(answer(condition, { x: 0 })).toEqual({ reason: 'division by zero' })
  expect(answer(compiled('1 / x > 0 || true', { x: 'int' }), { x: 0 })).toBe(true)
  expect(answer(compiled('x + 1 > 0', { x: 'int' }), { x: '9223372036854775807' })).toEqual({
    reason: 'int out of range',
  })
})

const OPENFGA_TESTS = '../shared/conformance/openfga/abac_tests.yaml'

interface OpenFgaTests {
  readonly tests: readonly { readonly name: string; readonly stages: readonly { readonly model: string }[] }[]
}

describe.skipIf(!existsSync(OPENFGA_TESTS))(`conditions of OpenFGA (needs ${OPENFGA_TESTS})`, () => {
  test('each of its models compiles', () => {
    const { tests } = parse(readFileSync(OPENFGA_TESTS, 'utf8')) as OpenFgaTests
    const models = tests.flatMap(({ stages }) => stages.map(({ model }) => parseModel(model).model))
    const results = models.map((model) => compileConditions(model))
    expect(results.flatMap(({ diagnostics }) => diagnostics)).toEqual([])
    expect(results.reduce((total, { conditions }) => total + conditions.size, 0)).toBeGreaterThan(25)
  })
})
