// The one way in. A socket's bytes become a request with a name, a deadline, an actor and a parsed body, or a refusal;
// then an action is performed. Everything that can grow has a bound here.

import { Server as NetServer } from 'node:net'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Actor, App } from '../action.ts'
import { assert } from '../errors.ts'
import { addAdmission } from './admission.ts'
import { answerBrokenRequest, errorOf } from './framework-errors.ts'
import { DEFAULT_OVERLOAD, Overload, type OverloadLimits } from './overload.ts'
import { PROBLEM_TYPE, problem, retryAfterSeconds, WireError } from './problem.ts'
import { assertRoutes, type ForeignWire, type Route } from './route.ts'
import { acceptJson, addHot, addManagement, addUploads, addWire, type SendForeign } from './scopes.ts'
import { MANAGEMENT_HEADERS } from './security-headers.ts'

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
  /**
   * So long a server that is ending goes on taking requests, while whoever asks whether it is ready is told no; and so
   * long, with the door closed, it waits for the last ones of the connections that are open.
   */
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

/** Called when a request has come to a row of a table; what it returns is called when it has been answered. */
export type BeginTrace = (request: {
  readonly action: string
  readonly requestId: string
  readonly traceparent: string | undefined
}) => (status: number) => void

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
  /** Told of every request that came to a row of a table, when it has been answered. */
  readonly observe?: (action: string, status: number, tookMs: number) => void
  readonly beginTrace?: BeginTrace
  readonly logger?: FastifyBaseLogger
}

export interface Listener {
  readonly fastify: FastifyInstance
  readonly overload: Overload
  isDraining(): boolean
  /** `reusePort`: other threads of the process listen there too. */
  listen(where: { readonly host: string; readonly port: number; readonly reusePort?: boolean }): Promise<string>
  /** Takes no connection any more, after a while in which whoever asks whether it is ready is told no. */
  closeDoor(): Promise<void>
  /** Closes the door, answers what arrives on the connections that are open, and ends them. */
  drain(): Promise<void>
}

export async function createListener(options: ListenerOptions): Promise<Listener> {
  const { routes, wires = [] } = options
  assertRoutes(routes, wires)
  const bounds = { ...DEFAULT_BOUNDS, ...options.bounds }
  const fastify = createFastify(options, bounds)
  const overload = new Overload(bounds.overload, options.lagMs ?? (() => 0))
  let isDraining = false
  let isClosing = false
  fastify.server.maxConnections = bounds.connectionsMax
  const open = new Set<AbortController>()
  addAdmission(fastify, { options, bounds, overload, open, isClosing: () => isClosing })
  fastify.setErrorHandler((error, request, reply) => sendProblem(options, errorOf(error), request, reply))
  fastify.setNotFoundHandler((request, reply) => sendNotFound(options, request, reply))
  acceptJson(fastify)
  inScope(fastify, (scope) => addManagement(scope, options.app, routes))
  inScope(fastify, (scope) => addUploads(scope, options.app, routes))
  inScope(fastify, (scope) => addHot(scope, options.app, routes))
  const fail: SendForeign = (wire, error, request, reply) => sendForeign(options, wire, error, request, reply)
  for (const wire of wires) inScope(fastify, (scope) => addWire(scope, options.app, wire, fail))
  await fastify.ready()
  const isEmpty = new Promise((resolve) => fastify.server.once('close', resolve))
  let doorClosed: Promise<void> | undefined
  const closeDoor = async () => {
    // Connections are kept, so that nobody opens a new one just when the door closes.
    isDraining = true
    await pause(bounds.lingerMs)
    NetServer.prototype.close.call(fastify.server)
  }
  return {
    fastify,
    overload,
    isDraining: () => isDraining,
    listen: (where) => fastify.listen(where),
    closeDoor: () => (doorClosed ??= closeDoor()),
    async drain() {
      await (doorClosed ??= closeDoor())
      if (isClosing) return
      // What is still sent is answered, and the answer says that it was the last on its connection.
      isClosing = true
      for (const stream of open) stream.abort()
      await Promise.race([isEmpty, pause(bounds.lingerMs)])
      const cut = setTimeout(() => fastify.server.closeAllConnections(), bounds.drainMsMax)
      await fastify.close()
      clearTimeout(cut)
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
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

function createFastify({ logger }: ListenerOptions, bounds: HttpBounds): FastifyInstance {
  return Fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    // One for all: a logger for each request costs more than the rest of it.
    childLoggerFactory: (parent) => parent,
    requestIdHeader: false,
    bodyLimit: bounds.bodyBytesMax,
    requestTimeout: 0,
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
