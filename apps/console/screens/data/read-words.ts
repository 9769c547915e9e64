// The words of a store, read on the server. A store without a model has none, and a key that may not read the model sees
// names as they are.

import type { AuthorizationModel } from '@lockness/authz'
import type { Client } from '@lockness/client'
import { cache } from 'react'
import { isAnswered } from '#session/tried.ts'
import { NO_WORDS, type Words, wordsOf } from './words.ts'

export const readWords = cache(async (client: Client, store: string): Promise<Words> => {
  try {
    const { items } = await client.model.list({ store, pageSize: 1 })
    const [newest] = items
    if (!newest) return NO_WORDS
    const [model, catalog] = await Promise.all([
      client.model.get({ store, model: newest.id }),
      client.catalog.get({ store }).catch(() => undefined),
    ])
    return wordsOf(newest.id, model.document as unknown as AuthorizationModel, catalog)
  } catch (error) {
    if (isAnswered(error) && error.kind === 'server') return NO_WORDS
    throw error
  }
})
