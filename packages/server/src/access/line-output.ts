// The lines of the streams about tuples, and the events of a watch, as schemas: what the document says of them.

import { z } from 'zod'
import { tupleInput } from './tuple-input.ts'

const exportHead = z.object({
  store: z.string(),
  revision: z.int(),
  token: z.string().optional(),
  model: z.string().optional(),
})
const errorLine = z.object({ error: z.looseObject({ code: z.string(), detail: z.string() }) }).meta({
  description: 'A problem after the first line: the last line of an answer that is not whole',
})

export const exportLine = z.union([
  z.object({ export: exportHead }).meta({ description: 'The first line' }),
  tupleInput,
  z
    .object({ end: z.object({ tuples: z.int() }) })
    .meta({ description: 'The last line; without it something is missing' }),
])

export const importLine = z.union([
  z.object({
    progress: z.object({ rows: z.int(), revision: z.int(), bad: z.int() }).meta({ description: 'What is done so far' }),
  }),
  z.object({ bad: z.object({ line: z.int(), message: z.string() }) }).meta({ description: 'A row that is left out' }),
  z.object({ end: z.object({ rows: z.int(), bad: z.int(), isDryRun: z.literal(true).optional() }) }),
  errorLine,
])

export const deleteLine = z.union([
  z.object({ progress: z.object({ removed: z.int(), found: z.int(), revision: z.int() }) }),
  z.object({
    end: z.object({
      found: z.int(),
      removed: z.int(),
      revision: z.int().optional(),
      token: z.string().optional(),
      isReplay: z.boolean().optional(),
    }),
  }),
  errorLine,
])

const passed = { revision: z.int(), token: z.string(), at: z.string() }

export const watchLine = z.union([
  z
    .object({
      type: z.literal('change'),
      ...passed,
      actor: z.string(),
      action: z.string(),
      source: z.string(),
      reason: z.string().optional(),
      model: z.string().optional().meta({ description: 'A version of the model that is in force from here on' }),
      added: z.array(tupleInput),
      removed: z.array(tupleInput),
    })
    .meta({ description: 'A revision that somebody made' }),
  z
    .object({ type: z.literal('expiration'), ...passed, removed: z.array(tupleInput) })
    .meta({ description: 'Tuples whose time was over, and which are now gone' }),
  z
    .object({ type: z.literal('checkpoint'), revision: z.int(), token: z.string() })
    .meta({ description: 'Up to here there was nothing else to tell' }),
  z
    .object({ type: z.literal('RESYNC_REQUIRED'), reason: z.string().meta({ description: 'Why it cannot' }) })
    .meta({ description: 'What comes next cannot be told without a gap: read everything anew; nothing follows' }),
  z
    .object({ type: z.literal('error'), error: z.looseObject({ code: z.string() }) })
    .meta({ description: 'The watch failed; it may be gone on with from the last token' }),
])
