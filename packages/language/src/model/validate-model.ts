// Whether a model can be used: OpenFGA's rules, with its error classes, all findings at once. The rules run on a
// document; a model in JSON becomes one without places. Rules that would only repeat an earlier finding wait for it to
// be mended: what leads where is not asked while names lead nowhere.

import type { AuthorizationModel, TypeDefinition, Userset } from '@lockness/authz'
import { MODEL_BYTES_MAX, own, TYPES_PER_MODEL_MAX } from '@lockness/authz'
import type { Diagnostic, Range } from '../syntax/diagnostic.ts'
import type { Name } from '../syntax/document.ts'
import { conditionFindings } from './condition-rules.ts'
import { duplicateFindings } from './duplicate-rules.ts'
import { entryPointFindings } from './entry-point-rules.ts'
import { diagnosticOf, type Finding, type Subject } from './finding.ts'
import { nameFindings } from './name-rules.ts'
import { referenceFindings } from './reference-rules.ts'
import { conditionsOfModel, NOWHERE, typesOfModel } from './to-document.ts'

/** Operations inside one another. Far more than anybody reads; the parser's work grows with the square of it. */
export const NESTING_MAX = 200

/** The rules for a model that did not come from text, or whose text does not matter. */
export function validateModel(model: AuthorizationModel): Diagnostic[] {
  const tooDeep = nestingFindings(model)
  if (tooDeep.length > 0) return tooDeep.map((finding) => diagnosticOf(finding))
  const subject = { types: typesOfModel(model), conditions: conditionsOfModel(model) }
  const schema = { text: model.schema_version, ...NOWHERE }
  const findings = [...modelFindings(subject, schema), ...shapeFindings(model)]
  const types = new Map((model.type_definitions ?? []).map((type) => [type.type, type] as const).reverse())
  return findings.map((finding) => ({ ...diagnosticOf(finding), ...fileOf(model, types, finding) }))
}

/** All rules for a whole model; `schema` is its version, undefined when it has none. */
export function modelFindings(subject: Subject, schema: Name | undefined): Finding[] {
  const findings = nameFindings(subject)
  if (!schema?.text) {
    findings.push({ code: 'schema-version-required', message: 'a model needs a schema version', range: START })
    return findings
  }
  if (schema.text !== '1.1' && schema.text !== '1.2') {
    const fix = { title: 'change to `1.1`', edits: [{ from: schema.from, to: schema.to, insert: '1.1' }] }
    const message = `schema \`${schema.text}\` is not known; it can be \`1.1\` or \`1.2\``
    findings.push({ code: 'invalid-schema', message, range: schema, fix })
    return findings
  }
  if (findings.length > 0) return findings
  const unresolved = referenceFindings(subject)
  const repeated = duplicateFindings(subject)
  const closed = unresolved.length === 0 && repeated.length === 0 ? entryPointFindings(subject) : []
  return [...unresolved, ...repeated, ...closed, ...conditionFindings(subject), ...limitFindings(subject)]
}

const START: Range = { from: 0, to: 0 }

function limitFindings({ types }: Subject): Finding[] {
  if (types.length <= TYPES_PER_MODEL_MAX) return []
  const message = `a model has at most ${TYPES_PER_MODEL_MAX} types, this one has ${types.length}`
  return [{ code: 'limit-exceeded', message, range: types[TYPES_PER_MODEL_MAX]!.name }]
}

function nestingFindings(model: AuthorizationModel): Finding[] {
  const findings: Finding[] = []
  for (const { type, relations } of model.type_definitions ?? []) {
    for (const [relation, rewrite] of Object.entries(relations ?? {})) {
      if (!isNestedDeeper(rewrite, NESTING_MAX)) continue
      const message = `relation \`${relation}\` of \`${type}\` is nested more than ${NESTING_MAX} deep`
      findings.push({ code: 'limit-exceeded', message, range: NOWHERE, about: { type, relation } })
    }
  }
  return findings
}

function isNestedDeeper(rewrite: Userset, depthMax: number): boolean {
  let level: readonly Userset[] = [rewrite]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthMax) return true
    level = level.flatMap(({ union, intersection, difference }) => [
      ...(union?.child ?? []),
      ...(intersection?.child ?? []),
      ...(difference ? [difference.base, difference.subtract] : []),
    ])
  }
  return false
}

/** What only JSON can get wrong. */
function shapeFindings(model: AuthorizationModel): Finding[] {
  const findings: Finding[] = []
  for (const type of typesOfModel(model)) {
    for (const { name, definition } of type.relations) {
      if (definition) continue
      const message = `relation \`${name.text}\` of \`${type.name.text}\` has no definition`
      findings.push({
        code: 'invalid-relation',
        message,
        range: NOWHERE,
        about: { type: type.name.text, relation: name.text },
      })
    }
  }
  for (const [key, { name }] of Object.entries(model.conditions ?? {})) {
    if (key === name) continue
    const message = `condition \`${key}\` calls itself \`${name}\``
    findings.push({ code: 'different-nested-condition-name', message, range: NOWHERE, about: { condition: key } })
  }
  for (const [file, modules] of modulesByFile(model)) {
    if (modules.size < 2) continue
    const message = `file \`${file}\` would hold several modules: ${[...modules].map((name) => `\`${name}\``).join(', ')}`
    findings.push({ code: 'multiple-modules-in-file', message, range: NOWHERE })
  }
  const bytes = JSON.stringify(model).length
  if (bytes > MODEL_BYTES_MAX) {
    const message = `a model has at most ${MODEL_BYTES_MAX} bytes, this one has ${bytes}`
    findings.push({ code: 'limit-exceeded', message, range: NOWHERE })
  }
  return findings
}

function modulesByFile(model: AuthorizationModel): Map<string, Set<string>> {
  const modules = new Map<string, Set<string>>()
  const note = (metadata: { module?: string; source_info?: { file?: string } } | null | undefined): void => {
    const file = metadata?.source_info?.file
    if (!file || !metadata?.module) return
    const names = modules.get(file) ?? new Set()
    modules.set(file, names.add(metadata.module))
  }
  for (const { metadata } of model.type_definitions ?? []) {
    note(metadata)
    for (const relation of Object.values(metadata?.relations ?? {})) note(relation)
  }
  for (const { metadata } of Object.values(model.conditions ?? {})) note(metadata)
  return modules
}

/** The file that the model says the type, relation or condition is from. */
function fileOf(
  { conditions }: AuthorizationModel,
  types: ReadonlyMap<string, TypeDefinition>,
  { about }: Finding,
): { file?: string } {
  if (!about) return {}
  const type = about.type === undefined ? undefined : types.get(about.type)
  const relation = about.relation === undefined ? undefined : own(type?.metadata?.relations, about.relation)
  const condition = about.condition === undefined ? undefined : own(conditions, about.condition)
  const file =
    relation?.source_info?.file ?? type?.metadata?.source_info?.file ?? condition?.metadata?.source_info?.file
  return file === undefined ? {} : { file }
}
