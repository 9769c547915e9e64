// What goes wrong inside the HTTP library, in our words: its own texts and codes do not leave the server.

import type { Socket } from 'node:net'
import { AppError } from '../errors.ts'
import { PROBLEM_TYPE, problem, type WireCode, WireError } from './problem.ts'

// biome-ignore format: a table is read by its columns
const CODES: Readonly<Record<string, readonly [WireCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE:         ['body_too_large', 'the body is larger than is accepted here'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE:     ['unsupported_media_type', 'expected a body of type `application/json`'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'the body is not as long as `Content-Length` says'],
  FST_ERR_BAD_URL:                    ['malformed_request', 'the path is not a path'],
  FST_ERR_MAX_PARAM_LENGTH:           ['route_not_found', 'there is no such path'],
}

/** The error as one of ours; what is not known stays as it is and is shown as internal. */
export function errorOf(error: unknown): unknown {
  if (error instanceof AppError || error instanceof WireError || !(error instanceof Error)) return error
  const { code, validation, validationContext } = error as {
    code?: string
    validation?: readonly { instancePath: string; message?: string }[]
    validationContext?: string
  }
  if (validation) {
    const issues = validation.map(({ instancePath, message }) => ({
      path: instancePath.split('/').slice(1),
      message: message ?? 'is not valid',
    }))
    return new AppError('invalid_input', `the ${validationContext ?? 'body'} is not what the operation takes`, {
      detail: { issues },
    })
  }
  const row = code !== undefined && Object.hasOwn(CODES, code) ? CODES[code] : undefined
  return row ? new WireError(...row, { cause: error }) : error
}

// biome-ignore format: a table is read by its columns
const BROKEN: Readonly<Record<string, readonly [status: string, code: WireCode, message: string]>> = {
  HPE_HEADER_OVERFLOW:     ['431 Request Header Fields Too Large', 'headers_too_large', 'the header is too large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request_timeout', 'the request did not arrive in time'],
}

const HANG_UP_MS = 1_000

/** For what the parser of HTTP refuses: there is no request yet, only a socket. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const known = error.code !== undefined && Object.hasOwn(BROKEN, error.code) ? BROKEN[error.code] : undefined
  const [status, code, message] = known ?? [
    '400 Bad Request',
    'malformed_request' as const,
    'this is not acceptable HTTP',
  ]
  const body = JSON.stringify(problem(new WireError(code, message), ''))
  const head = `HTTP/1.1 ${status}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`
  socket.end(head + body)
  // Whoever does not hang up has had time to read it.
  const late = setTimeout(() => socket.destroy(), HANG_UP_MS)
  late.unref()
  socket.once('close', () => clearTimeout(late))
}
