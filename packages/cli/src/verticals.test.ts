// The product's own modules: they check clean, their tests hold, and what may never be written is refused.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { compileModel, type Tuple, whyNotAllowed } from '@lockness/authz'
import { checkCatalogs, loadModel, parseCatalog, runModelTest } from '@lockness/language'
import { describe, expect, it } from 'vitest'

const readFile = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)
const loaded = loadModel('verticals/fga.mod', readFile)
const modules = [...new Set(loaded.model.type_definitions.map(({ metadata }) => metadata!.module!)), 'agents']
const files = readdirSync('verticals', { recursive: true, encoding: 'utf8' })
const tests = files.filter((file) => file.endsWith('.fga.yaml')).map((file) => `verticals/${file}`)
const AT = Date.parse('2026-11-21T12:00:00Z')

describe('verticals', () => {
  it('check clean', () => {
    expect(loaded.diagnostics).toEqual([])
  })

  it.each(tests)('%s holds', (path) => {
    const { diagnostics, tests: results, passed } = runModelTest(path, readFile, { at: AT })
    expect(diagnostics).toEqual([])
    expect(results.flatMap(({ failures }) => failures.map(({ question }) => question))).toEqual([])
    expect(passed).toBeGreaterThan(0)
  })

  it('every module has tests and a catalog, and the catalogs fit the model', () => {
    const catalogs = [...new Set(modules)].map((name) => {
      expect(files.some((file) => file.startsWith(`${name}/`) && file.endsWith('.fga.yaml'))).toBe(true)
      const file = `verticals/${name}/catalog.yaml`
      const { catalog, problems } = parseCatalog(readFile(file)!)
      expect(problems).toEqual([])
      return { file, catalog }
    })
    expect(checkCatalogs(loaded.model, catalogs)).toEqual([])
    const types = catalogs.flatMap(({ catalog }) => catalog.types)
    const conflicts = types.flatMap(({ name, entries }) =>
      entries.flatMap(({ relation, conflicts }) =>
        conflicts.map(({ text }) => [`${name.text}#${relation.text}`, `${name.text}#${text}`] as const),
      ),
    )
    const oneSided = conflicts.filter(([one, other]) => !conflicts.some(([a, b]) => a === other && b === one))
    expect(oneSided).toEqual([])
    const described = new Set(
      catalogs.flatMap(({ catalog }) =>
        catalog.types.flatMap(({ name, entries }) => entries.map(({ relation }) => `${name.text}#${relation.text}`)),
      ),
    )
    const permissions = loaded.model.type_definitions.flatMap(({ type, relations = {} }) =>
      Object.keys(relations)
        .filter((name) => /^(agent_)?can_/.test(name))
        .map((name) => `${type}#${name}`),
    )
    expect(permissions.filter((permission) => !described.has(permission))).toEqual([])
  })
})

describe('what may never be written', () => {
  const model = compileModel(loaded.model, loaded.conditions)
  it.each<[string, Tuple]>([
    [
      'a customer role for staff',
      { subject: 'staff:sam', relation: 'admin_assigned', object: 'organization:northstar' },
    ],
    [
      'an agent as a member of a company',
      { subject: 'agent:helper', relation: 'member_assigned', object: 'organization:northstar' },
    ],
    ['a delegation without an end', { subject: 'agent:helper', relation: 'agent', object: 'delegation:d1' }],
    ['an approval without a limit', { subject: 'user:di', relation: 'approver_assigned', object: 'ad_account:a1' }],
    ['everybody as an owner', { subject: 'user:*', relation: 'owner', object: 'organization:northstar' }],
    ['a share of a share', { subject: 'share:s1#assigned', relation: 'assigned', object: 'share:s2' }],
  ])('%s', (_, tuple) => {
    expect(whyNotAllowed(model, tuple)).toBeTypeOf('string')
  })

  it('while what may be written is not refused', () => {
    expect(
      whyNotAllowed(model, { subject: 'user:olga', relation: 'owner', object: 'organization:northstar' }),
    ).toBeUndefined()
  })
})
