// The three headers that are believed, and how far: who is asking (a bearer key that somebody else judges), the name of
// the request, and how long the caller will wait. No other header changes an answer: not `Host`, not `X-Forwarded-*`.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Deadline } from '../action.ts'
import { AppError } from '../errors.ts'

export const DEADLINE_MS_MAX = 60_000
const BEARER_CHARS_MAX = 4_096

/** Undefined when no credentials were shown. What is shown and cannot be read is an error, not a stranger. */
export function bearerOf({ rawHeaders, headers }: Pick<IncomingMessage, 'rawHeaders' | 'headers'>): string | undefined {
  const { authorization } = headers
  if (authorization === undefined) return undefined
  // Node keeps the first of several; another program on the way may have judged the last.
  let seen = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    if (name.length === 'authorization'.length && name.toLowerCase() === 'authorization') seen++
  }
  const match = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(authorization)
  if (seen !== 1 || !match || authorization.length > BEARER_CHARS_MAX) {
    throw new AppError('unauthenticated', 'expected one header `Authorization: Bearer <key>`')
  }
  return match[1]
}

/** The caller's own name for the request when it can be logged as it is, else one that is made. */
export function requestIdOf(headers: IncomingHttpHeaders, make: () => string): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/.test(given) ? given : make()
}

export function deadlineOf(headers: IncomingHttpHeaders, clock: () => number, defaultMs: number): Deadline {
  const given = headers['x-request-deadline-ms']
  let ms = defaultMs
  if (given !== undefined) {
    ms = typeof given === 'string' && /^[0-9]{1,5}$/.test(given) ? Number(given) : 0
    if (ms < 1 || ms > DEADLINE_MS_MAX) {
      throw new AppError('invalid_input', `\`X-Request-Deadline-Ms\` is a whole number from 1 to ${DEADLINE_MS_MAX}`)
    }
  }
  const end = clock() + ms
  return { remainingMs: () => end - clock() }
}

/** The first that is offered among those that the caller takes; undefined when it takes none of them. */
export function acceptedMedia(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0]
  const taken = new Set<string>()
  for (const range of accept.split(',')) {
    const [media = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) taken.add(media)
  }
  const named = offered.find((media) => taken.has(media))
  if (named !== undefined) return named
  return offered.find((media) => taken.has('*/*') || taken.has(`${media.split('/', 1)[0]}/*`))
}
