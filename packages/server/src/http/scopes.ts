// The kinds of scope that share the listener: the management plane (zod, all headers), hot routes (compiled schemas, few
// headers), uploads (the body as it arrives), and wires of others, which say errors their way.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type App, perform, performParsed } from '../action.ts'
import { AppError } from '../errors.ts'
import type { RowConfig } from './admission.ts'
import { sendFailure } from './failure.ts'
import { errorOf } from './framework-errors.ts'
import { hotSchema } from './hot-schema.ts'
import { parseJson } from './json-body.ts'
import type { ListenerOptions } from './listener.ts'
import type { Load } from './overload.ts'
import { WireError } from './problem.ts'
import { acceptedMedia } from './request-headers.ts'
import type { AnyAction, ForeignRoute, ForeignWire, Route } from './route.ts'
import { MANAGEMENT_HEADERS, SAFE_HEADERS } from './security-headers.ts'
import { Streamed, sendStream } from './stream.ts'
import { readUpload } from './upload-body.ts'

export function addManagement(scope: FastifyInstance, app: App, routes: readonly Route[]): void {
  withHeaders(scope, MANAGEMENT_HEADERS)
  for (const row of routes) {
    if (row.hot || row.flow === 'up') continue
    const { method, path, action, status, media } = row
    scope.route({
      method,
      url: path,
      config: { row: configOf(row) },
      ...bodyLimit(row),
      handler: async (request, reply) => {
        const output = await perform(app, request.caller, action, inputOf(request, row))
        if (output instanceof Streamed) return sendStream(request, reply, output)
        reply.code(status)
        if (media) reply.type(media)
        return status === 204 ? undefined : output
      },
    })
  }
}

export function addUploads(scope: FastifyInstance, app: App, routes: readonly Route[]): void {
  withHeaders(scope, MANAGEMENT_HEADERS)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(UPLOADS, (_, payload, done) => done(null, payload))
  for (const row of routes) {
    if (row.flow !== 'up') continue
    scope.route({
      method: row.method,
      url: row.path,
      config: { row: configOf(row) },
      handler: async (request, reply) => {
        const given = request.body as AsyncIterable<Uint8Array> | undefined
        const body = given && readUpload(given, () => request.leave?.())
        const besides = { ...(request.params as object), ...acceptOf(request, row), body }
        const output = await perform(app, request.caller, row.action, joined(request.query as object, besides))
        return output instanceof Streamed ? sendStream(request, reply, output) : reply.code(row.status).send(output)
      },
    })
  }
}

const UPLOADS = ['application/x-ndjson', 'application/octet-stream', 'text/plain', 'text/csv']

export function addHot(scope: FastifyInstance, app: App, routes: readonly Route[]): void {
  withHeaders(scope, SAFE_HEADERS)
  for (const row of routes) {
    if (!row.hot) continue
    const { method, path, action, accepts } = row
    scope.route({
      method,
      url: path,
      schema: hotSchema(row),
      config: { row: configOf(row) },
      ...bodyLimit(row),
      handler: accepts
        ? async (request, reply) => {
            requireNoQuery(request)
            const input = { ...(request.body as object), ...(request.params as object), ...acceptOf(request, row) }
            const output = await performParsed(app, request.caller, action, input)
            return output instanceof Streamed ? sendStream(request, reply, output) : output
          }
        : (request) => {
            requireNoQuery(request)
            const { caller, body, params } = request
            return performParsed(app, caller, action, { ...(body as object), ...(params as object) })
          },
    })
  }
}

export function addWire(scope: FastifyInstance, options: ListenerOptions, wire: ForeignWire): void {
  if (wire.anyContentType) acceptJson(scope, '*')
  withHeaders(scope, SAFE_HEADERS)
  scope.setErrorHandler((error, request, reply) => sendFailure(options, wire, errorOf(error), request, reply))
  for (const row of wire.routes) {
    scope.route<{ Params: Record<string, string> }>({
      method: row.method,
      url: row.path,
      config: { row: { actions: row.actions, load: loadOf(row), wire } },
      handler: (request, reply) => {
        const { caller, params, body } = request
        return row.handle({ app: options.app, caller, request, reply, params, body })
      },
    })
  }
}

export function acceptJson(scope: FastifyInstance, contentType: string | string[] = 'application/json'): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(contentType, { parseAs: 'buffer' }, (_, body: Buffer, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJson(body))
    } catch (error) {
      done(error as Error)
    }
  })
}

function withHeaders(scope: FastifyInstance, headers: Readonly<Record<string, string>>): void {
  scope.addHook('onRequest', (_, reply, done) => {
    reply.headers(headers)
    done()
  })
}

function configOf({ action, flow }: Route): RowConfig {
  return { actions: [action], load: loadOf(action), ...(flow && { flow }) }
}

function bodyLimit({ bodyBytesMax }: Route): { bodyLimit?: number } {
  return bodyBytesMax === undefined ? {} : { bodyLimit: bodyBytesMax }
}

/** What of a request becomes the input of an action. */
export type Given = Pick<FastifyRequest, 'method' | 'params' | 'query' | 'body' | 'headers'>

/** Path, and query or body, as one input. A value cannot come by two ways. */
export function inputOf(request: Given, row: Route): unknown {
  const { method, params, query, body } = request
  const isInQuery = body === undefined && (method === 'GET' || method === 'DELETE')
  if (!isInQuery) requireNoQuery(request)
  // Nothing is an empty object; `null` is something, and not an object.
  const rest = isInQuery ? query : body === undefined ? {} : body
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest)) {
    throw new AppError('invalid_input', 'the body is not a JSON object')
  }
  const besides = {
    ...(params as object),
    ...acceptOf(request, row),
    ...idempotencyKeyOf(request, row),
    ...lastEventIdOf(request, row),
  }
  return joined(rest, besides)
}

function joined(rest: object, besides: object): object {
  const twice = Object.keys(besides).find((name) => Object.hasOwn(rest, name))
  if (twice) throw new AppError('invalid_input', `\`${twice}\` is in the path or a header, and must not be given again`)
  return { ...rest, ...besides }
}

/** What is not read would be taken for heard. */
function requireNoQuery({ query }: Given): void {
  const [name] = Object.keys(query as object)
  if (name === undefined) return
  throw new AppError('invalid_input', `\`${name}\` is in the query, where nothing is read: give it in the body`)
}

function acceptOf({ headers }: Given, { accepts }: Route): { accept?: string } {
  if (!accepts) return {}
  const accept = acceptedMedia(headers.accept, accepts)
  if (accept === undefined) throw new WireError('not_acceptable', `the answer can be one of ${accepts.join(', ')}`)
  return { accept }
}

/** The draft standard's header, for what may be asked again. */
function idempotencyKeyOf({ headers }: Given, { action }: Route): { idempotencyKey?: unknown } {
  const key = headers['idempotency-key']
  return key === undefined || action.kind === 'question' ? {} : { idempotencyKey: key }
}

/** What a browser sends when it takes up a stream of events again. */
function lastEventIdOf({ headers }: Given, { accepts }: Route): { lastEventId?: unknown } {
  const id = headers['last-event-id']
  return id === undefined || id === '' || !accepts?.includes('text/event-stream') ? {} : { lastEventId: id }
}

export function loadOf(of: AnyAction | Pick<ForeignRoute, 'actions'>): Load {
  const actions = 'actions' in of ? of.actions : [of]
  if (actions.some(({ kind }) => kind !== 'question')) return 'change'
  const loads = actions.map((action) => (action.kind === 'question' ? action.load : undefined))
  if (loads.includes('list')) return 'list'
  return loads.every((load) => load === 'probe') ? 'probe' : 'check'
}
