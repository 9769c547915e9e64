// What a method of the client looks like, by the kind of its operation. The generated file names one of these for every
// operation; the contract of each stands here, once.

import type { LocknessError } from './error.ts'

/** A row of the table of operations. The part of the input that is in the path goes there, the rest where it says. */
export interface OperationRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/v1/stores/:store/check` */
  readonly path: string
  /** `list`: by pages. `down`: the answer goes on. `up`: the body goes on, and so does the answer. */
  readonly kind: 'question' | 'change' | 'list' | 'down' | 'up' | 'text'
  /** Of a stream down: it alters something. */
  readonly changes?: boolean
  /** Absent: all of it is in the path. */
  readonly rest?: 'query' | 'body'
  /** It can be said how new the answer has to be. */
  readonly consistency?: boolean
  /** With the same idempotency key it is done once. */
  readonly idempotent?: boolean
  /** The list can also be had in one answer, line by line. */
  readonly lines?: boolean
  /** The stream is of events that it can go on from. */
  readonly events?: boolean
}

export interface CallOptions {
  /** Ends the call, also in the middle of a stream: the error has the kind `cancelled`. */
  readonly signal?: AbortSignal | undefined
  /**
   * For everything together, all tries included; of a stream: until it begins. The server is told what is left of it.
   * Default: that of the client.
   */
  readonly timeoutMs?: number | undefined
  /** Of a change that takes one. Default: made for the call, the same for all its tries. */
  readonly idempotencyKey?: string | undefined
  /** How new the answer has to be. Default: at least as new as what this client has written to the store. */
  readonly consistency?: CallConsistency | undefined
  /** Besides those of the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** A mode by its name, or with the token that it needs. */
export type CallConsistency =
  | 'minimize_latency'
  | 'full'
  | { readonly mode: 'minimize_latency' | 'full' }
  | { readonly mode: 'at_least' | 'exact'; readonly token: string }

/** The input may be left out where nothing of it is needed. */
type Given<Input, Options = CallOptions> =
  Record<never, never> extends Input ? [input?: Input, options?: Options] : [input: Input, options?: Options]

export type Ask<Input, Output> = (...given: Given<Input>) => Promise<Output>

interface Page {
  readonly items: readonly unknown[]
  readonly cursor?: string
}

/** One page when it is called; all of them by `pages` and `items`, fetched as they are wanted. */
export interface List<Input, Output extends Page> extends Ask<Input, Output> {
  pages(...given: Given<Input>): AsyncIterableIterator<Output, undefined, undefined>
  items(...given: Given<Input>): AsyncIterableIterator<Output['items'][number], undefined, undefined>
}

/** Also as one answer, however long: `stream` is the cheapest way to all of it. It is not in any order. */
export interface ListOrStream<Input, Output extends Page> extends List<Input, Output> {
  stream(
    ...given: Given<Omit<Input, 'pageSize' | 'cursor'>>
  ): AsyncIterableIterator<ListLine<Output>, undefined, undefined>
}

/** An item, or the last line, which says at what the list was computed. A list without it is an error. */
export type ListLine<Output extends Page> =
  | Output['items'][number]
  | { readonly end: Omit<Output, 'items' | 'cursor'> & { readonly count: number } }

/** Lines as they come. What goes wrong is thrown, and so is an end that comes too early. */
export type Stream<Input, Line> = (...given: Given<Input>) => AsyncIterableIterator<Told<Line>, undefined, undefined>

export interface WatchOptions extends CallOptions {
  /** Told when the stream was cut, before it is taken up again where it ended. */
  readonly onInterrupted?: ((error: LocknessError) => void) | undefined
}

/**
 * Events as they come. A stream that is cut goes on from the last token by itself, until `signal` ends it. After
 * `RESYNC_REQUIRED` nothing follows: read everything anew, and watch from there.
 */
export type Watch<Input, Line> = (
  ...given: Given<Input, WatchOptions>
) => AsyncIterableIterator<Told<Line>, undefined, undefined>

/** Errors are thrown and not told. */
type Told<Line> = Exclude<Line, { readonly error: unknown }>

export type Upload<Input, Line> = Stream<Input, Line>

/** Bytes, text, or a value that becomes a line of JSON. */
export type UploadPiece = string | Uint8Array | object

/** What is sent as it comes. A browser sends nothing before it has all of it. */
export interface Uploaded {
  readonly body: string | Uint8Array | Blob | AsyncIterable<UploadPiece> | Iterable<UploadPiece>
}
