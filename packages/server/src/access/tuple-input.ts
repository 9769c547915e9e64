// A tuple as our own API takes it.

import { z } from 'zod'

const text = z.string().min(1).max(1_024)

export const tupleKeyInput = z.strictObject({ object: text, relation: text, subject: text })

export const tupleInput = z.strictObject({
  object: text,
  relation: text,
  subject: text,
  condition: z.strictObject({ name: text, context: z.record(z.string(), z.unknown()).optional() }).optional(),
  expiresAt: z.int().min(0).optional(),
})
