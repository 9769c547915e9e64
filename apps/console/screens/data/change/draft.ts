// A tuple as it is being filled in, and what is still missing or wrong about it, field by field. The model has the last
// word: this is only what can be said before it is asked.

import type { JsonObject, Tuple } from '@lockness/client'
import { type DirectForm, type Lexicon, typeOf } from '../words.ts'

export interface Draft {
  readonly object: string
  readonly relation: string
  readonly subject: string
  readonly condition: string
  /** JSON as it is typed. */
  readonly context: string
  readonly endsAt: Date | undefined
}

export type DraftProblem = 'missing' | 'notAName' | 'notAllowed' | 'notJson' | 'conditionNeeded' | 'inThePast'
export type DraftProblems = { readonly [Field in keyof Draft]?: DraftProblem }

export const EMPTY_DRAFT: Draft = {
  object: '',
  relation: '',
  subject: '',
  condition: '',
  context: '',
  endsAt: undefined,
}

const OBJECT = /^[^:#@\s]+:[^#@*]+$/
const SUBJECT = /^[^:#@\s]+:[^@]+$/

/** The relations that tuples on an object may have. */
export function relationsFor(lexicon: Lexicon, object: string) {
  return (lexicon.type(typeOf(object))?.relations ?? []).filter(({ direct }) => direct.length > 0)
}

/** The forms of subject that the relation allows, whatever the condition. */
export function formsFor(
  lexicon: Lexicon,
  { object, relation }: Pick<Draft, 'object' | 'relation'>,
): readonly DirectForm[] {
  return lexicon.relation(typeOf(object), relation)?.direct ?? []
}

/** Conditions that the subject may be under; the empty one is none. */
export function conditionsFor(lexicon: Lexicon, draft: Draft): readonly string[] {
  const forms = formsFor(lexicon, draft).filter((form) => isOfForm(draft.subject, form))
  return [...new Set(forms.map(({ condition }) => condition))].sort()
}

export function problemsOf(draft: Draft, lexicon: Lexicon, nowMs: number): DraftProblems {
  const { object, relation, subject, condition, context, endsAt } = draft
  const forms = formsFor(lexicon, draft)
  const fitting = forms.filter((form) => isOfForm(subject, form))
  const knows = lexicon.words.types.length > 0
  return {
    ...(object === '' ? { object: 'missing' as const } : !OBJECT.test(object) && { object: 'notAName' as const }),
    ...(relation === '' && { relation: 'missing' as const }),
    ...(subject === ''
      ? { subject: 'missing' as const }
      : !SUBJECT.test(subject)
        ? { subject: 'notAName' as const }
        : knows && relation !== '' && fitting.length === 0 && { subject: 'notAllowed' as const }),
    ...(fitting.length > 0 &&
      condition === '' &&
      fitting.every((form) => form.condition !== '') && { condition: 'conditionNeeded' as const }),
    ...(context.trim() !== '' && !readContext(context) && { context: 'notJson' as const }),
    ...(endsAt && endsAt.getTime() <= nowMs && { endsAt: 'inThePast' as const }),
  }
}

export function tupleOf({ object, relation, subject, condition, context, endsAt }: Draft): Tuple {
  const values = readContext(context)
  return {
    object,
    relation,
    subject,
    ...(condition !== '' && { condition: { name: condition, ...(values && { context: values }) } }),
    ...(endsAt && { expiresAt: endsAt.getTime() }),
  }
}

function readContext(text: string): JsonObject | undefined {
  if (text.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}

function isOfForm(subject: string, { type, relation }: DirectForm): boolean {
  if (typeOf(subject) !== type) return false
  if (relation === '*') return subject === `${type}:*`
  const hash = subject.lastIndexOf('#')
  return relation === '' ? hash < 0 && subject !== `${type}:*` : hash > 0 && subject.slice(hash + 1) === relation
}
