import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { examine } from './examine.ts'
import { planRename } from './rename.ts'
import { ModelIndex, type ModelSymbol } from './symbols.ts'
import { type Files, withEditedFiles } from './workspace.ts'

const ROOT = join(import.meta.dirname, '../../../../../verticals')
const VERTICALS: Files = new Map(
  readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== ROOT)
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(ROOT.length + 1), readFileSync(path, 'utf8')]
    }),
)

function renamed(files: Files, symbol: ModelSymbol, to: string) {
  const plan = planRename(files, new ModelIndex(files), symbol, to)
  return { plan, files: withEditedFiles(files, plan.edits) }
}

function testsOf(files: Files) {
  const examining = examine({ kind: 'modules', files }, Date.UTC(2026, 10, 21))
  const errors = examining.examined.findings.filter(({ severity }) => severity === 'error')
  const tested = examining.testPaths.map((path) => examining.runTests(path))
  return {
    errors: errors.map(({ file, message }) => `${file}: ${message}`),
    failed: tested.flatMap(({ failures, findings }) => [
      ...failures.map(({ question }) => question),
      ...findings.map(({ message }) => message),
    ]),
    passed: tested.reduce((sum, { passed }) => sum + passed, 0),
  }
}

describe('the verticals stay right, tests and catalogs included', () => {
  const before = testsOf(VERTICALS)
  test('as they are', () => {
    expect(before.errors).toEqual([])
    expect(before.failed).toEqual([])
    expect(before.passed).toBeGreaterThan(100)
  })
  const cases: readonly (readonly [ModelSymbol, string])[] = [
    [{ kind: 'relation', type: 'artist', relation: 'can_edit_profile' }, 'can_change_profile'],
    [{ kind: 'relation', type: 'artist', relation: 'editor_assigned' }, 'editing'],
    [{ kind: 'relation', type: 'organization', relation: 'owner' }, 'proprietor'],
    [{ kind: 'relation', type: 'label', relation: 'parent' }, 'above'],
    [{ kind: 'type', type: 'release' }, 'record'],
    [{ kind: 'type', type: 'user' }, 'person'],
    [{ kind: 'condition', condition: 'temporary' }, 'for_a_while'],
  ]
  for (const [symbol, to] of cases)
    test(`${Object.values(symbol).join(' ')} becomes ${to}`, () => {
      const { plan, files } = renamed(VERTICALS, symbol, to)
      expect(plan.problem).toBeUndefined()
      expect(plan.places).toBeGreaterThan(1)
      const after = testsOf(files)
      expect(after.errors).toEqual([])
      expect(after.failed).toEqual([])
      expect(after.passed).toBe(before.passed)
    })
})

describe('what a word may mean', () => {
  const files: Files = new Map([
    [
      'model.fga',
      `model
  schema 1.1
type user
type org
  relations
    define admin: [user]
type team
  relations
    define admin: [user]
    define boss: [user]
type doc
  relations
    define owner: [org, team]
    define admin: [user] or admin from owner
`,
    ],
  ])
  const symbol: ModelSymbol = { kind: 'relation', type: 'org', relation: 'admin' }

  test('relations that one word stands for are renamed together, others of the same name are not', () => {
    const { plan, files: after } = renamed(files, symbol, 'chief')
    expect(plan.linked).toEqual(['team#admin'])
    expect(after.get('model.fga')).toContain('define admin: [user] or chief from owner')
    expect(after.get('model.fga')?.match(/define chief: \[user\]/g)).toHaveLength(2)
  })

  test.each([
    ['admin', 'same'],
    ['9 lives', 'invalid'],
    ['', 'invalid'],
    ['self', 'reserved'],
    ['boss', 'taken'],
  ])('`%s` is refused: %s', (to, problem) => {
    expect(renamed(files, symbol, to).plan.problem).toBe(problem)
  })
})
