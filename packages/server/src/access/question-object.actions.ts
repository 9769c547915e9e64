// Questions about one object: which relations a subject has on it, how a relation on it is made up, and why an answer is
// what it is.

import type { ExpandNode } from '@lockness/authz'
import { z } from 'zod'
import { question } from '../action.ts'
import { AppError } from '../errors.ts'
import { aboutStore, tripleInput } from './question.actions.ts'
import { failure, questionErrorOutput, showVerdict } from './question-error.ts'
import { computedAtOutput, nameInput, place, type Situations, situationInput } from './situation.ts'

const RELATIONS_MAX = 1_000
/** Of one tree. */
const SUBJECTS_MAX = 100_000

export function objectActions(parts: { readonly situations: Situations }) {
  return {
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
        if (countSubjects(tree.value) > SUBJECTS_MAX) {
          throw new AppError(
            'limit_exceeded',
            `\`${object}#${relation}\` has more than ${SUBJECTS_MAX} subjects: list them`,
            {
              detail: { limit: 'expandSubjectsMax' },
            },
          )
        }
        return { tree: tree.value, ...computedAt }
      },
    }),
    explain: question({
      ...aboutStore,
      name: 'access.explain',
      summary: 'Why: one proof of a yes, or every branch of a no and what stopped it',
      load: 'list',
      input: z.strictObject({ ...situationInput, ...tripleInput }),
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

function countSubjects(node: ExpandNode): number {
  if ('subjects' in node) return node.subjects.length
  if ('tupleset' in node) return node.computed.length
  if ('difference' in node) return countSubjects(node.difference.base) + countSubjects(node.difference.subtract)
  const children = 'union' in node ? node.union : 'intersection' in node ? node.intersection : []
  return children.reduce((sum, child) => sum + countSubjects(child), 0)
}
