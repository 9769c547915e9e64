// The generated file is what the server serves today, and no type that was written by hand says something else.

import { readFile } from 'node:fs/promises'
import type { ExpandNode as EngineNode } from '@lockness/authz'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { type Operation, type OperationDocument, operationsOf } from '../build-document.ts'
import { fetchDocument, generateOperations } from '../build-operations.ts'
import { type RealServer, startRealServer } from '../test/real-server.ts'
import { type Client, createClient, type ExpandNode, type StoreListInput } from './client.ts'

let server: RealServer
let document: OperationDocument
let operations: Operation[]

beforeAll(async () => {
  server = await startRealServer()
  document = await fetchDocument(server.url)
  operations = operationsOf(document)
}, 60_000)
afterAll(() => server.stop(), 60_000)

it('the file is in step: `node packages/client/build-operations.ts` writes it anew', async () => {
  const written = await readFile(new URL('./operations.generated.ts', import.meta.url), 'utf8')
  expect(written).toBe(generateOperations(document))
})

it('every operation has a method, and there is no method besides', () => {
  const client = createClient({ url: server.url }) as unknown as Record<string, Record<string, unknown>>
  const { tokens: _, fork: __, ...nouns } = client
  const methods = Object.entries(nouns).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`))
  const camel = (name: string) => name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase())
  expect(methods.sort()).toEqual(operations.map(({ name }) => camel(name)).sort())
})

describe('the table', () => {
  const named = (name: string) => operations.find((operation) => operation.name === name)

  it('knows what each kind is', () => {
    // biome-ignore format: a table is read by its columns
    expect([
      ['access.check',        'question', 'body'],
      ['store.create',        'change',   'body'],
      ['store.list',          'list',     'query'],
      ['tuple.export',        'down',     'query'],
      ['tuple.import',        'up',       'query'],
      ['system.metrics',      'text',     undefined],
      ['module.remove',       'change',   'query'],
    ].map(([name]) => [name, named(name!)?.kind, named(name!)?.rest])).toEqual([
      ['access.check',        'question', 'body'],
      ['store.create',        'change',   'body'],
      ['store.list',          'list',     'query'],
      ['tuple.export',        'down',     'query'],
      ['tuple.import',        'up',       'query'],
      ['system.metrics',      'text',     undefined],
      ['module.remove',       'change',   'query'],
    ])
    expect(named('tuple.delete')).toMatchObject({ kind: 'down', changes: true })
    expect(named('tuple.write')?.flags).toEqual(['idempotent'])
    expect(named('access.list_objects')?.flags).toEqual(['consistency', 'lines'])
    expect(named('store.watch')?.flags).toEqual(['events'])
  })

  it('refuses a route of a kind that it does not know', () => {
    const [[path, methods]] = Object.entries(document.paths) as [[string, Record<string, object>]]
    const [[method, described]] = Object.entries(methods) as [[string, object]]
    const strange = { ...described, responses: { 200: { content: { 'image/png': { schema: {} } } } } }
    const other = { ...document, paths: { [path]: { [method]: strange } } } as unknown as OperationDocument
    expect(() => operationsOf(other)).toThrow('image/png')
  })
})

describe('the types', () => {
  it('say what the engine says of an expansion', () => {
    expectTypeOf<ExpandNode>().toEqualTypeOf<EngineNode>()
  })

  it('ask for what is needed, and let the rest be', () => {
    expectTypeOf<Parameters<Client['health']['live']>[0]>().toEqualTypeOf<Readonly<Record<string, never>> | undefined>()
    expectTypeOf<Parameters<Client['store']['list']>[0]>().toEqualTypeOf<StoreListInput | undefined>()
    expectTypeOf<undefined>().not.toExtend<Parameters<Client['store']['read']>[0]>()
    expectTypeOf<Awaited<ReturnType<Client['access']['check']>>['allowed']>().toEqualTypeOf<boolean>()
    expectTypeOf<{ pageSize: number; cursor: undefined }>().toExtend<StoreListInput>()
  })

  it('leave the errors of a stream out of what it gives', async () => {
    const given = createClient({ url: server.url, key: server.key }).store.watch({ store: 'none' })
    type Given = typeof given extends AsyncIterable<infer Event> ? Event : never
    expectTypeOf<Given['type']>().toEqualTypeOf<'change' | 'expiration' | 'checkpoint' | 'RESYNC_REQUIRED'>()
    await expect(given.next()).rejects.toMatchObject({ code: 'not_found' })
  })
})
