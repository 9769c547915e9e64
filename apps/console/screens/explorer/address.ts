// The question as the address of the page, so that whatever is seen can be sent to somebody else. What does not belong into
// an address is left out of it in silence: an address comes from anywhere.

import type { JsonObject, JsonValue, Tuple } from '@lockness/authz'
import {
  type Inquiry,
  type Moment,
  mayVary,
  NOTHING_ASKED,
  needs,
  type Question,
  VERBS,
  type Verb,
  type Versus,
} from './question.ts'

const FACTS_MAX = 100
const NAME_CHARS_MAX = 1_024

type Reader = Pick<URLSearchParams, 'get' | 'getAll'>

/** `now`: the second time is now, where the first is not. */
const NOW = 'now'

export function writeAddress({ question, versus }: Inquiry): URLSearchParams {
  const { verb, at, model, facts, context } = question
  const params = new URLSearchParams({ ask: verb })
  if (needs(question, 'subject')) put(params, 'subject', question.subject)
  if (needs(question, 'subjectType')) put(params, 'of', question.subjectType)
  if (needs(question, 'permission')) put(params, 'permission', question.permission)
  if (needs(question, 'object')) put(params, 'object', question.object)
  if (needs(question, 'type')) put(params, 'type', question.type)
  if (at) params.set('at', momentText(at))
  if (model !== undefined) params.set('model', model)
  for (const fact of facts) params.append('fact', JSON.stringify(fact))
  if (Object.keys(context).length > 0) params.set('context', JSON.stringify(context))
  if (versus?.by === 'subject') params.set('vs-subject', versus.subject)
  if (versus?.by === 'at') params.set('vs-at', versus.at ? momentText(versus.at) : NOW)
  if (versus?.by === 'model') params.set('vs-model', versus.model ?? NOW)
  return params
}

export function readAddress(params: Reader): Inquiry {
  const verb = VERBS.find((each) => each === params.get('ask')) ?? NOTHING_ASKED.verb
  const name = (key: string) => (params.get(key) ?? '').slice(0, NAME_CHARS_MAX)
  const at = readMoment(params.get('at'))
  const model = name('model')
  const question: Question = {
    verb,
    subject: name('subject'),
    permission: name('permission'),
    object: name('object'),
    type: name('type'),
    subjectType: name('of') || NOTHING_ASKED.subjectType,
    ...(at && { at }),
    ...(model !== '' && { model }),
    facts: params.getAll('fact').slice(0, FACTS_MAX).flatMap(readFact),
    context: readContext(params.get('context')),
  }
  const versus = readVersus(verb, params)
  return versus ? { question, versus } : { question }
}

/** `#12`, or a time. */
export function momentText(at: Moment): string {
  return 'revision' in at ? `#${at.revision}` : at.time
}

export function readMoment(text: string | null): Moment | undefined {
  if (text === null || text === NOW) return undefined
  const revision = /^#?(\d{1,15})$/.exec(text)?.[1]
  if (revision !== undefined) return { revision: Number(revision) }
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : { time: date.toISOString() }
}

/** A tuple, or why it is none. */
export function readTuple(value: unknown): Tuple | undefined {
  if (!isRecord(value)) return undefined
  const { object, relation, subject, condition, expiresAt } = value
  if (!isName(object) || !isName(relation) || !isName(subject)) return undefined
  const isConditioned = isRecord(condition) && isName(condition.name)
  return {
    object,
    relation,
    subject,
    ...(isConditioned && {
      condition: {
        name: String(condition.name),
        ...(isRecord(condition.context) && { context: condition.context as JsonObject }),
      },
    }),
    ...(Number.isSafeInteger(expiresAt) && { expiresAt: Number(expiresAt) }),
  }
}

function readVersus(verb: Verb, params: Reader): Versus | undefined {
  const [subject, at, model] = [params.get('vs-subject'), params.get('vs-at'), params.get('vs-model')]
  if (subject && mayVary({ verb }, 'subject')) return { by: 'subject', subject: subject.slice(0, NAME_CHARS_MAX) }
  if (at !== null) {
    const moment = readMoment(at)
    return moment ? { by: 'at', at: moment } : { by: 'at' }
  }
  if (model) return model === NOW ? { by: 'model' } : { by: 'model', model: model.slice(0, NAME_CHARS_MAX) }
  return undefined
}

function readFact(text: string): Tuple[] {
  const tuple = readTuple(parsed(text))
  return tuple ? [tuple] : []
}

function readContext(text: string | null): JsonObject {
  const value = text === null ? undefined : parsed(text)
  return isRecord(value) ? (value as JsonObject) : {}
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function put(params: URLSearchParams, key: string, value: string): void {
  if (value !== '') params.set(key, value)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= NAME_CHARS_MAX
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
