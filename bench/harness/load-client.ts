// Who asks. HTTP/1.1 by hand over plain sockets, one request at a time on each connection, so that the client costs a
// fraction of what any server does and is not what is measured. Each answer is counted: the number of yeses in it must
// be the one that is known, else the run ends. Jobs come from the process that measures; see serveJobs().

import { request as httpRequest } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { Connection, requestBytes, type Target } from './connection.ts'
import { serveJobs } from './programs.ts'

export interface Ask {
  readonly path: string
  readonly body: string
  /** How often an answer must say `"allowed":true`. */
  readonly yeses: number
}

export type ClientJob =
  | { readonly kind: 'deck'; readonly name: string; readonly target: Target; readonly asks: readonly Ask[] }
  /** Each request of the deck once; gives the bodies, in their order. */
  | { readonly kind: 'once'; readonly deck: string }
  | { readonly kind: 'load'; readonly deck: string; readonly connections: number; readonly forMs: number }
  | {
      readonly kind: 'stream'
      readonly target: Target
      readonly method: 'GET' | 'POST'
      readonly path: string
      readonly body?: string
      readonly accept?: string
    }

export interface LoadFigures {
  readonly count: number
  readonly tookMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMs: number
}

export interface StreamFigures {
  readonly firstMs: number
  readonly wholeMs: number
  readonly bytes: number
  readonly lines: number
  readonly lastLine: string
}

interface Deck {
  readonly target: Target
  readonly asks: readonly { readonly bytes: Buffer; readonly yeses: number }[]
}

const LAST_LINE_BYTES_MAX = 4_096
const OVERLOADED = 503
const STREAM_TRIES_MAX = 200
const STREAM_PAUSE_MS = 250
const decks = new Map<string, Deck>()

serveJobs<ClientJob>(async (job) => {
  if (job.kind === 'deck') return void decks.set(job.name, makeDeck(job.target, job.asks))
  if (job.kind === 'stream') return streamPatiently(job)
  const deck = decks.get(job.deck)
  if (!deck) throw new Error(`there is no deck \`${job.deck}\``)
  return job.kind === 'once' ? once(deck) : load(deck, job.connections, job.forMs)
})

function makeDeck(target: Target, asks: readonly Ask[]): Deck {
  return { target, asks: asks.map(({ path, body, yeses }) => ({ bytes: requestBytes(target, path, body), yeses })) }
}

async function once(deck: Deck): Promise<string[]> {
  const bodies: string[] = []
  await new Promise<void>((resolve, reject) => {
    const connection = new Connection(
      deck.target,
      (body) => {
        bodies.push(body)
        if (bodies.length < deck.asks.length) return connection.send(deck.asks[bodies.length]!.bytes)
        connection.end()
        resolve()
      },
      reject,
    )
    connection.send(deck.asks[0]!.bytes)
  })
  return bodies
}

async function load(deck: Deck, connections: number, forMs: number): Promise<LoadFigures> {
  const took: number[] = []
  const cpu = process.cpuUsage()
  const startedMs = performance.now()
  const endMs = startedMs + forMs
  let next = 0
  await Promise.all(
    Array.from({ length: connections }, () => {
      return new Promise<void>((resolve, reject) => {
        let ask = deck.asks[0]!
        let sentMs = 0
        const send = () => {
          ask = deck.asks[next++ % deck.asks.length]!
          sentMs = performance.now()
          connection.send(ask.bytes)
        }
        const connection = new Connection(
          deck.target,
          (body) => {
            const nowMs = performance.now()
            took.push(nowMs - sentMs)
            const yeses = yesesIn(body)
            if (yeses !== ask.yeses) {
              reject(new Error(`wrong answer: ${yeses} yeses, expected ${ask.yeses}: ${ask.bytes} ${body}`))
              return
            }
            if (nowMs < endMs) return send()
            connection.end()
            resolve()
          },
          reject,
        )
        send()
      })
    }),
  )
  const tookMs = performance.now() - startedMs
  const { user, system } = process.cpuUsage(cpu)
  const sorted = Float64Array.from(took).sort()
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
  return { count: took.length, tookMs, p50Ms: at(0.5), p99Ms: at(0.99), cpuMs: (user + system) / 1000 }
}

const ALLOWED = '"allowed":'

/** Some servers put a space after a colon. */
function yesesIn(body: string): number {
  let count = 0
  for (let at = body.indexOf(ALLOWED); at >= 0; at = body.indexOf(ALLOWED, at)) {
    at += ALLOWED.length
    if (body.charCodeAt(at) === SPACE) at++
    if (body.charCodeAt(at) === LETTER_T) count++
  }
  return count
}

const SPACE = 32
const LETTER_T = 116

/** A server that has too much to do for a list says so; the next try is measured from its own beginning. */
async function streamPatiently(job: ClientJob & { kind: 'stream' }): Promise<StreamFigures> {
  for (let tries = 1; ; tries++) {
    const figures = await stream(job)
    if (figures) return figures
    if (tries === STREAM_TRIES_MAX) throw new Error(`${job.path}: the server has too much to do`)
    await pause(STREAM_PAUSE_MS)
  }
}

function stream({
  target,
  method,
  path,
  body,
  accept,
}: ClientJob & { kind: 'stream' }): Promise<StreamFigures | undefined> {
  const startedMs = performance.now()
  return new Promise((resolve, reject) => {
    const headers = {
      ...(target.key !== undefined && { authorization: `Bearer ${target.key}` }),
      ...(accept !== undefined && { accept }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const request = httpRequest(new URL(path, target.url), { method, headers }, (response) => {
      let firstMs = 0
      let bytes = 0
      let lines = 0
      let tail = ''
      response.on('data', (chunk: Buffer) => {
        if (bytes === 0) firstMs = performance.now() - startedMs
        bytes += chunk.length
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
        tail = (tail + chunk.subarray(-LAST_LINE_BYTES_MAX).toString('latin1')).slice(-LAST_LINE_BYTES_MAX)
      })
      response.once('error', reject)
      response.once('end', () => {
        const wholeMs = performance.now() - startedMs
        if (response.statusCode === OVERLOADED) return resolve(undefined)
        if (response.statusCode !== 200) return reject(new Error(`${path}: ${response.statusCode} ${tail}`))
        const lastLine = tail.trimEnd().split('\n').at(-1) ?? ''
        resolve({ firstMs, wholeMs, bytes, lines, lastLine })
      })
    })
    request.once('error', reject)
    request.end(body)
  })
}
