// What can be written at a place of a model: keywords where a line begins, the names of what there is inside of it. It goes
// by the words before the place, because a rule that is being written can seldom be parsed.

import type { ModelIndex } from './symbols.ts'

export type OfferKind = 'keyword' | 'type' | 'relation' | 'condition'

export interface Offer {
  readonly label: string
  readonly kind: OfferKind
  /** The type that a relation is of. */
  readonly of?: string
  /** What is written in the place of the label, `|` standing for the cursor. */
  readonly insert?: string
}

export interface Offers {
  /** Where what they replace begins. */
  readonly from: number
  readonly offers: readonly Offer[]
}

export const PARAMETER_TYPES = [
  'bool',
  'string',
  'int',
  'uint',
  'double',
  'duration',
  'timestamp',
  'ipaddress',
  'list<string>',
  'map<string>',
  'any',
]

export function offersAt(index: ModelIndex, file: string, text: string, at: number): Offers | undefined {
  const word = /[\w.-]*$/.exec(text.slice(Math.max(0, at - 100), at))?.[0] ?? ''
  const from = at - word.length
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, from)
  if (/(^|\s)#/.test(line)) return undefined
  const before = text.slice(0, from)
  const type = index.typeAt(file, from)
  const offers =
    insideList(before) ??
    insideParameters(before) ??
    insideRule(index, line, type, word) ??
    atLineStart(index, line, text, type)
  return offers && { from, offers: offers(index, type) }
}

type Make = (index: ModelIndex, type: string | undefined) => readonly Offer[]

const named = (kind: OfferKind, names: readonly string[], of?: string): Offer[] =>
  names.map((label) => ({ label, kind, ...(of !== undefined && { of }) }))

/** `[user, team#member with …]` */
function insideList(before: string): Make | undefined {
  const open = before.lastIndexOf('[')
  if (open < 0 || before.indexOf(']', open) >= 0 || /\bdefine\b/.test(before.slice(open))) return undefined
  const entry = before.slice(Math.max(open, before.lastIndexOf(',')) + 1)
  if (/\swith\s+$/.test(entry)) return (index) => named('condition', index.conditions)
  const userset = /([\w.-]+)#$/.exec(entry)?.[1]
  if (userset !== undefined) return (index) => named('relation', index.relationsOf(userset), userset)
  if (/\S\s+$/.test(entry)) return () => named('keyword', ['with'])
  if (entry.trim() !== '') return () => []
  return (index) =>
    index.types.flatMap((type) => [
      { label: type, kind: 'type' },
      { label: `${type}:*`, kind: 'type' },
    ])
}

/** `condition window(from: …` */
function insideParameters(before: string): Make | undefined {
  const head = /\bcondition\s+[\w.-]+\s*\(([^(){}]*)$/.exec(before)
  if (!head) return undefined
  return /:\s*$/.test(head[1] ?? '') ? () => named('keyword', PARAMETER_TYPES) : () => []
}

/** `define viewer: …` */
function insideRule(index: ModelIndex, line: string, type: string | undefined, word: string): Make | undefined {
  const rule = /^\s*define\s+[\w.-]+\s*:(.*)$/.exec(line)?.[1]
  if (rule === undefined) return /^\s*define\s+$/.test(line) ? () => [] : undefined
  if (type === undefined) return () => []
  const relations = index.relationsOf(type)
  if (/\bfrom\s+$/.test(rule)) {
    const leading = relations.filter((relation) => index.subjectTypesOf(type, relation).length > 0)
    return () => named('relation', leading, type)
  }
  if (/\bbut\s+$/.test(rule)) return () => named('keyword', ['not'])
  const isNext = /^\s*$|[([]\s*$|(?:^|\s)(?:or|and|not)\s+$/.test(rule)
  if (!isNext) return () => named('keyword', ['or', 'and', 'but not', 'from'])
  return () => [
    ...(rule.trim() === '' ? [{ label: '[…]', kind: 'keyword' as const, insert: '[|]' }] : []),
    ...named('relation', relations, type),
    // Very many; somebody who has begun a word wants them.
    ...(word === '' ? [] : arrows(index, type, relations)),
  ]
}

function arrows(index: ModelIndex, type: string, relations: readonly string[]): Offer[] {
  return relations.flatMap((tupleset) => {
    const beyond = index.subjectTypesOf(type, tupleset).flatMap((parent) => index.relationsOf(parent))
    return [...new Set(beyond)].map((relation) => ({
      label: `${relation} from ${tupleset}`,
      kind: 'relation' as const,
    }))
  })
}

function atLineStart(index: ModelIndex, line: string, text: string, type: string | undefined): Make | undefined {
  if (/^\s*extend\s+type\s+$/.test(line)) return () => named('type', index.types)
  if (/^\s*extend\s+$/.test(line)) return () => named('keyword', ['type'])
  if (/^\s*schema\s+$/.test(line)) return () => named('keyword', ['1.1', '1.2'])
  if (line.trim() !== '') return undefined
  const isEmpty = !/^\s*(model|module)\b/m.test(text)
  const top = [
    ...(isEmpty
      ? [
          { label: 'model', insert: 'model\n  schema 1.1\n|' },
          { label: 'module', insert: 'module |' },
        ]
      : []),
    { label: 'type', insert: 'type |\n  relations\n    define ' },
    { label: 'extend type', insert: 'extend type |' },
    { label: 'condition', insert: 'condition |() {\n  \n}' },
  ].map((each) => ({ ...each, kind: 'keyword' as const }))
  const inType = [
    { label: 'relations', kind: 'keyword' as const },
    { label: 'define', kind: 'keyword' as const, insert: 'define |: ' },
  ]
  return () => (line === '' ? top : type === undefined ? [] : inType)
}
