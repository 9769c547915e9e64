// The one way in. A socket's bytes become a request with a name, a deadline, an actor and a parsed body, or a refusal;
// then an action is performed. Everything that can grow has a bound here.

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
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
import { sendFailure } from './failure.ts'
import { answerBrokenRequest, errorOf } from './framework-errors.ts'
import type { JsonSchema } from './hot-schema.ts'
import { DEFAULT_OVERLOAD, Overload, type OverloadLimits } from './overload.ts'
import { PROBLEM_TYPE, problem, WireError } from './problem.ts'
import { closeWhenQuiet, SilentConnections } from './quiet-door.ts'
import { assertRoutes, type ForeignWire, type Route } from './route.ts'
import { acceptJson, addHot, addManagement, addUploads, addWire } from './scopes.ts'
import { createShortWay, type ShortWay, type Validator } from './short-way.ts'
import { SlowBodies } from './slow-bodies.ts'

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
  /** Takes what begins with no name that a table begins with. */
  readonly beyond?: (request: IncomingMessage, response: ServerResponse) => void
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
  let shortWay: ShortWay | undefined
  let passOn: ShortWay | undefined
  const fastify = createFastify(
    options,
    bounds,
    (request, response) => (shortWay?.(request, response) ?? false) || (passOn?.(request, response) ?? false),
  )
  const overload = new Overload(bounds.overload, options.lagMs ?? (() => 0))
  let isDraining = false
  let isClosing = false
  fastify.server.maxConnections = bounds.connectionsMax
  const silent = new SilentConnections(fastify.server)
  const open = new Set<AbortController>()
  const bodies = new SlowBodies(bounds.requestTimeoutMs, options.clock, (socket) => {
    const late = Object.assign(new Error('the body did not arrive'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    answerBrokenRequest(late, socket)
  })
  fastify.addHook('onClose', async () => bodies.stop())
  addAdmission(fastify, { options, bounds, overload, bodies, open, isClosing: () => isClosing })
  fastify.setErrorHandler((error, request, reply) => sendFailure(options, undefined, errorOf(error), request, reply))
  fastify.setNotFoundHandler((request, reply) => sendNotFound(options, request, reply))
  acceptJson(fastify)
  inScope(fastify, (scope) => addManagement(scope, options.app, routes))
  inScope(fastify, (scope) => addUploads(scope, options.app, routes))
  let hotScope = fastify
  inScope(fastify, (scope) => {
    hotScope = scope
    addHot(scope, options.app, routes)
  })
  for (const wire of wires) inScope(fastify, (scope) => addWire(scope, options, wire))
  await fastify.ready()
  passOn = passOnOf(options, bodies, () => isClosing)
  shortWay = createShortWay({
    options,
    bounds,
    overload,
    bodies,
    compile: compilerOf(hotScope),
    isClosing: () => isClosing,
  })
  const isEmpty = new Promise((resolve) => fastify.server.once('close', resolve))
  let letGo: () => void = () => undefined
  let doorClosed: Promise<void> | undefined
  const closeDoor = async () => {
    // Connections are kept, so that nobody opens a new one just when the door closes.
    isDraining = true
    await pause(bounds.lingerMs)
    letGo = await closeWhenQuiet(fastify.server)
    setTimeout(letGo, HELD_MS_MAX).unref()
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
      letGo()
      for (const stream of open) stream.abort()
      await Promise.race([isEmpty, pause(bounds.lingerMs)])
      silent.end()
      const cut = setTimeout(() => fastify.server.closeAllConnections(), bounds.drainMsMax)
      await fastify.close()
      clearTimeout(cut)
    },
  }
}

/** Other threads may be slow to close theirs. */
const HELD_MS_MAX = 1_000

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

function createFastify({ logger }: ListenerOptions, bounds: HttpBounds, shortWay: ShortWay): FastifyInstance {
  return Fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    // One for all: a logger for each request costs more than the rest of it.
    childLoggerFactory: (parent) => parent,
    requestIdHeader: false,
    bodyLimit: bounds.bodyBytesMax,
    serverFactory: (ordinaryWay) => createHttpServer(bounds, ordinaryWay, shortWay),
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

function createHttpServer(bounds: HttpBounds, ordinaryWay: RequestListener, shortWay: ShortWay): Server {
  const server = createServer(
    {
      maxHeaderSize: bounds.headerBytesMax,
      headersTimeout: bounds.requestTimeoutMs,
      requireHostHeader: true,
      keepAliveTimeout: bounds.idleTimeoutMs,
      // Bodies are watched by ourselves: uploads may take their time.
      requestTimeout: 0,
    },
    (request, response) => {
      if (!shortWay(request, response)) ordinaryWay(request, response)
    },
  )
  // The runtime would answer by itself, and read the body that nobody watches for ever.
  server.on('checkExpectation', (_, response) => response.writeHead(417, { connection: 'close' }).end())
  server.maxRequestsPerSocket = bounds.requestsPerConnectionMax
  return server
}

/** The compiler of the ordinary way, with its settings. It is there when a scope with schemas is ready. */
function compilerOf(scope: FastifyInstance): (schema: JsonSchema) => Validator {
  return (schema) => {
    const compile = scope.validatorCompiler
    assert(compile, 'schemas are compiled when the routes are ready')
    return compile({ schema, method: 'POST', url: '', httpPart: 'body' }) as Validator
  }
}

function answerBadPath(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const shown = problem(errorOf(error), request.id)
  // Nobody here watches over what is left of its body.
  void reply.code(shown.status).type(PROBLEM_TYPE).header('connection', 'close').send(shown)
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
  if (wire?.headers) reply.headers(wire.headers(request.id))
  return sendFailure(options, wire, error, request, reply)
}

/** Whatever begins with a name that is on no table; the tables' own names stay theirs, also where nothing is. */
function passOnOf(options: ListenerOptions, bodies: SlowBodies, isClosing: () => boolean): ShortWay | undefined {
  const { beyond, routes, wires = [], clock } = options
  if (!beyond) return undefined
  const rows = [...routes, ...wires.flatMap((wire) => wire.routes)]
  const names = new Set(['.well-known', ...rows.map(({ path }) => firstName(path))])
  return (request, response) => {
    if (names.has(firstName(request.url ?? ''))) return false
    const { socket } = request
    if (isClosing()) response.setHeader('connection', 'close')
    response.once('close', () => {
      bodies.answered(request, socket, clock())
      // It had begun before, and did not say that it was the last one.
      if (isClosing()) socket.end()
    })
    beyond(request, response)
    return true
  }
}

/** `/v1/stores?name=a` begins with `v1`. */
function firstName(path: string): string {
  return /^\/([^/?]*)/.exec(path)?.[1] ?? ''
}

function isOnPath(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => part === given[i] || (part.startsWith(':') && given[i] !== ''))
  )
}
