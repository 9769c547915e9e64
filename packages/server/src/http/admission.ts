// Before a body is read: is there room, who is asking, and may that one ask for this at all?

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, admit, type Caller, STRANGER } from '../action.ts'
import { AppError } from '../errors.ts'
import { answerBrokenRequest } from './framework-errors.ts'
import type { HttpBounds, ListenerOptions } from './listener.ts'
import type { Load, Overload } from './overload.ts'
import { WireError } from './problem.ts'
import { bearerOf, deadlineOf, requestIdOf } from './request-headers.ts'
import type { AnyAction, ForeignWire, Route } from './route.ts'
import { SlowBodies } from './slow-bodies.ts'

export interface RowConfig {
  readonly actions: readonly AnyAction[]
  readonly load: Load
  readonly wire?: ForeignWire
  readonly flow?: Route['flow']
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    /** Gives the request's place among those that are worked on to another one; the second time it does nothing. */
    leave(): void
  }
  interface FastifyContextConfig {
    row?: RowConfig
  }
}

export interface Admission {
  readonly options: ListenerOptions
  readonly bounds: HttpBounds
  readonly overload: Overload
  /** Of streams that are being read. */
  readonly open: Set<AbortController>
  /** No connection is taken any more: each answer is the last one of its own. */
  isClosing(): boolean
}

export function addAdmission(fastify: FastifyInstance, admission: Admission): void {
  const { options, bounds, overload, open, isClosing } = admission
  const { clock, authenticate, app } = options
  const bodies = new SlowBodies(bounds.requestTimeoutMs, clock, (request) => {
    const late = Object.assign(new Error('the body did not arrive'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    answerBrokenRequest(late, request.socket)
  })
  fastify.addHook('onClose', async () => bodies.stop())
  fastify.addHook('onSend', (_, reply, payload, done) => {
    if (isClosing()) reply.header('connection', 'close')
    done(null, payload)
  })
  const { observe } = options
  if (observe) {
    fastify.addHook('onResponse', (request, reply, done) => {
      const action = request.routeOptions.config.row?.actions[0]
      if (action) observe(action.name, reply.statusCode, reply.elapsedTime)
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
    if (!row) return done()
    if (row.wire?.headers) reply.headers(row.wire.headers(request.id))
    try {
      if (!overload.enter(row.load))
        throw new WireError('overloaded', `the server has too much to do for a ${row.load}`)
      let isIn = true
      request.leave = () => {
        if (isIn) overload.leave()
        isIn = false
      }
      reply.raw.once('close', () => {
        request.leave()
        bodies.arrived(request.raw)
      })
      if (row.flow !== 'up') bodies.expect(request.raw, clock())
      traceRequest(options, request, reply)
      const deadline = deadlineOf(request.headers, clock, bounds.deadlineMs)
      const signal = row.flow && goneSignal(open, reply.raw)
      const bearer = bearerOf(request.raw)
      const actor = bearer === undefined ? STRANGER : authenticate(bearer)
      const proceed = (found: Actor | undefined) => {
        if (!found) throw new AppError('unauthenticated', 'the key is not known, or no longer')
        request.caller = { actor: found, requestId: request.id, deadline, ...(signal && { signal }) }
        for (const action of row.actions) admit(request.caller, action)
        done()
      }
      if (actor instanceof Promise) actor.then(proceed).catch(done)
      else proceed(actor)
    } catch (error) {
      done(error as Error)
    }
  })
  fastify.decorateRequest('caller')
  fastify.decorateRequest('leave')
  fastify.setGenReqId(({ headers }) => requestIdOf(headers, app.id))
}

function traceRequest({ beginTrace }: ListenerOptions, request: FastifyRequest, reply: FastifyReply): void {
  const action = request.routeOptions.config.row?.actions[0]?.name
  if (!beginTrace || action === undefined) return
  const { traceparent } = request.headers
  const parent = typeof traceparent === 'string' ? traceparent : undefined
  const end = beginTrace({ action, requestId: request.id, traceparent: parent })
  reply.raw.once('close', () => end(reply.statusCode))
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
