// Questions about one store. Every answer says the revision, the model and the instant that it was computed at.

import type { Given, JsonObject, QuestionError, Tuple } from '@lockness/authz'
import { z } from 'zod'
import { type Asked, type Permit, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { type Consistency, type ConsistencyOptions, revisionFor, within } from './consistency.ts'
import type { ModelInForce } from './replica.ts'
import type { Replicas } from './replicas.ts'
import { tupleInput } from './tuple-input.ts'

export interface QuestionParts {
  readonly replicas: Replicas
  readonly consistency: ConsistencyOptions
}

const CHECKS_MAX = 10_000
const PAGE_MAX = 10_000
const text = z.string().min(1).max(1_024)
const situation = {
  store: z.string().min(1).max(128),
  model: z.string().min(1).max(128).optional(),
  /** Milliseconds since 1970. */
  at: z.int().min(0).optional(),
  consistency: z
    .strictObject({ mode: z.enum(['minimize_latency', 'at_least', 'full', 'exact']), token: z.string().optional() })
    .optional(),
  contextualTuples: z.array(tupleInput).max(100).optional(),
  context: z.record(z.string(), z.unknown()).optional(),
  purpose: z.enum(['enforce', 'ui', 'list', 'simulate', 'probe', 'audit']).optional(),
}
const triple = { subject: text, relation: text, object: text }
const Situation = z.strictObject(situation)
type Situation = z.infer<typeof Situation>

const about = {
  permit: ({ store }: Situation): Permit => ({ relation: 'can_ask', object: `store:${store}` }),
  store: ({ store }: Situation) => store,
  purpose: ({ purpose }: Situation) => purpose ?? ('enforce' as const),
}

export function questionActions(parts: QuestionParts) {
  return {
    check: question({
      ...about,
      name: 'access.check',
      summary: 'Whether a subject has a relation on an object',
      input: z.strictObject({ ...situation, ...triple }),
      async answer(asked, { subject, relation, object, ...rest }) {
        const { engine, given, computedAt } = await place(parts, asked, rest)
        const verdict = engine.check({ subject, relation, object }, given)
        if (verdict.answer === 'error') throw failure(verdict.error)
        return { allowed: verdict.answer === 'yes', ...computedAt }
      },
    }),
    checkMany: question({
      ...about,
      name: 'access.check_many',
      summary: 'Many checks, all at one revision',
      input: z.strictObject({ ...situation, checks: z.array(z.strictObject(triple)).min(1).max(CHECKS_MAX) }),
      async answer(asked, { checks, ...rest }) {
        const { engine, given, computedAt } = await place(parts, asked, rest)
        const results = engine
          .checkMany(checks, given)
          .map((verdict) =>
            verdict.answer === 'error' ? { error: verdict.error } : { allowed: verdict.answer === 'yes' },
          )
        return { results, ...computedAt }
      },
    }),
    listObjects: question({
      ...about,
      name: 'access.list_objects',
      summary: 'The objects of a type on which a subject has a relation',
      load: 'list',
      input: z.strictObject({
        ...situation,
        subject: text,
        relation: text,
        type: text,
        pageSize: z.int().min(1).max(PAGE_MAX).default(1_000),
        cursor: z.string().max(2_048).optional(),
      }),
      async answer(asked, { subject, relation, type, pageSize, cursor, ...rest }) {
        const { engine, given, computedAt } = await place(parts, asked, rest)
        // A cursor names the revision of its list; asking for another one would refuse it.
        const { revision, ...unbound } = given
        const paging = { pageSize, ...(cursor !== undefined && { cursor }) }
        const page = engine.listObjects({ subject, relation, type }, cursor === undefined ? given : unbound, paging)
        if (!page.ok) throw failure(page.error)
        const { items, cursor: next } = page.value
        return { items, ...(next !== undefined && { cursor: next }), ...computedAt, revision: page.value.revision }
      },
    }),
  }
}

interface Place {
  readonly engine: ModelInForce['engine']
  readonly given: Given
  readonly computedAt: { readonly revision: number; readonly model: string; readonly at: number }
}

async function place(parts: QuestionParts, { deadline, now }: Asked, input: Situation): Promise<Place> {
  const { store, model: wanted, contextualTuples, context, at = now.getTime() } = input
  const replica = await within(deadline, parts.replicas.open(store))
  const revision = await revisionFor(parts.consistency, store, replica, readConsistency(input), deadline)
  const { id: model, engine } = await within(deadline, replica.modelAt(revision, wanted))
  if (!replica.holds(revision)) throw new AppError('unavailable', `revision ${revision} is no longer held in memory`)
  const given: Given = {
    at,
    revision,
    limits: { deadlineMs: Math.max(1, deadline.remainingMs()) },
    clock: parts.consistency.nowMs,
    ...(contextualTuples && { contextualTuples: contextualTuples as readonly Tuple[] }),
    ...(context && { context: context as JsonObject }),
  }
  return { engine, given, computedAt: { revision, model, at } }
}

function readConsistency({ consistency }: Situation): Consistency {
  const { mode = 'minimize_latency', token } = consistency ?? {}
  if (mode === 'minimize_latency' || mode === 'full') {
    if (token !== undefined) throw new AppError('invalid_input', `\`${mode}\` takes no token`)
    return { mode }
  }
  if (token === undefined) throw new AppError('invalid_input', `\`${mode}\` needs a token`)
  return { mode, token }
}

/** An error of a question is neither a yes nor a no. */
function failure(error: QuestionError): AppError {
  const code = error.code.includes('limit') ? 'limit_exceeded' : 'invalid_input'
  return new AppError(code, error.message, { detail: { question: error.code } })
}
