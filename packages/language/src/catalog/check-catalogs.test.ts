import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { composeModules } from '../module/compose-modules.ts'
import { checkCatalogs } from './check-catalogs.ts'
import {
  CATALOG_FIELDS,
  ENTRY_FIELDS,
  FACT_FIELDS,
  parseCatalog,
  RISKS,
  SENTENCE_LENGTH_MAX,
  TYPE_FIELDS,
} from './parse-catalog.ts'

const CORE = `module core
type user
type org
  relations
    define parent: [org]
    define gate: [gate]
    define admin: [user] or admin from parent
    define auditor: [user]
    define suspended: [user:*]
    define can_pay: admin and strong from gate
    define can_view: admin or auditor
type gate
  relations
    define strong: [user:*]
`
const WIKI = `module wiki
type page
  relations
    define org: [org]
    define editor: [user, org#can_view]
extend type org
  relations
    define can_write: admin
`
const CORE_CATALOG = `module: core
types:
  user: {singular: Person, plural: People, icon: user, principal: true}
  gate: {singular: Gate, plural: Gates, icon: shield, facts: {strong: {title: Strong, sentence: Has signed in strongly.}}}
  org:
    singular: Company
    plural: Companies
    icon: building
    contained_in: [parent]
    roles:
      admin: {title: Admin, sentence: Runs the company., risk: high, requestable: true, approvers: [admin], longest: 90d, conflicts: [auditor]}
      auditor: {title: Auditor, sentence: Reads everything., risk: low}
    permissions:
      can_pay: {title: Pay, sentence: Pays bills., risk: critical, step_up: strong}
    facts:
      suspended: {title: Suspended, sentence: Everything is dark.}
`
const WIKI_CATALOG = `module: wiki
types:
  page:
    singular: Page
    plural: Pages
    icon: file-text
    contained_in: [org]
    roles:
      editor: {title: Editor, sentence: Edits the page., risk: low, requestable: true, approvers: [admin from org]}
  org:
    permissions:
      can_write: {title: Write, sentence: Writes pages., risk: low}
`
const { model } = composeModules([
  { name: 'core.fga', text: CORE },
  { name: 'wiki.fga', text: WIKI },
])

/** `code text-pointed-at`, one line per problem, after one replacement in one of the two catalogs. */
function problems(which: 'core' | 'wiki', from: string, to: string): string[] {
  const texts = { core: CORE_CATALOG, wiki: WIKI_CATALOG }
  expect(texts[which]).toContain(from)
  texts[which] = texts[which].replace(from, to)
  const parsed = Object.entries(texts).map(([file, text]) => ({ file, ...parseCatalog(text) }))
  const found = [
    ...parsed.flatMap(({ file, problems: own }) => own.map((each) => ({ ...each, file }))),
    ...checkCatalogs(model, parsed),
  ]
  return found.map(({ code, range, file }) => `${code} ${texts[file as 'core' | 'wiki'].slice(range!.from, range!.to)}`)
}

describe('catalogs', () => {
  it('that fit have no problems', () => {
    expect(problems('core', 'module: core', 'module: core')).toEqual([])
  })

  it.each([
    ['a module that is not there', 'core', 'module: core', 'module: cores', ['unknown-module cores']],
    ['a type that is not there', 'wiki', '  page:', '  pages:', ['missing-entry wiki', 'unknown-type pages']],
    [
      'a role that is not there',
      'core',
      'auditor: {',
      'auditors: {',
      ['missing-entry org', 'unknown-relation auditors'],
    ],
    ['a permission that is not there', 'core', 'can_pay: {', 'can_play: {', ['unknown-relation can_play']],
    ['a role without words', 'wiki', 'editor: {title', 'org: {title', ['missing-entry page', 'not-a-role org']],
    [
      'a fact without words',
      'core',
      '      suspended: {title: Suspended, sentence: Everything is dark.}',
      '      {}',
      ['missing-entry org'],
    ],
    [
      'a userset that can be given to nobody named',
      'core',
      'admin: {title',
      'can_view: {title',
      ['missing-entry org', 'not-a-role can_view'],
    ],
    ['a type without a name', 'core', 'singular: Company', 'sentence: A company.', ['missing-title org']],
    [
      'a name from the wrong module',
      'wiki',
      '  org:\n    permissions',
      '  org:\n    icon: x\n    permissions',
      ['foreign-relation org'],
    ],
    ["another module's relation", 'wiki', 'can_write: {', 'can_view: {', ['foreign-relation can_view']],
    [
      'the same twice',
      'core',
      '    permissions:\n',
      '    permissions:\n      admin: {title: A, sentence: Is one., risk: low}\n',
      ['duplicate-entry admin'],
    ],
    [
      'a parent that is not there',
      'core',
      'contained_in: [parent]',
      'contained_in: [parents]',
      ['dangling-parent parents'],
    ],
    [
      'a parent that is everybody',
      'core',
      'contained_in: [parent]',
      'contained_in: [suspended]',
      ['dangling-parent suspended'],
    ],
    [
      'nobody to approve',
      'core',
      'requestable: true, approvers: [admin]',
      'requestable: true',
      ['missing-approver admin'],
    ],
    ['an approver that is not there', 'core', 'approvers: [admin]', 'approvers: [owner]', ['dangling-approver owner']],
    [
      'an approver behind nothing',
      'wiki',
      'admin from org',
      'admin from space',
      ['dangling-approver admin from space'],
    ],
    [
      'an approver that what is behind lacks',
      'wiki',
      'admin from org',
      'owner from org',
      ['dangling-approver owner from org'],
    ],
    ['an approver that is no relation', 'wiki', 'admin from org', 'the boss', ['dangling-approver the boss']],
    ['no end for a risky role', 'core', ', longest: 90d', '', ['missing-end admin']],
    ['a conflict with nothing', 'core', 'conflicts: [auditor]', 'conflicts: [finance]', ['dangling-conflict finance']],
    ['a conflict on another type', 'core', 'conflicts: [auditor]', 'conflicts: [page#editor]', []],
    ['a conflict with itself', 'core', 'conflicts: [auditor]', 'conflicts: [admin]', ['dangling-conflict admin']],
    [
      'a step-up that is never asked for',
      'core',
      'risk: low}\n    permissions',
      'risk: low, step_up: strong}\n    permissions',
      ['dangling-step-up strong'],
    ],
    ['a step-up that is not there', 'core', 'step_up: strong', 'step_up: strongest', ['dangling-step-up strongest']],
    [
      'a sentence without an end',
      'core',
      'Runs the company.',
      'Runs the company',
      ['unclear-sentence Runs the company'],
    ],
    [
      'a sentence for programs',
      'core',
      'Runs the company.',
      'Has can_pay here.',
      ['unclear-sentence Has can_pay here.'],
    ],
    ['an unknown field', 'core', 'risk: low}', 'risk: low, danger: none}', ['unknown-field danger']],
    ['an unknown risk', 'core', 'risk: low}', 'risk: none}', ['wrong-value none']],
    ['a duration that is none', 'core', '90d', '90 days', ['missing-end admin', 'wrong-value 90 days']],
    ['an entry without a title', 'core', '{title: Auditor, ', '{', ['missing-field ', 'missing-entry org']],
    ['text that is not YAML', 'core', 'module: core', 'module: [core', ['invalid-yaml  ']],
  ] as [string, 'core' | 'wiki', string, string, string[]][])('%s', (_, which, from, to, expected) => {
    const found = problems(which, from, to)
    if (expected[0]?.startsWith('invalid-yaml'))
      expect(found.map((each) => each.split(' ')[0])).toContain('invalid-yaml')
    else expect(found.sort()).toEqual([...expected].sort())
  })

  it('offers the name that was probably meant', () => {
    const { catalog } = parseCatalog(CORE_CATALOG.replace('can_pay: {', 'can_pey: {'))
    const [found] = checkCatalogs(model, [{ file: 'core', catalog }])
    expect(found!.fix!.title).toBe('change to `can_pay`')
  })

  it('reads durations', () => {
    const { catalog } = parseCatalog(CORE_CATALOG.replace('longest: 90d', 'longest: 8h'))
    expect(catalog.types.flatMap(({ entries }) => entries).find(({ title }) => title === 'Admin')!.longestMs).toBe(
      8 * 3_600_000,
    )
  })
})

describe('the published schema says what the parser takes', () => {
  interface Shape {
    readonly properties: Record<string, unknown>
    readonly required?: readonly string[]
    readonly additionalProperties: boolean
  }
  const schema = JSON.parse(readFileSync(new URL('../../catalog.schema.json', import.meta.url), 'utf8')) as Shape & {
    $defs: Record<'type' | 'entry' | 'fact', Shape> & { sentence: { maxLength: number; pattern: string } }
  }
  const shapes: [string, Shape, readonly string[]][] = [
    ['a catalog', schema, CATALOG_FIELDS],
    ['a type', schema.$defs.type, TYPE_FIELDS],
    // Of a fact a risk makes no sense, of the others it is asked for by the parser itself.
    ['an entry', schema.$defs.entry, ENTRY_FIELDS.map((field) => (field === 'risk' ? 'risk!' : field))],
    ['a fact', schema.$defs.fact, FACT_FIELDS],
  ]
  it.each(shapes)('%s', (_, shape, fields) => {
    expect(Object.keys(shape.properties)).toEqual(fields.map((field) => field.replace('!', '')))
    expect(shape.required ?? []).toEqual(
      fields.filter((field) => field.endsWith('!')).map((field) => field.slice(0, -1)),
    )
    expect(shape.additionalProperties).toBe(false)
  })

  it('risks and sentences', () => {
    expect((schema.$defs.entry.properties.risk as { enum: string[] }).enum).toEqual(RISKS)
    expect(schema.$defs.sentence.maxLength).toBe(SENTENCE_LENGTH_MAX)
    const pattern = new RegExp(schema.$defs.sentence.pattern, 'u')
    expect(['Runs it.', 'runs it.', 'Runs it', 'Runs it..'].map((text) => pattern.test(text))).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
