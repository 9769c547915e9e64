// How a server takes leave of those who open a connection for each request. What the kernel has taken in for us when the
// door closes, and we have not, is cut: the caller believes that it was sent. So before the door closes, requests are
// held for a moment. Who waits for an answer opens no connection meanwhile, those before the door come in, and when
// nobody comes any more it is closed; then the requests go on. Who still comes is told at once that nobody is there.

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'

const LOOK_EVERY_MS = 5
/** So many looks in a row without anybody coming in. The kernel lets in one for each turn of the loop. */
const QUIET_LOOKS = 4
const LOOKS_MAX = 100

/** Resolves when the door is closed, with how to let the requests go on that are held. */
export async function closeWhenQuiet(server: Server): Promise<() => void> {
  const held: [IncomingMessage, ServerResponse][] = []
  const handlers = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[]
  server.removeAllListeners('request')
  server.on('request', (...each) => held.push(each))
  let came = 0
  const count = () => {
    came++
  }
  server.on('connection', count)
  for (let looks = 0, quiet = 0, seen = came; quiet < QUIET_LOOKS && looks < LOOKS_MAX; looks++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    quiet = came === seen ? quiet + 1 : 0
    seen = came
  }
  server.off('connection', count)
  // The door alone: the connections that are open stay so.
  NetServer.prototype.close.call(server)
  return () => {
    server.removeAllListeners('request')
    for (const handler of handlers) server.on('request', handler)
    for (const [request, response] of held.splice(0)) server.emit('request', request, response)
  }
}

/**
 * Connections on which nothing has been sent. A client that has broken off a stream opens one and keeps it for later; the
 * runtime takes it for one that is about to ask, and would wait for it.
 */
export class SilentConnections {
  private readonly open = new Set<Socket>()

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.open.add(socket)
      socket.once('close', () => this.open.delete(socket))
    })
  }

  end(): void {
    for (const socket of this.open) if (socket.bytesRead === 0) socket.destroy()
  }
}
