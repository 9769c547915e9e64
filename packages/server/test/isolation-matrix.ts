// The cells of the matrix of isolation: for an operation and a world, every request that must be refused, with the
// refusal that is right for it. A cell says what is expected without asking the code that is tested.

import { ask, type Question, type Reply } from './ask.ts'
import { bearer, CANARY, requestOf, type World, withoutIds } from './isolation-world.ts'
import { type Operation, type Paths, type Place, pathOf } from './operations.ts'
import { KEY } from './served.ts'

export interface Cell {
  readonly name: string
  readonly question: Question
  readonly expected: Expected
}

/** One of these statuses; of a refusal with a code also which. */
export interface Expected {
  readonly statuses: readonly number[]
  readonly code?: string
}

type Wire = Operation['wire']

const UNKNOWN_KEY = `lk_01JZZZZZZZZZZZZZZZZZZZZZZZ_${'A'.repeat(43)}`

/** Whoever cannot be who they say, and those who are known and may not. */
export function strangersAndOthers(world: World, operation: Operation): Cell[] {
  const { wire, needs } = operation
  const cell = (name: string, headers: Question['headers'], expected: Expected, place = world.home): Cell => ({
    name: `${operation.name}: ${name}`,
    question: requestOf(operation, place, headers),
    expected,
  })
  const isOpen = needs === 'everybody'
  const { keys } = world
  const unauthenticated = refusal(wire, 'unauthenticated')
  return [
    cell('no key', {}, isOpen ? { statuses: [200] } : refusal(wire, 'missing')),
    ...MALFORMED.map(([name, headers]) => cell(name, headers, unauthenticated)),
    cell('an unknown key', bearer(UNKNOWN_KEY), unauthenticated),
    cell('the root key with one letter more', bearer(`${KEY}a`), unauthenticated),
    cell('an expired key', bearer(keys.expired), unauthenticated),
    cell('a revoked key', bearer(keys.revoked), unauthenticated),
    ...(needs === 'any key'
      ? []
      : [cell('a key for another action', bearer(keys.narrowed), refusal(wire, 'forbidden'))]),
    ...(isOpen || needs === 'any key' ? [] : knownOnes(world, operation, cell)),
  ]
}

type MakeCell = (name: string, headers: Question['headers'], expected: Expected, place?: Place) => Cell

function knownOnes(world: World, operation: Operation, cell: MakeCell): Cell[] {
  const { wire, needs, on, path } = operation
  const forbidden = refusal(wire, 'forbidden')
  const lacking = world.allBut[on === 'system' ? 'system' : 'store'].get(needs as never)
  const cells = [cell('a key with every role but the one', bearer(lacking ?? ''), forbidden)]
  // At a path without a store it is asked about the key's own one, which the other party may.
  if (on !== 'own') cells.push(cell('a key for another store', bearer(world.keys.elsewhere), forbidden))
  if (path.includes('{store}')) {
    cells.push(cell("another party's store", bearer(world.keys.home), forbidden, world.other))
    cells.push(cell('a store that does not exist', bearer(world.keys.home), forbidden, world.nowhere))
  }
  return cells
}

const MALFORMED: readonly (readonly [name: string, headers: Question['headers']])[] = [
  ['another scheme', { authorization: `Basic ${Buffer.from(`root:${KEY}`).toString('base64')}` }],
  ['a scheme without a key', { authorization: 'Bearer ' }],
  ['a key without a scheme', { authorization: KEY }],
  ['a key with something after it', { authorization: `Bearer ${KEY} ${KEY}` }],
  ['two headers with a key', { authorization: [`Bearer ${KEY}`, `Bearer ${KEY}`] }],
  ['a header longer than any key', { authorization: `Bearer ${'a'.repeat(5_000)}` }],
]

/** A request in order about one's own store, with something in it that belongs to another. */
export async function substitutions(world: World, operation: Operation, paths: Paths): Promise<Cell[]> {
  const { path, needs, on } = operation
  const { home, other } = world
  const headers = bearer(on === 'system' ? (world.only.system.get(needs as never) ?? '') : world.keys.home)
  const cells: Cell[] = []
  const cell = (name: string, expected: Expected, question: Question) =>
    cells.push({ name: `${operation.name}: ${name}`, expected, question })
  if (path.includes('{model}')) {
    // OpenFGA keeps assertions by a name, which need not be a model's; what is written of one store is never read in another.
    const statuses = path.includes('/assertions/') ? [200, 400, 404] : [400, 404]
    cell(
      "another store's model in the path",
      { statuses },
      requestOf(operation, { ...home, model: other.model }, headers),
    )
  }
  for (const [what, statuses, over] of await foreignFields(world, operation, paths))
    cell(`another store's ${what}`, { statuses }, requestOf(operation, home, headers, over))
  return cells
}

type Over = NonNullable<Parameters<typeof requestOf>[3]>
type Field = readonly [what: string, statuses: readonly number[], over: Over]

async function foreignFields(world: World, operation: Operation, paths: Paths): Promise<Field[]> {
  const { other } = world
  const names = fieldsOf(operation, paths)
  const isInQuery = operation.method === 'GET' || operation.method === 'DELETE'
  const over = (fields: Record<string, unknown>): Over =>
    isInQuery ? { query: fields as Record<string, string> } : { body: fields }
  const fields: Field[] = []
  if (names.has('model')) fields.push(['model', [400, 404], over({ model: other.model })])
  if (names.has('authorization_model_id'))
    fields.push(['model', [400, 404], over({ authorization_model_id: other.model })])
  if (names.has('token')) fields.push(['token', [400], over({ token: other.token })])
  if (names.has('consistency'))
    for (const mode of ['at_least', 'exact'])
      fields.push([`token (${mode})`, [400], over({ consistency: { mode, token: other.token } })])
  const cursor = CURSORS.find((name) => names.has(name))
  if (cursor === 'page') fields.push(['cursor', [400], over({ page: { token: await cursorOf(world, operation) } })])
  else if (cursor) fields.push(['cursor', [400], over({ [cursor]: await cursorOf(world, operation) })])
  return fields
}

const CURSORS = ['cursor', 'continuation_token', 'page']

/** Of the same list of the other store; of another list there, where that one has no second page. */
async function cursorOf(world: World, operation: Operation): Promise<string> {
  const { url, other } = world
  const small = { pageSize: 1, page_size: 1, page: { limit: 1 } }
  const isInQuery = operation.method === 'GET'
  const names = { native: 'pageSize', openfga: 'page_size', authzen: 'page' } as const
  const name = names[operation.wire]
  const over = isInQuery ? { query: { [name]: '1' } } : { body: { [name]: small[name] } }
  const reply = await ask(url, requestOf(operation, other, bearer(KEY), over))
  const found = operation.on === 'store' && reply.status === 200 ? readCursor(reply.text) : undefined
  return found ?? readCursor((await ask(url, tuplesOf(other))).text)!
}

function tuplesOf(place: Place): Question {
  const path = pathOf({ path: '/v1/stores/{store}/tuples' }, place, { pageSize: '1' })
  return { method: 'GET', path, headers: bearer(KEY) }
}

function readCursor(text: string): string | undefined {
  const [line = ''] = text.split('\n')
  const { cursor, continuation_token, page } = JSON.parse(line) as {
    readonly cursor?: string
    readonly continuation_token?: string
    readonly page?: { readonly next_token?: string }
  }
  return cursor ?? (continuation_token || page?.next_token || undefined)
}

/** Of our own operations the document says what they take; of the others the standards do. */
function fieldsOf({ wire, name, path, method, needs }: Operation, paths: Paths): ReadonlySet<string> {
  if (wire === 'native') {
    const described = paths[path]?.[method.toLowerCase()]
    const schema = described?.requestBody?.content['application/json']?.schema as { properties?: object } | undefined
    const query = described?.parameters?.filter((each) => each.in === 'query').map((each) => each.name) ?? []
    return new Set([...query, ...Object.keys(schema?.properties ?? {})])
  }
  if (wire === 'authzen') return new Set(name.includes('/search/') ? ['page'] : [])
  const isList = method === 'GET' && !path.endsWith('}') && name !== 'GET /healthz'
  const isJudged = needs === 'asker' || name === 'POST /stores/{store}/write'
  return new Set([
    ...(isList || name === 'POST /stores/{store}/read' ? ['continuation_token'] : []),
    ...(isJudged && !path.endsWith('/batch') ? ['authorization_model_id'] : []),
  ])
}

/** Headers that proxies add and that people try; none of them is believed. */
// biome-ignore format: a table is read by its columns
export const TRICKS: readonly (readonly [name: string, value: string])[] = [
  ['x-forwarded-for', '127.0.0.1'],        ['x-real-ip', '127.0.0.1'],             ['forwarded', 'for=127.0.0.1;proto=https'],
  ['x-forwarded-host', 'localhost'],       ['x-forwarded-proto', 'https'],         ['x-forwarded-prefix', '/v1'],
  ['x-forwarded-user', 'root'],            ['x-remote-user', 'root'],              ['remote-user', 'root'],
  ['x-authenticated-user', 'root'],        ['x-auth-request-user', 'root'],        ['x-user', 'api_key:root'],
  ['x-original-url', '/livez'],            ['x-rewrite-url', '/livez'],            ['x-original-uri', '/livez'],
  ['x-http-method-override', 'GET'],       ['x-http-method', 'GET'],               ['x-method-override', 'GET'],
  ['cookie', `key=${KEY}; authorization=${KEY}`], ['proxy-authorization', `Bearer ${KEY}`], ['x-api-key', KEY],
  ['x-authorization', `Bearer ${KEY}`],    ['x-access-token', KEY],                ['x-lockness-key', KEY],
  ['x-lockness-store', CANARY],            ['x-store-id', CANARY],                 ['x-tenant', CANARY],
  ['openfga-store-id', CANARY],            ['host', 'localhost'],                  ['origin', 'null'],
  ['referer', 'http://localhost/'],        ['x-request-id', 'root'],               ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
  ['x-client-cert', 'CN=root'],            ['x-ssl-client-verify', 'SUCCESS'],     ['x-internal', '1'],
  ['x-admin', 'true'],                     ['x-debug', '1'],                       ['sec-fetch-site', 'same-origin'],
]

/** Other ways to write a path into somebody else's store, from one's own or from where nobody is asked. */
export function spellings(operation: Operation, { home, other }: World): string[] {
  const path = pathOf(operation, other, operation.request(other).query)
  const [theirs, ours] = [other.store, home.store]
  const [, before = '', after = ''] = /^(.*?\/stores)\/[^/?]+(.*)$/.exec(path) ?? []
  return [
    `${before}/${ours}/../${theirs}${after}`,
    `${before}/${ours}/%2e%2e/${theirs}${after}`,
    `${before}/${ours}/..%2f${theirs}${after}`,
    `${before}/${ours}%2f..%2f${theirs}${after}`,
    `${before}/${ours};/../${theirs}${after}`,
    `${before}/${ours}/./../${theirs}${after}`,
    `${before}//${theirs}${after}`,
    `/${path}`,
    `/.${path}`,
    `/livez/..${path}`,
    `/livez/%2e%2e${path}`,
    `/livez%2f..${path}`,
    `${path.replace('?', '/?')}/`,
    path.replace('/stores/', '/STORES/'),
    path.replace('/stores/', '/stores%2f'),
    path.replace(theirs, `%${theirs.charCodeAt(0).toString(16)}${theirs.slice(1)}`),
    path.replace(theirs, theirs.toLowerCase()),
    path.replace(theirs, `${theirs}%00`),
    path.replace(theirs, `${theirs}%20`),
    path.replace(theirs, `${theirs};store=${ours}`),
    path.replace(theirs, `${ours},${theirs}`),
    path.replace(theirs, `${theirs}#${ours}`),
    path.replace(theirs, encodeURIComponent(encodeURIComponent(`${ours}/../${theirs}`))),
    path.replaceAll('/', '\\'),
  ]
}

/** What is not as expected, told; empty: all is. */
export async function findWrong(url: string, cells: readonly Cell[]): Promise<string[]> {
  const told = await Promise.all(cells.map(async (cell) => wrongOf(cell, await ask(url, cell.question))))
  return told.filter((each) => each !== undefined)
}

function wrongOf({ name, question, expected }: Cell, reply: Reply): string | undefined {
  const told = `${name}: expected ${expected.statuses.join('/')} ${expected.code ?? ''}, received ${reply.status} ${reply.text.slice(0, 300)}`
  if (!expected.statuses.includes(reply.status)) return told
  if (reply.text.includes(CANARY) && !question.path.includes(CANARY))
    return `${name}: tells what is another's: ${reply.text}`
  if (expected.code === undefined || reply.status < 400) return undefined
  const body: unknown = JSON.parse(reply.text)
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : expected.code
  return code === expected.code ? undefined : told
}

/** Of a store that is somebody else's and one that nobody has: what is different in the answers. */
export async function findTelling(world: World, operation: Operation): Promise<string | undefined> {
  const headers = bearer(world.keys.home)
  const [theirs, nobodys] = await Promise.all(
    [world.other, world.nowhere].map((place) => ask(world.url, requestOf(operation, place, headers))),
  )
  const [one, two] = [withoutIds(theirs!, world.other), withoutIds(nobodys!, world.nowhere)]
  return one === two ? undefined : `${operation.name}: ${one} ≠ ${two}`
}

// biome-ignore format: a table is read by its columns
const REFUSALS: Readonly<Record<Wire, Readonly<Record<'missing' | 'unauthenticated' | 'forbidden', Expected>>>> = {
  native:  { missing: told(401, 'unauthenticated'),      unauthenticated: told(401, 'unauthenticated'), forbidden: told(403, 'forbidden') },
  // Its numbers say that whoever may not is answered like whoever is not known.
  openfga: { missing: told(401, 'bearer_token_missing'), unauthenticated: told(401, 'unauthenticated'), forbidden: told(401, 'forbidden') },
  authzen: { missing: told(401),                         unauthenticated: told(401),                    forbidden: told(403) },
}

function refusal(wire: Wire, why: 'missing' | 'unauthenticated' | 'forbidden'): Expected {
  return REFUSALS[wire][why]
}

function told(status: number, code?: string): Expected {
  return { statuses: [status], ...(code !== undefined && { code }) }
}
