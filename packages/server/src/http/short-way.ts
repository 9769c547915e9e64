// The short way, for what is asked or written thousands of times a second. It passes the same stations as every request (room,
// deadline, who, may, body, schema, action, the words for what went wrong) by the same functions; what is left out is the
// library between them and the socket, which costs as much as all of them. Whatever is not quite usual about a request,
// an encoded path, another content type, a body in chunks, goes the ordinary way, which answers the same.

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type Caller, perform, performParsed } from '../action.ts'
import { assert } from '../errors.ts'
import { identify, requireRoom, traced } from './admission.ts'
import { failureOf } from './failure.ts'
import { errorOf } from './framework-errors.ts'
import type { JsonSchema } from './hot-schema.ts'
import { hotSchema, parametersOf } from './hot-schema.ts'
import { parseJson } from './json-body.ts'
import type { HttpBounds, ListenerOptions } from './listener.ts'
import type { Load, Overload } from './overload.ts'
import { requestIdOf } from './request-headers.ts'
import type { AnyAction, ForeignWire, Route } from './route.ts'
import { inputOf, loadOf } from './scopes.ts'
import { MANAGEMENT_HEADERS, SAFE_HEADERS } from './security-headers.ts'
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
  /** By which it is observed. */
  readonly name: string
  readonly load: Load
  readonly bodyBytesMax: number
  /** It can answer in other ways than JSON, and does so on the ordinary one. */
  readonly isNegotiated: boolean
  /** Of an answer that is none of a failure. */
  readonly headers: readonly string[]
  readonly wire?: ForeignWire
  /** A promise only where something has to be waited for. */
  answer(caller: Caller, parameter: string, body: unknown, headers: IncomingHttpHeaders): unknown
}

/** Rows of one beginning, by what follows the parameter in their path. */
interface Family {
  readonly start: string
  readonly byEnd: Map<string, ShortRow>
}

/** What an address asks for. */
interface Place {
  readonly row: ShortRow
  readonly parameter: string
}

const PLACES_MAX = 1_000
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const HOT_HEADERS = flat({ ...SAFE_HEADERS, ...JSON_TYPE })
const SHORT_HEADERS = flat({ ...MANAGEMENT_HEADERS, ...JSON_TYPE })

export function createShortWay(given: ShortWayOptions): ShortWay {
  const families = familiesOf(given)
  // The same few stores are asked all the time. Their names are the same texts each time, whose hash is known.
  const places = new Map<string, Place>()
  return (request, response) => {
    const { method, url = '' } = request
    if (method !== 'POST') return false
    let place = places.get(url)
    if (!place) {
      place = placeOf(families, url, given.bounds)
      if (!place) return false
      if (places.size >= PLACES_MAX) places.clear()
      places.set(url, place)
    }
    if (!isUsual(place.row, request)) return false
    new ShortCall(given, place, request, response).begin()
    return true
  }
}

function placeOf(families: readonly Family[], url: string, { pathParameterCharsMax }: HttpBounds): Place | undefined {
  for (const { start, byEnd } of families) {
    if (!url.startsWith(start)) continue
    const end = url.indexOf('/', start.length)
    const row = end < 0 ? undefined : byEnd.get(url.slice(end))
    const parameter = url.slice(start.length, end)
    const isPlain = parameter.length <= pathParameterCharsMax && /^[\w.~-]+$/.test(parameter)
    return row && isPlain ? { row, parameter } : undefined
  }
  return undefined
}

function isUsual({ bodyBytesMax, isNegotiated }: ShortRow, { headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return (
    isPlainType(headers['content-type']) &&
    length !== undefined &&
    Number(length) <= bodyBytesMax &&
    headers['transfer-encoding'] === undefined &&
    (!isNegotiated || isPlainAccept(headers.accept))
  )
}

function isPlainType(type: string | undefined): boolean {
  return type === 'application/json' || type === 'application/json; charset=utf-8'
}

function isPlainAccept(accept: string | undefined): boolean {
  return accept === undefined || accept === '*/*' || accept === 'application/json'
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
  /** What has come of the body: nearly always all of it at once. */
  private body: Buffer | undefined
  private rest: Buffer[] | undefined

  constructor(given: ShortWayOptions, { row, parameter }: Place, request: IncomingMessage, response: ServerResponse) {
    this.given = given
    this.row = row
    this.parameter = parameter
    this.request = request
    this.response = response
    this.requestId = requestIdOf(request.headers, given.options.app.id)
    this.startedMs = given.options.clock()
    this.socket = request.socket
  }

  begin(): void {
    const { given, row, request, response, requestId } = this
    const { options, bounds, overload, bodies } = given
    bodies.expect(request, this.socket, this.startedMs)
    response.on('close', this.close)
    try {
      requireRoom(overload, row.load)
      this.isIn = true
      traced(options, request, response, row.name, requestId)
      const caller = identify(options, bounds, request, requestId, row.actions)
      if (caller instanceof Promise) caller.then((known) => this.readBody(known)).catch(this.fail)
      else this.readBody(caller)
    } catch (error) {
      this.fail(error)
    }
  }

  /** When the caller goes away before all of it has come, it does not end, and nobody waits for it. */
  private readBody(caller: Caller): void {
    const { request } = this
    request.on('data', (chunk: Buffer) => {
      if (!this.body) this.body = chunk
      else if (this.rest) this.rest.push(chunk)
      else this.rest = [chunk]
    })
    request.on('end', () => this.answer(caller))
  }

  /** In one go, where nothing has to be waited for. */
  private answer(caller: Caller): void {
    const { given, row, parameter, request, body, rest } = this
    given.bodies.arrived(request)
    try {
      const bytes = body && rest ? Buffer.concat([body, ...rest]) : body
      const output = row.answer(caller, parameter, bytes && parseJson(bytes), request.headers)
      if (output instanceof Promise) output.then(this.succeed).catch(this.fail)
      else this.succeed(output)
    } catch (error) {
      this.fail(error)
    }
  }

  private readonly succeed = (output: unknown) => this.send(200, this.row.headers, output)

  private readonly fail = (error: unknown) => {
    const { given, row, requestId } = this
    const { status, headers, body } = failureOf(given.options, row.wire, errorOf(error), requestId)
    this.send(status, flat(headers), body)
  }

  /** The answer is out, or its reader is gone. */
  private readonly close = () => {
    const { overload, bodies, options } = this.given
    bodies.answered(this.request, this.socket, options.clock())
    if (this.isIn) overload.leave()
  }

  private send(status: number, fixed: readonly string[], body: unknown): void {
    const { given, row, requestId, response } = this
    if (response.destroyed) return
    const text = JSON.stringify(body)
    const headers = ['x-request-id', requestId, ...fixed, 'content-length', String(Buffer.byteLength(text))]
    const besides = row.wire?.headers?.(requestId)
    for (const name in besides) headers.push(name, besides[name]!)
    if (given.isClosing() && !fixed.includes('connection')) headers.push('connection', 'close')
    response.writeHead(status, headers).end(text)
    if (this.isIn) given.options.observe?.(row.name, status, given.options.clock() - this.startedMs)
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
    if (row.method !== 'POST') continue
    if (row.hot) add(row.path, hotRow(options, bounds, row, compile(hotSchema(row).body)))
    else if (row.isShort) add(row.path, shortRow(options, bounds, row))
  }
  for (const wire of options.wires ?? []) {
    for (const { method, path, actions, answer } of wire.routes) {
      if (!answer || method !== 'POST') continue
      const [name = ''] = parametersOf(path)
      add(path, {
        actions,
        name: actions[0]!.name,
        load: loadOf({ actions }),
        bodyBytesMax: bounds.bodyBytesMax,
        isNegotiated: false,
        headers: HOT_HEADERS,
        wire,
        answer: (caller, parameter, body) => answer({ app: options.app, caller, params: { [name]: parameter }, body }),
      })
    }
  }
  return [...byStart].map(([start, byEnd]) => ({ start, byEnd }))
}

/** Parsed by a compiled schema. */
function hotRow({ app }: ListenerOptions, bounds: HttpBounds, row: Route, validate: Validator): ShortRow {
  const { action, path, accepts } = row
  const [name = ''] = parametersOf(path)
  const extra = accepts ? { accept: accepts[0] } : {}
  return {
    ...aboutRow(row, bounds),
    headers: HOT_HEADERS,
    answer(caller, parameter, body) {
      if (validate(body) !== true) throw refused(validate.errors)
      // Nobody else has the body, so nothing is copied.
      return performParsed(app, caller, action, Object.assign(body as object, extra, { [name]: parameter }))
    },
  }
}

/** Parsed by its action's own schema. */
function shortRow({ app }: ListenerOptions, bounds: HttpBounds, row: Route): ShortRow {
  const { action, path, method, status, media, flow } = row
  assert(status === 200 && !media && !flow, `\`${path}\` is short, and does not answer with JSON and 200`)
  const [name = ''] = parametersOf(path)
  return {
    ...aboutRow(row, bounds),
    headers: SHORT_HEADERS,
    answer: (caller, parameter, body, headers) =>
      perform(app, caller, action, inputOf({ method, params: { [name]: parameter }, query: {}, body, headers }, row)),
  }
}

function aboutRow({ action, accepts, bodyBytesMax }: Route, bounds: HttpBounds) {
  return {
    actions: [action],
    name: action.name,
    load: loadOf(action),
    bodyBytesMax: bodyBytesMax ?? bounds.bodyBytesMax,
    isNegotiated: accepts !== undefined,
  }
}

function flat(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flat()
}

/** As the library of the ordinary way throws it, so that it is told in the same words. */
function refused(validation: unknown): Error {
  return Object.assign(new Error('the body does not fit its schema'), { validation, validationContext: 'body' })
}
