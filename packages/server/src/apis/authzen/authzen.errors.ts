// Errors in AuthZEN's words: a status and a message. What is wrong with a request is 400, also a body of another type.
// That something is denied is never an error, and an error is never a permit.

import type { QuestionError, QuestionErrorCode } from '@lockness/authz'
import { AppError } from '../../errors.ts'
import { statusOf, WireError } from '../../http/problem.ts'

export class AuthZenError extends Error {
  override name = 'AuthZenError'
}

/** Why one evaluation of several has no answer; its decision is no. */
export interface AuthZenFailure {
  readonly status: number
  readonly message: string
}

export function failAuthZen(error: unknown): { readonly status: number; readonly body: string } {
  if (error instanceof AuthZenError) return { status: 400, body: JSON.stringify(error.message) }
  if (!(error instanceof AppError || error instanceof WireError))
    return { status: 500, body: JSON.stringify('internal error') }
  const status = statusOf(error.code)
  const isRequest = error.code === 'unsupported_media_type' || error.code === 'limit_exceeded'
  const message = error instanceof AppError ? error.shown : error.message
  return { status: isRequest ? 400 : status, body: JSON.stringify(message) }
}

// biome-ignore format: a table is read by its columns
const STATUS: Readonly<Record<QuestionErrorCode, number>> = {
  invalid_object:           400,
  invalid_subject:          404,
  unknown_type:             404,
  unknown_relation:         404,
  invalid_contextual_tuple: 400,
  missing_context:          400,
  condition_failed:         400,
  limit_exceeded:           500,
  invalid_cursor:           400,
  revision_unavailable:     500,
}

export function failureOf({ code, message }: QuestionError): AuthZenFailure {
  return { status: STATUS[code], message }
}

/** What is not known has no results; everything else stands in the way of a list and is said. */
export function isUnknown({ code }: QuestionError): boolean {
  return (
    code === 'unknown_type' || code === 'unknown_relation' || code === 'invalid_subject' || code === 'invalid_object'
  )
}
