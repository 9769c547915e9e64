// An answer that goes on. An action returns it in place of a value; what goes wrong before its first piece is a problem
// like any other, and what goes wrong later cuts the connection, so that nobody takes half an answer for a whole one.

import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

export type Piece = string | Uint8Array

export class Streamed {
  readonly media: string
  readonly pieces: AsyncIterable<Piece> | Iterable<Piece>

  constructor(media: string, pieces: AsyncIterable<Piece> | Iterable<Piece>) {
    this.media = media
    this.pieces = pieces
  }
}

/** Waits for the first piece, then sends at the pace of the reader. Ends the pieces when the reader is gone. */
export async function sendStream(request: FastifyRequest, reply: FastifyReply, streamed: Streamed): Promise<void> {
  const iterator = iteratorOf(streamed.pieces)
  const first = await iterator.next()
  // What is read for hours is not work under way: its place is free for others.
  request.leave?.()
  if (reply.raw.destroyed) {
    await iterator.return?.()
    reply.hijack()
    return
  }
  // What stands between us and the reader must neither keep nor hold back what it passes on.
  reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).type(streamed.media)
  // A server that is ending must not wait for a connection that would be idle after this.
  if (request.caller.signal) reply.header('connection', 'close')
  await reply.send(Readable.from(withFirst(first, iterator), { objectMode: false }))
}

async function* withFirst(first: IteratorResult<Piece>, iterator: AsyncIterator<Piece>): AsyncGenerator<Piece> {
  try {
    for (let next = first; !next.done; next = await iterator.next()) if (next.value.length > 0) yield next.value
  } finally {
    await iterator.return?.()
  }
}

function iteratorOf(pieces: AsyncIterable<Piece> | Iterable<Piece>): AsyncIterator<Piece> {
  if (Symbol.asyncIterator in pieces) return pieces[Symbol.asyncIterator]()
  const inner = pieces[Symbol.iterator]()
  return {
    next: async () => inner.next(),
    return: async () => inner.return?.() ?? { done: true, value: undefined },
  }
}
