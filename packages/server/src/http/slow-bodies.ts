// Bodies that do not arrive. Whoever sends one has a while for it; the runtime's own bound would hold for uploads too,
// which may last as long as something comes, so it is switched off and the others are watched here. That a request has
// been answered changes nothing: the runtime reads the rest of its body, so that the connection can be used again, and
// would read for ever.

import type { IncomingMessage } from 'node:http'

const SWEEPS_PER_BOUND = 4

export class SlowBodies {
  private readonly since = new Map<IncomingMessage, number>()
  private readonly timer: NodeJS.Timeout

  constructor(maxMs: number, clock: () => number, cut: (request: IncomingMessage) => void) {
    this.timer = setInterval(() => {
      const oldest = clock() - maxMs
      for (const [request, since] of this.since) {
        if (since > oldest) return
        this.since.delete(request)
        if (!request.complete) cut(request)
      }
    }, maxMs / SWEEPS_PER_BOUND)
    this.timer.unref()
  }

  expect(request: IncomingMessage, nowMs: number): void {
    const { headers } = request
    if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0')
      this.since.set(request, nowMs)
  }

  arrived(request: IncomingMessage): void {
    this.since.delete(request)
  }

  /** The answer is out, or its reader is gone. What has not come by now, of an upload too, has a while and no more. */
  answered(request: IncomingMessage, nowMs: number): void {
    if (request.complete || request.socket.destroyed) this.since.delete(request)
    else if (!this.since.has(request)) this.expect(request, nowMs)
  }

  stop(): void {
    clearInterval(this.timer)
  }
}
