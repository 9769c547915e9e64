// Questions about one store. Every answer says the revision, the model and the instant that it was computed at.

import type { CheckQuestion, ExpandNode, Verdict } from '@lockness/authz'
import { z } from 'zod'
import { type Asked, type Permit, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { failure, isOfSituation, questionErrorOutput } from './question-error.ts'
import {
  computedAtOutput,
  nameInput,
  type Place,
  place,
  type Situation,
  type Situations,
  situationInput,
} from './situation.ts'

export interface QuestionParts {
  readonly situations: Situations
}

export const CHECKS_MAX = 10_000
const RELATIONS_MAX = 1_000
/** Checks between two turns of others. */
const CHECKS_PER_TURN = 500

const triple = { subject: nameInput, relation: nameInput, object: nameInput }
const CheckInput = z.strictObject({ ...situationInput, ...triple })
type CheckInput = z.infer<typeof CheckInput>

export const aboutStore = {
  permit: ({ store }: Situation): Permit => ({ relation: 'can_ask', object: `store:${store}` }),
  store: ({ store }: Situation) => store,
  purpose: ({ purpose }: Situation) => purpose ?? ('enforce' as const),
}

export function questionActions(parts: QuestionParts) {
  return {
    check: question({
      ...aboutStore,
      name: 'access.check',
      summary: 'Whether a subject has a relation on an object',
      input: CheckInput,
      output: z.object({ allowed: z.boolean(), ...computedAtOutput }),
      answer(asked, input) {
        const placed = place(parts, asked, input)
        return placed instanceof Promise ? placed.then((late) => answerCheck(late, input)) : answerCheck(placed, input)
      },
    }),
    checkMany: question({
      ...aboutStore,
      name: 'access.check_many',
      summary: 'Many checks, all at one revision; what is wrong with one of them is its own result',
      input: z.strictObject({ ...situationInput, checks: z.array(z.strictObject(triple)).min(1).max(CHECKS_MAX) }),
      output: z.object({
        results: z.array(z.union([z.object({ allowed: z.boolean() }), z.object({ error: questionErrorOutput })])),
        ...computedAtOutput,
      }),
      async answer(asked, { checks, ...situation }) {
        const placed = await place(parts, asked, situation)
        const verdicts = await checkInTurns(placed, checks, asked)
        return { results: verdicts.map(showVerdict), ...placed.computedAt }
      },
    }),
    listRelations: question({
      ...aboutStore,
      name: 'access.list_relations',
      summary: "The relations that a subject has on an object, in the model's order",
      input: z.strictObject({
        ...situationInput,
        subject: nameInput,
        object: nameInput,
        relations: z
          .array(nameInput)
          .max(RELATIONS_MAX)
          .optional()
          .meta({ description: "Default: all of the object's type" }),
      }),
      output: z.object({ relations: z.array(z.string()), ...computedAtOutput }),
      async answer(asked, { subject, object, relations: among, ...situation }) {
        const { engine, given, computedAt } = await place(parts, asked, situation)
        const held = engine.listRelations({ subject, object, ...(among && { relations: among }) }, given)
        if (!held.ok) throw failure(held.error)
        return { relations: held.value, ...computedAt }
      },
    }),
    expand: question({
      ...aboutStore,
      name: 'access.expand',
      summary: 'One level of a relation on an object: its rewrite as a tree, with the subjects of its tuples',
      input: z.strictObject({ ...situationInput, relation: nameInput, object: nameInput }),
      output: z.object({ tree: z.custom<ExpandNode>(), ...computedAtOutput }),
      async answer(asked, { relation, object, ...situation }) {
        const { engine, given, computedAt } = await place(parts, asked, situation)
        const tree = engine.expand({ relation, object }, given)
        if (!tree.ok) throw failure(tree.error)
        return { tree: tree.value, ...computedAt }
      },
    }),
    explain: question({
      ...aboutStore,
      name: 'access.explain',
      summary: 'Why: one proof of a yes, or every branch of a no and what stopped it',
      load: 'list',
      input: CheckInput,
      output: z.object({
        allowed: z.boolean().optional().meta({ description: 'Absent when the answer is an error' }),
        error: questionErrorOutput.optional(),
        steps: z.array(stepOutput).meta({ description: 'Step 0 is the question; children are numbers of steps' }),
        complete: z.boolean().meta({ description: 'False when there was more to say than an explanation holds' }),
        ...computedAtOutput,
      }),
      async answer(asked, { subject, relation, object, ...situation }) {
        const { engine, given, computedAt } = await place(parts, asked, situation)
        const explained = engine.explain({ subject, relation, object }, given)
        if (!explained.ok) throw failure(explained.error)
        const { verdict, steps, complete } = explained.value
        return { ...showVerdict(verdict), steps, complete, ...computedAt }
      },
    }),
  }
}

const stepOutput = z.object({
  rule: z.enum(['relation', 'operand', 'tuple', 'all of', 'but not']),
  object: z.string(),
  relation: z.string(),
  result: z.enum(['yes', 'no', 'error', 'cycle']),
  tuple: z.unknown().optional(),
  reason: z.string().optional(),
  children: z.array(z.int()),
})

function answerCheck({ engine, given, computedAt }: Place, { subject, relation, object }: CheckInput) {
  const verdict = engine.check({ subject, relation, object }, given)
  if (verdict.answer === 'error') throw failure(verdict.error)
  return { allowed: verdict.answer === 'yes', ...computedAt }
}

/** At the one revision that the place names, whatever is written between two turns. */
async function checkInTurns(
  { engine, given }: Place,
  checks: readonly CheckQuestion[],
  { deadline }: Asked,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (let from = 0; from < checks.length; from += CHECKS_PER_TURN) {
    if (from > 0) await new Promise(setImmediate)
    const deadlineMs = deadline.remainingMs()
    if (deadlineMs <= 0) {
      throw new AppError('limit_exceeded', 'the deadline has passed', { detail: { limit: 'deadlineMs' } })
    }
    const some = engine.checkMany(checks.slice(from, from + CHECKS_PER_TURN), { ...given, limits: { deadlineMs } })
    const [first] = some
    if (first?.answer === 'error' && isOfSituation(first.error)) throw failure(first.error)
    verdicts.push(...some)
  }
  return verdicts
}

function showVerdict(verdict: Verdict) {
  return verdict.answer === 'error' ? { error: verdict.error } : { allowed: verdict.answer === 'yes' }
}
