import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { compileModel, createEngine, Graph } from '@lockness/authz'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCatalog } from '../catalog/parse-catalog.ts'
import { loadModel } from '../module/load-model.ts'
import { parseModelTest, parseTupleFile } from './parse-model-test.ts'
import { runModelTest } from './run-model-test.ts'

const readFile = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

const STORES = '../shared/conformance/language/stores'
const hasStores = existsSync(STORES)

describe.skipIf(!hasStores)(`public cases of test files${hasStores ? '' : ` (skipped: ${STORES} is not here)`}`, () => {
  it.each(['00-valid-model', '01-valid-model-file'])('%s runs', (name) => {
    const { diagnostics, passed, failed } = runModelTest(`${STORES}/${name}/store.fga.yaml`, readFile)
    expect({ diagnostics, passed, failed }).toEqual({ diagnostics: [], passed: 3, failed: 0 })
  })

  it.each(['02-missing-model', '03-additional-properties'])('%s is refused', (name) => {
    const text = readFile(`${STORES}/${name}/store.fga.yaml`)!
    const { problems } = parseModelTest(text)
    const expected = JSON.parse(readFile(`${STORES}/${name}/expected_errors.json`)!) as {
      keyword: string
      params?: { additionalProperty: string }
    }[]
    const kinds: Record<string, string> = { valid_store: 'missing-model', additionalProperties: 'unknown-field' }
    expect(problems.map(({ code }) => code).sort()).toEqual(expected.map(({ keyword }) => kinds[keyword]).sort())
    for (const { params } of expected) {
      if (params)
        expect(problems.map(({ range }) => text.slice(range!.from, range!.to))).toContain(params.additionalProperty)
    }
  })
})

const SAMPLES = '../shared/conformance/openfga/sample-stores'
const hasSamples = existsSync(SAMPLES)

describe.skipIf(!hasSamples)(`public sample stores${hasSamples ? '' : ` (skipped: ${SAMPLES} is not here)`}`, () => {
  const files = hasSamples
    ? readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.fga.yaml'))
    : []
  it.each(files)('%s', (name) => {
    const { diagnostics, tests, passed } = runModelTest(`${SAMPLES}/${name}`, readFile)
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(tests.flatMap(({ failures }) => failures)).toEqual([])
    expect(passed).toBeGreaterThan(0)
  })
})

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define owner: [user, user with office]
    define viewer: [user:*] or owner
condition office(hour: int) {
  hour > 8
}
`
const TEST = `model_file: ./model.fga
tuple_files: [facts/more.yaml]
tuples:
  - {user: user:anne, relation: owner, object: doc:1}
tests:
  - name: owners
    tuples:
      - {user: user:carl, relation: owner, object: doc:1, condition: {name: office}}
    check:
      - users: [user:anne, user:carl]
        objects: [doc:1]
        context: {hour: 9}
        assertions:
          owner: true
          viewer: false
      - user: user:carl
        object: doc:1
        assertions:
          owner: true
    list_objects:
      - {user: user:anne, type: doc, assertions: {owner: [doc:1]}}
    list_users:
      - object: doc:1
        user_filter: [{type: user}]
        context: {hour: 9}
        assertions:
          owner: {users: [user:anne]}
`
const FILES: Record<string, string> = {
  'team/model.fga': MODEL,
  'team/test.fga.yaml': TEST,
  'team/facts/more.yaml': '- {user: "user:*", relation: viewer, object: doc:2}\n',
}
const inMemory = (path: string) => FILES[path]

describe('running', () => {
  it('counts what holds and points at the line of what does not', () => {
    const { tests, passed, failed, diagnostics } = runModelTest('team/test.fga.yaml', inMemory)
    expect(diagnostics).toEqual([])
    expect({ passed, failed }).toEqual({ passed: 3, failed: 4 })
    const shown = tests[0]!.failures.map(({ question, range, received }) => {
      const got =
        typeof received === 'object' && 'code' in received ? `${received.code} ${received.missing}` : String(received)
      return `line ${range.start.line + 1}: ${question}: ${got}`
    })
    expect(shown).toEqual([
      'line 15: check user:anne viewer doc:1: true',
      'line 15: check user:carl viewer doc:1: true',
      'line 19: check user:carl owner doc:1: missing_context hour',
      'line 27: list_users doc:1 owner user: user:anne,user:carl',
    ])
  })

  it('builds one engine for all tests without tuples of their own, from a model that is loaded once', () => {
    const test = (name: string, more = '') =>
      `  - name: ${name}\n${more}    check:\n      - {user: user:anne, object: doc:1, assertions: {owner: false}}\n`
    const own = '    tuples:\n      - {user: user:carl, relation: owner, object: doc:1}\n'
    const text = `model_file: model.fga\ntests:\n${test('a')}${test('b', own)}${test('c')}`
    const files: Record<string, string> = { 'team/model.fga': MODEL, 'team/t.fga.yaml': text }
    const built: number[] = []
    const loaded: string[] = []
    const { passed } = runModelTest('team/t.fga.yaml', (path) => files[path], {
      engine: (model, conditions, tuples) => {
        built.push(tuples.length)
        return createEngine(Graph.build(tuples), compileModel(model, conditions))
      },
      load: (path, readFile) => {
        loaded.push(path)
        return loadModel(path, readFile)
      },
    })
    expect({ passed, built, loaded }).toEqual({ passed: 3, built: [0, 1], loaded: ['team/model.fga'] })
  })

  it('refuses tuples that the model does not allow, and says where', () => {
    const files = {
      ...FILES,
      'team/facts/more.yaml':
        '- {user: user:anne, relation: viewer, object: doc:2}\n- {user: user:anne, relation: reader, object: doc:2}\n',
    }
    const { diagnostics, tests } = runModelTest('team/test.fga.yaml', (path) => files[path as keyof typeof files])
    expect(tests).toEqual([])
    expect(diagnostics).toMatchObject([
      { code: 'invalid-tuple', file: 'team/facts/more.yaml', range: { start: { line: 0, column: 9 } } },
      { code: 'invalid-tuple', file: 'team/facts/more.yaml', range: { start: { line: 1, column: 9 } } },
    ])
  })

  it('says which file is missing, and where it is named', () => {
    const { diagnostics } = runModelTest('team/test.fga.yaml', (path) =>
      path.endsWith('more.yaml') ? undefined : FILES[path],
    )
    expect(diagnostics).toMatchObject([
      { code: 'file-not-found', file: 'team/test.fga.yaml', range: { start: { line: 1, column: 14 } } },
    ])
  })

  it('points into a model that stands in the test file itself', () => {
    const text = `name: inline\nmodel: |\n\n  model\n    schema 1.1\n  type user\n  type doc\n    relations\n      define owner: [usr]\ntests: []\n`
    const { diagnostics } = runModelTest('t.fga.yaml', () => text)
    expect(diagnostics).toMatchObject([
      { code: 'invalid-type', range: { start: { line: 8, column: 21 }, end: { line: 8, column: 24 } } },
    ])
    expect(text.slice(diagnostics[0]!.range!.from, diagnostics[0]!.range!.to)).toBe('usr')
  })
})

describe('reading never fails otherwise than by problems', () => {
  const file = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          'name: x\n',
          'model: |\n',
          '  model\n',
          'tests:\n',
          '  - check:\n',
          '      - user: a:b\n',
          '        object: c:d\n',
          '        assertions: {r: true}\n',
          '    tuples: [*a]\n',
          '&a [*a]\n',
          '? [x]\n',
          ': y\n',
          'tuples: {}\n',
          '- 1\n',
          '<<: *a\n',
        ),
      )
      .map((lines) => lines.join('')),
  )
  it('for test files, files of tuples and catalogs', () => {
    fc.assert(
      fc.property(file, (text) => {
        for (const { problems } of [parseModelTest(text), parseTupleFile(text), parseCatalog(text)]) {
          for (const { range } of problems) expect(range!.to).toBeLessThanOrEqual(text.length + 1)
        }
        runModelTest('t.fga.yaml', () => text)
      }),
      { numRuns: 500 },
    )
  })

  it('for an empty file', () => {
    expect(parseModelTest('').problems.map(({ code }) => code)).toContain('missing-model')
  })

  it('for aliases that unfold without end, or into very much', () => {
    expect(parseTupleFile('&a [*a]').problems).toMatchObject([{ code: 'invalid-yaml' }])
    const levels = Array.from({ length: 12 }, (_, i) => `- &x${i + 1} [${Array(10).fill(`*x${i}`).join(', ')}]`)
    expect(parseTupleFile(`- &x0 [1, 2]\n${levels.join('\n')}\n`).problems).toMatchObject([{ code: 'invalid-yaml' }])
  })
})
