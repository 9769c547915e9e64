// A body that is sent while it comes into being. Where the runtime cannot do that, in browsers, it is gathered first: a
// Blob, which the browser may keep outside of its memory.

import type { CallTime } from './call-time.ts'
import type { Uploaded, UploadPiece } from './method.ts'
import type { Request, SentBody } from './request.ts'
import { SILENCE_MS_MAX } from './stream.ts'

type Body = NonNullable<Request['body']>

/** Whoever is slow to give is not a server that is slow to take. What is not whole in memory can be sent once. */
export async function uploadBody(
  given: Uploaded['body'],
  time: CallTime,
): Promise<{ readonly body: Body; readonly isWhole: boolean }> {
  if (typeof given === 'string' || given instanceof Uint8Array || given instanceof Blob)
    return { body: () => ({ body: given as SentBody }), isWhole: true }
  if (isBrowser()) {
    const whole = await gather(given, time)
    return { body: () => ({ body: whole }), isWhole: true }
  }
  const stream = streamOf(given, time)
  return { body: () => ({ body: stream as SentBody, duplex: 'half' }), isWhole: false }
}

/** Browsers stream up over HTTP/2 at best, and some never: it cannot be known before it fails. */
function isBrowser(): boolean {
  return /^Mozilla\//.test(globalThis.navigator?.userAgent ?? '')
}

async function gather(given: Pieces, time: CallTime): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  time.hold()
  for await (const piece of given) {
    time.check()
    parts.push(new Uint8Array(bytesOfPiece(piece)))
  }
  time.allow(SILENCE_MS_MAX)
  return new Blob(parts)
}

type Pieces = AsyncIterable<UploadPiece> | Iterable<UploadPiece>

function streamOf(given: Pieces, time: CallTime): ReadableStream<Uint8Array> {
  const iterator = iteratorOf(given)
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      time.hold()
      const { done, value } = await iterator.next()
      time.allow(SILENCE_MS_MAX)
      if (done) controller.close()
      else controller.enqueue(bytesOfPiece(value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}

function iteratorOf(given: Pieces): AsyncIterator<UploadPiece> | Iterator<UploadPiece> {
  return Symbol.asyncIterator in given ? given[Symbol.asyncIterator]() : given[Symbol.iterator]()
}

function bytesOfPiece(piece: UploadPiece): Uint8Array {
  if (piece instanceof Uint8Array) return piece
  return new TextEncoder().encode(typeof piece === 'string' ? piece : `${JSON.stringify(piece)}\n`)
}
