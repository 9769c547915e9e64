// Every example that is served is sent to a real server with the demo's world, and answered as the document says; and the
// document is what it says it is: OpenAPI 3.1 whose schemas are JSON Schema, whose references lead somewhere.

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation, Schema } from '../src/http/openapi.ts'
import { type ExamplesWorld, findOperation, type Sample, send, startExamples } from './examples-world.ts'

let world: ExamplesWorld
let rows: { readonly path: string; readonly method: string; readonly operation: Operation }[]
const samples: (Sample & { readonly comparable: unknown })[] = []

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })

beforeAll(async () => {
  world = await startExamples()
  rows = Object.entries<Record<string, Operation>>(world.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  for await (const sample of world.run()) samples.push(sample)
}, 120_000)
afterAll(() => world.served.stop(), 60_000)

describe('the examples', () => {
  test('are answered as the document says', () => {
    const told = samples.map(({ request, comparable }) => [request.action, request.title, comparable])
    const written = samples.map(({ request, example }) => [request.action, request.title, example.answer])
    expect(told).toEqual(written)
  })

  test('are there for every operation, and all that is served was sent', () => {
    const served = rows.flatMap(({ operation }) =>
      operation['x-examples'].map(({ title }) => `${operation.operationId}: ${title}`),
    )
    expect(served.sort()).toEqual(samples.map(({ request }) => `${request.action}: ${request.title}`).sort())
    expect(rows.filter(({ operation }) => operation['x-examples'].length === 0)).toEqual([])
  })

  test('are asked and answered in the shape that the schemas say', () => {
    const wrong = samples.flatMap((sample) => {
      const operation: Operation = findOperation(world.document, sample.request.action)
      return [...wrongInRequest(operation, sample), ...wrongInAnswer(operation, sample)]
    })
    expect(wrong).toEqual([])
  })
})

function wrongInRequest({ requestBody }: Operation, { request: { action, title }, example }: Sample): string[] {
  const { body } = example.request
  if (body === undefined || typeof body === 'string' || example.answer.status === 400) return []
  const schema = requestBody?.content['application/json']?.schema
  return wrongIn(`${action}: ${title}: request`, schema, body)
}

function wrongInAnswer(operation: Operation, { request: { action, title }, reply }: Sample): string[] {
  const at = `${action}: ${title}: answer`
  const { content } = operation.responses[reply.status] ?? {}
  const schema = content?.[reply.media]?.schema
  if (!schema) return [`${at}: ${reply.status} of ${reply.media} is not in the document`]
  if (reply.media.endsWith('+json') || reply.media === 'application/json') {
    return wrongIn(at, schema, JSON.parse(reply.text))
  }
  const line = schema.contentSchema as Schema | undefined
  const lines = reply.text.split('\n').map((each) => each.replace(/^data: /, ''))
  return line ? lines.filter((each) => each.startsWith('{')).flatMap((each) => wrongIn(at, line, JSON.parse(each))) : []
}

function wrongIn(at: string, schema: Schema | undefined, value: unknown): string[] {
  if (schema === undefined || Object.keys(schema).length === 0) return [`${at}: no schema`]
  const validate: ValidateFunction = ajv.compile({ ...schema, components: world.document.components })
  return validate(value) ? [] : [`${at}: ${ajv.errorsText(validate.errors)}`]
}

/** What is wrong with a request, whatever it is for. */
const WRONGS = [
  { headers: { authorization: 'Bearer nobody' } },
  { headers: { accept: 'text/css' } },
  { headers: { 'content-type': 'text/css' } },
  { headers: { 'x-request-deadline-ms': '0' } },
  { body: '{' },
  { body: '{"nothing":"such"}' },
]

test('a problem that comes is one that the document names', async () => {
  const unnamed: string[] = []
  for (const { path, method, operation } of rows) {
    const about = path.replaceAll(/\{\w+\}/g, 'nothing')
    for (const wrong of WRONGS) {
      const isWithBody = operation.requestBody !== undefined || method === 'delete'
      const sending = isWithBody ? { body: '{}', ...wrong } : wrong
      if ('body' in wrong && !isWithBody) continue
      const { status, text, media } = await send(world.url, method.toUpperCase(), about, { ...sending, lines: 1 })
      const { code = '' } = media === 'application/problem+json' ? JSON.parse(text) : {}
      const isNamed = operation.responses[status] && (status < 300 || operation['x-problems'].includes(code))
      if (!isNamed) unnamed.push(`${operation.operationId} ${JSON.stringify(wrong)}: ${status} ${code}`)
    }
  }
  expect(unnamed).toEqual([])
}, 60_000)

describe('the document', () => {
  test('is OpenAPI 3.1 with what that asks for', () => {
    const { openapi, info, tags } = world.document
    expect(openapi).toMatch(/^3\.1\.\d+$/)
    expect(info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    const ids = rows.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const named = new Set(tags.map(({ name }: { name: string }) => name))
    expect(rows.filter(({ operation }) => !operation.tags.every((tag) => named.has(tag)))).toEqual([])
    expect(tags.filter(({ description }: { description: string }) => description.startsWith('Operations of'))).toEqual(
      [],
    )
    expect(rows.filter(({ operation }) => !operation.summary)).toEqual([])
  })

  test('declares each parameter of a path, and no parameter twice', () => {
    for (const { path, operation } of rows) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      const declared = operation.parameters.filter((each) => each.in === 'path')
      expect(declared.map(({ name }) => name).sort(), path).toEqual(inPath.sort())
      expect(declared.every(({ required }) => required)).toBe(true)
      const places = operation.parameters.map((each) => `${each.in} ${each.name}`)
      expect(new Set(places).size, path).toBe(places.length)
    }
  })

  test('is a page for people too, with each operation, from nowhere else', async () => {
    const { text: page } = await send(world.url, 'GET', '/v1/reference')
    for (const { operation } of rows) expect(page).toContain(`<article id="${operation.operationId}">`)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|https?:\/\/|src=|@import|url\(/)
  })

  test('says what each parameter is', () => {
    const silent = rows.flatMap(({ operation }) =>
      operation.parameters
        .filter(({ description }) => !description)
        .map(({ name }) => `${operation.operationId} ${name}`),
    )
    expect(silent).toEqual([])
  })

  test('has schemas that are JSON Schema 2020-12, and references that lead somewhere', () => {
    const schemas = [...schemasIn(world.document)]
    expect(schemas.length).toBeGreaterThan(200)
    expect(schemas.filter((schema) => ajv.validateSchema(schema) !== true)).toEqual([])
    for (const reference of referencesIn(world.document)) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce((part, name) => part?.[name], world.document)
      expect(found, reference).toBeDefined()
    }
  })
})

function* schemasIn(part: unknown): Generator<Schema> {
  if (typeof part !== 'object' || part === null) return
  for (const [name, inner] of Object.entries(part)) {
    if (name === 'x-examples' || name === 'examples') continue
    if (name === 'schema' || name === 'contentSchema') yield inner
    yield* schemasIn(inner)
  }
}

function* referencesIn(part: unknown): Generator<string> {
  if (typeof part !== 'object' || part === null) return
  for (const [name, inner] of Object.entries(part)) {
    if (name === '$ref' && typeof inner === 'string') yield inner
    else yield* referencesIn(inner)
  }
}
