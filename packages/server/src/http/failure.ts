// How it is said that something went wrong: in our words, or in those of the wire that was asked. One place for both ways
// in, so that a failure looks the same whichever was taken.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { assert } from '../errors.ts'
import type { ListenerOptions } from './listener.ts'
import { PROBLEM_TYPE, problem, retryAfterSeconds, WireError } from './problem.ts'
import type { ForeignWire } from './route.ts'
import { MANAGEMENT_HEADERS, SAFE_HEADERS } from './security-headers.ts'

export interface Failure {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export function failureOf(
  { logger }: Pick<ListenerOptions, 'logger'>,
  wire: ForeignWire | undefined,
  error: unknown,
  requestId: string,
): Failure {
  const { status, type, body } = wire ? foreign(wire, error, requestId) : ours(error, requestId)
  assert(status >= 400, 'a failure has a status of failure')
  if (status >= 500 && !isRefusal(error)) logger?.error({ err: error, requestId }, 'a request failed')
  const seconds = retryAfterSeconds(error)
  const headers = {
    ...(wire ? SAFE_HEADERS : MANAGEMENT_HEADERS),
    'content-type': type,
    ...(status === 401 && { 'www-authenticate': 'Bearer realm="lockness"' }),
    ...(seconds !== undefined && { 'retry-after': String(seconds) }),
    // A body that was refused unread would be taken for the next request.
    ...((status === 413 || status === 408) && { connection: 'close' }),
  }
  return { status, headers, body }
}

export function sendFailure(
  options: Pick<ListenerOptions, 'logger'>,
  wire: ForeignWire | undefined,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, headers, body } = failureOf(options, wire, error, request.id)
  return reply.headers(headers).code(status).send(body)
}

/** There are many of them when there is one; they are counted, and a line for each would be more to do. */
const isRefusal = (error: unknown): boolean => error instanceof WireError && error.code === 'overloaded'

function ours(error: unknown, requestId: string) {
  const body = problem(error, requestId)
  return { status: body.status, type: `${PROBLEM_TYPE}; charset=utf-8`, body }
}

function foreign(wire: ForeignWire, error: unknown, requestId: string) {
  return { type: 'application/json; charset=utf-8', ...wire.fail(error, requestId) }
}
