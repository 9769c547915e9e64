import { existsSync, readdirSync, readFileSync } from 'node:fs'
import transformer from '@openfga/syntax-transformer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeModules, type ModuleFile } from './compose-modules.ts'

const CASES = '../shared/conformance/language/transformer-module'
const found = existsSync(CASES)

describe.skipIf(!found)(`public cases of modules${found ? '' : ` (skipped: ${CASES} is not here)`}`, () => {
  for (const name of found ? readdirSync(CASES) : []) {
    const folder = `${CASES}/${name}`
    if (!existsSync(`${folder}/module`)) continue
    const files = readdirSync(`${folder}/module`).map((file) => ({
      name: file,
      text: readFileSync(`${folder}/module/${file}`, 'utf8'),
    }))
    const expectedModel = `${folder}/authorization-model.json`
    if (existsSync(expectedModel)) {
      it(`${name}: the model`, () => {
        const { model, diagnostics, modules } = composeModules(files)
        expect(diagnostics).toEqual([])
        expect(ordered(model)).toEqual(ordered(JSON.parse(readFileSync(expectedModel, 'utf8'))))
        expect(modules).toEqual(JSON.parse(readFileSync(`${folder}/expected_modules.json`, 'utf8')).sort())
      })
    } else {
      it(`${name}: the errors`, () => {
        const expected = JSON.parse(readFileSync(`${folder}/expected_errors.json`, 'utf8')) as ExpectedError[]
        const places = composeModules(files).diagnostics.map(({ code, file, range }) => {
          const kind = code === 'module-conflict' || code === 'invalid-syntax' ? '' : code
          return `${file}:${range?.start.line}:${range?.start.column} ${kind}`.trim()
        })
        expect(places.sort()).toEqual(expected.map(placeOf).sort())
      })
    }
  }
})

interface ExpectedError {
  readonly file: string
  readonly line: { readonly start: number }
  readonly column: { readonly start: number }
  readonly metadata?: { readonly errorType?: string }
}

function placeOf({ file, line, column, metadata }: ExpectedError): string {
  return `${file}:${line.start}:${column.start} ${metadata?.errorType ?? ''}`.trim()
}

describe('composing agrees with the public transformer', () => {
  const core =
    'module core\n\ntype user\n\ntype org\n  relations\n    define admin: [user]\n    define member: [user] or admin\n'
  const wiki = 'module wiki\n\ntype page\n  relations\n    define org: [org]\n    define can_view: member from org\n'
  const more =
    'module more\n\nextend type org\n  relations\n    define auditor: [user with office]\n\ncondition office(now: int) {\n  now > 9\n}\n'
  const bare = 'module bare\n\ntype thing\n'
  const extended = 'module more\n\nextend type thing\n  relations\n    define owner: [user]\n    define viewer: owner\n'
  const sets = [
    [core],
    [core, wiki],
    [more, core],
    [wiki, core, more],
    [core, bare, extended],
    [extended, bare, core, wiki, more],
  ]
  it.each(sets.map((texts) => [texts]))('%#', (texts) => {
    const files = texts.map((text, index) => ({ name: `part-${index}.fga`, text }))
    const { model, diagnostics } = composeModules(files)
    expect(diagnostics).toEqual([])
    expect(ordered(model)).toEqual(ordered(oracle(files)))
  })

  it('on random modules: the same model, or both refuse it', () => {
    const name = fc.integer({ min: 0, max: 9 }).map((number) => `t${number}`)
    const relation = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom('[user]', '[a, b]', '[user:*]'))
    // The transformer stumbles over a module without types, and over an extension without relations.
    const relations = fc.uniqueArray(relation, { selector: ([number]) => number, minLength: 1, maxLength: 3 })
    const part = fc.oneof(
      fc.record({ extend: fc.constant(false), name, relations }),
      fc.record({ extend: fc.constant(true), name: fc.oneof(fc.constantFrom('a', 'b'), name), relations }),
    )
    const module = fc.record({
      parts: fc.uniqueArray(part, { selector: (each) => each.name, minLength: 1, maxLength: 2 }),
      condition: fc.option(fc.integer({ min: 0, max: 3 })),
    })
    let [agreed, refused] = [0, 0]
    fc.assert(
      fc.property(fc.array(module, { minLength: 1, maxLength: 3 }), (modules) => {
        const files = [
          { name: 'core.fga', text: 'module core\n\ntype user\n\ntype a\n\ntype b\n' },
          ...modules.map(moduleFile),
        ]
        const { model, diagnostics } = composeModules(files)
        const expected = oracleOrNothing(files)
        expect(diagnostics.length === 0).toBe(expected !== undefined)
        if (expected === undefined) refused++
        else {
          agreed++
          expect(ordered(model)).toEqual(ordered(expected))
        }
      }),
      { numRuns: 400 },
    )
    expect(Math.min(agreed, refused)).toBeGreaterThan(20)
  })
})

function moduleFile({ parts, condition }: ModuleParts, index: number): ModuleFile {
  const types = parts.map(({ extend, name, relations }) => {
    const lines = relations.map(([number, types]) => `    define r${number}: ${types}\n`).join('')
    return `${extend ? 'extend ' : ''}type ${name}\n  relations\n${lines}\n`
  })
  const used = `type u${index}\n  relations\n    define used: [user with k${condition}]\n\n`
  const body = condition === null ? '' : `${used}condition k${condition}(x: int) {\n  x > 1\n}\n`
  return { name: `part-${index}.fga`, text: `module part${index}\n\n${types.join('')}${body}` }
}

interface ModuleParts {
  readonly parts: readonly {
    readonly extend: boolean
    readonly name: string
    readonly relations: readonly (readonly [number: number, types: string])[]
  }[]
  readonly condition: number | null
}

/** The oracle's model; undefined when it throws. */
function oracleOrNothing(files: readonly ModuleFile[]): unknown {
  try {
    return oracle(files)
  } catch {
    return undefined
  }
}

function oracle(files: readonly ModuleFile[]): unknown {
  const contents = files.map(({ name, text }) => ({ name, contents: text }))
  return transformer.transformer.transformModuleFilesToModel(contents, '1.2')
}

/** Without the prototypes, and with the keys in order. */
function ordered(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

describe('conflicts', () => {
  const core = 'module core\n\ntype user\n\ntype org\n  relations\n    define member: [user]\n'

  it('names both places of a relation that two modules define', () => {
    const more = 'module more\n\nextend type org\n  relations\n    define member: [user]\n'
    const { diagnostics, model } = composeModules([
      { name: 'core.fga', text: core },
      { name: 'more.fga', text: more },
    ])
    expect(diagnostics).toMatchObject([
      {
        code: 'module-conflict',
        file: 'more.fga',
        range: { start: { line: 4, column: 11 }, end: { line: 4, column: 17 } },
        message: 'relation `member` of `org` is already defined in `core.fga`, line 7',
        other: { file: 'core.fga', range: { start: { line: 6, column: 11 } } },
      },
    ])
    expect(model.type_definitions[1]!.metadata!.relations!.member).not.toHaveProperty('source_info')
  })

  it('names both places of two extensions that define the same relation', () => {
    const first = 'module a\n\nextend type org\n  relations\n    define auditor: [user]\n'
    const second = 'module b\n\nextend type org\n  relations\n    define auditor: member\n'
    const files = [
      { name: 'core.fga', text: core },
      { name: 'a.fga', text: first },
      { name: 'b.fga', text: second },
    ]
    const { diagnostics, model } = composeModules(files)
    expect(diagnostics).toMatchObject([{ file: 'b.fga', other: { file: 'a.fga', range: { start: { line: 4 } } } }])
    expect(model.type_definitions[1]!.metadata!.relations!.auditor).toMatchObject({
      module: 'a',
      source_info: { file: 'a.fga' },
    })
  })

  it('names both places of a type that two modules define', () => {
    const again = 'module again\n\ntype org\n'
    const { diagnostics } = composeModules([
      { name: 'core.fga', text: core },
      { name: 'again.fga', text: again },
    ])
    expect(diagnostics).toMatchObject([
      {
        code: 'duplicated-error',
        file: 'again.fga',
        range: { start: { line: 2, column: 5 } },
        other: { file: 'core.fga' },
      },
    ])
  })

  it('suggests the type that was probably meant', () => {
    const more = 'module more\n\nextend type orgg\n  relations\n    define boss: [user]\n'
    const { diagnostics } = composeModules([
      { name: 'core.fga', text: core },
      { name: 'more.fga', text: more },
    ])
    const [fix] = diagnostics.map(({ fix }) => fix)
    const edit = fix!.edits[0]!
    expect(more.slice(0, edit.from) + edit.insert + more.slice(edit.to)).toBe(more.replace('orgg', 'org'))
  })

  it('takes names such as `__proto__` for ordinary', () => {
    const odd =
      'module odd\n\nextend type org\n  relations\n    define __proto__: [user]\n    define constructor: __proto__\n'
    const { diagnostics, model } = composeModules([
      { name: 'core.fga', text: core },
      { name: 'odd.fga', text: odd },
    ])
    expect(diagnostics).toEqual([])
    expect(Object.keys(model.type_definitions[1]!.relations!)).toEqual(['member', '__proto__', 'constructor'])
  })

  it('composes nothing into nothing', () => {
    expect(composeModules([])).toMatchObject({ diagnostics: [], modules: [], model: { type_definitions: [] } })
  })
})
