// The operations of the server's document, each as a client needs it: what kind of call it is, where each part of its
// input goes, and the two schemas. What is known here and not said in a schema is refused, so that a new kind of route
// does not become a method that does something else.

import type { Schema } from './build-types.ts'

export type Kind = 'question' | 'change' | 'list' | 'down' | 'up' | 'text'

export interface Operation {
  readonly name: string
  readonly summary: string
  readonly method: string
  /** `/v1/stores/:store/check` */
  readonly path: string
  readonly kind: Kind
  /** Of a stream: it alters something. */
  readonly changes: boolean
  /** Where the part of the input goes that is not in the path. */
  readonly rest: 'query' | 'body' | undefined
  readonly flags: readonly ('consistency' | 'idempotent' | 'lines' | 'events')[]
  readonly input: Schema
  readonly output: Schema
}

interface Content {
  readonly [media: string]: { readonly schema: Schema }
}

interface Described {
  readonly operationId: string
  readonly summary?: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: 'path' | 'query' | 'header'
    readonly required: boolean
    readonly schema: Schema
    readonly description?: string
  }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
  readonly 'x-kind': 'question' | 'command' | 'change' | 'job'
}

export interface OperationDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: {
    readonly schemas: { readonly Problem: { readonly properties: { readonly code: { readonly enum: string[] } } } }
  }
}

const JSON_MEDIA = 'application/json'
const LINES_MEDIA = 'application/x-ndjson'
const EVENTS_MEDIA = 'text/event-stream'

export function operationsOf({ paths }: OperationDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      operationOf(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'), described),
    ),
  )
}

function operationOf(method: string, path: string, described: Described): Operation {
  const { operationId, summary = '', parameters, requestBody } = described
  const isQuestion = described['x-kind'] === 'question'
  const body = requestBody?.content[JSON_MEDIA]?.schema
  const isUpload = requestBody?.content[LINES_MEDIA] !== undefined
  const inQuery = parameters.filter((each) => each.in === 'query')
  if (body && inQuery.length > 0) throw new Error(`\`${operationId}\` takes a query and a body`)
  const given = parameters.filter((each) => each.in !== 'header')
  const properties = {
    ...Object.fromEntries(
      given.map(({ name, schema, description }) => [name, { ...schema, ...(description && { description }) }]),
    ),
    ...body?.properties,
  }
  const required = [...given.filter((each) => each.required).map(({ name }) => name), ...(body?.required ?? [])]
  const { output, media } = answerOf(described)
  const takes = (name: string) => Object.hasOwn(properties, name)
  const kind = kindOf({ isQuestion, isUpload, isList: takes('cursor'), media, name: operationId })
  const flags = [
    ...(takes('consistency') ? (['consistency'] as const) : []),
    ...(!isQuestion && takes('idempotencyKey') ? (['idempotent'] as const) : []),
    ...(kind === 'list' && media.includes(LINES_MEDIA) ? (['lines'] as const) : []),
    ...(media.includes(EVENTS_MEDIA) ? (['events'] as const) : []),
  ]
  return {
    name: operationId,
    summary,
    method,
    path,
    kind,
    changes: kind === 'down' && !isQuestion,
    rest: body ? 'body' : inQuery.length > 0 ? 'query' : undefined,
    flags,
    input: { type: 'object', properties, required },
    output,
  }
}

function answerOf({ operationId, responses }: Described): { readonly output: Schema; readonly media: string[] } {
  const [status, answer] = Object.entries(responses).find(([each]) => each.startsWith('2')) ?? []
  if (status === undefined || !answer?.content) throw new Error(`\`${operationId}\` has no answer with a content`)
  const media = Object.keys(answer.content)
  const schema = answer.content[JSON_MEDIA]?.schema ?? answer.content[media[0]!]!.schema
  return { output: schema.contentSchema ?? schema, media }
}

interface Traits {
  readonly isQuestion: boolean
  readonly isUpload: boolean
  readonly isList: boolean
  readonly media: readonly string[]
  readonly name: string
}

function kindOf({ isQuestion, isUpload, isList, media, name }: Traits): Kind {
  if (isUpload) return 'up'
  if (media.includes(JSON_MEDIA)) return isList ? 'list' : isQuestion ? 'question' : 'change'
  if (media.includes(LINES_MEDIA)) return 'down'
  if (media.every((each) => each.startsWith('text/')) && isQuestion) return 'text'
  throw new Error(`\`${name}\` answers in a way that the client does not know: ${media.join(', ')}`)
}
