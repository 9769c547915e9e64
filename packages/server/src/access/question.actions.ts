// Checks, one and many. Every answer says the revision, the model and the instant that it was computed at.

import type { CheckQuestion, Verdict } from '@lockness/authz'
import { z } from 'zod'
import { type Asked, type Permit, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { failure, isOfSituation, questionErrorOutput, showVerdict } from './question-error.ts'
import {
  computedAtOutput,
  nameInput,
  type Place,
  place,
  type Situation,
  type Situations,
  situationInput,
} from './situation.ts'
import type { Usage } from './usage.ts'

export interface QuestionParts {
  readonly situations: Situations
  readonly usage: Usage
}

export const CHECKS_MAX = 10_000
/** Checks between two turns of others. */
const CHECKS_PER_TURN = 500
const TRIES_MAX = 3

export const tripleInput = { subject: nameInput, relation: nameInput, object: nameInput }
const CheckInput = z.strictObject({ ...situationInput, ...tripleInput })
type CheckInput = z.infer<typeof CheckInput>

export const aboutStore = {
  permit: ({ store }: Situation): Permit => ({ relation: 'can_ask', object: `store:${store}` }),
  store: ({ store }: Situation) => store,
  purpose: ({ purpose }: Situation) => purpose ?? ('enforce' as const),
}

export function checkActions(parts: QuestionParts) {
  return {
    check: question({
      ...aboutStore,
      name: 'access.check',
      summary: 'Whether a subject has a relation on an object',
      input: CheckInput,
      output: z.object({ allowed: z.boolean(), ...computedAtOutput }),
      answer(asked, input) {
        const placed = place(parts, asked, input)
        return placed instanceof Promise
          ? placed.then((late) => answerCheck(parts, asked, late, input))
          : answerCheck(parts, asked, placed, input)
      },
    }),
    checkMany: question({
      ...aboutStore,
      name: 'access.check_many',
      summary: 'Many checks, all at one revision; what is wrong with one of them is its own result',
      input: z.strictObject({ ...situationInput, checks: z.array(z.strictObject(tripleInput)).min(1).max(CHECKS_MAX) }),
      output: z.object({
        results: z.array(z.union([z.object({ allowed: z.boolean() }), z.object({ error: questionErrorOutput })])),
        ...computedAtOutput,
      }),
      async answer(asked, { checks, ...situation }) {
        const { placed, verdicts } = await checkAtOnePlace(parts, asked, situation, checks)
        if (asked.purpose === 'enforce') {
          const yeses = checks.filter((_, index) => verdicts[index]?.answer === 'yes')
          parts.usage.credit(placed, yeses)
        }
        return { results: verdicts.map(showVerdict), ...placed.computedAt }
      },
    }),
  }
}

function answerCheck(
  { usage }: QuestionParts,
  { purpose }: Asked,
  placed: Place,
  { subject, relation, object }: CheckInput,
) {
  const asked = { subject, relation, object }
  const verdict = placed.engine.check(asked, placed.given)
  if (verdict.answer === 'error') throw failure(verdict.error)
  const allowed = verdict.answer === 'yes'
  if (allowed && purpose === 'enforce') usage.credit(placed, [asked])
  return { allowed, ...placed.computedAt }
}

/** When a merge in between lets go of the revision, all are asked again at the next one. */
async function checkAtOnePlace(
  parts: QuestionParts,
  asked: Asked,
  situation: Situation,
  checks: readonly CheckQuestion[],
): Promise<{ readonly placed: Place; readonly verdicts: readonly Verdict[] }> {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const placed = await place(parts, asked, situation)
    const verdicts = await checkInTurns(placed, checks, asked)
    if (verdicts) return { placed, verdicts }
  }
  throw new AppError('unavailable', 'the store moves on faster than so many checks are answered: ask fewer at once')
}

/** At the one revision that the place names, whatever is written between two turns; undefined when that is let go. */
async function checkInTurns(
  { engine, given }: Place,
  checks: readonly CheckQuestion[],
  { deadline }: Asked,
): Promise<Verdict[] | undefined> {
  const verdicts: Verdict[] = []
  for (let from = 0; from < checks.length; from += CHECKS_PER_TURN) {
    if (from > 0) await new Promise(setImmediate)
    const deadlineMs = deadline.remainingMs()
    if (deadlineMs <= 0) {
      throw new AppError('limit_exceeded', 'the deadline has passed', { detail: { limit: 'deadlineMs' } })
    }
    const limits = { deadlineMs: Math.min(deadlineMs, given.limits?.deadlineMs ?? deadlineMs) }
    const some = engine.checkMany(checks.slice(from, from + CHECKS_PER_TURN), { ...given, limits })
    const [first] = some
    if (first?.answer === 'error' && first.error.code === 'revision_unavailable') return undefined
    if (first?.answer === 'error' && isOfSituation(first.error)) throw failure(first.error)
    verdicts.push(...some)
  }
  return verdicts
}
