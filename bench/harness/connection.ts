// HTTP/1.1 by hand over a plain socket, as much of it as a client needs that sends bodies of JSON and is answered with a
// length: it costs a fraction of what any server does, so that the client is not what is measured.

import { connect, type Socket } from 'node:net'

export interface Target {
  readonly url: string
  readonly key?: string | undefined
}

const RETRIES_MAX = 100
const BUSY_PAUSE_MS = 50

export function requestBytes({ url, key }: Target, path: string, body: string): Buffer {
  const { hostname } = new URL(url)
  const bearer = key === undefined ? '' : `authorization: Bearer ${key}\r\n`
  const head = `POST ${path} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n${bearer}`
  return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

/** One request at a time. A connection that the server has ended is opened again, and the request sent once more. */
export class Connection {
  private readonly target: Target
  private readonly answered: (body: string) => void
  private readonly failed: (error: Error) => void
  private socket: Socket
  private sent: Buffer | undefined
  private text = ''
  private retries = 0
  private isOver = false

  constructor(target: Target, answered: (body: string) => void, failed: (error: Error) => void) {
    this.target = target
    this.answered = answered
    this.failed = failed
    this.socket = this.open()
  }

  send(bytes: Buffer): void {
    this.sent = bytes
    this.socket.write(bytes)
  }

  end(): void {
    this.isOver = true
    this.socket.destroy()
  }

  private open(): Socket {
    const { hostname, port } = new URL(this.target.url)
    const socket = connect({ host: hostname, port: Number(port || 80), noDelay: true })
    socket.on('data', (chunk) => this.take(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.isOver) return
      if (++this.retries > RETRIES_MAX) return this.fail(new Error('the server ends its connections'))
      this.text = ''
      this.socket = this.open()
      if (this.sent) this.socket.write(this.sent)
    })
    return socket
  }

  private take(chunk: Buffer): void {
    this.text += chunk.toString('latin1')
    const end = this.text.indexOf('\r\n\r\n')
    if (end < 0) return
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(this.text) ?? []
    if (length === undefined) return this.fail(new Error(`an answer without a length: ${this.text}`))
    if (this.text.length < end + 4 + Number(length)) return
    const { text } = this
    this.text = ''
    // A busy machine makes a server refuse; the time until it does not any more is in the figures.
    if (text.startsWith('HTTP/1.1 503') && ++this.retries <= RETRIES_MAX) {
      setTimeout(() => this.sent && this.socket.write(this.sent), BUSY_PAUSE_MS)
      return
    }
    if (!text.startsWith('HTTP/1.1 200')) return this.fail(new Error(`asked ${this.sent}: ${text}`))
    this.sent = undefined
    this.answered(text.slice(end + 4))
  }

  private fail(error: Error): void {
    this.end()
    this.failed(error)
  }
}
