// A tuple as our own API takes it.

import type { Tuple } from '@lockness/authz'
import { z } from 'zod'
import type { TupleFilter, TupleTraits } from '../store/history.ts'

const text = z.string().min(1).max(1_024)

export const tupleKeyInput = z.strictObject({ object: text, relation: text, subject: text })

export const tupleInput = z.strictObject({
  object: text,
  relation: text,
  subject: text,
  condition: z.strictObject({ name: text, context: z.record(z.string(), z.unknown()).optional() }).optional(),
  expiresAt: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'From then on it counts no more (milliseconds since 1970)' }),
})

/** Each part that is given narrows it down. */
export const tupleFilterInput = {
  objectType: text.optional().meta({ description: 'The type of the object' }),
  object: text.optional().meta({ description: '`type:id`' }),
  relation: text.optional(),
  subject: text.optional().meta({ description: '`type:id`, `type:*` or `type:id#relation`' }),
}
const TupleFilterInput = z.object(tupleFilterInput)

export function readFilter({ objectType, object, relation, subject }: z.infer<typeof TupleFilterInput>): TupleFilter {
  return {
    ...(objectType !== undefined && { objectType }),
    ...(object !== undefined && { object }),
    ...(relation !== undefined && { relation }),
    ...(subject !== undefined && { subject }),
  }
}

/** Where tuples are only looked at. */
export const traitsInput = {
  subjectType: text.optional().meta({ description: 'The type of the subject' }),
  condition: text.optional().meta({ description: 'Only those under this condition' }),
  expiresBefore: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Only those that end before this time (RFC 3339)' }),
}
const TraitsInput = z.object(traitsInput)

export function readTraits({ subjectType, condition, expiresBefore }: z.infer<typeof TraitsInput>): TupleTraits {
  return {
    ...(subjectType !== undefined && { subjectType }),
    ...(condition !== undefined && { condition }),
    ...(expiresBefore !== undefined && { expiresBeforeMs: Date.parse(expiresBefore) }),
  }
}

/** What zod cannot say: that a context which was parsed from JSON is JSON. */
export function asTuples(tuples: readonly z.infer<typeof tupleInput>[]): readonly Tuple[] {
  return tuples as readonly Tuple[]
}
