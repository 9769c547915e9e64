// The document of our own API, OpenAPI 3.1, made from the route tables: what is served is what is described, because it
// is the same rows. Each operation is named for its action, so clients, keys and audit entries speak of the same things.

import { z } from 'zod'
import { parametersOf } from './hot-schema.ts'
import { PROBLEM_CODES, PROBLEM_TYPE } from './problem.ts'
import { DEADLINE_MS_MAX } from './request-headers.ts'
import type { AnyAction, Route } from './route.ts'

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly security: readonly unknown[]
}

export interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
  readonly security?: readonly unknown[]
  readonly 'x-kind': AnyAction['kind']
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: unknown
  readonly description?: string
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

export function openApiDocument(routes: readonly Route[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const row of routes) {
    const path = row.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [row.method.toLowerCase()]: operationOf(row) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lockness',
      version,
      description: 'Who may do what with which business asset. Errors are RFC 9457 problems with stable codes.',
    },
    paths,
    components: { responses: { Problem: PROBLEM }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    security: [{ key: [] }],
  }
}

function operationOf({ method, path, action, status, media }: Route): Operation {
  const input = z.toJSONSchema(action.input, { io: 'input', unrepresentable: 'any' }) as ObjectSchema &
    Record<string, unknown>
  const inPath = new Set(parametersOf(path))
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.has(name))
  const required = (input.required ?? []).filter((name) => !inPath.has(name))
  const isQuery = method === 'GET' || method === 'DELETE'
  const parameters: Parameter[] = [
    ...[...inPath].map((name) => ({
      name,
      in: 'path' as const,
      required: true,
      schema: input.properties?.[name] ?? { type: 'string' },
    })),
    ...(isQuery ? rest : []).map(([name, schema]) => ({
      name,
      in: 'query' as const,
      required: required.includes(name),
      schema,
    })),
    DEADLINE,
  ]
  const { $schema: _, ...shape } = input
  const body = { ...shape, properties: Object.fromEntries(rest), required }
  return {
    operationId: action.name,
    ...(action.summary ? { summary: action.summary } : {}),
    tags: [action.name.slice(0, action.name.indexOf('.'))],
    parameters,
    ...(isQuery || rest.length === 0
      ? {}
      : { requestBody: { required: required.length > 0, content: { 'application/json': { schema: body } } } }),
    responses: {
      [status]: answerOf(action.output, status, media ?? 'application/json'),
      default: { $ref: '#/components/responses/Problem' },
    },
    ...(action.strangers ? { security: [] } : {}),
    'x-kind': action.kind,
  }
}

function answerOf(output: z.ZodType | undefined, status: number, media: string): unknown {
  if (status === 204) return { description: 'Done.' }
  const { $schema: _, ...schema } = output ? z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' }) : {}
  return { description: 'The answer.', content: { [media]: { schema } } }
}

const DEADLINE: Parameter = {
  name: 'X-Request-Deadline-Ms',
  in: 'header',
  required: false,
  schema: { type: 'integer', minimum: 1, maximum: DEADLINE_MS_MAX },
  description: 'How long the caller waits; work that would end later is not begun.',
}

const PROBLEM = {
  description: 'What went wrong (RFC 9457).',
  content: {
    [PROBLEM_TYPE]: {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          code: { type: 'string', enum: PROBLEM_CODES },
          detail: { type: 'string' },
          requestId: { type: 'string' },
          info: { type: 'object' },
        },
      },
    },
  },
}
