// Every operation that a server has, on our own API and on both foreign wires, each with a request that is in order and
// with who may make it. What there is comes from the tables that are served; what stands here is said a second time on
// purpose, because a matrix that asked the code what is allowed would find everything allowed that is.

import type { Role } from '../src/access/key.ts'
import { authZenWire } from '../src/apis/authzen/authzen.ts'
import { openFgaWire } from '../src/apis/openfga/openfga.ts'
import { createMemory } from '../src/apis/test/memory-port.ts'
import { ORIGIN } from '../src/apis/test/record-store.ts'
import { ask } from './ask.ts'

/** What a request is about: a store and what is in it. */
export interface Place {
  readonly store: string
  readonly model: string
  readonly key: string
  readonly token: string
}

export interface Asked {
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Lines instead of JSON. */
  readonly lines?: string
}

export interface Operation {
  readonly name: string
  readonly wire: 'native' | 'openfga' | 'authzen'
  readonly method: string
  /** `/v1/stores/{store}/check` */
  readonly path: string
  /** `everybody`: also who shows no key. `any key`: also one that has no role, or is for something else. */
  readonly needs: Role | 'everybody' | 'any key'
  /** Where the role is needed. `own`: in the one store that the key is for. */
  readonly on: 'store' | 'system' | 'own'
  readonly isQuestion: boolean
  request(place: Place): Asked
}

type Row = readonly [
  needs: Operation['needs'],
  on: Operation['on'],
  request?: ((place: Place) => Asked) | undefined,
  isQuestion?: boolean,
]

const tuple = { object: 'doc:home', relation: 'viewer', subject: 'user:anne' }
const added = { object: 'doc:new', relation: 'viewer', subject: 'user:anne' }
export const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user]
`
const DEFINITION = {
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    {
      type: 'doc',
      relations: { viewer: { this: {} } },
      metadata: { relations: { viewer: { directly_related_user_types: [{ type: 'user' }] } } },
    },
  ],
}
const MODULE = { path: 'model.fga', text: MODEL.replace('model\n  schema 1.1', 'module docs') }
const reason = { reason: 'for a test' }
const fga = { user: 'user:anne', relation: 'viewer', object: 'doc:home' }
const subject = { type: 'user', id: 'anne' }
const resource = { type: 'doc', id: 'home' }
const action = { name: 'viewer' }

// biome-ignore format: a table is read by its columns
const NATIVE: Readonly<Record<string, Row>> = {
  'store.create':          ['store_creator', 'system', () => ({ body: { name: 'made' } })],
  'store.list':            ['reader',      'system'],
  'store.read':            ['reader',      'store'],
  'store.rename':          ['manager',     'store',  () => ({ body: { name: 'renamed', ...reason } })],
  'store.freeze':          ['manager',     'store',  () => ({ body: reason })],
  'store.unfreeze':        ['manager',     'store',  () => ({ body: reason })],
  'store.delete':          ['manager',     'store',  () => ({ query: reason })],
  'key.create':            ['key_manager', 'system', () => ({ body: { name: 'made', roles: ['key_manager'] } })],
  'key.list':              ['key_manager', 'system'],
  'key.read':              ['key_manager', 'system'],
  'key.rotate':            ['key_manager', 'system', () => ({ body: { overlapSeconds: 0 } })],
  'key.revoke':            ['key_manager', 'system'],
  'key.read_self':         ['any key',     'system'],
  'audit.list':            ['reader',      'store'],
  'audit.list_system':     ['reader',      'system'],
  'audit.read':            ['reader',      'store'],
  'audit.read_system':     ['reader',      'system'],
  'audit.verify':          ['reader',      'store',  () => ({ query: { from: '1' } })],
  'audit.verify_system':   ['reader',      'system', () => ({ query: { from: '1' } })],
  'model.write':           ['pusher',      'store',  () => ({ body: { text: MODEL } })],
  'model.list':            ['reader',      'store'],
  'model.get':             ['reader',      'store'],
  'label.list':            ['reader',      'store'],
  'label.set':             ['pusher',      'store',  ({ model }) => ({ body: { model } })],
  'label.remove':          ['pusher',      'store'],
  'module.list':           ['reader',      'store'],
  'module.get':            ['reader',      'store'],
  'module.push':           ['pusher',      'store',  () => ({ body: { files: [MODULE], replacesModel: true } })],
  'module.push_set':       ['pusher',      'store',  () => ({ body: { modules: [{ module: 'docs', files: [MODULE] }], replacesModel: true } })],
  'module.remove':         ['pusher',      'store',  () => ({ query: { allowOrphans: 'true' } })],
  'catalog.get':           ['reader',      'store'],
  'tuple.write':           ['writer',      'store',  () => ({ body: { added: [added] } })],
  'tuple.read':            ['reader',      'store',  () => ({ query: { objectType: 'doc' } })],
  'tuple.history':         ['reader',      'store',  () => ({ query: tuple })],
  'tuple.export':          ['exporter',    'store'],
  'tuple.import':          ['importer',    'store',  () => ({ query: { import: 'one' }, lines: `${JSON.stringify({ ...added, object: 'doc:imported' })}\n` })],
  'tuple.preview':         ['reader',      'store',  () => ({ body: { added: [added] } })],
  'object.count':          ['reader',      'store'],
  'object.list':           ['reader',      'store',  () => ({ body: { type: 'doc' } })],
  'object.access':         ['reader',      'store',  () => ({ body: { object: tuple.object, relations: ['viewer'], subjectTypes: ['user'] } })],
  'object.history':        ['reader',      'store',  () => ({ query: { object: tuple.object } })],
  'tuple.delete':          ['writer',      'store',  () => ({ body: { object: 'doc:new' } })],
  'access.check':          ['asker',       'store',  ({ token }) => ({ body: { ...tuple, consistency: { mode: 'at_least', token } } })],
  'access.check_many':     ['asker',       'store',  () => ({ body: { checks: [tuple] } })],
  'access.list_objects':   ['asker',       'store',  () => ({ body: { subject: tuple.subject, relation: 'viewer', type: 'doc' } })],
  'access.list_subjects':  ['asker',       'store',  () => ({ body: { object: tuple.object, relation: 'viewer', type: 'user' } })],
  'access.list_relations': ['asker',       'store',  () => ({ body: { object: tuple.object, subject: tuple.subject } })],
  'access.expand':         ['asker',       'store',  () => ({ body: { object: tuple.object, relation: 'viewer' } })],
  'access.explain':        ['asker',       'store',  () => ({ body: tuple })],
  'access.find_names':     ['reader',      'store',  () => ({ body: { text: 'ann' } })],
  'store.watch':           ['watcher',     'store',  ({ token }) => ({ query: { token } })],
  'usage.tuples':          ['reader',      'store'],
  'usage.relations':       ['reader',      'store'],
  'usage.modules':         ['reader',      'store'],
  'system.read':           ['reader',      'system'],
  'system.load':           ['reader',      'system'],
  'system.slow_questions': ['manager',     'system'],
  'system.metrics':        ['reader',      'system'],
  'node.list':             ['reader',      'system'],
  'health.live':           ['everybody',   'system'],
  'health.ready':          ['everybody',   'system'],
  'health.started':        ['everybody',   'system'],
  'api.describe':          ['everybody',   'system'],
  'api.read':              ['everybody',   'system'],
}

// biome-ignore format: a table is read by its columns
const FOREIGN: Readonly<Record<string, Row>> = {
  'GET /stores':                                     ['reader',        'system', undefined, true],
  'POST /stores':                                    ['store_creator', 'system', () => ({ body: { name: 'made' } })],
  'GET /stores/{store}':                             ['reader',  'store', undefined, true],
  'DELETE /stores/{store}':                          ['manager', 'store'],
  'GET /stores/{store}/authorization-models':        ['reader',  'store', undefined, true],
  'POST /stores/{store}/authorization-models':       ['pusher',  'store', () => ({ body: DEFINITION })],
  'GET /stores/{store}/authorization-models/{model}': ['reader', 'store', undefined, true],
  'GET /stores/{store}/assertions/{model}':          ['reader',  'store', undefined, true],
  'PUT /stores/{store}/assertions/{model}':          ['pusher',  'store', () => ({ body: { assertions: [{ tuple_key: fga, expectation: true }] } })],
  'GET /stores/{store}/changes':                     ['watcher', 'store', undefined, true],
  'POST /stores/{store}/read':                       ['reader',  'store', () => ({ body: {} }), true],
  'POST /stores/{store}/write':                      ['writer',  'store', () => ({ body: { writes: { tuple_keys: [{ ...fga, object: 'doc:fga' }] } } })],
  'POST /stores/{store}/check':                      ['asker',   'store', () => ({ body: { tuple_key: fga } }), true],
  'POST /stores/{store}/batch-check':                ['asker',   'store', () => ({ body: { checks: [{ tuple_key: fga, correlation_id: '1' }] } }), true],
  'POST /stores/{store}/expand':                     ['asker',   'store', () => ({ body: { tuple_key: { object: fga.object, relation: 'viewer' } } }), true],
  'POST /stores/{store}/list-objects':               ['asker',   'store', () => ({ body: { user: fga.user, relation: 'viewer', type: 'doc' } }), true],
  'POST /stores/{store}/streamed-list-objects':      ['asker',   'store', () => ({ body: { user: fga.user, relation: 'viewer', type: 'doc' } }), true],
  'POST /stores/{store}/list-users':                 ['asker',   'store', () => ({ body: { object: resource, relation: 'viewer', user_filters: [{ type: 'user' }] } }), true],
  'GET /healthz':                                    ['everybody', 'system', undefined, true],
  'POST /stores/{store}/access/v1/evaluation':       ['asker',   'store', () => ({ body: { subject, action, resource } }), true],
  'POST /access/v1/evaluation':                      ['asker',   'own',   () => ({ body: { subject, action, resource } }), true],
  'POST /stores/{store}/access/v1/evaluations':      ['asker',   'store', () => ({ body: { subject, action, evaluations: [{ resource }] } }), true],
  'POST /access/v1/evaluations':                     ['asker',   'own',   () => ({ body: { subject, action, evaluations: [{ resource }] } }), true],
  'POST /stores/{store}/access/v1/search/subject':   ['asker',   'store', () => ({ body: { subject: { type: 'user' }, action, resource } }), true],
  'POST /access/v1/search/subject':                  ['asker',   'own',   () => ({ body: { subject: { type: 'user' }, action, resource } }), true],
  'POST /stores/{store}/access/v1/search/resource':  ['asker',   'store', () => ({ body: { subject, action, resource: { type: 'doc' } } }), true],
  'POST /access/v1/search/resource':                 ['asker',   'own',   () => ({ body: { subject, action, resource: { type: 'doc' } } }), true],
  'POST /stores/{store}/access/v1/search/action':    ['asker',   'store', () => ({ body: { subject, resource } }), true],
  'POST /access/v1/search/action':                   ['asker',   'own',   () => ({ body: { subject, resource } }), true],
  'GET /.well-known/authzen-configuration':          ['everybody', 'system', undefined, true],
  'GET /.well-known/authzen-configuration/{store}':  ['everybody', 'system', undefined, true],
  'GET /.well-known/authzen-configuration/stores/{store}': ['everybody', 'system', undefined, true],
}

/** As the server's document has it: only what is looked at here. */
export interface Described {
  readonly operationId: string
  readonly 'x-kind': string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: unknown }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: unknown } } }
}
export type Paths = Readonly<Record<string, Readonly<Record<string, Described>>>>

export async function readPaths(url: string): Promise<Paths> {
  const { text } = await ask(url, { method: 'GET', path: '/v1/openapi.json' })
  return (JSON.parse(text) as { paths: Paths }).paths
}

/** Throws unless every operation that is served is on the tables here, and nothing else is. */
export function readOperations(paths: Paths): Operation[] {
  const native = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const name = described.operationId
      const isQuestion = described['x-kind'] === 'question'
      return { name, wire: 'native' as const, method: method.toUpperCase(), path, row: NATIVE[name], isQuestion }
    }),
  )
  const { port } = createMemory()
  const wires = [
    { wire: 'openfga' as const, routes: openFgaWire(port).routes },
    { wire: 'authzen' as const, routes: authZenWire(port, { publicOrigin: ORIGIN }).routes },
  ]
  const foreign = wires.flatMap(({ wire, routes }) =>
    routes.map((each) => {
      const path = each.path.replace(/:([a-z]+)/g, '{$1}')
      const name = `${each.method} ${path}`
      return { name, wire, method: each.method, path, row: FOREIGN[name], isQuestion: FOREIGN[name]?.[3] ?? false }
    }),
  )
  const found = [...native, ...foreign]
  const names = new Set(found.map(({ name }) => name))
  const gone = [...Object.keys(NATIVE), ...Object.keys(FOREIGN)].filter((name) => !names.has(name))
  const missing = found.filter(({ row }) => row === undefined).map(({ name }) => name)
  if (gone.length + missing.length > 0) {
    throw new Error(`the tables here lack \`${missing.join('`, `')}\` and have \`${gone.join('`, `')}\` too many`)
  }
  return found.map(({ row, ...operation }) => {
    const [needs, on, request = () => ({})] = row!
    return { ...operation, needs, on, request }
  })
}

const PARAMETERS = ['store', 'model', 'key'] as const

/** The path with what it is about, and its query. */
export function pathOf({ path }: Pick<Operation, 'path'>, place: Place, query: Asked['query'] = {}): string {
  const filled = PARAMETERS.reduce((text, name) => text.replace(`{${name}}`, encodeURIComponent(place[name])), path)
  const named = filled.replace('{label}', 'stable').replace('{module}', 'docs').replace('{revision}', '1')
  const search = new URLSearchParams(query).toString()
  return search === '' ? named : `${named}?${search}`
}
