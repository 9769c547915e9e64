// Bodies that do not arrive. Whoever sends one has a while for it; the runtime's own bound would hold for uploads too,
// which may last as long as something comes, so it is switched off and the others are watched here. That a request has
// been answered changes nothing: the runtime reads the rest of its body, so that the connection can be used again, and
// would read for ever.

import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

const SWEEPS_PER_BOUND = 4

interface Expected {
  readonly sinceMs: number
  /** A request that was destroyed has none any more, while the connection goes on. */
  readonly socket: Socket
}

export class SlowBodies {
  /** In the order of their times. */
  private readonly expected = new Map<IncomingMessage, Expected>()
  private readonly timer: NodeJS.Timeout
  private readonly cut: (socket: Socket) => void

  constructor(maxMs: number, clock: () => number, cut: (socket: Socket) => void) {
    this.cut = cut
    // After a long block timers run before sockets are read, and what is there must be read before it is said to be late.
    this.timer = setInterval(() => setImmediate(this.sweep, clock() - maxMs), maxMs / SWEEPS_PER_BOUND)
    this.timer.unref()
  }

  private readonly sweep = (oldestMs: number): void => {
    for (const [request, { sinceMs, socket }] of this.expected) {
      if (sinceMs > oldestMs) return
      this.expected.delete(request)
      if (!isWhole(request)) this.cut(socket)
    }
  }

  expect(request: IncomingMessage, socket: Socket, nowMs: number): void {
    const { headers } = request
    if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0')
      this.expected.set(request, { sinceMs: nowMs, socket })
  }

  arrived(request: IncomingMessage): void {
    this.expected.delete(request)
  }

  /** The answer is out, or its reader is gone. What has not come by now, of an upload too, has a while and no more. */
  answered(request: IncomingMessage, socket: Socket, nowMs: number): void {
    if (isWhole(request) || socket.destroyed) this.expected.delete(request)
    else if (!this.expected.has(request)) this.expect(request, socket, nowMs)
  }

  stop(): void {
    clearInterval(this.timer)
  }
}

const isWhole = (request: IncomingMessage): boolean => request.complete || request.readableEnded
