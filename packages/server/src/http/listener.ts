// The one way in. A socket's bytes become a request with a name, a deadline, an actor and a parsed body, or a refusal;
// then an action is performed. Everything that can grow has a bound here. Three kinds of scope share it: the management
// plane (zod, all headers), hot routes (compiled schemas, few headers), and wires of others, which say errors their way.

import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { type Actor, type App, admit, type Caller, perform, performParsed, STRANGER } from '../action.ts'
import { AppError, assert } from '../errors.ts'
import { answerBrokenRequest, errorOf } from './framework-errors.ts'
import { hotSchema } from './hot-schema.ts'
import { parseJson } from './json-body.ts'
import { DEFAULT_OVERLOAD, type Load, Overload, type OverloadLimits } from './overload.ts'
import { PROBLEM_TYPE, problem, retryAfterSeconds, WireError } from './problem.ts'
import { bearerOf, deadlineOf, requestIdOf } from './request-headers.ts'
import { type AnyAction, assertRoutes, type ForeignRoute, type ForeignWire, type Route } from './route.ts'
import { MANAGEMENT_HEADERS, SAFE_HEADERS } from './security-headers.ts'

export interface HttpBounds {
  readonly bodyBytesMax: number
  readonly headerBytesMax: number
  readonly pathParameterCharsMax: number
  readonly connectionsMax: number
  readonly requestsPerConnectionMax: number
  /** For the whole request to arrive. */
  readonly requestTimeoutMs: number
  readonly idleTimeoutMs: number
  /** When the caller does not say how long it waits. */
  readonly deadlineMs: number
  /** While it lasts, a server that is ending goes on taking requests, so that nobody sends one to a closed door. */
  readonly lingerMs: number
  /** After it, connections that are still busy are cut. */
  readonly drainMsMax: number
  readonly overload: OverloadLimits
}

export const DEFAULT_BOUNDS: HttpBounds = {
  bodyBytesMax: 1_048_576,
  headerBytesMax: 16_384,
  pathParameterCharsMax: 512,
  connectionsMax: 10_000,
  requestsPerConnectionMax: 100_000,
  requestTimeoutMs: 10_000,
  idleTimeoutMs: 72_000,
  deadlineMs: 10_000,
  lingerMs: 500,
  drainMsMax: 30_000,
  overload: DEFAULT_OVERLOAD,
}

export interface ListenerOptions {
  readonly app: App
  /** The actor of a key; undefined when it is not, or no longer, one. */
  authenticate(bearer: string): Actor | undefined | Promise<Actor | undefined>
  readonly routes: readonly Route[]
  readonly wires?: readonly ForeignWire[]
  readonly bounds?: Partial<HttpBounds>
  /** Ever growing. */
  clock(): number
  readonly lagMs?: () => number
  readonly logger?: FastifyBaseLogger
}

export interface Listener {
  readonly fastify: FastifyInstance
  readonly overload: Overload
  isDraining(): boolean
  listen(where: { readonly host: string; readonly port: number }): Promise<string>
  /** Answers everything that arrives until the door is closed, then closes it. */
  drain(): Promise<void>
}

interface RowConfig {
  readonly actions: readonly AnyAction[]
  readonly load: Load
  readonly wire?: ForeignWire
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
  }
  interface FastifyContextConfig {
    row?: RowConfig
  }
}

export async function createListener(options: ListenerOptions): Promise<Listener> {
  const { routes, wires = [] } = options
  assertRoutes(routes, wires)
  const bounds = { ...DEFAULT_BOUNDS, ...options.bounds }
  const fastify = createFastify(options, bounds)
  const overload = new Overload(bounds.overload, options.lagMs ?? (() => 0))
  let draining = false
  fastify.server.maxConnections = bounds.connectionsMax
  fastify.decorateRequest('caller')
  addAdmission(fastify, { options, bounds, overload, isDraining: () => draining })
  fastify.setErrorHandler((error, request, reply) => sendProblem(options, errorOf(error), request, reply))
  fastify.setNotFoundHandler((request, reply) => sendNotFound(options, request, reply))
  acceptJson(fastify)
  inScope(fastify, (scope) => addManagement(scope, options.app, routes))
  inScope(fastify, (scope) => addHot(scope, options.app, routes))
  for (const wire of wires) inScope(fastify, (scope) => addWire(scope, options, wire))
  await fastify.ready()
  return {
    fastify,
    overload,
    isDraining: () => draining,
    listen: (where) => fastify.listen(where),
    async drain() {
      if (draining) return
      draining = true
      await new Promise((resolve) => setTimeout(resolve, bounds.lingerMs))
      const cut = setTimeout(() => fastify.server.closeAllConnections(), bounds.drainMsMax)
      await fastify.close()
      clearTimeout(cut)
    },
  }
}

function inScope(fastify: FastifyInstance, add: (scope: FastifyInstance) => void): void {
  void fastify.register((scope, _, done) => {
    try {
      add(scope)
      done()
    } catch (error) {
      done(error as Error)
    }
  })
}

function createFastify({ app, logger }: ListenerOptions, bounds: HttpBounds): FastifyInstance {
  return Fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers, app.id),
    bodyLimit: bounds.bodyBytesMax,
    requestTimeout: bounds.requestTimeoutMs,
    keepAliveTimeout: bounds.idleTimeoutMs,
    maxRequestsPerSocket: bounds.requestsPerConnectionMax,
    http: { maxHeaderSize: bounds.headerBytesMax, headersTimeout: bounds.requestTimeoutMs, requireHostHeader: true },
    routerOptions: { maxParamLength: bounds.pathParameterCharsMax, caseSensitive: true },
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    trustProxy: false,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: true, allErrors: false } },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerBadPath as never,
  }) as unknown as FastifyInstance
}

function answerBadPath(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const shown = problem(errorOf(error), request.id)
  void reply.code(shown.status).type(PROBLEM_TYPE).send(shown)
}

interface Admission {
  readonly options: ListenerOptions
  readonly bounds: HttpBounds
  readonly overload: Overload
  isDraining(): boolean
}

/** Before a body is read: is there room, who is asking, and may that one ask for this at all? */
function addAdmission(fastify: FastifyInstance, { options, bounds, overload, isDraining }: Admission): void {
  const { clock, authenticate } = options
  fastify.addHook('onSend', (_, reply, payload, done) => {
    if (isDraining()) reply.header('connection', 'close')
    done(null, payload)
  })
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    const { row } = request.routeOptions.config
    if (!row) return done()
    if (row.wire?.headers) reply.headers(row.wire.headers(request.id))
    try {
      if (!overload.enter(row.load))
        throw new WireError('overloaded', `the server has too much to do for a ${row.load}`)
      reply.raw.once('close', () => overload.leave())
      const deadline = deadlineOf(request.headers, clock, bounds.deadlineMs)
      const bearer = bearerOf(request.raw)
      const actor = bearer === undefined ? STRANGER : authenticate(bearer)
      const proceed = (found: Actor | undefined) => {
        if (!found) throw new AppError('unauthenticated', 'the key is not known, or no longer')
        request.caller = { actor: found, requestId: request.id, deadline }
        for (const action of row.actions) admit(request.caller, action)
        done()
      }
      if (actor instanceof Promise) actor.then(proceed).catch(done)
      else proceed(actor)
    } catch (error) {
      done(error as Error)
    }
  })
}

function acceptJson(scope: FastifyInstance, contentType: string | string[] = 'application/json'): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(contentType, { parseAs: 'buffer' }, (_, body: Buffer, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJson(body))
    } catch (error) {
      done(error as Error)
    }
  })
}

function addManagement(scope: FastifyInstance, app: App, routes: readonly Route[]): void {
  scope.addHook('onRequest', (_, reply, done) => {
    reply.headers(MANAGEMENT_HEADERS)
    done()
  })
  for (const { method, path, action, status, hot, media } of routes) {
    if (hot) continue
    scope.route({
      method,
      url: path,
      config: { row: { actions: [action], load: loadOf(action) } },
      handler: async (request, reply) => {
        const output = await perform(app, request.caller, action, inputOf(request))
        reply.code(status)
        if (media) reply.type(media)
        return status === 204 ? undefined : output
      },
    })
  }
}

function addHot(scope: FastifyInstance, app: App, routes: readonly Route[]): void {
  scope.addHook('onRequest', (_, reply, done) => {
    reply.headers(SAFE_HEADERS)
    done()
  })
  for (const row of routes) {
    if (!row.hot) continue
    const { action } = row
    scope.route({
      method: row.method,
      url: row.path,
      schema: hotSchema(row),
      config: { row: { actions: [action], load: loadOf(action) } },
      handler: ({ caller, body, params }) =>
        performParsed(app, caller, action, { ...(body as object), ...(params as object) }),
    })
  }
}

function addWire(scope: FastifyInstance, options: ListenerOptions, wire: ForeignWire): void {
  if (wire.anyContentType) acceptJson(scope, '*')
  scope.addHook('onRequest', (_, reply, done) => {
    reply.headers(SAFE_HEADERS)
    done()
  })
  scope.setErrorHandler((error, request, reply) => sendForeign(options, wire, errorOf(error), request, reply))
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

/** Path, and query or body, as one input. A value cannot come by two ways. */
function inputOf({ method, params, query, body }: FastifyRequest): unknown {
  const rest = method === 'GET' || method === 'DELETE' ? (body ?? query) : (body ?? {})
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest)) {
    throw new AppError('invalid_input', 'the body is not a JSON object')
  }
  const twice = Object.keys(params as object).find((name) => Object.hasOwn(rest, name))
  if (twice) throw new AppError('invalid_input', `\`${twice}\` is in the path and must not be given again`)
  return { ...rest, ...(params as object) }
}

function loadOf(of: AnyAction | ForeignRoute): Load {
  const actions = 'actions' in of ? of.actions : [of]
  if (actions.some(({ kind }) => kind === 'command')) return 'change'
  return actions.some((action) => action.kind === 'question' && action.load === 'list') ? 'list' : 'check'
}

function sendNotFound(options: ListenerOptions, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0]!
  const rows = [...options.routes, ...(options.wires ?? []).flatMap((wire) => wire.routes)]
  const methods = rows.filter((row) => isOnPath(row.path, path)).map(({ method }) => method)
  const error =
    methods.length > 0
      ? new WireError('method_not_allowed', `\`${request.method}\` is not one of ${methods.join(', ')}`)
      : new WireError('route_not_found', 'there is no such path')
  if (methods.length > 0) reply.header('allow', methods.join(', '))
  const wire = options.wires?.find((each) => each.owns(path))
  if (!wire) return sendProblem(options, error, request, reply)
  if (wire.headers) reply.headers(wire.headers(request.id))
  return sendForeign(options, wire, error, request, reply)
}

function isOnPath(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => part === given[i] || (part.startsWith(':') && given[i] !== ''))
  )
}

function sendForeign(
  options: ListenerOptions,
  wire: ForeignWire,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, type = 'application/json; charset=utf-8', body } = wire.fail(error, request.id)
  return finishFailure(options, error, status, request, reply).type(type).send(body)
}

function sendProblem(
  options: ListenerOptions,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const shown = problem(error, request.id)
  reply.headers(MANAGEMENT_HEADERS)
  return finishFailure(options, error, shown.status, request, reply).type(PROBLEM_TYPE).send(shown)
}

function finishFailure(
  { logger }: ListenerOptions,
  error: unknown,
  status: number,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (status >= 500) logger?.error({ err: error, requestId: request.id }, 'a request failed')
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="lockness"')
  const seconds = retryAfterSeconds(error)
  if (seconds !== undefined) reply.header('retry-after', String(seconds))
  // A body that was refused unread would be taken for the next request.
  if (status === 413 || status === 408) reply.header('connection', 'close')
  assert(status >= 400, 'a failure has a status of failure')
  return reply.code(status)
}
