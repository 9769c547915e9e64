// A server in memory that is asked through the front: HTTP, without a socket.

import { createListener, type Listener } from '../../http/listener.ts'
import type { ForeignWire } from '../../http/route.ts'
import type { Memory } from './memory-port.ts'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** Whatever JSON.parse gave: tests look into answers of every shape. */
  readonly body: ReturnType<typeof JSON.parse>
  readonly text: string
}

export type Send = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>

export interface Client extends Memory {
  readonly listener: Listener
  readonly send: Send
}

export async function openClient(memory: Memory, wires: readonly ForeignWire[]): Promise<Client> {
  const listener = await createListener({
    app: memory.app,
    authenticate: memory.authenticate,
    routes: [],
    wires,
    clock: () => performance.now(),
    // What is injected never says that it is complete, and has no socket to cut.
    bounds: { requestTimeoutMs: 3_600_000 },
  })
  return {
    ...memory,
    listener,
    async send(method, url, body, headers = {}) {
      const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
      const answer = await listener.fastify.inject({
        method,
        url,
        headers: {
          authorization: 'Bearer root',
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(payload === undefined ? {} : { payload }),
      })
      const isJson = String(answer.headers['content-type']).includes('json') && !answer.body.includes('}\n')
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        body: isJson && answer.body ? JSON.parse(answer.body) : undefined,
      }
    },
  }
}
