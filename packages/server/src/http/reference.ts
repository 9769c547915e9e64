// The API tells what it is: a document for programs and a page for people, both made once from the tables.

import { z } from 'zod'
import { question } from '../action.ts'
import { openApiDocument } from './openapi.ts'
import { referencePage } from './reference-page.ts'
import { type Route, route } from './route.ts'

const nothing = z.strictObject({})
const strangers = 'what the API is like is not a secret; what is behind it is'

/** The rows themselves, and two more that describe them all. */
export function withReference(routes: readonly Route[], version: string): Route[] {
  const made = { document: openApiDocument([], version), page: '' }
  const describe = question({
    name: 'api.describe',
    summary: 'This API as an OpenAPI 3.1 document',
    input: nothing,
    output: z.looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) }),
    strangers,
    permit: () => ({ anyone: strangers }),
    answer: () => made.document,
  })
  const read = question({
    name: 'api.read',
    summary: 'This API as a page',
    input: nothing,
    strangers,
    permit: () => ({ anyone: strangers }),
    answer: () => made.page,
  })
  const page = route('GET', '/v1/reference', read, { media: 'text/html; charset=utf-8' })
  const all = [...routes, route('GET', '/v1/openapi.json', describe), page]
  made.document = openApiDocument(all, version)
  made.page = referencePage(made.document)
  return all
}
