// What every action of a store shares: the store it is for, why it is done, and who may.

import { z } from 'zod'
import type { Permit } from '../action.ts'

export const storeName = z.string().min(1).max(128)
export const reasonInput = z.string().min(1).max(1_000).optional().meta({ description: 'Why; kept in the audit log' })
export const idempotencyKeyInput = z.string().min(1).max(200).optional().meta({
  description: 'The same write with the same key within 24 hours is done once; also the header Idempotency-Key',
})

/** What every answer to a change says of it. */
export const revisionOutput = { revision: z.int(), token: z.string(), isReplay: z.boolean() }

interface InStore {
  readonly store: string
}

/** What one must have on the store. */
export function onStore(relation: string): { permit(input: InStore): Permit; store(input: InStore): string } {
  return { permit: ({ store }) => ({ relation, object: `store:${store}` }), store: ({ store }) => store }
}
