// What every page of the room needs to know on the server: the store, whose session it is, the words, and whether this key
// may write. That is asked of the server, by a removal that removes nothing: nobody here decides what a key may.

import type { Client } from '@lockness/client'
import { cache } from 'react'
import { requireSession } from '#session/session.ts'
import { isAnswered } from '#session/tried.ts'
import { readWords } from './read-words.ts'
import type { Words } from './words.ts'

export interface Room {
  readonly store: string
  readonly client: Client
  readonly words: Words
  readonly mayWrite: boolean
}

export const readRoom = cache(async (parameter: string): Promise<Room> => {
  const store = decodeURIComponent(parameter)
  const { client } = await requireSession()
  const [words, mayWrite] = await Promise.all([readWords(client, store), isWriter(client, store)])
  return { store, client, words, mayWrite }
})

async function isWriter(client: Client, store: string): Promise<boolean> {
  try {
    const nothing = { store, object: 'nothing:nothing', relation: 'nothing', subject: 'nothing:nothing', dryRun: true }
    for await (const line of client.tuple.delete(nothing)) if ('end' in line) return true
    return true
  } catch (error) {
    if (isAnswered(error) && error.kind === 'server') return error.status !== 403
    throw error
  }
}
