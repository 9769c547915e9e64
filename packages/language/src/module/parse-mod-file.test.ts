import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseModFile } from './parse-mod-file.ts'

const CASES = '../shared/conformance/language/fga-mod-transformer-cases.yaml'
const found = existsSync(CASES)

interface Place {
  readonly line: { readonly start: number; readonly end: number }
  readonly column: { readonly start: number; readonly end: number }
}
interface ModCase {
  readonly name: string
  readonly modFile: string
  readonly json?: string
  readonly expected_errors?: readonly Place[]
}

describe.skipIf(!found)(`public cases of fga.mod${found ? '' : ` (skipped: ${CASES} is not here)`}`, () => {
  const cases = found ? (parse(readFileSync(CASES, 'utf8')) as ModCase[]) : []
  it.each(cases)('$name', ({ modFile, json, expected_errors }) => {
    const { contents, diagnostics } = parseModFile(modFile)
    expect(diagnostics.map(({ range }) => placeOf(range!))).toEqual(
      expected_errors?.map(({ line, column }) => ({ line, column })) ?? [],
    )
    if (json === undefined) return
    const expected = JSON.parse(json).contents.value as (Place & { value: string })[]
    expect(contents.map(({ text, range }) => ({ value: text, ...placeOf(range) }))).toEqual(expected)
  })
})

function placeOf({
  start,
  end,
}: {
  start: { line: number; column: number }
  end: { line: number; column: number }
}): Place {
  return { line: { start: start.line, end: end.line }, column: { start: start.column, end: end.column } }
}

describe('fga.mod', () => {
  it('reports text that is not YAML', () => {
    expect(parseModFile('schema: [').diagnostics).toMatchObject([{ code: 'invalid-yaml' }])
  })
  it('reports an empty file', () => {
    expect(parseModFile('').diagnostics.map(({ message }) => message)).toEqual([
      '`fga.mod` lacks the field `schema`',
      '`fga.mod` lacks the field `contents`',
    ])
  })
  it('stays in its folder when a path ends in dots', () => {
    expect(parseModFile("schema: '1.2'\ncontents:\n  - a/..\n").diagnostics).toMatchObject([
      { code: 'invalid-module-file' },
    ])
  })
})
