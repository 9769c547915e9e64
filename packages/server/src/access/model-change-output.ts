// What is answered to a new model or a new version of a module, as a schema: the same report, whichever way it came.

import { z } from 'zod'
import { revisionOutput } from './store-input.ts'

const mistakeOutput = z.object({
  file: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
  code: z.string(),
  message: z.string(),
})

const verdict = z.enum(['yes', 'no', 'error'])
const counts = {
  gained: z.int().meta({ description: 'From no to yes' }),
  lost: z.int().meta({ description: 'From yes to no' }),
  unsure: z.int().meta({ description: 'Where one of the two cannot be told, mostly for lack of context' }),
}
const impactOutput = z.object({
  diff: z
    .object({
      types: z.array(
        z.object({ change: z.enum(['added', 'removed']), type: z.string(), relations: z.array(z.string()) }),
      ),
      relations: z.array(
        z.object({
          change: z.enum(['added', 'removed', 'widened', 'narrowed', 'changed', 'affected']).meta({
            description: '`affected`: its own rule is as it was, what it refers to is not',
          }),
          type: z.string(),
          relation: z.string(),
          restrictionsAdded: z.array(z.string()),
          restrictionsRemoved: z.array(z.string()),
          through: z.array(z.string()).meta({ description: 'What changed of the things it refers to' }),
        }),
      ),
      conditions: z.array(
        z.object({
          change: z.enum(['added', 'removed', 'changed']),
          condition: z.string(),
          parts: z.array(z.enum(['expression', 'parameters'])),
        }),
      ),
    })
    .meta({ description: 'What changes in meaning' }),
  touched: z
    .array(z.object({ type: z.string(), relation: z.string(), tuplesMax: z.int() }))
    .meta({ description: 'Relations whose own rule changes, and how many tuples of them there are at most' }),
  orphans: z
    .object({ count: z.int() })
    .loose()
    .meta({ description: 'Tuples that the new model does not allow, with examples' }),
  decisions: z
    .object({
      ...counts,
      isExact: z.boolean().meta({ description: 'False: there are at least so many' }),
      compared: z.int().meta({ description: 'Lists of subjects that were looked at, before and after' }),
      relations: z.array(z.object({ type: z.string(), relation: z.string(), ...counts })),
      items: z.array(
        z.object({ subject: z.string(), relation: z.string(), object: z.string(), before: verdict, after: verdict }),
      ),
    })
    .optional()
    .meta({ description: 'Of a dry run: who would gain and who would lose what, the first ones one by one' }),
})

export const reportOutput = {
  isAccepted: z.boolean(),
  refusal: z
    .object({
      code: z.string(),
      reason: z.enum(['invalid_model', 'tests_failed', 'orphans']),
      message: z.string(),
    })
    .optional()
    .meta({ description: 'Of a dry run: the problem that it would be answered with' }),
  errors: z.array(mistakeOutput),
  warnings: z.array(mistakeOutput),
  tests: z
    .object({
      passed: z.int(),
      failed: z.int(),
      files: z.array(z.object({ file: z.string(), passed: z.int(), failed: z.int() })),
      failures: z.array(
        mistakeOutput.extend({
          test: z.string().optional(),
          expected: z.unknown().optional(),
          received: z.unknown().optional(),
        }),
      ),
    })
    .optional()
    .meta({ description: 'Of all modules, not only of this one' }),
  impact: impactOutput.optional().meta({ description: 'Absent where there was no model before' }),
}

const { revision, token, isReplay } = revisionOutput

/** Of what is made; a dry run makes nothing. */
export const madeOutput = {
  model: z.string().optional(),
  revision: revision.optional(),
  token: token.optional(),
  isReplay: isReplay.optional(),
  isDryRun: z.literal(true).optional(),
}
