// Every rule has a case that fails, and a near miss that passes. A case is a path, a text, and the finding expected
// of exactly one rule; what Biome holds is asked of Biome itself, with the configuration of the project.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROJECT_RULES } from './tidy/project.ts'
import { RULES } from './tidy/rules.ts'
import { readSource } from './tidy/source.ts'
import { tidy } from './tidy.ts'

const ENGINE = 'packages/authz/src/engine.ts'
const MODEL = 'packages/language/src/model.ts'
const CLI = 'packages/cli/src/main.ts'
const TEAM = 'packages/server/src/directory/team.ts'
const lines = (count: number) => 'x()\n'.repeat(count)
const marker = (word: string) => `// ${word}: later\n`
const folder = (name: string) => `/${name}/anne/lockness`

type Case = readonly [rule: string, path: string, text: string, line: number]

// biome-ignore format: a table is read by its columns
const BROKEN: readonly Case[] = [
  ['walls',        ENGINE, "\nimport { parseModel } from '@lockness/language'",                       2],
  ['walls',        ENGINE, "import { x } from 'left-pad'",                                             1],
  ['walls',        ENGINE, "import { x } from '../../language/src/model.ts'",                          1],
  ['walls',        MODEL,  "import { run } from '@lockness/cli'",                                      1],
  ['walls',        MODEL,  "import { Graph } from '@lockness/authz/src/graph/graph.ts'",               1],
  ['walls',        MODEL,  "const late = await import('@lockness/cli')",                               1],
  ['walls',        'packages/client/src/send.ts', "import { startServer } from '@lockness/server'",   1],
  ['walls',        'packages/client/src/send.ts', "import { Agent } from 'undici'",                   1],
  ['walls',        'bench/main.ts', "import { x } from '../conformance/tally.ts'",                     1],
  ['walls',        TEAM,   "import { selectTeam } from './team.sql.ts'",                               1],
  ['walls',        TEAM,   "import { grant } from '../identity/account.ts'",                           1],
  ['walls',        'packages/server/src/access/watch.ts', "import { team } from '../directory/directory.ts'", 1],
  ['walls',        'packages/server/src/access/watch.ts', "import { startServer } from '../server.ts'",     1],
  ['pure-imports', MODEL,  "import { readFileSync } from 'node:fs'",                                   1],
  ['pure-code',    ENGINE, 'const now = Date.now()',                                                   1],
  ['pure-code',    MODEL,  '\nconst now = new Date()',                                                 2],
  ['pure-code',    MODEL,  'console.log(1)',                                                           1],
  ['pure-code',    MODEL,  'const text = `${process.argv}`',                                           1],
  ['chance',       'bench/chance.ts', 'const seed = Math.random()',                                    1],
  ['environment',  'conformance/main.ts', 'const home = process.env.HOME',                             1],
  ['file-name',    'packages/cli/src/utils.ts', '',                                                    1],
  ['file-name',    'packages/cli/src/index.ts', '',                                                    1],
  ['file-name',    'packages/cli/src/showError.ts', '',                                                1],
  ['file-length',  CLI,    `// What it is for.\n${lines(400)}`,                                        401],
  ['header',       CLI,    lines(41),                                                                  1],
  ['barrel',       'packages/language/src/model/all.ts', "export * from './parse.ts'",                 1],
  ['barrel',       'packages/language/src/model/all.ts', "// All.\nexport { a } from './a.ts'\nexport type { B } from './b.ts'\n", 2],
  ['type-escape',  CLI,    '// @ts-ignore\nx()',                                                       1],
  ['as-any',       CLI,    'const x = y as any',                                                       1],
  ['unfinished',   CLI,    marker('TODO'),                                                             1],
  ['unfinished',   CLI,    `/**\n * ${marker('FIXME')} */`,                                            2],
  ['node-24-0',    CLI,    'if (import.meta.main) run()',                                              1],
  ['dead-code',    CLI,    '\n// const x = compute(1)\n',                                              2],
  ['dead-code',    CLI,    '// if (x) {',                                                              1],
  ['machine-path', 'docs/guide.md', `see ${folder('home')}`,                                           1],
  ['machine-path', CLI,    `const at = '${folder('Users')}'`,                                          1],
  ['agents',       'AGENTS.md', 'word\n'.repeat(81),                                                   81],
  ['claude',       'CLAUDE.md', 'Be careful.',                                                         1],
  ['lock',         'package-lock.json', '{ "packages": { "node_modules/a": {\n"resolved": "https://example.org/a.tgz", "integrity": "x" } } }', 2],
  ['links',        'docs/guide.md', 'a\n[map](architecture.md)',                                       2],
  ['records',      'packages/cli/package.json', '{\n"dependencies": {\n"left-pad": "1.0.0" } }',        3],
  ['platforms',    'package-lock.json', '{ "packages": {\n"node_modules/a": { "integrity": "x", "optionalDependencies": { "a-mac": "1" } } } }', 2],
  ['hashes',       'package-lock.json', '{ "packages": {\n"node_modules/a": { "version": "1.0.0" } } }', 2],
]

// biome-ignore format: a table is read by its columns
const HELD: readonly (readonly [path: string, text: string])[] = [
  [ENGINE, "import type { Tuple } from './tuple.ts'"],
  [ENGINE, '// Date.now() is not for this file, nor is console.log.\nconst said = "Math.random() as any"'],
  [ENGINE, 'const at = new Date(given.at)'],
  ['packages/authz/test/engine.test.ts', "import { readFileSync } from 'node:fs'\nconst now = Date.now()"],
  [MODEL, "import { type Tuple, parseObject } from '@lockness/authz'\nimport { parse } from 'yaml'"],
  [CLI, "import { createEngine } from '@lockness/authz'\nimport { readFileSync } from 'node:fs'"],
  [CLI, `// What it is for.\n${lines(399)}`],
  [CLI, lines(40)],
  [CLI, '#!/usr/bin/env node\n// What it is for.\n'.concat(lines(60))],
  [CLI, '// A company has many: the word is taken from `any`.\nconst slash = a / b / "x".length\nconst any = /as any/'],
  [CLI, '// Imports come first, if there are some; return values are said in prose.'],
  ['packages/language/src/language.ts', "export * from './model.ts'"],
  ['packages/language/src/syntax/fga-parser.generated.ts', lines(500)],
  ['packages/language/src/model/one.ts', "export { a } from './a.ts'\nexport const b = 1"],
  ['packages/server/src/directory/team.actions.ts', "import { selectTeam } from './team.sql.ts'"],
  ['packages/server/src/directory/team.actions.ts', "import { account } from '../identity/identity.ts'"],
  ['packages/server/src/apis/openfga/openfga.wire.ts', "import { check } from '../../access/check.actions.ts'"],
  ['packages/server/src/app.ts', "import { config } from './config.ts'"],
  ['AGENTS.md', 'word\n'.repeat(80)],
  ['CLAUDE.md', '@AGENTS.md\n'],
  ['docs/guide.md', '[itself](guide.md#part) [web](https://example.org) [up](../docs)'],
  ['package-lock.json', '{ "packages": { "packages/a": {}, "node_modules/b": { "link": true }, "node_modules/c": { "integrity": "x" } } }'],
]

describe('tidy', () => {
  test.each(BROKEN)('%s fails in %s: %j', (rule, path, text, line) => {
    const found = tidy([readSource(path, text)])
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${RegExp.escape(path)}:${line}: .+ \\(${rule}\\)$`))])
  })

  test.each(HELD)('nothing to say about %s: %j', (path, text) => {
    expect(tidy([readSource(path, text)])).toEqual([])
  })

  test('every rule has a case that fails', () => {
    const rules = [...RULES, ...PROJECT_RULES].map(({ name }) => name)
    expect([...new Set(BROKEN.map(([rule]) => rule))].sort()).toEqual([...rules].sort())
  })

  test('a dependency with its record is held', () => {
    const manifest = readSource('bench/package.json', '{ "devDependencies": { "casbin": "1.0.0" } }')
    const record = readSource('docs/decisions/0009-peers.md', 'Measured against `casbin`.')
    expect(tidy([manifest, record])).toEqual([])
  })
})

describe('masking keeps every position and blanks what is not code', () => {
  // biome-ignore format: a table is read by its columns
  test.each([
    ["a('x') // y",              "a(' ')     "],
    ['a(`x${b("y")}z`)',         'a(`  {b(" ")} `)'],
    ['`${`${a}`}` + b',          '` {` {a}`}` + b'],
    ['a / b / c',                'a / b / c'],
    ['x = /[/"]+/.test(y)',      'x = /     /.test(y)'],
    ["return /'/",               'return / /'],
    ['/* a\nb */ c',             '    \n     c'],
    ["'it\\'s' + d",             "'     ' + d"],
    ['`${{ a: `}` }}` + e',      '` {{ a: ` ` }}` + e'],
  ])('%j', (text, expected) => {
    expect(readSource('packages/cli/src/a.ts', text).code).toBe(expected)
  })
})

describe('Biome', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'lockness-biome-'))
  const root = dirname(import.meta.dirname)
  beforeAll(() => {
    cpSync(join(root, 'biome.json'), join(scratch, 'biome.json'))
    writeFileSync(join(scratch, '.gitignore'), 'node_modules\n')
    writeFileSync(join(scratch, 'package.json'), '{}')
  })
  afterAll(() => rmSync(scratch, { recursive: true }))

  // biome-ignore format: a table is read by its columns
  test.each([
    ['noExcessiveLinesPerFunction', `export function long(): void {\n${'  x()\n'.repeat(71)}}\ndeclare function x(): void`],
    ['noExplicitAny',               'export const x: any = 1'],
    ['noFloatingPromises',          'async function f(): Promise<void> {}\nexport function g(): void {\n  f()\n}'],
    ['noTsIgnore',                  '// @ts-ignore\nexport const x: string = 1'],
    ['noEnum',                      'export enum Colour { red }'],
    ['noNamespace',                 'export namespace N { export const x = 1 }'],
    ['noParameterProperties',       'export class C { constructor(readonly x: number) {} }'],
    ['noDefaultExport',             'export default 1'],
    ['useImportExtensions',         "export { b } from './other'"],
    ['useImportType',               "import { B } from './other.ts'\nexport const x: B = 1"],
    ['noUndeclaredDependencies',    "import { x } from 'left-pad'\nexport const y = x"],
    ['noImportCycles',              "import { b } from './cycle.ts'\nexport const a = b"],
  ])('refuses what %s forbids', (rule, text) => {
    writeFileSync(join(scratch, 'other.ts'), 'export type B = number\nexport const b = 1\n')
    writeFileSync(join(scratch, 'cycle.ts'), "import { a } from './case.ts'\nexport const b = () => a\n")
    writeFileSync(join(scratch, 'case.ts'), `${text}\n`)
    expect(lint(join(root, 'node_modules/@biomejs/biome/bin/biome'), scratch)).toContain(rule)
  })
})

function lint(biome: string, cwd: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', 'case.ts'], { cwd, encoding: 'utf8' })
  return status === 0 ? 'nothing' : `${stdout}${stderr}`
}
