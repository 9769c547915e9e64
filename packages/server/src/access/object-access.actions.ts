// Who has access to one thing, and through what: for each relation the first of those who have it, each with the tuples
// that prove it. One question instead of hundreds, all at one revision.

import type { Engine, Given, QuestionError, Tuple } from '@lockness/authz'
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
            subjects: z.array(z.object({ subject: z.string(), through: z.array(tupleInput) })),
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
          const found = []
          let error: QuestionError | undefined
          for (const type of subjectTypes) {
            const listed = engine.listSubjects({ object, relation, filter: { type } }, given)
            if (listed.ok) found.push(...listed.value.items)
            else error ??= listed.error
            if (turn.isOver()) await turn.pass()
          }
          const subjects = []
          for (const subject of found.slice(0, subjectsMax)) {
            subjects.push({ subject, through: proofOf(engine, given, { subject, relation, object }) })
            if (turn.isOver()) await turn.pass()
          }
          items.push({ relation, count: found.length, subjects, ...(error && { error }) })
        }
        return { items, ...computedAt }
      },
    }),
  }
}

function proofOf(engine: Engine, given: Given, asked: { subject: string; relation: string; object: string }): Tuple[] {
  const explained = engine.explain(asked, given)
  if (!explained.ok) return []
  const tuples = explained.value.steps.flatMap(({ tuple, result }) => (tuple && result === 'yes' ? [tuple] : []))
  return [...new Map(tuples.map((tuple) => [JSON.stringify(tuple), tuple])).values()]
}
