// The access catalog: what people read about a module's types, roles and permissions, and what the request dialog needs
// to know of them. It is a YAML file beside the model (`catalog.yaml`); editors complete it by the JSON Schema in
// `catalog.schema.json`, which a test keeps equal to the fields named here. This file reads one catalog; whether it
// fits the model is checked in check-catalogs.ts.

import type { TextRange } from '../syntax/diagnostic.ts'
import {
  isNothing,
  type Placed,
  type Problem,
  problem,
  type Report,
  readChoice,
  readEntries,
  readFields,
  readFlag,
  readText,
  readTexts,
  readYaml,
  type YamlEntry,
  type YamlNode,
  type YamlProblemCode,
} from '../yaml/read-yaml.ts'

export interface Catalog {
  readonly module: Placed
  readonly types: readonly CatalogType[]
}

export interface CatalogType {
  readonly name: Placed
  /** In the catalog of the module that defines the type; a module that extends it has none. */
  readonly title?: { readonly singular: string; readonly plural: string }
  readonly icon?: string
  readonly sentence?: string
  /** Things of this type can be given access: people, services, agents. */
  readonly isPrincipal: boolean
  /** The relations that lead to what contains it. */
  readonly containedIn: readonly Placed[]
  readonly entries: readonly CatalogEntry[]
}

/**
 * `role`: what somebody is made. `permission`: what somebody can then do. `fact`: what is recorded about the thing, by
 * a process or by the one who does something.
 */
export type EntryKind = 'role' | 'permission' | 'fact'

export interface CatalogEntry {
  readonly kind: EntryKind
  readonly relation: Placed
  readonly title: string
  readonly sentence: string
  readonly risk: Risk
  readonly requestable: boolean
  readonly approvers: readonly Placed[]
  /** The longest it may be given for, in milliseconds; absent when there is no end. */
  readonly longestMs?: number
  /** The relation that a fresh, strong sign-in gives. */
  readonly stepUp?: Placed
  /** Relations that the same person must not have: of the same type, or as `type#relation`. */
  readonly conflicts: readonly Placed[]
}

export type Risk = 'low' | 'medium' | 'high' | 'critical'
export const RISKS: readonly Risk[] = ['low', 'medium', 'high', 'critical']

export type CatalogProblemCode =
  | YamlProblemCode
  | 'unclear-sentence'
  | 'unknown-module'
  | 'unknown-type'
  | 'unknown-relation'
  | 'foreign-relation'
  | 'duplicate-entry'
  | 'missing-title'
  | 'missing-entry'
  | 'missing-approver'
  | 'dangling-approver'
  | 'dangling-conflict'
  | 'dangling-parent'
  | 'dangling-step-up'
  | 'not-a-role'
  | 'missing-end'

export type CatalogProblem = Problem<CatalogProblemCode>

/** `!` marks what has to be there. */
export const CATALOG_FIELDS = ['module!', 'types!'] as const
export const TYPE_FIELDS = [
  'singular',
  'plural',
  'icon',
  'sentence',
  'principal',
  'contained_in',
  'roles',
  'permissions',
  'facts',
] as const
export const ENTRY_FIELDS = [
  'title!',
  'sentence!',
  'risk',
  'requestable',
  'approvers',
  'longest',
  'step_up',
  'conflicts',
] as const
export const FACT_FIELDS = ['title!', 'sentence!'] as const

const GROUPS: readonly (readonly [field: string, kind: EntryKind])[] = [
  ['roles', 'role'],
  ['permissions', 'permission'],
  ['facts', 'fact'],
]

export function parseCatalog(text: string): {
  readonly catalog: Catalog
  readonly problems: readonly CatalogProblem[]
} {
  const { root, problems: ofYaml } = readYaml(text)
  const problems: CatalogProblem[] = [...ofYaml]
  const report = (found: CatalogProblem) => problems.push(found)
  const start = { line: 0, column: 0 }
  const nowhere: TextRange = { from: 0, to: 0, start, end: start }
  if (!root) return { catalog: { module: { text: '', range: nowhere }, types: [] }, problems }
  const fields = readFields(root, 'a catalog', CATALOG_FIELDS, report)
  const module = readText(fields.get('module')?.value, '`module`', report) ?? { text: '', range: nowhere }
  const types = fields.get('types')?.value
  const entries = types && !isNothing(types) ? readEntries(types, '`types`', report) : []
  return { catalog: { module, types: entries.map((entry) => readType(entry, report)) }, problems }
}

type CatalogReport = (problem: CatalogProblem) => void

function readType({ key, keyRange, value }: YamlEntry, report: CatalogReport): CatalogType {
  const fields = readFields(value, `type \`${key}\``, TYPE_FIELDS, report)
  const text = (field: string) => readText(fields.get(field)?.value, `\`${field}\``, report)
  const [singular, plural, icon, sentence] = [text('singular'), text('plural'), text('icon'), text('sentence')]
  if (sentence) checkSentence(sentence, report)
  if (icon && !/^[a-z][a-z0-9-]*$/.test(icon.text))
    report(problem('wrong-value', icon.range, 'an icon is a name such as `disc-3`'))
  const title = singular && plural && { singular: singular.text, plural: plural.text }
  return {
    name: { text: key, range: keyRange },
    ...(title && { title }),
    ...(icon && { icon: icon.text }),
    ...(sentence && { sentence: sentence.text }),
    isPrincipal: readFlag(fields.get('principal')?.value, '`principal`', report) ?? false,
    containedIn: readTexts(fields.get('contained_in')?.value, '`contained_in`', report),
    entries: GROUPS.flatMap(([field, kind]) => readGroup(fields.get(field)?.value, kind, report)),
  }
}

function readGroup(node: YamlNode | undefined, kind: EntryKind, report: CatalogReport): CatalogEntry[] {
  if (node === undefined || isNothing(node)) return []
  return readEntries(node, `\`${kind}s\``, report).flatMap((entry) => readEntry(entry, kind, report) ?? [])
}

function readEntry(
  { key, keyRange, value }: YamlEntry,
  kind: EntryKind,
  report: CatalogReport,
): CatalogEntry | undefined {
  const what = `${kind} \`${key}\``
  const fields = readFields(value, what, kind === 'fact' ? FACT_FIELDS : ENTRY_FIELDS, report)
  const title = readText(fields.get('title')?.value, '`title`', report)
  const sentence = readText(fields.get('sentence')?.value, '`sentence`', report)
  const risk = readChoice(fields.get('risk')?.value, '`risk`', RISKS, report)
  if (kind !== 'fact' && !fields.has('risk'))
    report(problem('missing-field', keyRange, `${what} lacks the field \`risk\``))
  const longestMs = readDuration(fields.get('longest')?.value, report)
  const stepUp = readText(fields.get('step_up')?.value, '`step_up`', report)
  if (sentence) checkSentence(sentence, report)
  if (!title || !sentence) return undefined
  return {
    kind,
    relation: { text: key, range: keyRange },
    title: title.text,
    sentence: sentence.text,
    risk: risk ?? 'low',
    requestable: readFlag(fields.get('requestable')?.value, '`requestable`', report) ?? false,
    approvers: readTexts(fields.get('approvers')?.value, '`approvers`', report),
    ...(longestMs !== undefined && { longestMs }),
    ...(stepUp && { stepUp }),
    conflicts: readTexts(fields.get('conflicts')?.value, '`conflicts`', report),
  }
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

function readDuration(node: YamlNode | undefined, report: Report): number | undefined {
  const text = readText(node, '`longest`', report)
  if (!text) return undefined
  const [, number, unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(text.text) ?? []
  if (number !== undefined) return Number(number) * UNITS.get(unit)!
  report(
    problem(
      'wrong-value',
      text.range,
      `\`longest\` is expected to be such as \`45m\`, \`8h\` or \`90d\`, received \`${text.text}\``,
    ),
  )
  return undefined
}

export const SENTENCE_LENGTH_MAX = 160

/** A sentence is one that people read in a dialog: begins like one, ends like one, and is short. */
function checkSentence({ text, range }: Placed, report: CatalogReport): void {
  const complain = (message: string) => report(problem('unclear-sentence', range, message))
  if (!/^[\p{Lu}\p{N}]/u.test(text) || !/[^.]\.$/.test(text))
    complain('a sentence begins with a capital and ends with a full stop')
  if (text.length > SENTENCE_LENGTH_MAX)
    complain(`a sentence has at most ${SENTENCE_LENGTH_MAX} characters, this one has ${text.length}`)
  if (/[a-z]_[a-z]|#|::/.test(text))
    complain('a sentence is for people: no names of relations or types as programs write them')
}
