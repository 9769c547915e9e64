import { own, type Userset } from '@lockness/authz'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseModel, parseModule, validateModel } from '../language.ts'

const HEAD = 'model\n  schema 1.1\ntype user\n'

/** Every diagnostic as `code words`, where the words are the text it points at. */
function found(text: string): string[] {
  return parseModel(text).diagnostics.map(({ code, range }) => `${code} ${text.slice(range!.from, range!.to)}`)
}

/** The text after all fixes, from the last to the first. */
function fixed(text: string): string {
  const edits = parseModel(text).diagnostics.flatMap(({ fix }) => fix?.edits ?? [])
  return edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((result, { from, to, insert }) => result.slice(0, from) + insert + result.slice(to), text)
}

describe('diagnostics', () => {
  test('all mistakes are reported at once', () => {
    const text = `${HEAD}type doc
  relations
    defne owner: [user]
    define viewer [user]
    define editor: [user or owner
    define reader: [user] or
type folder`
    expect(found(text)).toEqual(['invalid-syntax defne', 'invalid-syntax [', 'invalid-syntax or', 'invalid-syntax '])
  })

  test('mistakes on one line leave the other lines readable', () => {
    const text = `${HEAD}type doc
  relations
    define owner: [user
    define viewer: [user] or owner
condition c(x: int) {
  x < 1
}`
    const { types, conditions } = parseModel(text)
    expect(types[1]!.relations.map(({ name }) => name.text)).toEqual(['owner', 'viewer'])
    expect(conditions.map(({ expression }) => expression)).toEqual(['x < 1'])
  })

  test.each([
    ['a type', 'type doc\n  relations\n    define viewer: [usre]\n', '[user]'],
    ['a relation', 'type doc\n  relations\n    define owner: [user]\n    define viewer: ownr\n', 'viewer: owner'],
    ['a word of the language', 'type doc\n  relations\n    defnie owner: [user]\n', 'define owner'],
    ['a second mention', 'type doc\n  relations\n    define owner: [user, user]\n', '[user]'],
    ['a missing `relations`', 'type doc\n    define owner: [user]\n', 'type doc\n  relations\n    define owner'],
    [
      'a parameter type',
      'type d\n  relations\n    define o: [user with c]\ncondition c(x: strng) {\n  x == ""\n}\n',
      'x: string',
    ],
  ])('there is a fix for %s', (_, text, expected) => {
    expect(parseModel(HEAD + text).diagnostics).toHaveLength(1)
    expect(fixed(HEAD + text)).toContain(expected)
    expect(parseModel(fixed(HEAD + text)).diagnostics).toEqual([])
  })

  test.each([
    'type user\n',
    'model\ntype user\n',
    'model\n  schema1.1\ntype user\n',
    'model\n  schema 11\ntype user\n',
    'model\n  schema\ntype user\n',
  ])('a header that is missing or wrong is mended: %j', (text) => {
    expect(fixed(text).replace(/\s+/g, ' ')).toBe('model schema 1.1 type user ')
  })

  test.each([
    ['define a: [user] or b and c', '`and` can follow the rest only with parentheses around one of them'],
    ['define a: or b', 'expected a relation, found `or`'],
    ['define a: [user] as b', 'expected the end of the line, found `as`'],
    ['define a b or c', 'expected `:`, found `b`'],
    ['define a: [user:*:*]', 'expected `,` or `]`, found `:`'],
  ])('`%s`: %s', (line, message) => {
    const text = `${HEAD}type doc\n  relations\n    ${line}\n`
    expect(parseModel(text).diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message])
  })

  test.each([
    ['define a as b', 'as: expected `:`, found `as`', ' : `b` is left over behind the missing `:`'],
    ['define a [user,', '[: expected `:`, found `[`'],
    [
      'define a: b or [user, doc]',
      '[: a list of types can only be the first part of a definition',
      ',: `,` is left over without the `[`',
    ],
    ['define a: b or []', '[: a list of types can only be the first part of a definition'],
    [
      'define a: (b or c and d) and e',
      'and: `and` can follow the rest only with parentheses around one of them',
      'd: `d` is left over in these parentheses',
    ],
    [
      'define a: []\n    define b: [user]',
      ']: expected a type between `[` and `]`',
      'define: the list has no type yet, found `define`',
      'b: expected `,` or `]` after an empty list, found `b`',
    ],
    ['define a: []', ']: expected a type between `[` and `]`', ': the list has no type yet, found the end of the text'],
    [
      'define a: b\ncondition c(string) {\n  # on weekdays\n  day < 6\n}',
      "string: `string` is a type and cannot be a parameter's name",
      'day: `day` cannot be read before all parameters have names',
    ],
  ])('what a mistake leaves unreadable is told with it: `%s`', (line, ...told) => {
    const text = `${HEAD}type doc\n  relations\n    ${line}\n`
    const found = parseModel(text).diagnostics
    expect(found.map(({ range, message }) => `${text.slice(range!.from, range!.to)}: ${message}`)).toEqual(told)
  })

  test('without a header the first line is told and what should be a header, and nothing below', () => {
    const text = 'type user # people\n\ntype doc\n  relations\n    define a: ]\n'
    expect(found(text)).toEqual(['invalid-syntax type', 'invalid-syntax user', 'invalid-syntax type'])
    expect(found('type user\nmodel\n  schema 1.1\ntype doc ]\n')).toEqual([
      'invalid-syntax type',
      'invalid-syntax user',
      'invalid-syntax  ',
    ])
  })

  test('a schema without a version is mended where the version belongs', () => {
    expect(fixed('model\n  schema # which\ntype user\n')).toBe('model\n  schema 1.1 # which\ntype user\n')
  })

  test('after a blank line or a comment only the missing header is told', () => {
    expect(found('\n  schema 1.1\ntype user\n')).toEqual(['invalid-syntax schema'])
    expect(found('# ours\ntype user\n')).toEqual(['invalid-syntax type'])
  })

  test('a mistake that is made again is told once, with all its places and one fix', () => {
    const text = `${HEAD}type doc\n  relations\n    defin a: [user]\n    defin b: a\n`
    const { diagnostics } = parseModel(text)
    const places = diagnostics.map(({ range, also }) => [range!.start.line, also?.map(({ start }) => start)])
    expect(places).toEqual([[5, [{ line: 6, column: 4 }]]])
    expect(parseModel(fixed(text)).diagnostics).toEqual([])
  })

  test('lines and columns count from zero', () => {
    const [diagnostic] = parseModel(`${HEAD}type doc\n  relations\n    define viewer: [nobody]\n`).diagnostics
    expect(diagnostic!.range).toMatchObject({ start: { line: 5, column: 20 }, end: { line: 5, column: 26 } })
  })

  test('a module is not a model, but is right as a module', () => {
    const text = 'module films\nextend type user\n  relations\n    define fan: [user]\n'
    expect(found(text)).toEqual(['schema-version-required '])
    expect(parseModule(text).diagnostics).toEqual([])
  })
})

describe('models', () => {
  test('a `from` may go through a relation whose types all have conditions', () => {
    const text = `${HEAD}type folder
  relations
    define viewer: [user]
type doc
  relations
    define parent: [folder with c]
    define viewer: viewer from parent
condition c(x: int) {
  x < 1
}
`
    const { diagnostics, model } = parseModel(text)
    expect(diagnostics).toEqual([])
    expect(validateModel(model)).toEqual([])
  })

  test('names that objects inherit are names like any other', () => {
    const text = `${HEAD}type __proto__
  relations
    define __proto__: [user]
    define constructor: [user with toString] or __proto__
    define hasOwnProperty: [__proto__#constructor]
condition toString(__proto__: int) {
  __proto__ < 1
}
`
    const { diagnostics, model } = parseModel(text)
    expect(diagnostics).toEqual([])
    expect(validateModel(model)).toEqual([])
    const type = model.type_definitions[1]!
    expect(Object.keys(type.relations!)).toEqual(['__proto__', 'constructor', 'hasOwnProperty'])
    expect(own(type.metadata?.relations, '__proto__')).toEqual({ directly_related_user_types: [{ type: 'user' }] })
    expect(own(own(model.conditions, 'toString')?.parameters, '__proto__')).toEqual({ type_name: 'TYPE_NAME_INT' })
  })

  test('names that do not exist are not found among those that objects inherit', () => {
    const text = `${HEAD}type doc\n  relations\n    define viewer: [user with valueOf] or toString\n`
    expect(found(text)).toEqual(['condition-not-defined valueOf', 'missing-definition toString'])
  })

  test('a condition keeps braces and signs in its strings, and loses comments', () => {
    const text = `${HEAD}condition c(x: string) {\n  # said above\n  x != "} #no" && # why\n    x != '{'\n}\n`
    expect(own(parseModel(text).model.conditions, 'c')?.expression).toBe(`x != "} #no" &&\n    x != '{'`)
  })

  test('what a model says has its place in the text', () => {
    const text = `${HEAD}type doc\n  relations\n    define viewer: [user, doc#viewer] or (owner from parent)\n`
    const { types } = parseModel(text)
    const { definition, name } = types[1]!.relations[0]!
    const words = ({ from, to }: { from: number; to: number }): string => text.slice(from, to)
    expect(words(name)).toBe('viewer')
    expect(words(definition!)).toBe('[user, doc#viewer] or (owner from parent)')
    if (definition?.kind !== 'union') expect.unreachable()
    else expect(definition.operands.map(words)).toEqual(['[user, doc#viewer]', 'owner from parent'])
  })
})

describe('bounds', { timeout: 60_000 }, () => {
  test('100 kB are read in the time of a key press', () => {
    let text = HEAD
    for (let i = 0; text.length < 100_000; i++) {
      text += `type t${i}\n  relations\n    define a: [user, t${i}#b] or (b but not c)\n    define b: [user]\n    define c: a\n`
    }
    const times = Array.from({ length: 10 }, () => {
      const start = performance.now()
      parseModel(text)
      return performance.now() - start
    })
    // 50 ms on a quiet machine; the rest is for busy ones. What grows with the square of the text takes longer still.
    expect(Math.min(...times)).toBeLessThan(5_000)
  })

  test.each(['(', '[user', 'define ', '\n', '#', '{', 'condition c(a: int) { {', 'type a\n'])(
    '10⁵ characters of `%s` end',
    (piece) => {
      const start = performance.now()
      parseModel(HEAD + piece.repeat(100_000 / piece.length))
      expect(performance.now() - start).toBeLessThan(10_000)
    },
  )

  test('what is nested too deep, in text or in JSON, is a diagnostic', () => {
    const text = `${HEAD}type doc\n  relations\n    define a: [user]\n    define b: ${'('.repeat(50_000)}a${')'.repeat(50_000)}\n`
    expect(parseModel(text).diagnostics.map(({ code }) => code)).toContain('limit-exceeded')
    let rewrite: Userset = { this: {} }
    for (let i = 0; i < 50_000; i++) rewrite = { union: { child: [rewrite] } }
    const model = { schema_version: '1.1', type_definitions: [{ type: 'doc', relations: { a: rewrite } }] }
    expect(validateModel(model).map(({ code }) => code)).toEqual(['limit-exceeded'])
  })

  test.each([
    ['a first line without a header', 'word '.repeat(100_000)],
    [
      'what is left over in parentheses',
      `${HEAD}type doc\n  relations\n    define a: (b or c${' and d'.repeat(100_000)})\n`,
    ],
  ])('%s is told a hundred words long', (_, text) => {
    expect(parseModel(text).diagnostics).toHaveLength(101)
  })

  test('a model with very many mistakes gets very many diagnostics', () => {
    const text = `${HEAD}type doc\n  relations\n    define x: [nobody]\n${'type doc\n'.repeat(60_000)}`
    expect(parseModel(text).diagnostics.length).toBeGreaterThan(59_000)
  })

  test('any text gives a result, with places inside the text', () => {
    const words = [
      'type',
      'doc',
      'define',
      'x',
      ':',
      '[',
      ']',
      '(',
      ')',
      'or',
      'and',
      'but not',
      'from',
      '\n',
      '  ',
      '#',
      ' # c',
      'condition',
      '{',
      '}',
      '"',
      'relations',
      'model',
      'schema',
      '1.1',
      'with',
      ',',
      'module',
      'extend',
      '*',
      'list<',
      'é',
      '\r\n',
    ]
    const texts = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(' '))
    fc.assert(
      fc.property(texts, (text) => {
        for (const { range } of parseModel(text).diagnostics) {
          expect(range!.from).toBeGreaterThanOrEqual(0)
          expect(range!.from).toBeLessThanOrEqual(text.length)
          expect(range!.to).toBeGreaterThanOrEqual(range!.from)
        }
      }),
      { numRuns: 500 },
    )
  })
})
