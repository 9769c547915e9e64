// A real server over a real database, asked over sockets, for tests of wires.

import { KEY, type Served, serve } from '../../../test/served.ts'
import type { Reply, Send } from './inject.ts'

export interface RealServer extends Served {
  readonly url: string
  readonly send: Send
}

export async function startReal(): Promise<RealServer> {
  const served = await serve(1)
  const url = served.servers[0]!.url
  return { ...served, url, send: sendTo(url) }
}

export function sendTo(url: string): Send {
  return async (method, path, body, headers = {}): Promise<Reply> => {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetchPatiently(url + path, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    })
    const text = await response.text()
    const isJson = String(response.headers.get('content-type')).includes('json') && !text.includes('}\n')
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text,
      body: isJson && text ? JSON.parse(text) : undefined,
    }
  }
}

/** Tries again when it is told to, as every client of these wires does: the machine of a test may be busy. */
async function fetchPatiently(url: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(url, init)
    const seconds = response.headers.get('retry-after')
    if (seconds === null || response.status < 429) return response
    await response.arrayBuffer()
    await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000))
  }
}
