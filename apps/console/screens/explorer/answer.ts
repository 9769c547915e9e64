// Asking the server, and what comes back, as a plain value: the first view is asked for by the page on the server, every
// later one by the browser, by the same function. What cannot be answered is a value too. Nothing asked here counts as use
// of an access: the purpose is `ui`.

import type { Client, ExplainStep, LocknessError } from '@lockness/client'
import { isAnswered } from '#session/tried.ts'
import { isCheck, type Question, typeOf } from './question.ts'

export interface ComputedAt {
  readonly revision: number
  readonly model: string
  readonly at: string
}

export interface QuestionError {
  readonly code: string
  readonly message: string
  readonly missing?: readonly string[]
}

/** Asked of the server, or on the way to it. */
export interface Failure {
  readonly code: string
  readonly kind: 'server' | 'network' | 'timeout' | 'cancelled'
  readonly title: string
  readonly detail: string
  readonly requestId?: string
  readonly missing: readonly string[]
}

export interface VerdictAnswer {
  readonly kind: 'verdict'
  /** Absent: it cannot be said. */
  readonly allowed?: boolean
  readonly error?: QuestionError
  readonly steps: readonly ExplainStep[]
  readonly complete: boolean
  readonly computed: ComputedAt
  readonly tookMs: number
}

export interface RelationsAnswer {
  readonly kind: 'relations'
  readonly relations: readonly string[]
  /** Those of which it cannot be said. */
  readonly unknown: readonly { readonly relation: string; readonly missing: readonly string[] }[]
  readonly computed: ComputedAt
  readonly tookMs: number
}

export interface ListAnswer {
  readonly kind: 'list'
  /** The first page, in the order of names. */
  readonly items: readonly string[]
  readonly cursor?: string
  readonly computed: ComputedAt
  readonly tookMs: number
}

export type Answer =
  | VerdictAnswer
  | RelationsAnswer
  | ListAnswer
  | { readonly kind: 'failure'; readonly failure: Failure }

/** Of a type, as far as the model is known. */
export type RelationsOf = (type: string) => readonly string[]

const FIRST_PAGE = 200
const CHECKS_MAX = 1_000

/** Never fails but when it is cancelled. */
export async function askServer(
  client: Client,
  store: string,
  question: Question,
  relationsOf: RelationsOf,
  signal?: AbortSignal,
): Promise<Answer> {
  const began = performance.now()
  try {
    const answer = await askOnce(client, store, question, relationsOf, signal)
    return { ...answer, tookMs: performance.now() - began }
  } catch (error) {
    if (!isAnswered(error) || error.kind === 'cancelled') throw error
    return { kind: 'failure', failure: failureOf(error) }
  }
}

/** Where it is asked, in the words of the API. */
export function situationOf(store: string, { at, model, facts, context }: Question) {
  return {
    store,
    purpose: 'ui' as const,
    ...(at && { at }),
    ...(model !== undefined && { model }),
    ...(facts.length > 0 && { contextualTuples: facts }),
    ...(Object.keys(context).length > 0 && { context }),
  }
}

/** One page of the list that is asked for. */
export function askPage(
  client: Client,
  store: string,
  question: Question,
  page: { readonly pageSize: number; readonly cursor?: string },
  signal?: AbortSignal,
) {
  return question.verb === 'who'
    ? client.access.listSubjects({ ...whoOf(store, question), ...page }, { signal })
    : client.access.listObjects({ ...reachOf(store, question), ...page }, { signal })
}

/** All of it, a line each. */
export function streamList(client: Client, store: string, question: Question, signal: AbortSignal) {
  return question.verb === 'who'
    ? client.access.listSubjects.stream(whoOf(store, question), { signal })
    : client.access.listObjects.stream(reachOf(store, question), { signal })
}

export function failureOf(error: LocknessError): Failure {
  const { code, kind, title, detail, requestId, info } = error
  const missing = Array.isArray(info.missing) ? info.missing.filter((each) => typeof each === 'string') : []
  return { code, kind, title, detail, missing, ...(requestId !== undefined && { requestId }) }
}

type WithoutTime<T> = T extends { readonly tookMs: number } ? Omit<T, 'tookMs'> : never

async function askOnce(
  client: Client,
  store: string,
  question: Question,
  relationsOf: RelationsOf,
  signal: AbortSignal | undefined,
): Promise<WithoutTime<Answer>> {
  const { verb, subject, permission: relation, object } = question
  const situation = situationOf(store, question)
  if (isCheck(verb)) {
    const { allowed, error, steps, complete, ...computed } = await client.access.explain(
      { ...situation, subject, relation, object },
      { signal },
    )
    return {
      kind: 'verdict',
      ...(allowed !== undefined && { allowed }),
      ...(error && { error }),
      steps,
      complete,
      computed: placeOf(computed),
    }
  }
  if (verb === 'do') return askRelations(client, store, question, relationsOf(typeOf(object)), signal)
  const { items, cursor, ...computed } = await askPage(client, store, question, { pageSize: FIRST_PAGE }, signal)
  return { kind: 'list', items, ...(cursor !== undefined && { cursor }), computed: placeOf(computed) }
}

/** One by one, so that what cannot be said of one relation does not hide the others. */
async function askRelations(
  client: Client,
  store: string,
  question: Question,
  among: readonly string[],
  signal: AbortSignal | undefined,
): Promise<WithoutTime<RelationsAnswer>> {
  const { subject, object } = question
  const situation = situationOf(store, question)
  if (among.length === 0 || among.length > CHECKS_MAX) {
    const { relations, ...computed } = await client.access.listRelations({ ...situation, subject, object }, { signal })
    return { kind: 'relations', relations, unknown: [], computed: placeOf(computed) }
  }
  const checks = among.map((relation) => ({ subject, relation, object }))
  const { results, ...computed } = await client.access.checkMany({ ...situation, checks }, { signal })
  const unknown = among.flatMap((relation, index) => {
    const result = results[index]
    // A model of another time may not have the relation at all.
    const isOpen = result && 'error' in result && result.error.code !== 'unknown_relation'
    return isOpen ? [{ relation, missing: result.error.missing ?? [] }] : []
  })
  const relations = among.filter((_, index) => {
    const result = results[index]
    return result && 'allowed' in result && result.allowed
  })
  return { kind: 'relations', relations, unknown, computed: placeOf(computed) }
}

function whoOf(store: string, question: Question) {
  const { object, permission: relation, subjectType } = question
  const [type = '', subjectRelation] = subjectType.split('#')
  const of = { object, relation, type, ...(subjectRelation !== undefined && { subjectRelation }) }
  return { ...situationOf(store, question), ...of }
}

function reachOf(store: string, question: Question) {
  const { subject, permission: relation, type } = question
  return { ...situationOf(store, question), subject, relation, type }
}

function placeOf({ revision, model, at }: ComputedAt): ComputedAt {
  return { revision, model, at }
}
