// OpenFGA's public cases of the modelling language, read in place: the same errors, each at exactly the expected place,
// and no others.

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

  test.each(cases('dsl-syntax-validation-cases.yaml'))('syntax: $name', ({ dsl, expected_errors }) => {
    const expected = (expected_errors ?? []).map(place)
    const found = parseModel(dsl).diagnostics.filter(({ code }) => SYNTAX_CODES.has(code))
    const places = found.map((diagnostic) => placeOf(diagnostic))
    expect(places.toSorted()).toEqual(expected.toSorted())
    expect(places[0]).toBe(expected[0])
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
