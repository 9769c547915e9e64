// One request as it is: whatever path, headers and bytes a test wishes, which `fetch` would put in order first. What the
// server had no time for is asked again, as any client does.

import { Agent, request } from 'node:http'

export interface Question {
  readonly method: string
  /** Sent as it stands. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string | string[]>> | undefined
  readonly body?: string | Buffer | undefined
}

export interface Reply {
  readonly status: number
  readonly type: string
  /** Of an answer that goes on, what came with its head. */
  readonly text: string
}

const TRIES_MAX = 200
const PAUSE_MS = 50
const agent = new Agent({ keepAlive: true, maxSockets: 8 })

export async function ask(url: string, question: Question): Promise<Reply> {
  for (let tries = 1; ; tries++) {
    const { retry, ...reply } = await once(url, question)
    if (!retry || tries === TRIES_MAX) return reply
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

function once(url: string, { method, path, headers, body }: Question): Promise<Reply & { readonly retry: boolean }> {
  const { hostname, port } = new URL(url)
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, method, path, headers: { ...length, ...headers } }, (response) => {
      const status = response.statusCode ?? 0
      const type = response.headers['content-type'] ?? ''
      const retry = (status === 503 || status === 429) && response.headers['retry-after'] !== undefined
      let text = ''
      const done = () => resolve({ status, type, text, retry })
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (type.startsWith('text/event-stream')) {
          done()
          sent.destroy()
        }
      })
      response.once('end', done)
      response.once('error', reject)
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
