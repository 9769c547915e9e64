// OpenFGA's own transformer and validator as an oracle, on random models: the same text for a model, the same model for
// a text, the same verdict on it, and the same verdict on a text with a word too few or too many. A seed is printed
// with each failure; `fc.assert(…, { seed, path })` runs it again.

import type { AuthorizationModel, RelationMetadata, RelationReference, TypeDefinition, Userset } from '@lockness/authz'
import transformer from '@openfga/syntax-transformer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatText, parseModel, printModel, validateModel } from '../language.ts'
import { readDocument } from '../syntax/document.ts'
import { syntaxFindings } from '../syntax/syntax-errors.ts'

const RELATIONS = ['owner', 'editor', 'viewer', 'parent', 'can_view', 'a.b', 'type', 'model-x']
const TYPES = ['user', 'doc', 'folder', 'team', 'module']
const CONDITIONS = ['weekday', 'in_range', 'small']
const EXPRESSIONS = ['x < 100', 'x == 1 && x != 2', 'x in [1, 2]', 'x == 3 || "}" == "{"', 'x > 1 &&\n    x < 9']
const PARAMETER_TYPES = ['INT', 'UINT', 'STRING', 'BOOL', 'DOUBLE', 'TIMESTAMP', 'DURATION', 'IPADDRESS']

const relation = fc.constantFrom(...RELATIONS)
const restriction: fc.Arbitrary<RelationReference> = fc
  .record({
    type: fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...TYPES) }, fc.constant('nobody')),
    form: fc.constantFrom('plain', 'plain', 'wildcard', 'userset'),
    relation,
    condition: fc.option(fc.constantFrom(...CONDITIONS), { freq: 6, nil: undefined }),
  })
  .map(({ type, form, relation, condition }) => ({
    type,
    ...(condition !== undefined && { condition }),
    ...(form === 'userset' && { relation }),
    ...(form === 'wildcard' && { wildcard: {} }),
  }))

const leaf: fc.Arbitrary<Userset> = fc.oneof(
  relation.map((name) => ({ computedUserset: { relation: name } })),
  fc.tuple(relation, fc.constantFrom('parent', 'owner')).map(([name, tupleset]) => ({
    tupleToUserset: { computedUserset: { relation: name }, tupleset: { relation: tupleset } },
  })),
)

/** `first` stands leftmost, where alone a list of types may be. */
function definition(first: fc.Arbitrary<Userset>, depth: number): fc.Arbitrary<Userset> {
  if (depth === 0) return first
  const others = fc.array(definition(leaf, depth - 1), { minLength: 1, maxLength: 3 })
  const operands = fc.tuple(definition(first, depth - 1), others)
  return fc.oneof(
    { weight: 3, arbitrary: first },
    operands.map(([head, tail]) => ({ union: { child: [head, ...tail] } })),
    operands.map(([head, tail]) => ({ intersection: { child: [head, ...tail] } })),
    operands.map(([base, [subtract]]) => ({ difference: { base, subtract: subtract! } })),
  )
}

const direct = fc.record({
  rewrite: definition(fc.constant({ this: {} }), 2),
  restrictions: fc.array(restriction, { minLength: 1, maxLength: 4 }),
})
const computed = fc.record({ rewrite: definition(leaf, 2), restrictions: fc.constant([] as RelationReference[]) })
const relations = fc.uniqueArray(fc.tuple(relation, fc.oneof({ weight: 3, arbitrary: direct }, computed)), {
  maxLength: 6,
  selector: ([name]) => name,
})

const type = (name: string): fc.Arbitrary<TypeDefinition> =>
  relations.map((entries) => {
    const rewrites: Record<string, Userset> = {}
    const metadata: Record<string, RelationMetadata> = {}
    for (const [relation, { rewrite, restrictions }] of entries) {
      rewrites[relation] = rewrite
      metadata[relation] = { directly_related_user_types: restrictions }
    }
    return { type: name, relations: rewrites, metadata: entries.length > 0 ? { relations: metadata } : null }
  })

const condition = fc
  .record({
    name: fc.constantFrom(...CONDITIONS),
    expression: fc.constantFrom(...EXPRESSIONS),
    type: fc.constantFrom(...PARAMETER_TYPES),
    list: fc.boolean(),
  })
  .map(({ name, expression, type, list }) => ({
    name,
    expression,
    parameters: {
      tags: {
        type_name: list ? 'TYPE_NAME_LIST' : 'TYPE_NAME_MAP',
        generic_types: [{ type_name: 'TYPE_NAME_STRING' }],
      },
      x: { type_name: `TYPE_NAME_${type}` },
    },
  }))

const model: fc.Arbitrary<AuthorizationModel> = fc
  .record({
    schema_version: fc.constantFrom('1.1', '1.2'),
    types: fc.shuffledSubarray(TYPES, { minLength: 1 }).chain((names) => fc.tuple(...names.map(type))),
    conditions: fc.uniqueArray(condition, { selector: ({ name }) => name }),
  })
  .map(({ schema_version, types, conditions }) => ({
    schema_version,
    type_definitions: types,
    ...(conditions.length > 0 && { conditions: Object.fromEntries(conditions.map((entry) => [entry.name, entry])) }),
  }))

test('the same model is the same text, and the same text the same model', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(model, (model) => {
      const text = transformer.transformer.transformJSONToDSL(copy(model) as never)
      expect(printModel(model)).toEqual({ text, diagnostics: [] })
      expect(copy(parseModel(text).model)).toEqual(transformer.transformer.transformDSLToJSONObject(text))
      expect(copy(parseModel(text).model)).toEqual(copy(model))
      expect(formatText(text)).toBe(text)
    }),
    { numRuns: 200 },
  )
})

test('the same models are right, and the others wrong for the same reasons on the same lines', {
  timeout: 60_000,
}, () => {
  let right = 0
  let wrong = 0
  let crashes = 0
  fc.assert(
    fc.property(model, (model) => {
      const text = printModel(model).text
      const expected = oracleErrors(text)
      if (expected === 'crash') return
      const found = parseModel(text).diagnostics.map(({ code, range }) => `${range!.start.line} ${code}`)
      const staged = expected.some((error) => !AT_THE_END.has(error.split(' ')[1]!))
      expect(comparable(found, staged)).toEqual(comparable(expected, staged))
      const codes = parseModel(text).diagnostics.map(({ code }) => code)
      expect(validateModel(parseModel(text).model).map(({ code }) => code)).toEqual(codes)
      if (expected.length > 0) wrong++
      const rest = withoutMistakes(completed(model))
      const verdict = oracleErrors(printModel(rest).text)
      if (verdict === 'crash') crashes++
      else expect(verdict).toEqual([])
      if (rest.type_definitions.some(({ relations }) => Object.keys(relations ?? {}).length > 2)) right++
    }),
    { numRuns: 200 },
  )
  expect(wrong).toBeGreaterThan(60)
  expect(right).toBeGreaterThan(60)
  expect(crashes).toBeLessThan(right / 4)
})

test('a word too few, too many or out of place is wrong for both, or for neither', { timeout: 60_000 }, () => {
  const change = fc.record({ at: fc.nat(), kind: fc.constantFrom('drop', 'double', 'swap'), other: fc.nat() })
  let wrong = 0
  fc.assert(
    fc.property(model, change, (model, { at, kind, other }) => {
      const words = printModel(model).text.split(/(?<=[ \n,:[\]()<>#])|(?=[ \n,:[\]()<>#])/)
      const bodies = words.indexOf('condition')
      const inTypes = bodies < 0 ? words : words.slice(0, bodies)
      const places = [...inTypes.keys()].filter((i) => !LENIENT.test(words[i]!))
      const [i, j] = [places[at % places.length]!, places[other % places.length]!]
      if (kind === 'drop') words[i] = ''
      if (kind === 'double') words[i] = `${words[i]} ${words[i]}`
      if (kind === 'swap') [words[i], words[j]] = [words[j]!, words[i]!]
      const text = words.join('')
      const expected = syntaxErrorOfOracle(text)
      const found = syntaxFindings(readDocument(text)).length > 0
      expect(found, `of ${JSON.stringify(text)}`).toBe(expected)
      if (expected) wrong++
    }),
    { numRuns: 400 },
  )
  expect(wrong).toBeGreaterThan(100)
})

/** Ours takes any space for a space and brackets for the end of a word, and words of expressions as names elsewhere. */
const LENIENT = /^[\s{}]*$/

/** OpenFGA looks for what is there twice only when the names are right, and for relations also of unknown types. */
function comparable(errors: readonly string[], staged: boolean): string[] {
  const unknownType = errors.some((error) => error.endsWith('invalid-type'))
  const kept = errors.filter((error) => {
    if (staged && error.endsWith('duplicated-error')) return false
    return !(unknownType && error.includes('invalid-relation'))
  })
  return [...new Set(kept)].toSorted()
}

/** The codes that OpenFGA's validator reaches only when the names are right. */
const AT_THE_END: ReadonlySet<string> = new Set(['duplicated-error', 'relation-no-entry-point', 'condition-not-used'])

/** The model with every type, relation and condition there is, and relations to plain objects for `from` to go through. */
function completed(model: AuthorizationModel): AuthorizationModel {
  const types = TYPES.map((type) => {
    const given = model.type_definitions.find((definition) => definition.type === type)
    const relations: Record<string, Userset> = {}
    const metadata: Record<string, RelationMetadata> = {}
    for (const name of RELATIONS) {
      const through = name === 'parent' || name === 'owner'
      const restrictions = given?.metadata?.relations?.[name]?.directly_related_user_types
      const keep = !through && restrictions !== undefined
      const known = restrictions?.filter((entry) => entry.type !== 'nobody') ?? []
      relations[name] = (keep && given?.relations?.[name]) || { this: {} }
      const types = keep
        ? [...(restrictions.length > 0 ? [{ type: 'user' }] : []), ...known]
        : [{ type: 'doc' }, { type: 'team' }]
      metadata[name] = {
        directly_related_user_types: [...new Map(types.map((entry) => [JSON.stringify(entry), entry])).values()],
      }
    }
    return { type, relations, metadata: { relations: metadata } }
  })
  const conditions = CONDITIONS.map((name) => [
    name,
    model.conditions?.[name] ?? { name, expression: 'x', parameters: { x: { type_name: 'TYPE_NAME_BOOL' } } },
  ])
  return { schema_version: model.schema_version, type_definitions: types, conditions: Object.fromEntries(conditions) }
}

/** What is left of a model when everything that a diagnostic is about is taken away, again and again. */
function withoutMistakes(model: AuthorizationModel): AuthorizationModel {
  const about = validateModel(model).map(({ about }) => about)
  if (about.length === 0) return model
  const types = model.type_definitions.map(({ type, relations, metadata }) => {
    const good = Object.keys(relations ?? {}).filter(
      (name) => !about.some((wrong) => wrong?.type === type && wrong.relation === name),
    )
    const pick = <T>(record: Readonly<Record<string, T>> | undefined): Record<string, T> =>
      Object.fromEntries(good.map((name) => [name, record![name]!]))
    return {
      type,
      relations: pick(relations),
      metadata: good.length > 0 ? { relations: pick(metadata?.relations) } : null,
    }
  })
  const conditions = Object.entries(model.conditions ?? {}).filter(
    ([name]) => !about.some((a) => a?.condition === name),
  )
  const { schema_version } = model
  return withoutMistakes({
    schema_version,
    type_definitions: types,
    ...(conditions.length > 0 && { conditions: Object.fromEntries(conditions) }),
  })
}

function oracleErrors(text: string): string[] | 'crash' {
  try {
    transformer.validator.validateDSL(text)
    return []
  } catch (error) {
    const { errors } = error as { errors?: { line: { start: number }; metadata: { errorType: string } }[] }
    return errors ? errors.map(({ line, metadata }) => `${line.start} ${metadata.errorType}`) : 'crash'
  }
}

function syntaxErrorOfOracle(text: string): boolean {
  try {
    transformer.transformer.transformDSLToJSONObject(text)
    return false
  } catch {
    return true
  }
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
