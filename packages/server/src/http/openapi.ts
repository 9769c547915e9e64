// The document of our own API, OpenAPI 3.1, made from the route tables: what is served is what is described, because it
// is the same rows. Each operation is named for its action, so clients, keys and audit entries speak of the same things.

import { z } from 'zod'
import { parametersOf } from './hot-schema.ts'
import { failuresOf, PROBLEM_SCHEMA } from './openapi-failures.ts'
import { describeTags, INTRODUCTION, withWords } from './openapi-words.ts'
import { PROBLEM_TYPE } from './problem.ts'
import { type Example, examplesOf } from './reference-examples.ts'
import { DEADLINE_MS_MAX } from './request-headers.ts'
import type { AnyAction, Route } from './route.ts'

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly unknown[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly security: readonly unknown[]
}

export interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly tags: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, Answer>>
  readonly security?: readonly unknown[]
  readonly 'x-kind': AnyAction['kind']
  /** The codes of the problems that it may answer with. */
  readonly 'x-problems': readonly string[]
  /** Requests as they are sent, each with its answer. */
  readonly 'x-examples': readonly Example[]
}

export interface Answer {
  readonly description: string
  readonly content?: Content
}

export type Content = Readonly<Record<string, { readonly schema: Schema; readonly examples?: object }>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Schema
  readonly description?: string
}

export type Schema = Readonly<Record<string, unknown>>

interface ObjectSchema extends Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

const JSON_TYPE = 'application/json'
export const DEADLINE_HEADER = 'X-Request-Deadline-Ms'
const NDJSON = 'application/x-ndjson'

export function openApiDocument(routes: readonly Route[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const row of routes) {
    const path = row.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: operationOf(row) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lockness', version, description: INTRODUCTION },
    servers: [{ url: '/', description: 'Where this document is from' }],
    tags: describeTags(new Set(routes.map(({ action }) => tagOf(action)))),
    paths,
    components: {
      schemas: { Problem: PROBLEM_SCHEMA },
      responses: { Problem: answerOfProblem('What went wrong (RFC 9457).') },
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'The secret of an API key' } },
    },
    security: [{ key: [] }],
  }
}

function operationOf(row: Route): Operation {
  const { method, path, action } = row
  const input = schemaOf(action.input, 'input') as ObjectSchema
  const inPath = new Set(parametersOf(path))
  const isQuery = method === 'GET' || method === 'DELETE' || row.flow === 'up'
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.has(name) && !isBeside(name, row))
  const required = (input.required ?? []).filter((name) => rest.some(([each]) => each === name))
  const query = isQuery ? rest.map(([name, schema]) => parameter(name, 'query', required.includes(name), schema)) : []
  const examples = examplesOf(method, path, action.name)
  const body = bodyOf(row, { ...input, properties: Object.fromEntries(rest), required }, isQuery, examples)
  const failures = failuresOf(row, input)
  return {
    operationId: action.name,
    ...(action.summary ? { summary: action.summary } : {}),
    tags: [tagOf(action)],
    parameters: [
      ...[...inPath].map((name) => parameter(name, 'path', true, input.properties?.[name] ?? { type: 'string' })),
      ...query,
      ...headersOf(row, input),
    ],
    ...(body && { requestBody: body }),
    responses: {
      [row.status]: answerOf(row, examples),
      ...Object.fromEntries(
        failures.map(({ status, codes }) => [status, answerOfProblem(codes.map((code) => `\`${code}\``).join(', '))]),
      ),
      default: answerOfProblem('Any other problem (RFC 9457).'),
    },
    ...(action.strangers ? { security: [] } : {}),
    'x-kind': action.kind,
    'x-problems': failures.flatMap(({ codes }) => codes),
    'x-examples': examples,
  }
}

/** What the input of an action has that comes neither by the query nor by the JSON of the body. */
function isBeside(name: string, { accepts, flow }: Route): boolean {
  return (accepts !== undefined && (name === 'accept' || name === 'lastEventId')) || (flow === 'up' && name === 'body')
}

function parameter(name: string, place: Parameter['in'], required: boolean, schema: Schema): Parameter {
  const { description, ...rest } = withWords(name, schema)
  return { name, in: place, required, schema: rest, ...(typeof description === 'string' && { description }) }
}

function headersOf({ accepts, action }: Route, { properties = {} }: ObjectSchema): Parameter[] {
  const eventId = accepts?.includes('text/event-stream')
    ? [parameter('Last-Event-ID', 'header', false, properties.lastEventId ?? { type: 'string' })]
    : []
  const idempotencyKey =
    action.kind !== 'question' && properties.idempotencyKey
      ? [parameter('Idempotency-Key', 'header', false, properties.idempotencyKey)]
      : []
  return [...idempotencyKey, ...eventId, DEADLINE]
}

function bodyOf(row: Route, shape: ObjectSchema, isQuery: boolean, examples: readonly Example[]) {
  if (row.flow === 'up') {
    const schema = lines('A tuple in each line, as an export tells them.')
    return { required: true, content: { [NDJSON]: withExamples(schema, examples, ({ request }) => request.body) } }
  }
  if (isQuery || Object.keys(shape.properties ?? {}).length === 0) return undefined
  const content = { [JSON_TYPE]: withExamples(shape, examples, ({ request }) => request.body) }
  return { required: (shape.required ?? []).length > 0, content }
}

function answerOf(row: Route, examples: readonly Example[]): Answer {
  if (row.status === 204) return { description: 'Done.' }
  const { action, accepts, flow, media = JSON_TYPE } = row
  const schema = action.output ? schemaOf(action.output, 'output') : {}
  const offered = accepts ?? [flow ? NDJSON : media]
  const content = offered.map((type) => {
    const ofType = examples.filter(({ answer }) => answer.media === type)
    return [type, withExamples(formOf(type, schema, flow !== undefined), ofType, ({ answer }) => answer.body)] as const
  })
  return { description: 'The answer.', content: Object.fromEntries(content) }
}

/** Of a stream the schema is that of each line, or of the data of each event. */
function formOf(media: string, schema: Schema, isStream: boolean): Schema {
  if (media.startsWith('text/html') || media.startsWith('text/plain')) return { type: 'string' }
  if (media === JSON_TYPE) return schema
  if (media === NDJSON)
    return lines('A line of JSON for each, and a last one that says how it ended.', isStream ? schema : undefined)
  const described = 'Events: `event` is the type, `id` the token to go on from, `data` the JSON.'
  return { type: 'string', description: described, contentMediaType: JSON_TYPE, contentSchema: schema }
}

function lines(description: string, contentSchema?: Schema): Schema {
  return { type: 'string', description, contentMediaType: NDJSON, ...(contentSchema && { contentSchema }) }
}

function withExamples(schema: Schema, examples: readonly Example[], pick: (example: Example) => unknown) {
  const shown = examples
    .map((example, index) => [`example${index + 1}`, { summary: example.title, value: pick(example) }] as const)
    .filter(([, { value }]) => value !== undefined)
  return shown.length === 0 ? { schema } : { schema, examples: Object.fromEntries(shown) }
}

function answerOfProblem(description: string): Answer {
  return { description, content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } } }
}

function schemaOf(type: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any', override: sayTruths })
  return withWords('', schema)
}

/** A truth in a query is a word. */
function sayTruths({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes
  jsonSchema: z.core.JSONSchema.BaseSchema
}) {
  const { def } = zodSchema._zod
  if (def.type === 'pipe' && def.out._zod.def.type === 'boolean') jsonSchema.enum = ['true', 'false']
}

function tagOf({ name }: AnyAction): string {
  return name.slice(0, name.indexOf('.'))
}

const DEADLINE: Parameter = {
  name: DEADLINE_HEADER,
  in: 'header',
  required: false,
  schema: { type: 'integer', minimum: 1, maximum: DEADLINE_MS_MAX },
  description: 'How long the caller waits; work that would end later is not begun.',
}
