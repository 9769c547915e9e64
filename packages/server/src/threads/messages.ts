// What the thread that reads the log and the threads that answer tell each other. Messages between two threads arrive in
// the order in which they were sent: an answer to a poll comes after the revisions that the poll found.

import type { FrozenGraph } from '@lockness/authz'
import type { ModelVersion } from '../access/access.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import type { Revision } from '../store/append.ts'
import type { Connection } from '../store/database.ts'
import type { LogEntry } from '../store/log.ts'
import type { Installation } from '../store/stores.ts'
import type { Position } from '../store/tail.ts'
import type { Write } from '../store/write.ts'

/** What a thread begins with. */
export interface ThreadOptions {
  readonly connection: Connection
  readonly installation: Installation
  readonly host: string
  readonly port: number
  readonly threads: number
  /** Which of them it is, from 0. */
  readonly threadNumber: number
  readonly serving: ThreadServing
  /** A word in shared memory that the thread counts up as long as it is not stuck. */
  readonly beats: Int32Array
}

/** The settings of the server that concern the threads that answer. */
export interface ThreadServing {
  /** Names the whole server. */
  readonly node: string
  readonly startedAt: Date
  readonly isEmbedded: boolean
  readonly stalenessMsMax: number | undefined
  readonly publicOrigin: string | undefined
  readonly tracesUrl: string | undefined
  /** Where the console listens, to which is passed on what is on no table. */
  readonly consoleSocket?: string | undefined
}

/** From a thread that answers. Each question has a number, by which its answer is known. */
export type FromThread =
  | { readonly ask: 'open'; readonly number: number; readonly line: number; readonly storeId: string }
  | { readonly ask: 'poll'; readonly number: number; readonly line: number }
  | { readonly ask: 'append'; readonly number: number; readonly storeId: string; readonly write: Write }
  | { readonly ask: 'metrics'; readonly number: number }
  | { readonly tell: 'metrics'; readonly round: number; readonly metrics: object }
  | { readonly tell: 'hint' | 'close'; readonly line: number }
  | { readonly tell: 'committed'; readonly storeId: string }
  | { readonly tell: 'report'; readonly message: string }
  | { readonly tell: 'listening'; readonly url: string }
  | { readonly tell: 'shut' }

export type Ask = Extract<FromThread, { ask: unknown }>

/** From the thread that reads the log. */
export type ToThread =
  | { readonly answer: number; readonly value: unknown }
  | { readonly answer: number; readonly failed: Failure }
  | { readonly line: number; readonly event: LineEvent }
  /** A connection to the database was lost. */
  | { readonly isBroken: true }
  /** Take no connection any more; and: end, after what was sent on those that are open. */
  | { readonly tell: 'shut' | 'end' }
  | { readonly tell: 'metrics'; readonly round: number }

export type LineEvent =
  | {
      readonly kind: 'start'
      readonly graph: FrozenGraph
      readonly position: Position
      readonly versions: readonly ModelVersion[]
      readonly chains: ReadonlyMap<number, Uint8Array>
    }
  | { readonly kind: 'revisions'; readonly entries: readonly LogEntry[] }
  | { readonly kind: 'confirmed'; readonly position: Position; readonly atMs: number }
  | { readonly kind: 'merged'; readonly graph: FrozenGraph }
  | { readonly kind: 'end'; readonly why: string }

export interface Failure {
  readonly code: ErrorCode | undefined
  readonly message: string
  readonly shown?: string
  readonly detail: Readonly<Record<string, unknown>>
}

export function describeFailure(error: unknown): Failure {
  // What cannot be said in JSON cannot be sent to a thread either, or not for sure.
  if (error instanceof AppError) {
    const { code, message, shown, detail } = error
    return { code, message, shown, detail: JSON.parse(JSON.stringify(detail)) }
  }
  return { code: undefined, message: error instanceof Error ? error.message : String(error), detail: {} }
}

export function failureOf({ code, message, shown, detail }: Failure): Error {
  if (code === undefined) return new Error(message)
  return new AppError(code, message, { detail, ...(shown !== undefined && { shown }) })
}

/** A buffer is a part of a larger piece of memory, all of which a message would carry: it is cut out for the way. */
export function packPosition<P extends Position | Revision | LogEntry>(position: P): P {
  return { ...position, chain: Uint8Array.from(position.chain) }
}

/** Buffers arrive as plain arrays of bytes. */
export function unpackPosition<P extends Position | Revision | LogEntry>(position: P): P {
  return { ...position, chain: bufferOf(position.chain) }
}

export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** One steady clock for all threads of the process: each one's own begins when the thread does. */
export function processClock(): () => number {
  const offsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now()
  return () => performance.now() + offsetMs
}
