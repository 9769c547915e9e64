// What stands between a client and a server: passes everything on, cuts connections when it is told to, and has places
// where no server is. It also serves the page that a browser runs the cases in, so that everything is of one origin.

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

export interface PassThrough {
  readonly url: string
  stop(): Promise<void>
}

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>cases</title><script type="module" src="/-/cases.js"></script>'

export async function startPassThrough(target: string, script = ''): Promise<PassThrough> {
  const watching = new Set<ServerResponse>()
  const places: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
    silent: () => undefined,
    page: (_, response) => response.setHeader('content-type', 'text/html').end(PAGE),
    elsewhere: (_, response) => response.writeHead(307, { location: '/v1/stores' }).end(),
    away: ({ socket }) => socket.destroy(),
    'cases.js': (_, response) => response.setHeader('content-type', 'text/javascript').end(script),
    cut(_, response) {
      for (const each of watching) each.socket?.destroy()
      response.writeHead(204).end()
    },
  }
  const server = createServer((incoming, response) => {
    const place = /^\/-\/([\w.]+)/.exec(incoming.url ?? '')?.[1]
    if (place !== undefined) return places[place]?.(incoming, response)
    if (incoming.url?.includes('/watch')) {
      watching.add(response)
      response.once('close', () => watching.delete(response))
    }
    passOn(target, incoming, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function passOn(target: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = incoming
  const { host: _, ...rest } = headers
  const passed = request(target + url, { method, headers: rest, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    // Whoever waits for the first line learns at once that there will be one.
    response.flushHeaders()
    pipeline(answer, response, () => undefined)
  })
  passed.on('error', () => response.destroy())
  response.once('close', () => passed.destroy())
  pipeline(incoming, passed, () => undefined)
}
