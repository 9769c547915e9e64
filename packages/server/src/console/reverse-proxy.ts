// From a listener to the console: a request goes on as it arrives, its answer comes back as it is made, and neither is
// kept. Either side's end is the other's, and whoever reads slowly slows the writer down. What is said between two
// neighbours only (the hop-by-hop headers) stays between them. Without a console there is a page that says so, and
// nothing of the API is held up by it.

import type { ServerResponse } from 'node:http'
import { Agent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http'
import { sendAway } from './away-page.ts'

export interface ReverseProxyOptions {
  readonly socketPath: string
  /** The https origin that people know. */
  readonly publicOrigin?: string | undefined
  readonly bounds?: Partial<ProxyBounds>
}

export interface ProxyBounds {
  readonly inFlightMax: number
  /** Of what is not passed on to the API, which has bounds of its own: forms. */
  readonly formBytesMax: number
  /** Between two parts of a body that is being sent. */
  readonly bodyIdleMs: number
  /** Until an answer begins. */
  readonly answerMs: number
}

export interface ReverseProxy {
  pass(request: IncomingMessage, response: ServerResponse): void
  close(): void
}

const BOUNDS: ProxyBounds = { inFlightMax: 512, formBytesMax: 65_536, bodyIdleMs: 30_000, answerMs: 120_000 }
/** Such a body goes to the API. */
const API = '/api/'
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
])

export function createReverseProxy({ socketPath, publicOrigin, bounds: given }: ReverseProxyOptions): ReverseProxy {
  const bounds = { ...BOUNDS, ...given }
  const agent = new Agent({ keepAlive: true, maxSockets: bounds.inFlightMax, timeout: 30_000 })
  let inFlight = 0
  return {
    pass(request, response) {
      if (inFlight >= bounds.inFlightMax) return sendAway(request, response, 'busy')
      const isForm = !request.url?.startsWith(API)
      if (isForm && Number(request.headers['content-length'] ?? 0) > bounds.formBytesMax)
        return sendAway(request, response, 'too_large')
      inFlight++
      response.once('close', () => inFlight--)
      const headers = headersOn(request, publicOrigin)
      const open = () => send({ socketPath, agent, method: request.method, path: request.url, headers })
      new Passage(request, response, open, isForm, bounds).begin()
    },
    close: () => agent.destroy(),
  }
}

/** One request on its way. */
class Passage {
  private readonly request: IncomingMessage
  private readonly response: ServerResponse
  private readonly open: () => ClientRequest
  private readonly isForm: boolean
  private readonly bounds: ProxyBounds
  private further!: ClientRequest
  private timer: NodeJS.Timeout | undefined
  private bytes = 0
  private isSecondTry = false
  private isAnswered = false

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    open: () => ClientRequest,
    isForm: boolean,
    bounds: ProxyBounds,
  ) {
    this.request = request
    this.response = response
    this.open = open
    this.isForm = isForm
    this.bounds = bounds
  }

  begin(): void {
    this.response.once('close', () => this.end())
    this.go()
    if (!hasBody(this.request)) return
    this.request.on('data', (chunk: Buffer) => this.take(chunk))
    this.request.once('end', () => {
      this.further.end()
      if (!this.isAnswered) this.await(this.bounds.answerMs)
    })
    this.await(this.bounds.bodyIdleMs)
  }

  private go(): void {
    const further = this.open()
    this.further = further
    further.once('response', (answer) => this.answer(answer))
    further.on('error', (error: NodeJS.ErrnoException) => {
      if (further === this.further) this.failed(error)
    })
    further.on('drain', () => this.request.resume())
    if (hasBody(this.request)) return
    further.end()
    this.await(this.bounds.answerMs)
  }

  private take(chunk: Buffer): void {
    if (this.further.destroyed) return
    if (!this.isAnswered) this.await(this.bounds.bodyIdleMs)
    this.bytes += chunk.length
    if (this.isForm && this.bytes > this.bounds.formBytesMax) {
      this.further.destroy()
      if (!this.response.headersSent) sendAway(this.request, this.response, 'too_large')
    } else if (!this.further.write(chunk)) this.request.pause()
  }

  private answer(answer: IncomingMessage): void {
    clearTimeout(this.timer)
    this.isAnswered = true
    const { response } = this
    if (response.destroyed || response.headersSent) return void answer.destroy()
    response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers))
    // Whoever waits for the first event of a stream knows by this that it has begun.
    response.flushHeaders()
    answer.pipe(response)
    answer.once('error', () => response.destroy())
    answer.once('aborted', () => response.destroy())
  }

  private failed(error: NodeJS.ErrnoException): void {
    clearTimeout(this.timer)
    // A connection that was kept may have been closed just when it was used again.
    const isStale = this.further.reusedSocket && error.code === 'ECONNRESET' && !hasBody(this.request)
    if (isStale && !this.isSecondTry && !this.response.headersSent && !this.response.destroyed) {
      this.isSecondTry = true
      this.go()
    } else if (this.response.headersSent) this.response.destroy()
    else sendAway(this.request, this.response, 'away')
  }

  private await(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.further.destroy(new Error('it took too long')), ms)
  }

  private end(): void {
    clearTimeout(this.timer)
    this.further.destroy()
    // What is still sent is read and thrown away, or the next request on this connection would wait behind it.
    if (!this.request.complete) this.request.resume()
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function headersOn(request: IncomingMessage, publicOrigin: string | undefined): Record<string, string | string[]> {
  const { headers, socket } = request
  const kept = withoutHops(headers)
  const before = headers['x-forwarded-for']
  const from = socket.remoteAddress ?? ''
  const isPublic = publicOrigin !== undefined && new URL(publicOrigin).host === headers.host
  return {
    ...kept,
    'x-forwarded-for': before === undefined ? from : `${before}, ${from}`,
    'x-forwarded-host': headers['x-forwarded-host'] ?? headers.host ?? '',
    'x-forwarded-proto': isPublic ? 'https' : (headers['x-forwarded-proto'] ?? 'http'),
  }
}

function withoutHops(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] =>
        entry[1] !== undefined && !HOP_BY_HOP.has(entry[0]) && !named.has(entry[0]),
    ),
  )
}
