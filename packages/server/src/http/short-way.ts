// The short way, for what is asked thousands of times a second. It passes the same stations as every request (room,
// deadline, who, may, body, schema, action, the words for what went wrong) by the same functions; what is left out is the
// library between them and the socket, which costs as much as all of them. Whatever is not quite usual about a request,
// an encoded path, another content type, a body in chunks, goes the ordinary way, which answers the same.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type Caller, performParsed } from '../action.ts'
import { identify, requireRoom, traced } from './admission.ts'
import { failureOf } from './failure.ts'
import { errorOf } from './framework-errors.ts'
import type { JsonSchema } from './hot-schema.ts'
import { hotSchema, parametersOf } from './hot-schema.ts'
import { parseJson } from './json-body.ts'
import type { HttpBounds, ListenerOptions } from './listener.ts'
import type { Load, Overload } from './overload.ts'
import { requestIdOf } from './request-headers.ts'
import type { AnyAction, ForeignWire } from './route.ts'
import { loadOf } from './scopes.ts'
import { SAFE_HEADERS } from './security-headers.ts'
import type { SlowBodies } from './slow-bodies.ts'

/** Takes the request, or leaves it to the ordinary way. */
export type ShortWay = (request: IncomingMessage, response: ServerResponse) => boolean

export interface Validator {
  (value: unknown): boolean | PromiseLike<unknown>
  errors?: unknown
}

export interface ShortWayOptions {
  readonly options: ListenerOptions
  readonly bounds: HttpBounds
  readonly overload: Overload
  readonly bodies: SlowBodies
  readonly compile: (schema: JsonSchema) => Validator
  readonly isClosing: () => boolean
}

interface ShortRow {
  readonly actions: readonly AnyAction[]
  readonly load: Load
  readonly bodyBytesMax: number
  /** It can answer in other ways than JSON, and does so on the ordinary one. */
  readonly isNegotiated: boolean
  readonly wire?: ForeignWire
  answer(caller: Caller, parameter: string, body: unknown): Promise<unknown>
}

/** Rows of one beginning, by what follows the parameter in their path. */
interface Family {
  readonly start: string
  readonly byEnd: Map<string, ShortRow>
}

const PLAIN_TYPES = new Set(['application/json', 'application/json; charset=utf-8'])
const PLAIN_ACCEPTS = new Set<string | undefined>([undefined, '*/*', 'application/json'])
const FIXED_HEADERS = [
  ...Object.entries(SAFE_HEADERS).flat(),
  'content-type',
  'application/json; charset=utf-8',
] as const

export function createShortWay(given: ShortWayOptions): ShortWay {
  const families = familiesOf(given)
  return (request, response) => {
    const { method, url = '', headers } = request
    if (method !== 'POST' || !PLAIN_TYPES.has(headers['content-type'] ?? '')) return false
    for (const { start, byEnd } of families) {
      if (!url.startsWith(start)) continue
      const end = url.indexOf('/', start.length)
      const row = end < 0 ? undefined : byEnd.get(url.slice(end))
      const parameter = url.slice(start.length, end)
      if (!row || !isUsual(row, parameter, request, given.bounds)) return false
      void new ShortCall(given, row, parameter, request, response).run()
      return true
    }
    return false
  }
}

function isUsual(row: ShortRow, parameter: string, { headers }: IncomingMessage, bounds: HttpBounds): boolean {
  const length = headers['content-length']
  return (
    length !== undefined &&
    Number(length) <= row.bodyBytesMax &&
    headers['transfer-encoding'] === undefined &&
    (!row.isNegotiated || PLAIN_ACCEPTS.has(headers.accept)) &&
    parameter.length <= bounds.pathParameterCharsMax &&
    /^[\w.~-]+$/.test(parameter)
  )
}

class ShortCall {
  private readonly given: ShortWayOptions
  private readonly row: ShortRow
  private readonly parameter: string
  private readonly request: IncomingMessage
  private readonly response: ServerResponse
  private readonly requestId: string
  private readonly startedMs: number
  /** A request that was destroyed has none any more. */
  private readonly socket: Socket
  /** It has a place among those that are worked on. */
  private isIn = false
  private abandon: (() => void) | undefined

  constructor(
    given: ShortWayOptions,
    row: ShortRow,
    parameter: string,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    this.given = given
    this.row = row
    this.parameter = parameter
    this.request = request
    this.response = response
    this.requestId = requestIdOf(request.headers, given.options.app.id)
    this.startedMs = given.options.clock()
    this.socket = request.socket
  }

  async run(): Promise<void> {
    const { given, row, parameter, request, requestId } = this
    const { options, bounds, overload, bodies } = given
    bodies.expect(request, this.socket, this.startedMs)
    this.response.once('close', this.closed)
    try {
      requireRoom(overload, row.load)
      this.isIn = true
      traced(options, request, this.response, row.actions[0]?.name, requestId)
      const identified = identify(options, bounds, request, requestId, row.actions)
      const caller = identified instanceof Promise ? await identified : identified
      const bytes = await this.body()
      bodies.arrived(request)
      if (!bytes) return
      const output = await row.answer(caller, parameter, bytes.length === 0 ? undefined : parseJson(bytes))
      this.send(200, FIXED_HEADERS, output)
    } catch (error) {
      const { status, headers, body } = failureOf(options, row.wire, errorOf(error), requestId)
      this.send(status, Object.entries(headers).flat(), body)
    }
  }

  /** The answer is out, or its reader is gone. */
  private readonly closed = () => {
    const { overload, bodies, options } = this.given
    bodies.answered(this.request, this.socket, options.clock())
    if (this.isIn) overload.leave()
    this.abandon?.()
  }

  /** Undefined: the caller went away before all of it had come. */
  private body(): Promise<Buffer | undefined> {
    const { request } = this
    return new Promise((resolve) => {
      let first: Buffer | undefined
      let rest: Buffer[] | undefined
      request.on('data', (chunk: Buffer) => {
        if (!first) first = chunk
        else rest = [...(rest ?? [first]), chunk]
      })
      request.once('end', () => resolve(rest ? Buffer.concat(rest) : (first ?? Buffer.alloc(0))))
      this.abandon = () => resolve(undefined)
      if (this.response.closed) resolve(undefined)
    })
  }

  private send(status: number, fixed: readonly string[], body: unknown): void {
    const { given, row, requestId, response } = this
    if (response.destroyed) return
    const text = JSON.stringify(body)
    const headers = ['x-request-id', requestId, ...fixed, 'content-length', String(Buffer.byteLength(text))]
    if (row.wire?.headers) headers.push(...Object.entries(row.wire.headers(requestId)).flat())
    if (given.isClosing() && !fixed.includes('connection')) headers.push('connection', 'close')
    response.writeHead(status, headers).end(text)
    const action = row.actions[0]
    if (action) given.options.observe?.(action.name, status, given.options.clock() - this.startedMs)
  }
}

function familiesOf({ options, bounds, compile }: ShortWayOptions): readonly Family[] {
  const byStart = new Map<string, Map<string, ShortRow>>()
  const add = (path: string, row: ShortRow) => {
    const [, start, end] = /^([^:]*):\w+(\/[^:]*)$/.exec(path) ?? []
    if (start === undefined || end === undefined) return
    const byEnd = byStart.get(start) ?? new Map<string, ShortRow>()
    byStart.set(start, byEnd.set(end, row))
  }
  for (const row of options.routes) {
    if (!row.hot || row.method !== 'POST') continue
    const { action, path, bodyBytesMax = bounds.bodyBytesMax } = row
    const validate = compile(hotSchema(row).body)
    const [name = ''] = parametersOf(path)
    const extra = row.accepts ? { accept: row.accepts[0] } : {}
    add(path, {
      actions: [action],
      load: loadOf(action),
      bodyBytesMax,
      isNegotiated: row.accepts !== undefined,
      answer(caller, parameter, body) {
        if (validate(body) !== true) throw refused(validate.errors)
        return performParsed(options.app, caller, action, { ...(body as object), ...extra, [name]: parameter })
      },
    })
  }
  for (const wire of options.wires ?? []) {
    for (const { method, path, actions, answer } of wire.routes) {
      if (!answer || method !== 'POST') continue
      const [name = ''] = parametersOf(path)
      add(path, {
        actions,
        load: loadOf({ actions }),
        bodyBytesMax: bounds.bodyBytesMax,
        isNegotiated: false,
        wire,
        answer: async (caller, parameter, body) =>
          answer({ app: options.app, caller, params: { [name]: parameter }, body }),
      })
    }
  }
  return [...byStart].map(([start, byEnd]) => ({ start, byEnd }))
}

/** As the library of the ordinary way throws it, so that it is told in the same words. */
function refused(validation: unknown): Error {
  return Object.assign(new Error('the body does not fit its schema'), { validation, validationContext: 'body' })
}
