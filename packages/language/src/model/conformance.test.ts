// OpenFGA's public cases of the modelling language, read in place: the same errors, each at exactly the expected place.
// Where its parser tells one mistake several times, ours tells it once, and where its parser does not come to a mistake,
// ours does. `DIFFERENCES` lists each such place, so that no other one can be missing or too many.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Diagnostic, isObjectId, parseModel, printModel, validateModel } from '../language.ts'

const folder = new URL('../../../../../shared/conformance/language/', import.meta.url)
const present = existsSync(folder)
const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8')

interface Case {
  readonly name: string
  readonly skip?: boolean
  readonly dsl: string
  readonly json: string
  readonly expected_errors?: readonly ExpectedError[] | null
}
interface ExpectedError {
  readonly line: { readonly start: number }
  readonly column: { readonly start: number; readonly end: number }
  readonly metadata?: { readonly symbol?: string; readonly errorType?: string }
}

function cases(file: string): Case[] {
  return present ? (parse(read(file)) as Case[]) : []
}

/** `line:column+length` from zero. At the end of a line or of the text there is nothing to have a length. */
function place({ line, column, metadata }: ExpectedError): string {
  const atEnd = metadata?.symbol === '<EOF>' || metadata?.symbol?.includes('\n')
  return `${line.start}:${column.start}+${atEnd ? 0 : column.end - column.start}`
}

function placeOf({ range }: Diagnostic): string {
  return `${range!.start.line}:${range!.start.column}+${range!.to - range!.from}`
}

describe.skipIf(!present)('public cases of the language (skipped where ../shared/conformance is absent)', () => {
  test('none is missing', () => {
    expect(cases('dsl-syntax-validation-cases.yaml')).toHaveLength(81)
    expect(cases('dsl-semantic-validation-cases.yaml')).toHaveLength(91)
    expect(transformed()).toHaveLength(29)
  })

  test.each(cases('dsl-syntax-validation-cases.yaml'))('syntax: $name', ({ name, dsl, expected_errors }) => {
    const expected = (expected_errors ?? []).map(place)
    const found = parseModel(dsl).diagnostics.filter(({ code }) => SYNTAX_CODES.has(code))
    const places = found.map((diagnostic) => placeOf(diagnostic))
    const { repeated, further = [] } = differenceOf(name, expected) ?? { repeated: [] }
    const mistakes = expected.filter((each) => !repeated.includes(each))
    expect(places.toSorted()).toEqual([...mistakes, ...further].toSorted())
    expect(places[0]).toBe(expected[0])
  })

  test('each difference is of one case', () => {
    const found = cases('dsl-syntax-validation-cases.yaml').filter(({ name, expected_errors }) =>
      differenceOf(name, (expected_errors ?? []).map(place)),
    )
    expect(found.map(({ name }) => name).toSorted()).toEqual([...DIFFERENCES.keys()].toSorted())
  })

  test.each(cases('dsl-semantic-validation-cases.yaml').filter(({ skip }) => !skip))('rules: $name', (example) => {
    const expected = (example.expected_errors ?? []).map((error) => `${place(error)} ${error.metadata?.errorType}`)
    const found = parseModel(example.dsl).diagnostics
    expect(found.map((diagnostic) => `${placeOf(diagnostic)} ${diagnostic.code}`).toSorted()).toEqual(
      expected.toSorted(),
    )
  })

  test.each(cases('json-validation-cases.yaml'))('rules for JSON: $name', ({ json, expected_errors }) => {
    const expected = (expected_errors ?? []).map(({ metadata }) => metadata?.errorType)
    expect(validateModel(JSON.parse(json)).map(({ code }) => code)).toEqual(expected)
  })

  test.each(present ? (parse(read('object-id-validation-cases.yaml')) as ObjectIdCase[]) : [])(
    'object ids: $name',
    ({ object_id, valid }) => {
      expect(isObjectId(object_id)).toBe(valid)
    },
  )

  test.each(transformed())('text to JSON and back: %s', (name) => {
    const text = read(`transformer/${name}/authorization-model.fga`)
    const { id: _, ...expected } = JSON.parse(read(`transformer/${name}/authorization-model.json`))
    const parsed = parseModel(text)
    expect(plain(parsed.model)).toEqual({ type_definitions: [], ...expected })
    expect(printModel(expected)).toEqual({ text, diagnostics: [] })
  })

  test.each(['00-simple-module', '02-module-with-extends'])('modular models to text: %s', (name) => {
    const model = JSON.parse(read(`transformer-module/${name}/authorization-model.json`))
    expect(printModel(model).text).toBe(read(`transformer-module/${name}/combined.fga`))
    const withSources = read(`transformer-module/${name}/combined-sourceinfo.fga`)
    expect(printModel(model, { sourceInfo: true }).text).toBe(withSources)
  })

  test.each(present ? (parse(read('json-syntax-transformer-validation-cases.yaml')) as PrintCase[]) : [])(
    'JSON that text can say or not: $name',
    ({ json, valid, error_message }) => {
      const { diagnostics } = printModel(JSON.parse(json))
      expect(diagnostics.length === 0).toBe(valid ?? error_message === undefined)
    },
  )
})

interface ObjectIdCase {
  readonly name: string
  readonly object_id: string
  readonly valid: boolean
}
interface PrintCase {
  readonly name: string
  readonly json: string
  readonly valid?: boolean
  readonly error_message?: string
}

function transformed(): string[] {
  return present ? readdirSync(new URL('transformer/', folder)) : []
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

const SYNTAX_CODES: ReadonlySet<string> = new Set(['invalid-syntax', 'duplicated-error'])

/** Places of errors that only their parser, or only ours, tells of. */
interface Difference {
  /** What their parser says once more about a mistake that ours has told at its place. */
  readonly repeated: readonly string[]
  /** Mistakes that their parser does not come to, as it has lost its way before. */
  readonly further?: readonly string[]
}

// biome-ignore format: a table is read by its columns
const DIFFERENCES: ReadonlyMap<string, Difference> = new Map(Object.entries({
  // Without a header: every word of the first line, and where the header could come next.
  'no model header':                                                                     { repeated: ['0:5+4', '1:0+0'] },
  'should not allow no model schema':                                                    { repeated: ['0:5+4', '1:0+4'], further: ['3:24+1'] },
  // `but not x` where it cannot be: after the operator the relation.
  'mixed operators with mulitple operations and paren sets':                             { repeated: ['8:99+3'] },
  'mixed operators with mixed operations and paren sets':                                { repeated: ['7:64+10'] },
  // `as` for `:`: after the word the space.
  'mixture of 1.0 and 1.1 should yield error':                                           { repeated: ['8:20+1'], further: ['9:18+2'] },
  'model 1.1 has no directly allowed types in viewer':                                   { repeated: ['6:20+1'] },
  'mixing 1.0 and 1.1 should not be allowed as non assignable self is not allowed':      { repeated: ['6:20+1'] },
  // An empty list: after the bracket two words of the line below, which is right.
  'empty directly assignable relations with spaces should yield error':                  { repeated: ['6:4+6', '6:11+6'] },
  'empty directly assignable relations without spaces should yield error':               { repeated: ['6:4+6', '6:11+6'] },
  // A list that does not stand first: after its beginning what follows the first word in it.
  'exclusion target not allow to reference itself in TTU':                               { repeated: ['6:43+1'] },
  'detect if every child in union are related':                                          { repeated: ['4:49+1'], further: ['5:40+1'] },
  'intersection child to reference other relations for same type':                       { repeated: ['6:39+1'] },
  'exclusion base to reference other relations for same type':                           { repeated: ['6:50+1'] },
  'exclusion target to reference other relations for same type':                         { repeated: ['6:43+1'] },
  'union child to reference other relations for same type':                              { repeated: ['6:38+1'] },
  'an invalid model with multiple type restriction instances in a relation definition':  { repeated: ['4:34+1'] },
  'an invalid model with the type definition not in the first place x1':                 { repeated: ['5:31+1'] },
  'an invalid model with the type definition not in the first place x2':                 { repeated: ['7:59+1'] },
  // A parameter without a name: after it the first word of the body, which is right.
  'having no parameter name should fail':                                                { repeated: ['7:2+6'] },
}))

/** Two cases can have one name: the difference is of the one where its places are expected. */
function differenceOf(name: string, expected: readonly string[]): Difference | undefined {
  const difference = DIFFERENCES.get(name)
  return difference?.repeated.every((each) => expected.includes(each)) ? difference : undefined
}
