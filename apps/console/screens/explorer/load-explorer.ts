// The first view of the room, on the server: the words of the store, and the answer to what the address asks. What the key may not
// read is left out: one can ask without titles.

import type { AuthorizationModel } from '@lockness/authz'
import type { Client } from '@lockness/client'
import { isAnswered } from '#session/tried.ts'
import { writeAddress } from './address.ts'
import { askServer } from './answer.ts'
import { type Inquiry, isComplete, type Question, varied } from './question.ts'
import { suggestQuestions } from './suggest-questions.ts'
import { type Vocabulary, vocabularyOf, Words } from './vocabulary.ts'

/** Of the first of them the questions to begin with are made. */
const TUPLES_LOOKED_AT = 200

export async function loadExplorer(client: Client, store: string, inquiry: Inquiry) {
  const { question, versus } = inquiry
  const isAsked = isComplete(question)
  const loading = loadVocabulary(client, store)
  const ask = async (asked: Question) => {
    // Only this question has to wait for the words.
    const words = asked.verb === 'do' ? new Words(await loading) : undefined
    return askServer(client, store, asked, (type) => words?.namesOfRelations(type) ?? [])
  }
  const [vocabulary, tuples, first, second] = await Promise.all([
    loading,
    isAsked
      ? []
      : orNothing(client.tuple.read({ store, pageSize: TUPLES_LOOKED_AT })).then((page) => page?.items ?? []),
    isAsked ? ask(question) : undefined,
    isAsked && versus ? ask(varied(question, versus)) : undefined,
  ])
  return {
    vocabulary,
    initial: { address: writeAddress(inquiry).toString(), ...(first && { first }), ...(second && { second }) },
    firstQuestions: suggestQuestions(tuples, new Words(vocabulary)),
  }
}

/** Undefined: there is no model, or it may not be read. */
async function loadVocabulary(client: Client, store: string): Promise<Vocabulary | undefined> {
  const [model, catalog] = await Promise.all([
    orNothing(client.model.get({ store, model: 'in-force' })),
    orNothing(client.catalog.get({ store })),
  ])
  return model && vocabularyOf(model.id, model.document as unknown as AuthorizationModel, catalog)
}

/** Nothing, where there is nothing or it may not be read; the answer itself says what else is wrong. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isAnswered(error)) return undefined
    throw error
  }
}
