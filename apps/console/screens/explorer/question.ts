// What is asked in this room, as a value: who, what, on which thing, when, under which model, and with which facts brought
// along; perhaps a second time with one of them replaced, to compare. The form, the line, the address of the page and the server
// are four ways to write this value down.

import type { JsonObject, Tuple } from '@lockness/authz'

/** `can`, `why`, `why-not`: one check and its proof. `do`, `who`, `reach`: what is not said is asked for. */
export type Verb = 'can' | 'why' | 'why-not' | 'do' | 'who' | 'reach'
export const VERBS: readonly Verb[] = ['can', 'why', 'why-not', 'do', 'who', 'reach']

export type Moment = { readonly revision: number } | { readonly time: string }

/** A part that is not said yet, or that the verb has no use for, is empty. */
export interface Question {
  readonly verb: Verb
  readonly subject: string
  /** A relation of the model. */
  readonly permission: string
  readonly object: string
  /** Of the things that are asked for: `reach`. */
  readonly type: string
  /** Of those who are asked for, `user` or `team#member`: `who`. */
  readonly subjectType: string
  /** Absent: now. */
  readonly at?: Moment | undefined
  /** Absent: the model in force. */
  readonly model?: string | undefined
  /** Tuples that count for this question only. */
  readonly facts: readonly Tuple[]
  /** Values for conditions. */
  readonly context: JsonObject
}

/** What is different when it is asked a second time. */
export type Versus =
  | { readonly by: 'subject'; readonly subject: string }
  | { readonly by: 'at'; readonly at?: Moment | undefined }
  | { readonly by: 'model'; readonly model?: string | undefined }

export interface Inquiry {
  readonly question: Question
  readonly versus?: Versus | undefined
}

export const NOTHING_ASKED: Question = {
  verb: 'can',
  subject: '',
  permission: '',
  object: '',
  type: '',
  subjectType: 'user',
  facts: [],
  context: {},
}

type Part = 'subject' | 'permission' | 'object' | 'type' | 'subjectType'

// biome-ignore format: a table is read by its columns
const PARTS: Readonly<Record<Verb, readonly Part[]>> = {
  can:       ['subject', 'permission', 'object'],
  why:       ['subject', 'permission', 'object'],
  'why-not': ['subject', 'permission', 'object'],
  do:        ['subject', 'object'],
  who:       ['subjectType', 'permission', 'object'],
  reach:     ['subject', 'permission', 'type'],
}

export function isCheck(verb: Verb): verb is 'can' | 'why' | 'why-not' {
  return verb === 'can' || verb === 'why' || verb === 'why-not'
}

export function needs({ verb }: Pick<Question, 'verb'>, part: Part): boolean {
  return PARTS[verb].includes(part)
}

export function isComplete(question: Question): boolean {
  return PARTS[question.verb].every((part) => question[part] !== '')
}

/** Another person has nothing to be compared by when it is asked who. */
export function mayVary({ verb }: Pick<Question, 'verb'>, by: Versus['by']): boolean {
  return by !== 'subject' || verb !== 'who'
}

/** The question as it is asked the second time. */
export function varied(question: Question, versus: Versus): Question {
  if (versus.by === 'subject') return { ...question, subject: versus.subject }
  if (versus.by === 'at') return { ...question, at: versus.at }
  return { ...question, model: versus.model }
}

/** `artist:luna` → `artist`; nothing when it is not a name. */
export function typeOf(name: string): string {
  const colon = name.indexOf(':')
  return colon <= 0 ? '' : name.slice(0, colon)
}

/** `artist:luna` → `luna`; `team:press#member` → `press`. */
export function localName(name: string): string {
  const id = name.slice(name.indexOf(':') + 1)
  const hash = id.lastIndexOf('#')
  return hash > 0 ? id.slice(0, hash) : id
}

/** The type of the things that the permission is of; empty while that is not said. */
export function askedType(question: Question): string {
  return question.verb === 'reach' ? question.type : typeOf(question.object)
}

/** With another verb, keeping what that one can use. */
export function withVerb(question: Question, verb: Verb): Question {
  const type = verb === 'reach' && question.type === '' ? typeOf(question.object) : question.type
  return { ...question, verb, type }
}
