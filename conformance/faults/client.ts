// A client that writes and asks, and remembers everything: when it sent what, and what it was told.

import { Agent, request } from 'node:http'
import type { Tuple } from '@lockness/authz'
import { ROOT_KEY } from './nodes.ts'

export type Key = Pick<Tuple, 'object' | 'relation' | 'subject'>

export interface Written {
  /** Also the reason of the write, by which it is found in the log. */
  readonly key: string
  readonly added: readonly Key[]
  readonly removed: readonly Key[]
  readonly sentMs: number
  readonly doneMs: number
  /** 0: no answer came. */
  readonly status: number
  readonly code: string
  readonly revision: number
  readonly token: string
  readonly isReplay: boolean
}

export interface Change {
  readonly added?: readonly Key[]
  readonly removed?: readonly Key[]
  /** It only adds, and is refused where something is there already. */
  readonly isPlain?: boolean
}

export interface Asked {
  readonly question: Key
  readonly mode: 'minimize_latency' | 'at_least' | 'full'
  /** The revision of the token that was shown. */
  readonly floor: number
  readonly sentMs: number
  readonly doneMs: number
  readonly status: number
  readonly code: string
  readonly allowed: boolean
  readonly revision: number
  readonly model: string
  readonly at: string
}

interface Told {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  /** Of a connection that broke. */
  readonly why: string
}

const PATIENCE_MS = 20_000
const TRIES_MAX = 200
const PAUSE_MS = 50
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Status 0: the connection broke, or nobody listens. What a node had no time for is asked again, as any client does. */
export async function send(url: string, method: string, path: string, body?: unknown): Promise<Told> {
  for (let tries = 1; ; tries++) {
    const told = await sendOnce(url, method, path, body)
    if (told.body.code !== 'overloaded' || tries === TRIES_MAX) return told
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

function sendOnce(url: string, method: string, path: string, body?: unknown): Promise<Told> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    authorization: `Bearer ${ROOT_KEY}`,
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  }
  return new Promise((resolve) => {
    const sent = request(`${url}${path}`, { agent, method, headers, timeout: PATIENCE_MS }, (response) => {
      let received = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (received += chunk))
      response.once('error', (error) => resolve({ status: 0, body: {}, why: String(error) }))
      response.once('close', () => {
        if (!response.complete) return resolve({ status: 0, body: {}, why: 'half an answer' })
        resolve({ status: response.statusCode ?? 0, body: read(received), why: '' })
      })
    })
    sent.once('timeout', () => sent.destroy(new Error('no answer')))
    sent.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: 0, body: {}, why: error.code ?? error.message }),
    )
    sent.end(text)
  })
}

function read(text: string): Told['body'] {
  return text === '' ? {} : (JSON.parse(text) as Told['body'])
}

export class Client {
  readonly writes: Written[] = []
  readonly asks: Asked[] = []
  readonly store: string
  /** Of its newest acknowledged write or answer; shown with the next question. */
  token = ''
  floor = 0

  constructor(store: string) {
    this.store = store
  }

  async write(url: string, key: string, change: Change): Promise<Written> {
    const { added = [], removed = [], isPlain = false } = change
    const sentMs = performance.now()
    const existing = isPlain ? {} : { onExisting: 'replace', onMissing: 'ignore' }
    const body = { added, removed, ...existing, reason: key, idempotencyKey: key }
    const answer = await send(url, 'POST', `/v1/stores/${this.store}/tuples`, body)
    const { revision = 0, token = '', isReplay = false, code = '' } = answer.body as Partial<Written>
    const times = { sentMs, doneMs: performance.now() }
    const written = {
      key,
      added,
      removed,
      ...times,
      status: answer.status,
      code: code || answer.why,
      revision,
      token,
      isReplay,
    }
    this.writes.push(written)
    if (answer.status === 200) this.keep(revision, token)
    return written
  }

  async ask(
    url: string,
    question: Key,
    mode: Asked['mode'] = 'minimize_latency',
    token = this.token,
    floor = this.floor,
  ): Promise<Asked> {
    const sentMs = performance.now()
    const consistency = mode === 'at_least' ? { mode, token } : { mode }
    const answer = await send(url, 'POST', `/v1/stores/${this.store}/check`, { ...question, consistency })
    const { allowed = false, revision = 0, model = '', at = '', code = '' } = answer.body as Partial<Asked>
    const times = { sentMs, doneMs: performance.now() }
    const shown = { question, mode, floor: mode === 'at_least' ? floor : 0 }
    const asked = { ...shown, ...times, status: answer.status, code: code || answer.why, allowed, revision, model, at }
    this.asks.push(asked)
    return asked
  }

  private keep(revision: number, token: string): void {
    if (revision <= this.floor) return
    this.floor = revision
    this.token = token
  }
}
