// Before a body is read: is there room, who is asking, and may that one ask for this at all?

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { type Actor, admit, type Caller, type Deadline, STRANGER } from '../action.ts'
import { AppError } from '../errors.ts'
import type { HttpBounds, ListenerOptions } from './listener.ts'
import type { Load, Overload } from './overload.ts'
import { WireError } from './problem.ts'
import { bearerOf, deadlineOf, requestIdOf } from './request-headers.ts'
import type { AnyAction, ForeignWire, Route } from './route.ts'
import type { SlowBodies } from './slow-bodies.ts'

export interface RowConfig {
  readonly actions: readonly AnyAction[]
  readonly load: Load
  readonly wire?: ForeignWire
  readonly flow?: Route['flow']
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    /** Gives the request's place among those that are worked on to another one; the second time it does nothing. Absent: it was refused. */
    leave?: () => void
  }
  interface FastifyContextConfig {
    row?: RowConfig
  }
}

export interface Admission {
  readonly options: ListenerOptions
  readonly bounds: HttpBounds
  readonly overload: Overload
  readonly bodies: SlowBodies
  /** Of streams that are being read. */
  readonly open: Set<AbortController>
  /** No connection is taken any more: each answer is the last one of its own. */
  isClosing(): boolean
}

export function addAdmission(fastify: FastifyInstance, admission: Admission): void {
  const { options, bounds, overload, bodies, open, isClosing } = admission
  const { clock, app } = options
  fastify.addHook('onSend', (_, reply, payload, done) => {
    if (isClosing()) reply.header('connection', 'close')
    done(null, payload)
  })
  const { observe } = options
  if (observe) {
    fastify.addHook('onResponse', (request, reply, done) => {
      const action = request.routeOptions.config.row?.actions[0]
      // What was refused is counted where it was refused.
      if (action && request.leave) observe(action.name, reply.statusCode, reply.elapsedTime)
      done()
    })
  }
  fastify.addHook('preValidation', (request, _, done) => {
    bodies.arrived(request.raw)
    done()
  })
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    const { row } = request.routeOptions.config
    const { socket } = request.raw
    if (row?.flow !== 'up') bodies.expect(request.raw, socket, clock())
    reply.raw.once('close', () => bodies.answered(request.raw, socket, clock()))
    if (!row) return done()
    if (row.wire?.headers) reply.headers(row.wire.headers(request.id))
    try {
      requireRoom(overload, row.load)
      let isIn = true
      request.leave = () => {
        if (isIn) overload.leave()
        isIn = false
      }
      reply.raw.once('close', request.leave)
      traced(options, request.raw, reply.raw, row.actions[0]?.name, request.id)
      const signal = row.flow && goneSignal(open, reply.raw)
      const proceed = (caller: Caller) => {
        request.caller = signal ? { ...caller, signal } : caller
        done()
      }
      // No name has it, and no database can be asked for it.
      if (request.url.includes('%00')) throw new WireError('malformed_request', 'a `%00` in an address is not accepted')
      const caller = identify(options, bounds, request.raw, request.id, row.actions)
      if (caller instanceof Promise) caller.then(proceed).catch(done)
      else proceed(caller)
    } catch (error) {
      done(error as Error)
    }
  })
  fastify.decorateRequest('caller')
  fastify.decorateRequest('leave')
  fastify.setGenReqId(({ headers }) => requestIdOf(headers, app.id))
}

export function requireRoom(overload: Overload, load: Load): void {
  if (!overload.enter(load)) throw new WireError('overloaded', `the server has too much to do for a ${load}`)
}

/** Who is asking, how long they wait, and whether they may ask for this at all. */
export function identify(
  { clock, authenticate }: ListenerOptions,
  { deadlineMs }: HttpBounds,
  request: IncomingMessage,
  requestId: string,
  actions: readonly AnyAction[],
): Caller | Promise<Caller> {
  const deadline = deadlineOf(request.headers, clock, deadlineMs)
  const bearer = bearerOf(request)
  const actor = bearer === undefined ? STRANGER : authenticate(bearer)
  return actor instanceof Promise
    ? actor.then((known) => admitted(known, requestId, deadline, actions))
    : admitted(actor, requestId, deadline, actions)
}

function admitted(
  actor: Actor | undefined,
  requestId: string,
  deadline: Deadline,
  actions: readonly AnyAction[],
): Caller {
  if (!actor) throw new AppError('unauthenticated', 'the key is not known, or no longer')
  const caller = { actor, requestId, deadline }
  for (const action of actions) admit(caller, action)
  return caller
}

export function traced(
  { beginTrace }: ListenerOptions,
  { headers: { traceparent } }: IncomingMessage,
  response: ServerResponse,
  action: string | undefined,
  requestId: string,
): void {
  if (!beginTrace || action === undefined) return
  const end = beginTrace({ action, requestId, traceparent: typeof traceparent === 'string' ? traceparent : undefined })
  response.once('close', () => end(response.statusCode))
}

/** Aborted when the caller has gone, or by whoever empties the set. */
function goneSignal(open: Set<AbortController>, raw: { once(event: 'close', then: () => void): unknown }): AbortSignal {
  const controller = new AbortController()
  open.add(controller)
  raw.once('close', () => {
    open.delete(controller)
    controller.abort()
  })
  return controller.signal
}
