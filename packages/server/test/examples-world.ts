// The demo's world on a real server, where the examples of the document are sent for real, and what makes two answers
// comparable: ids, tokens, times and measurements become those of the document, long lists are cut.

import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { hasErrors, loadModelTest } from '@lockness/language'
import { type Example, type ExampleRequest, REQUESTS } from '../src/http/reference-examples.ts'
import { STORE } from '../src/http/reference-store-requests.ts'
import { KEY, type Served, serve } from './served.ts'

/** Each after those whose types it names, and its models. */
const MODULES: readonly (readonly [name: string, ...models: string[]])[] = [
  ['core', 'identity.fga', 'organization.fga', 'governance.fga', 'lockness.fga'],
  ['ads', 'model.fga'],
  ['music', 'model.fga'],
  ['podcasts', 'model.fga'],
  ['audiobooks', 'model.fga'],
  ['consumer', 'model.fga'],
  ['agents', 'model.fga'],
]
const VERTICALS = new URL('../../../verticals/', import.meta.url)
const PAUSE_MS = 200
const ITEMS_SHOWN = 3
const TEXT_CHARS_SHOWN = 600

export interface Reply {
  readonly status: number
  readonly media: string
  readonly text: string
}

export interface Sample {
  readonly request: ExampleRequest
  readonly example: Example
  readonly reply: Reply
}

export interface ExamplesWorld {
  readonly served: Served
  readonly url: string
  /** The document as it is served. */
  readonly document: ReturnType<typeof JSON.parse>
  /** All that is served as an example, in order, with what the server really answers. */
  run(): AsyncGenerator<Sample & { readonly comparable: unknown }>
}

export async function startExamples(): Promise<ExamplesWorld> {
  const served = await serve(1)
  const { url } = served.servers[0]!
  const names = new Map([[STORE, await seed(url)]])
  const document = JSON.parse((await send(url, 'GET', '/v1/openapi.json')).text)
  return { served, url, document, run: () => runAll(url, document, names) }
}

async function seed(url: string): Promise<string> {
  const must = async (method: string, path: string, body: object) => {
    const { status, text } = await send(url, method, path, { body: JSON.stringify(body) })
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return JSON.parse(text) as { id: string }
  }
  const { id } = await must('POST', '/v1/stores', { name: 'demo', reason: 'a world to look at' })
  for (const [module, ...models] of MODULES) {
    const files = [...models, 'catalog.yaml'].map((path) => ({ path, text: read(`${module}/${path}`) }))
    await must('PUT', `/v1/stores/${id}/modules/${module}`, { files, reason: 'a world to look at' })
  }
  const world = loadModelTest('demo.fga.yaml', (name) => read(name))
  if (hasErrors(world.diagnostics)) throw new Error(world.diagnostics[0]?.message)
  await must('POST', `/v1/stores/${id}/tuples`, { added: world.shared, reason: 'a world to look at' })
  return id
}

function read(path: string): string {
  return readFileSync(new URL(path, VERTICALS), 'utf8')
}

async function* runAll(url: string, document: ExamplesWorld['document'], names: Map<string, string>) {
  const counts = new Map<string, number>()
  for (const request of REQUESTS) {
    const { action } = request
    const at = counts.get(action) ?? 0
    counts.set(action, at + 1)
    const example = findOperation(document, action)['x-examples'][at] as Example
    const { method, path, headers, body } = JSON.parse(
      replaced(JSON.stringify(example.request), names),
    ) as Example['request']
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const reply = await send(url, method, path, { headers, ...sent, lines: request.lines })
    keep(names, request, reply)
    yield { request, example, reply, comparable: comparable(request, reply, names) }
  }
}

export function findOperation(document: ExamplesWorld['document'], action: string) {
  const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((methods) =>
    Object.values(methods),
  )
  const found = operations.find(({ operationId }) => operationId === action)
  if (!found) throw new Error(`there is no operation \`${action}\``)
  return found as ExamplesWorld['document']
}

function replaced(text: string, names: ReadonlyMap<string, string>): string {
  return [...names].reduce((done, [shown, real]) => done.replaceAll(shown, real), text)
}

/** What later requests name is what this answer called it. */
function keep(names: Map<string, string>, { keeps = {} }: ExampleRequest, { text }: Reply): void {
  const wanted = Object.entries(keeps)
  if (wanted.length === 0) return
  const body = JSON.parse(text) as Record<string, string>
  for (const [field, shown] of wanted) names.set(shown, String(body[field]))
}

/** What a busy machine had no time for is asked again, as any client does. */
export async function send(url: string, method: string, path: string, sending: Sending = {}): Promise<Reply> {
  for (;;) {
    const reply = await sendOnce(url, method, path, sending)
    if (reply.status !== 503 || !reply.text.includes('"overloaded"')) return reply
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

interface Sending {
  readonly headers?: object
  readonly body?: string
  readonly lines?: number | undefined
}

/** An answer that goes on is ended after as many lines as are wanted. */
function sendOnce(url: string, method: string, path: string, { headers = {}, body, lines }: Sending): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const own = { authorization: `Bearer ${KEY}`, 'x-request-deadline-ms': '60000' }
  const length = body === undefined ? 0 : Buffer.byteLength(body)
  const type = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': length }
  const asking = httpRequest(`${url}${path}`, { method, headers: { ...own, ...type, ...headers } }, (response) => {
    let text = ''
    const done = () => {
      const media = (response.headers['content-type'] ?? '').replace(
        /^(application\/[\w+-]+|text\/event-stream);.*$/,
        '$1',
      )
      resolve({ status: response.statusCode ?? 0, media, text })
      asking.destroy()
    }
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => {
      text += chunk
      if (lines !== undefined && text.split('\n').length > lines) done()
    })
    response.once('end', done)
  })
  asking.once('error', reject)
  asking.end(body)
  return promise
}

function comparable(
  { shows, lines }: ExampleRequest,
  { status, media, text }: Reply,
  names: ReadonlyMap<string, string>,
) {
  const back = new Map([...names].map(([shown, real]) => [real, shown]))
  const shown = (value: unknown) => likeOf('', value, back)
  if (media === 'application/json' || media === 'application/problem+json') {
    const whole = JSON.parse(text) as Record<string, unknown>
    const some = shows ? Object.fromEntries(shows.map((name) => [name, whole[name]])) : whole
    return { status, media, body: shown(some) }
  }
  const all = text.split('\n')
  if (!media.includes('event-stream') && !media.includes('ndjson')) {
    const head = all.slice(0, lines ?? 1).join('\n')
    return { status, media, body: head.slice(0, TEXT_CHARS_SHOWN) }
  }
  const told = lines === undefined ? all.filter((line) => line !== '') : all.slice(0, lines)
  const some =
    told.length > ITEMS_SHOWN + 1 && lines === undefined ? [...told.slice(0, ITEMS_SHOWN), told.at(-1)!] : told
  return { status, media, body: some.map((line) => `${lineLike(line, shown, back)}\n`).join('') }
}

function lineLike(line: string, shown: (value: unknown) => unknown, back: ReadonlyMap<string, string>): string {
  const [, head = '', json] = /^(data: )?([{"].*)$/.exec(line) ?? []
  return json === undefined ? replaced(line, back) : `${head}${JSON.stringify(shown(JSON.parse(json)))}`
}

/** What differs from run to run, by the name of the field: what the document shows in its place. */
const MEASURED: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['requestId', '3f1c2a9e-0b7d-4c55-9a52-7b1f0c9d8e21'],
  ['secret', 'lk_01KAM3DEM0KEY0000000000AA1_shown-this-once'],
  ['cursor', 'eyJkZW1vIjoidGhlIG5leHQgcGFnZSJ9'],
  ['token', 'AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo'],
  ['stalenessMs', 120],
  ['clockSkewMs', 1],
  ['node', 'lockness-1'],
  ['host', 'eu-1'],
  ['behind', 0],
  ['stores', 1],
  ['seconds', 57.5],
  ['lagMs', 0.2],
  ['chain', '9f2c'.repeat(16)],
  ['durability', 'D2'],
])
/** There or not, by when somebody came to write it. */
const PASSING: ReadonlySet<string> = new Set(['lastUsedAt'])
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DAY_MS = 86_400_000
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

function likeOf(name: string, value: unknown, back: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string' && back.has(value)) return back.get(value)
  if (value !== null && MEASURED.has(name) && typeof value === typeof MEASURED.get(name)) return MEASURED.get(name)
  if (typeof value === 'string') return textLike(value, back)
  if (Array.isArray(value))
    return value.slice(0, name === 'steps' ? value.length : ITEMS_SHOWN).map((each) => likeOf('', each, back))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([each]) => !PASSING.has(each))
  return Object.fromEntries(entries.map(([each, inner]) => [each, likeOf(each, inner, back)]))
}

function textLike(value: string, back: ReadonlyMap<string, string>): string {
  if (UUID.test(value)) return '3f1c2a9e-0b7d-4c55-9a52-7b1f0c9d8e21'
  if (ULID.test(value)) return '01KAM3DEM0000000000000XXX1'
  if (TIME.test(value) && Math.abs(Date.parse(value) - Date.now()) < DAY_MS) return '2026-11-21T12:00:00.000Z'
  return replaced(value, back)
    .replace(/\b[0-9a-f]{64}\b/g, 'c0ffee00'.repeat(8))
    .replace(/(api_key:)(?!01KAM3DEM0)[0-9A-HJKMNP-TV-Z]{26}/g, '$101KAM3DEM0R00T000000000XX1')
}
