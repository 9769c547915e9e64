// Who has access to one thing, and through what: for each relation the first of those who have it, each with the tuples
// that prove it. One question instead of hundreds, all at one revision.

import { type Engine, type Given, namedSubjects, type QuestionError, type Tuple } from '@lockness/authz'
import { z } from 'zod'
import { question } from '../action.ts'
import { questionErrorOutput } from './question-error.ts'
import { Turn } from './question-list.ts'
import { computedAtOutput, nameInput, place, type Situations, situationInput } from './situation.ts'
import { onStore } from './store-input.ts'
import { tupleInput } from './tuple-input.ts'

const RELATIONS_MAX = 200
const SUBJECTS_MAX = 200

export function objectAccessActions(parts: { readonly situations: Situations; readonly nowMs: () => number }) {
  return {
    access: question({
      name: 'object.access',
      summary: 'Who has which relation on a thing, and the tuples that each of them has it by',
      load: 'list',
      input: z.strictObject({
        store: situationInput.store,
        consistency: situationInput.consistency,
        context: situationInput.context,
        object: nameInput,
        relations: z.array(nameInput).min(1).max(RELATIONS_MAX),
        subjectTypes: z.array(nameInput).min(1).max(RELATIONS_MAX),
        subjectsMax: z.int().min(1).max(SUBJECTS_MAX).default(20).meta({ description: 'Told for each relation' }),
      }),
      output: z.object({
        items: z.array(
          z.object({
            relation: z.string(),
            count: z.int().meta({ description: 'Who have it; everybody of a type counts as one' }),
            unsure: z.int().meta({ description: 'Who may have it, besides' }),
            subjects: z.array(
              z.object({
                subject: z.string(),
                through: z.array(tupleInput),
                isUnsure: z.literal(true).optional().meta({ description: 'It depends on what `context` does not say' }),
              }),
            ),
            error: questionErrorOutput.optional().meta({ description: 'Why there may be others' }),
          }),
        ),
        ...computedAtOutput,
      }),
      ...onStore('can_read'),
      purpose: () => 'audit',
      async answer(asked, { object, relations, subjectTypes, subjectsMax, ...situation }) {
        const { engine, given, computedAt } = await place(parts, asked, situation)
        const turn = new Turn({ nowMs: parts.nowMs, deadline: asked.deadline })
        const items = []
        for (const relation of relations) {
          const held = new Holders()
          for (const type of subjectTypes) {
            await held.add(engine, given, { object, relation, type }, turn)
            if (turn.isOver()) await turn.pass()
          }
          const subjects = []
          for (const subject of [...held.sure, ...held.unsure].slice(0, subjectsMax)) {
            const isUnsure = held.unsure.has(subject) && { isUnsure: true as const }
            subjects.push({ subject, through: proofOf(engine, given, { subject, relation, object }), ...isUnsure })
            if (turn.isOver()) await turn.pass()
          }
          const { error } = held
          items.push({ relation, count: held.sure.size, unsure: held.unsure.size, subjects, ...(error && { error }) })
        }
        return { items, ...computedAt }
      },
    }),
  }
}

/** Steps to whom is named around a relation that a list could not be made of. */
const NAMED_STEPS_MAX = 50_000

/** Who has a relation. A list is all or nothing: where it could not be made, everybody who is named there is asked about. */
class Holders {
  readonly sure = new Set<string>()
  readonly unsure = new Set<string>()
  error: QuestionError | undefined

  async add(
    engine: Engine,
    given: Given,
    asked: { readonly object: string; readonly relation: string; readonly type: string },
    turn: Turn,
  ): Promise<void> {
    const { object, relation, type } = asked
    const listed = engine.listSubjects({ object, relation, filter: { type } }, given)
    if (listed.ok) {
      for (const subject of listed.value.items) this.sure.add(subject)
      return
    }
    this.error ??= listed.error
    const walk = namedSubjects(engine.graph, engine.model, asked, NAMED_STEPS_MAX)
    let step = walk.next()
    for (; !step.done; step = walk.next()) if (turn.isOver()) await turn.pass()
    const questions = [`${type}:*`, ...(step.value ?? [])].map((subject) => ({ subject, relation, object }))
    for (const [index, verdict] of engine.checkMany(questions, given).entries()) {
      const { subject } = questions[index]!
      if (verdict.answer === 'yes') this.sure.add(subject)
      if (verdict.answer === 'error') this.unsure.add(subject)
    }
  }
}

function proofOf(engine: Engine, given: Given, asked: { subject: string; relation: string; object: string }): Tuple[] {
  const explained = engine.explain(asked, given)
  if (!explained.ok) return []
  const tuples = explained.value.steps.flatMap(({ tuple, result }) => (tuple && result === 'yes' ? [tuple] : []))
  return [...new Map(tuples.map((tuple) => [JSON.stringify(tuple), tuple])).values()]
}
