// The examples of the document: requests that are written by hand, each with the answer that a real server gave, so that
// nobody has to believe them. Ids, tokens and times are of nowhere; a test sends every request that is served with those
// of its own world and compares the answers.

import { ANSWERS } from './reference-answers.generated.ts'
import { QUESTION_REQUESTS } from './reference-question-requests.ts'
import { LAST_REQUESTS, STORE, STORE_REQUESTS } from './reference-store-requests.ts'
import type { Method } from './route.ts'

/** A request as it is written: what is not given is the demo's store, or nothing. */
export interface ExampleRequest {
  readonly action: string
  readonly title: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** A value that is sent as JSON, or lines as they are. */
  readonly body?: object | string
  /** Fields of the answer that later requests name: what they are called there, by the name of the field. */
  readonly keeps?: Readonly<Record<string, string>>
  /** Of a long answer, the fields that are shown. */
  readonly shows?: readonly string[]
  /** It goes on until it is ended: this many of its lines are shown. */
  readonly lines?: number
}

export interface ExampleAnswer {
  readonly status: number
  readonly media: string
  readonly body: unknown
}

/** As the document has it. */
export interface Example {
  readonly title: string
  readonly request: {
    readonly method: Method
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
  }
  readonly answer: ExampleAnswer
}

/** In the order in which they can be sent. */
export const REQUESTS: readonly ExampleRequest[] = [...STORE_REQUESTS, ...QUESTION_REQUESTS, ...LAST_REQUESTS]

export function examplesOf(method: Method, path: string, action: string): readonly Example[] {
  return REQUESTS.filter((request) => request.action === action).map((request, index) => ({
    title: request.title,
    request: asSent(method, path, request),
    answer: (ANSWERS.get(action)?.[index] as ExampleAnswer | undefined) ?? NOT_RECORDED,
  }))
}

const NOT_RECORDED: ExampleAnswer = { status: 0, media: '', body: 'not recorded' }

function asSent(
  method: Method,
  path: string,
  { parameters, query, headers, body }: ExampleRequest,
): Example['request'] {
  const named: Readonly<Record<string, string>> = { store: STORE, ...parameters }
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(named[name] ?? name))
  const search = new URLSearchParams(query).toString()
  const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json'
  return {
    method,
    path: search === '' ? filled : `${filled}?${search}`,
    headers: { ...(body !== undefined && { 'content-type': type }), ...headers },
    ...(body !== undefined && { body }),
  }
}
